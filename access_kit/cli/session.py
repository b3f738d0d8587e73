"""``access-kit session``: write and check session files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import Door, KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import KitFolder, QuickTalk, make_app, read_now
from access_kit.console import counted, problem_answers
from access_kit.files import refuse_existing, shown
from access_kit.model.answers.kit import SessionCheckAnswer, SessionNewAnswer

app = make_app()


@app.callback()
def session() -> None:
    """Write or check a session file."""


@app.command(
    epilog="Example: access-kit session new evening-group --title 'Thursday group'"
    " --starts 2026-12-03T18:00 --timezone America/New_York --minutes 60 --platform zoom"
    " --facilitator Jo",
)
def new(
    session_id: Annotated[
        str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens.")
    ],
    talk: QuickTalk,
    title: Annotated[str, typer.Option(help="People see it: keep it neutral.")] = "",
    starts: Annotated[str, typer.Option(help="The start, like 2026-12-03T18:00.")] = "",
    timezone: Annotated[str, typer.Option(help="Like America/New_York.")] = "",
    minutes: Annotated[int, typer.Option(help="Length in minutes.")] = 0,
    platform: Annotated[str, typer.Option(help="zoom, teams, phone, in_person, …")] = "",
    facilitator: Annotated[str, typer.Option(help="The name of the one who leads.")] = "",
    join_url: Annotated[str, typer.Option(help="The link to join.")] = "",
    profiles: Annotated[str, typer.Option(help="The folder of profiles.")] = "",
    participants: Annotated[
        str, typer.Option(metavar="ID,…", help="People of the kit's store, with commas.")
    ] = "",
    kit: KitFolder = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
) -> None:
    """Write a session file to fill in further. What no option says is asked.

    Type back for the question before, and stop to go on another day.
    """
    from access_kit.cli.meeting_asks import MeetingAsks
    from access_kit.workflow.keep.begin import SessionPeople, begin_session

    path = out or Path(f"{session_id}.toml")
    refuse_existing([path])
    given = {
        "title": title,
        "starts": starts,
        "timezone": timezone,
        "minutes": str(minutes or ""),
        "platform": platform,
        "facilitator": facilitator,
    }
    access = Door(kit).access(talk)
    asked, answers = MeetingAsks(access, session_id).complete(given)
    known: dict[str, object] = {**given, "minutes": minutes, "facilitator": {}, **asked}
    said: dict[str, object] = {key: one for key, one in known.items() if one}
    said["id"] = session_id
    if facilitator:
        said["facilitator"] = {"name": facilitator}
    if join_url:
        said["join_url"] = join_url
    people = SessionPeople(profiles, participants)
    talk.tell(begin_session(access, path, said, people, _ask_ids))
    if answers is not None:
        answers.drop()
    talk.say(f"Wrote {shown(path)}. Open it to add handouts, a telephone number and more.")
    say_next(talk, "session new", file=shown(path))
    talk.answer(SessionNewAnswer(shown(path)))


def _ask_ids() -> str:
    asked = "Ids of the people, with commas (see: access-kit profile list)"
    return str(typer.prompt(asked, err=True))


@app.command(epilog="Example: access-kit session check evening-group/session.toml")
def check(
    session_file: Annotated[
        Path, typer.Argument(metavar="SESSION", help="A session or group file, or GROUP@DATE.")
    ],
    door: KitDoor,
    talk: QuickTalk,
) -> None:
    """Check a session with its kit, profiles and handouts; every mistake is told at once."""
    from access_kit.workflow.prepare.read import check_platform, read_work

    work = read_work(
        session_file,
        kit_folder=door.kit,
        now=read_now(),
        find_people=door.access(talk).find_people,
    )
    problems = (*work.problems, *check_platform(work))
    talk.tell(problems)
    talk.say(
        f"{shown(session_file)}: no mistakes. {counted(len(work.profiles), 'person')},"
        f" {counted(len(work.handouts), 'handout')}, {counted(len(problems), 'warning')}."
    )
    say_next(talk, "session check", file=shown(session_file))
    talk.answer(
        SessionCheckAnswer(
            session=work.session.id,
            people=tuple(profile.id for profile in work.profiles),
            problems=problem_answers(problems),
        )
    )
