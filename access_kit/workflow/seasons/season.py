"""A group as a whole: each date with its people, and what went out for it."""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.model.answers.group import (
    GroupShowAnswer,
    MeetingAnswer,
    MeetingLeftovers,
    OpenAnswer,
)
from access_kit.model.kit import Kit
from access_kit.model.ledger import MAILED, MailRow, is_packet
from access_kit.model.series import Group, Meeting, Occurrence, Series, series_of
from access_kit.model.session import Session
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.recurrence import end_of, next_occurrence, occurrences
from access_kit.session_files import (
    meeting_on,
    people_named,
    read_group,
    series_in,
    split_reference,
    with_day,
)
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.mail.desk import MailDesk, make_desk, open_desk
from access_kit.workflow.mail.status import status_of
from access_kit.workflow.prepare.read import FoundPeople, read_work
from access_kit.workflow.prepare.shapes import Work

SHOWN_AHEAD = 12
"""How many meetings ahead are listed of a group without an end."""


@dataclass(frozen=True)
class Season:
    """A group and its file; ``dates`` are those that are shown, in order."""

    file: Path
    group: Group
    dates: tuple[Occurrence, ...]
    next: Meeting | None

    def meeting(self, one: Occurrence) -> Meeting:
        return meeting_on(self.group, one)

    @property
    def reference(self) -> Path:
        """How the next meeting is named to a command."""
        return with_day(self.file, self.next.day) if self.next else self.file

    def before(self, day: datetime.date) -> Meeting | None:
        """The last meeting before a date that was not cancelled."""
        held = [one for one in self.dates if one.day < day and not one.is_cancelled]
        return self.meeting(held[-1]) if held else None


def read_season(said: Path, *, now: datetime.datetime) -> Season:
    """The group of a file, whatever date stands behind it; ``BadInput`` with every mistake."""
    file, _ = split_reference(said)
    group, problems = read_group(file, now=now)
    if group is None:
        raise BadInput(problems)
    series = series_in(group)
    found = next_occurrence(series, now)
    dates = tuple(_shown(series, now))
    return Season(file, group, dates, meeting_on(group, found) if found else None)


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
    group = season.group
    named = people_named(group)

    def find_everyone(folder: Path, kit: Kit, session: Session, file: str) -> FoundPeople:
        found = access.find_people(folder, kit, replace(session, participants=named), file)
        today = {one.casefold() for one in session.participants}
        return replace(
            found,
            profiles=[one for one in found.profiles if one.id.casefold() in today],
            problems=[replace(one, where=None) for one in found.problems],
        )

    work = read_work(
        season.reference, kit_folder=kit_folder, now=access.clock(), find_people=find_everyone
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


def show_season(access: KitAccess, season: Season, out: Path | None) -> GroupShowAnswer:
    """Every date with who comes, what went out for it, and what is open for the next one."""
    rows: tuple[MailRow, ...] = ()
    open_: tuple[OpenAnswer, ...] = ()
    with contextlib.ExitStack() as stack:
        if season.next is not None:
            desk = stack.enter_context(
                open_desk(access, season.reference, needs_store=False, out=out)
            )
            rows = desk.ledger.mail()
            open_ = tuple(open_of(desk))
    mailed = Counter(row.key.session for row in rows if is_packet(row) and row.state in MAILED)
    return GroupShowAnswer(
        group=season.group.id,
        title=season.group.title,
        file=shown(season.file),
        next=season.next.id if season.next else "",
        meetings=tuple(_answer(season, one, mailed) for one in season.dates),
        open=open_,
    )


def open_of(desk: MailDesk) -> Iterator[OpenAnswer]:
    """What is to be done for each person of a meeting, by the code that ``status`` has for it."""
    for one in status_of(desk):
        if one.next not in ("nothing", "wait"):
            yield OpenAnswer(id=one.id, next=one.next)


MOOT_AFTERWARDS = ("prepare", "send", "sign", "consent-again", "ask-ways", "withdrawn", "help")
"""What there is to do before a meeting; where it still holds, it stands with the next one."""


def hanging_over(desk: MailDesk, said: Path, out: Path | None) -> MeetingLeftovers | None:
    """What is still to be done about the last meeting of a group; ``None`` where there is none.

    ``said`` is how the group was named: with a date behind it, that date alone is looked at.
    """
    file, day = split_reference(said)
    if day is not None or series_of(desk.work.session) is None:
        return None
    season = read_season(file, now=desk.work.now)
    last = season.before(season.next.day) if season.next else None
    if last is None:
        return None
    before = make_desk(
        with_day(file, last.day), desk.work.folder, store=desk.store, out=out, clock=desk.clock
    )
    left = tuple(one for one in open_of(before) if one.next not in MOOT_AFTERWARDS)
    return MeetingLeftovers(session=last.id, open=left) if left else None


def _answer(season: Season, one: Occurrence, mailed: Counter[str]) -> MeetingAnswer:
    meeting = season.meeting(one)
    changes = [change for change in season.group.meeting if change.date == one.day]
    return MeetingAnswer(
        id=meeting.id,
        starts=meeting.begins.isoformat(),
        cancelled=one.is_cancelled,
        moved=one.is_moved,
        people=meeting.participants,
        joins=tuple(name for change in changes for name in change.join),
        leaves=tuple(name for change in changes for name in change.leave),
        guests=tuple(name for change in changes for name in change.guest),
        handouts=meeting.handouts,
        mailed=mailed[meeting.id],
    )
