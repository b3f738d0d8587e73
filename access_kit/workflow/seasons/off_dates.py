"""Dates of a group that are off, and who has still to be told so: ahead, and of the last days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput
from access_kit.model.answers.group import MeetingLeftovers, OpenAnswer
from access_kit.model.series import Meeting, series_of
from access_kit.recurrence import start_of
from access_kit.session_files import split_reference
from access_kit.workflow.mail.desk import MailDesk, make_desk
from access_kit.workflow.mail.status import steps_of_cancelled
from access_kit.workflow.mailed.changed import is_cancelled
from access_kit.workflow.seasons.season import Season, read_season

JUST_PAST = datetime.timedelta(days=7)
"""So long after such a date what was not told of it is still listed."""


@dataclass(frozen=True)
class OffDate:
    """``is_near``: it comes before the next meeting, so that no note may tell of it in time."""

    meeting: Meeting
    is_near: bool

    def is_to_tell(self, desk: MailDesk) -> bool:
        """Whether people are told of it one by one: somebody cancelled it, or it is near."""
        rows = desk.ledger.mail(session=self.meeting.id)
        return self.is_near or is_cancelled(rows, desk.told)


def off_dates(season: Season, now: datetime.datetime) -> Iterator[OffDate]:
    """The dates that are off, by the group's file."""
    until = season.next.day if season.next else datetime.date.max
    for one in season.dates:
        starts = start_of(season.meeting(one).series, one)
        if one.is_cancelled and starts + JUST_PAST > now:
            yield OffDate(season.meeting(one), is_near=starts > now and one.day < until)


def untold_dates(desk: MailDesk, said: Path, out: Path | None) -> tuple[MeetingLeftovers, ...]:
    """Of each date that is off, whom to tell and how; ``said`` is how the group was named.

    With a date behind it, that date alone is looked at, and this says nothing.
    """
    file, day = split_reference(said)
    if day is not None or series_of(desk.work.session) is None:
        return ()
    season = read_season(file, now=desk.work.now)
    return untold_of(desk, season, out)


def untold_of(desk: MailDesk, season: Season, out: Path | None) -> tuple[MeetingLeftovers, ...]:
    """The same of a group; ``desk`` is of any of its meetings."""
    return tuple(_untold(desk, season, out))


def _untold(desk: MailDesk, season: Season, out: Path | None) -> Iterator[MeetingLeftovers]:
    for one in off_dates(season, desk.work.now):
        named = season.named(one.meeting)
        with suppress(BadInput):
            there = make_desk(
                named, desk.work.folder, store=desk.store, out=out, clock=desk.clock, is_over=True
            )
            if one.is_to_tell(there):
                steps = steps_of_cancelled(there)
                open_ = tuple(OpenAnswer(id=who, next=step) for who, step in steps)
                if open_:
                    yield MeetingLeftovers(session=one.meeting.id, open=open_)
