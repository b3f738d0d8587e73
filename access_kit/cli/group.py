"""``access-kit group``: begin, check and show groups that go on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import Door, KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import KitFolder, QuickTalk, make_app, read_now
from access_kit.cli.status import next_step, say_untold
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import Problem
from access_kit.files import shown
from access_kit.model.answers.group import (
    GroupCheckAnswer,
    GroupNewAnswer,
    GroupShowAnswer,
    MeetingAnswer,
)
from access_kit.model.series import Meeting

app = make_app()

SHOWN_PAST = 4
"""So many dates before the next are listed on the screen; all stand in the answer."""

GroupFile = Annotated[Path, typer.Argument(metavar="GROUP", help="A group's file.")]


@app.callback()
def group() -> None:
    """Begin, check or show a group that goes on."""


@app.command(
    epilog="Example: access-kit group new thursday --title 'Thursday evening group'"
    " --starts 2026-12-03T18:00 --timezone America/New_York --minutes 60 --platform zoom"
    " --facilitator Jo --repeats 'FREQ=WEEKLY;COUNT=12' --participants K-07,K-08",
)
def new(
    talk: QuickTalk,
    group_id: Annotated[
        str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens.")
    ] = "",
    start_from: Annotated[
        Path | None,
        typer.Option("--from", metavar="SESSION", help="Take over all that a session's file says."),
    ] = None,
    title: Annotated[str, typer.Option(help="People see it: keep it neutral.")] = "",
    starts: Annotated[str, typer.Option(help="The first meeting, like 2026-12-03T18:00.")] = "",
    timezone: Annotated[str, typer.Option(help="Like America/New_York.")] = "",
    minutes: Annotated[int, typer.Option(help="Length in minutes.")] = 0,
    platform: Annotated[str, typer.Option(help="zoom, teams, phone, in_person, …")] = "",
    facilitator: Annotated[str, typer.Option(help="The name of the one who leads.")] = "",
    repeats: Annotated[
        str, typer.Option(help="How it goes on (RFC 5545), like FREQ=WEEKLY;COUNT=12.")
    ] = "",
    join_url: Annotated[str, typer.Option(help="The link to join.")] = "",
    profiles: Annotated[str, typer.Option(help="The folder of profiles.")] = "",
    participants: Annotated[
        str, typer.Option(metavar="ID,…", help="People of the kit's store, with commas.")
    ] = "",
    kit: KitFolder = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
) -> None:
    """Write a group's file, new or of a session's file, to fill in further.

    What no option and no session says is asked. Type back for the question before, and stop to go
    on another day.
    """
    from access_kit.cli.meeting_asks import MeetingAsks
    from access_kit.workflow.keep.begin import begin_group

    given = {
        "title": title,
        "starts": starts,
        "timezone": timezone,
        "minutes": str(minutes or ""),
        "platform": platform,
        "facilitator": facilitator,
        "repeats": repeats,
    }
    access = Door(kit).access(talk)
    asks = MeetingAsks(access, group_id, goes_on=True)
    asked, answers = ({}, None) if start_from else asks.complete(given)
    said: dict[str, object] = {
        **given,
        "minutes": minutes,
        "facilitator": {"name": facilitator} if facilitator else {},
        **asked,
        "id": group_id or _stem_of(asked),
        "profiles": profiles,
        "participants": [one.strip() for one in participants.split(",") if one.strip()],
    }
    if join_url:
        said["join_url"] = join_url
    path, problems = begin_group(access, out, said, start_from)
    if answers is not None:
        answers.drop()
    talk.tell(problems)
    talk.say(f"Wrote {shown(path)}. Open it to add dates on which something differs.")
    say_next(talk, "group new", file=shown(path))
    talk.answer(GroupNewAnswer(shown(path)))


def _stem_of(asked: Mapping[str, object]) -> str:
    """The id of a group that got none: of its title, as it was said."""
    from access_kit.workflow.first_hour.read_meeting import file_stem

    return file_stem(str(asked["title"])) if asked else ""


@app.command(epilog="Example: access-kit group check groups/thursday.toml")
def check(group_file: GroupFile, door: KitDoor, talk: QuickTalk) -> None:
    """Check a group, and its next meeting with kit, profiles and handouts; all mistakes at once."""
    from access_kit.workflow.seasons.season import check_season, read_season

    now = read_now()
    season = read_season(group_file, now=now)
    people: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    if season.next is not None:
        work = check_season(door.access(talk), season, door.kit)
        people, problems = tuple(one.id for one in work.profiles), work.problems
    talk.tell(problems)
    talk.say(f"{shown(group_file)}: no mistakes. {_ahead(season.next)}")
    if season.next is not None:
        say_next(talk, "group check", file=shown(group_file))
    talk.answer(
        GroupCheckAnswer(
            group=season.group.id,
            next=season.next.id if season.next else "",
            people=people,
            problems=problem_answers(problems),
        )
    )


@app.command(epilog="Example: access-kit group show groups/thursday.toml")
def show(
    group_file: GroupFile,
    door: KitDoor,
    talk: QuickTalk,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
) -> None:
    """Show a group's dates, who comes, what went out for each, and what is open for the next."""
    from access_kit.workflow.seasons.group_shown import show_season
    from access_kit.workflow.seasons.season import read_season

    season = read_season(group_file, now=read_now())
    answer, problems = show_season(door.access(talk), season, out)
    talk.tell(problems)
    talk.say(f"{answer.title} ({answer.group})")
    dates = answer.meetings
    at = next((at for at, one in enumerate(dates) if one.id == answer.next), len(dates))
    if at > SHOWN_PAST:
        talk.say(f"  … {counted(at - SHOWN_PAST, 'earlier date')}")
    for one in dates[max(0, at - SHOWN_PAST) :]:
        talk.say(f"  {_say_date(one, is_next=one.id == answer.next)}")
    _say_open(talk, answer)
    say_untold(talk, answer.untold, season.file)
    talk.answer(answer)


def _ahead(meeting: Meeting | None) -> str:
    return (
        f"The next meeting: {meeting.starts:%a %Y-%m-%d %H:%M}."
        if meeting
        else "No meeting is ahead."
    )


def _when(meeting: MeetingAnswer) -> str:
    return f"{datetime.datetime.fromisoformat(meeting.starts):%a %Y-%m-%d %H:%M}"


def _say_date(meeting: MeetingAnswer, *, is_next: bool) -> str:
    """``> Thu 2026-12-10 18:00, 8 people; K-11 joins; 6 mailed``"""
    notes = [
        "cancelled" if meeting.cancelled else "",
        "moved" if meeting.moved else "",
        counted(len(meeting.people), "person") if meeting.people else "",
        *(f"{who} joins" for who in meeting.joins),
        *(f"{who} leaves" for who in meeting.leaves),
        *(f"{who} is a guest" for who in meeting.guests),
        f"{meeting.mailed} mailed" if meeting.mailed else "",
    ]
    said = ", ".join(filter(None, notes))
    return f"{'>' if is_next else ' '} {_when(meeting)}" + (f": {said}" if said else "")


def _say_open(talk: Talk, answer: GroupShowAnswer) -> None:
    if not answer.open:
        talk.say("Nothing is open for the next meeting." if answer.next else "No meeting is ahead.")
        return
    talk.say(f"Open for {answer.next}:")
    by_next: dict[str, list[str]] = {}
    for one in answer.open:
        by_next.setdefault(one.next, []).append(one.id)
    for code, ids in by_next.items():
        talk.say(f"  {', '.join(ids)}: {next_step(code)}")
