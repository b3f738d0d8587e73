"""A group as a whole: each date with its people, and what went out for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.group_people import GroupPeople, people_of
from access_kit.model.answers.group import (
    MeetingLeftovers,
    OpenAnswer,
)
from access_kit.model.kit import Kit
from access_kit.model.series import Group, Meeting, Occurrence, Series, series_of
from access_kit.model.session import Session
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.recurrence import end_of, next_occurrence, occurrences
from access_kit.session_files import (
    meeting_on,
    read_group,
    series_in,
    split_reference,
    with_day,
)
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.mail.desk import MailDesk, make_desk
from access_kit.workflow.mail.status import status_of
from access_kit.workflow.prepare.read import FoundPeople, read_work
from access_kit.workflow.prepare.shapes import Work

SHOWN_AHEAD = 12
"""How many meetings ahead are listed of a group without an end."""


@dataclass(frozen=True)
class Season:
    """A group and its file; ``dates`` are those that are shown, in order.

    ``next`` is the meeting that comes next, ``last`` the one that was held last.
    """

    file: Path
    group: Group
    people: GroupPeople
    dates: tuple[Occurrence, ...]
    next: Meeting | None
    last: Meeting | None

    def meeting(self, occurrence: Occurrence) -> Meeting:
        return meeting_on(self.group, occurrence, self.people)

    def named(self, meeting: Meeting) -> Path:
        """How one of the meetings is named to a command."""
        return with_day(self.file, meeting.day)


def read_season(said: Path, *, now: datetime.datetime) -> Season:
    """The group of a file, whatever date stands behind it; ``BadInput`` with every mistake."""
    file, _ = split_reference(said)
    group, problems = read_group(file, now=now)
    if group is None:
        raise BadInput(problems)
    series, people = series_in(group), people_of(group)
    dates = tuple(_shown(series, now))
    found = next_occurrence(series, now)
    held = [one for one in dates if not one.is_cancelled and end_of(series, one) <= now]
    last = max(held, key=lambda one: one.starts, default=None)
    return Season(
        file,
        group,
        people,
        dates,
        meeting_on(group, found, people) if found else None,
        meeting_on(group, last, people) if last else None,
    )


def _shown(series: Series, now: datetime.datetime) -> Iterator[Occurrence]:
    ahead = 0
    for one in occurrences(series):
        ahead += end_of(series, one) > now
        if ahead > SHOWN_AHEAD:
            return
        yield one


def check_season(access: KitAccess, season: Season, kit_folder: Path | None) -> Work:
    """The next meeting read with all that it names, and everybody whom the file names on any date.

    ``BadInput`` with every mistake.
    """
    assert season.next
    group, named = season.group, season.people.named

    def find_everyone(folder: Path, kit: Kit, session: Session, file: str) -> FoundPeople:
        found = access.find_people(folder, kit, replace(session, participants=named), file)
        today = {one.casefold() for one in session.participants}
        return replace(
            found,
            profiles=[one for one in found.profiles if one.id.casefold() in today],
            problems=[replace(one, where=None) for one in found.problems],
        )

    work = read_work(
        season.named(season.next),
        kit_folder=kit_folder,
        now=access.clock(),
        find_people=find_everyone,
    )
    if not group.participants:
        folder = season.file.parent / group.profiles
        found, _ = read_profile_folder(folder, today=work.now.date())
        known = {one.id.casefold() for one in found}
        file = shown(season.file)
        unknown = [
            Problem("group.unknown-person", file=file, facts={"id": one})
            for one in named
            if one.casefold() not in known
        ]
        if unknown:
            raise BadInput([*work.problems, *unknown])
    return work


def open_of(desk: MailDesk) -> Iterator[OpenAnswer]:
    """What is to be done for each person of a meeting, by the code that ``status`` has for it."""
    for one in status_of(desk):
        if one.next not in ("nothing", "wait"):
            yield OpenAnswer(id=one.id, next=one.next)


LEFT_OVER = ("mark", "hand-over", "uncertain", "call", "read", "decide", "settle")
"""What there is still to do about a meeting that is over; all else stands with the next one."""


def hanging_over(desk: MailDesk, said: Path, out: Path | None) -> MeetingLeftovers | None:
    """What is still to be done about the last meeting of a group; ``None`` where there is none.

    ``said`` is how the group was named: with a date behind it, that date alone is looked at. Where
    what the last meeting named is gone meanwhile, nothing is known of it.
    """
    file, day = split_reference(said)
    if day is not None or series_of(desk.work.session) is None:
        return None
    season = read_season(file, now=desk.work.now)
    if season.last is None:
        return None
    named = season.named(season.last)
    try:
        before = make_desk(
            named, desk.work.folder, store=desk.store, out=out, clock=desk.clock, is_over=True
        )
    except BadInput:
        return None
    left = left_over(before)
    return MeetingLeftovers(session=season.last.id, open=left) if left else None


def left_over(over: MailDesk) -> tuple[OpenAnswer, ...]:
    """What is still to be done about a meeting that is over."""
    return tuple(one for one in open_of(over) if one.next in LEFT_OVER)
