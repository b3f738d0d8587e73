"""``access-kit session``: write and check session files."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import KitFolder, QuickTalk, make_app, read_now
from access_kit.cli.profile_people import WhichStore
from access_kit.console import counted, problem_answers
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import refuse_existing, shown, write_atomic
from access_kit.intake.template import write_template
from access_kit.kit_files import parse_session
from access_kit.model.answers.kit import SessionCheckAnswer, SessionNewAnswer
from access_kit.model.session import Session

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
    title: Annotated[str, typer.Option(prompt="Title (people see it: keep it neutral)")],
    starts: Annotated[str, typer.Option(prompt="Start, like 2026-12-03T18:00")],
    timezone: Annotated[str, typer.Option(prompt="Time zone, like America/New_York")],
    minutes: Annotated[int, typer.Option(prompt="Length in minutes")],
    platform: Annotated[str, typer.Option(prompt="Platform (zoom, teams, phone, in_person, …)")],
    facilitator: Annotated[str, typer.Option(prompt="Facilitator's name")],
    talk: QuickTalk,
    join_url: Annotated[str, typer.Option(help="The link to join.")] = "",
    profiles: Annotated[str, typer.Option(help="The folder of profiles.")] = "",
    participants: Annotated[
        str, typer.Option(metavar="ID,…", help="People of the kit's store, with commas.")
    ] = "",
    kit: KitFolder = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
) -> None:
    """Write a session file to fill in further."""
    path = out or Path(f"{session_id}.toml")
    refuse_existing([path])
    values = {
        "schema": "access-kit/session/1",
        "id": session_id,
        "title": title,
        "starts": _read_start(starts),
        "timezone": timezone,
        "minutes": minutes,
        "platform": platform,
        **_people(profiles, participants, WhichStore(kit, None, talk)),
        "facilitator": {"name": facilitator},
    }
    if join_url:
        values["join_url"] = join_url
    text = write_template(Session, values)
    _, problems = parse_session(text, file=shown(path), now=read_now())
    if any(problem.is_error for problem in problems):
        raise BadInput(problems)
    write_atomic(path, text.encode())
    talk.tell(problems)
    talk.say(f"Wrote {shown(path)}. Open it to add handouts, a telephone number and more.")
    talk.say(f"Next: access-kit session check {shown(path)}")
    talk.answer(SessionNewAnswer(shown(path)))


def _people(profiles: str, participants: str, which: WhichStore) -> dict[str, object]:
    """Who takes part: ids of the store where there is one, unless a folder is named."""
    if not profiles and not participants and which.exists():
        asked = "Ids of the people, with commas (see: access-kit profile list)"
        participants = typer.prompt(asked, err=True)
    if participants:
        return {"participants": [one.strip() for one in participants.split(",") if one.strip()]}
    if not profiles and which.find_kit():
        which.talk.tell([Problem("session.not-in-vault", Severity.NOTE)])
    return {"profiles": profiles or "profiles"}


def _read_start(text: str) -> datetime.datetime | str:
    """The start as TOML wants it; text that is no time is left for the check to refuse."""
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text


@app.command(epilog="Example: access-kit session check evening-group/session.toml")
def check(
    session_file: Annotated[Path, typer.Argument(metavar="SESSION", help="A session file.")],
    door: KitDoor,
    talk: QuickTalk,
) -> None:
    """Check a session with its kit, profiles and handouts; every mistake is told at once."""
    from access_kit.workflow.prepare.read import read_work

    work = read_work(
        session_file,
        kit_folder=door.kit,
        now=read_now(),
        find_people=door.people(talk),
    )
    talk.tell(work.problems)
    talk.say(
        f"{shown(session_file)}: no mistakes. {counted(len(work.profiles), 'person')},"
        f" {counted(len(work.handouts), 'handout')}, {counted(len(work.problems), 'warning')}."
    )
    talk.answer(
        SessionCheckAnswer(
            session=work.session.id,
            people=tuple(profile.id for profile in work.profiles),
            problems=problem_answers(work.problems),
        )
    )
