"""The meetings of all sessions and groups of a kit, whatever may be wrong with some of their files.

The next and the last of each group, its dates that are off, and every session. Nothing is decided
here of what is due.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import AccessKitError, Problem
from access_kit.model.series import Meeting
from access_kit.model.session import Session
from access_kit.session_files import group_id_in, read_session
from access_kit.workflow.mail.desk import files_of_sessions
from access_kit.workflow.seasons.off_dates import OffDate, off_dates
from access_kit.workflow.seasons.season import Season, read_season


@dataclass(frozen=True)
class DatedMeeting:
    """A meeting on its day; ``starts`` is local to its zone."""

    starts: datetime.datetime
    title: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class KitMeeting:
    """A meeting to look at: how commands name it, whether it is over or ``off``."""

    named: Path
    session: Session
    is_over: bool
    off: OffDate | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be held, as far as its file says."""
        return not (self.is_over or self.off)

    @property
    def said(self) -> str:
        """What a line of many calls it: ``thursday@2026-12-10``, or the id of a session."""
        if not isinstance(self.session, Meeting):
            return self.session.id
        return f"{self.session.series.group}@{self.session.day.isoformat()}"


@dataclass(frozen=True)
class MeetingsFile:
    """A session's or group's file, and its meetings; of one that cannot be read, why.

    ``dates`` are all of a group that are shown, those that are over and those that are off too.
    """

    path: Path
    is_group: bool
    meetings: tuple[KitMeeting, ...] = ()
    dates: tuple[DatedMeeting, ...] = ()
    problems: tuple[Problem, ...] = ()


def meetings_of_kit(folder: Path, now: datetime.datetime) -> Iterator[MeetingsFile]:
    """Each file of a kit that is a session's or a group's, in order of names."""
    for path in files_of_sessions(folder):
        if group_id_in(path) is not None:
            yield _of_group(path, now)
        else:
            yield _of_session(path, now)


def _of_group(path: Path, now: datetime.datetime) -> MeetingsFile:
    try:
        season = read_season(path, now=now)
    except AccessKitError as error:
        return MeetingsFile(path, is_group=True, problems=error.problems)
    title = season.group.title
    dates = (DatedMeeting(one.starts, title, one.is_cancelled) for one in season.dates)
    return MeetingsFile(path, True, tuple(_of_season(season, now)), tuple(dates))


def _of_season(season: Season, now: datetime.datetime) -> Iterator[KitMeeting]:
    for meeting, is_over in ((season.last, True), (season.next, False)):
        if meeting is not None:
            yield KitMeeting(season.named(meeting), meeting, is_over)
    for off in off_dates(season, now):
        yield KitMeeting(season.named(off.meeting), off.meeting, is_over=False, off=off)


def _of_session(path: Path, now: datetime.datetime) -> MeetingsFile:
    session, problems = read_session(path, now=now)
    if session is None:
        return MeetingsFile(path, is_group=False, problems=tuple(problems))
    meeting = KitMeeting(path, session, session.ends <= now)
    return MeetingsFile(path, False, (meeting,), (DatedMeeting(session.starts, session.title),))
