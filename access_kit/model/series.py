"""A group that goes on: its file, the dates on which something differs, and one meeting of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.constraint import Doc, Pattern, Schema, TextFormat
from access_kit.model.profile import OneLine
from access_kit.model.session import Session

GROUP_ID = r"[a-z0-9][a-z0-9-]{0,51}"
"""Eleven characters less than a session's id may have, which a date is put behind."""


@dataclass(frozen=True)
class MeetingChange:
    """What differs on one date. ``starts``, where it is another, is local to the group's zone."""

    date: Annotated[datetime.date, Doc("The date by the rule, also of a meeting that was moved.")]
    cancelled: bool = False
    starts: Annotated[datetime.datetime | None, Doc("When it is instead.")] = None
    handouts: Annotated[tuple[OneLine, ...], Doc("Handed out on this date too.")] = ()
    join: Annotated[tuple[OneLine, ...], Doc("Who comes from this date on.")] = ()
    leave: Annotated[tuple[OneLine, ...], Doc("Who no longer comes from this date on.")] = ()
    guest: Annotated[tuple[OneLine, ...], Doc("Who comes this once.")] = ()


@dataclass(frozen=True, kw_only=True)
class Group(Session):
    """The keys of a session, whose ``starts`` is the first meeting, and how it goes on."""

    schema: Annotated[str, Schema("access-kit/group/1")]
    id: Annotated[
        str, Pattern(f"^{GROUP_ID}$", "at most 52 small letters (a to z), digits and hyphens")
    ]
    repeats: Annotated[str, TextFormat.RRULE] = ""
    meeting: Annotated[tuple[MeetingChange, ...], Doc("What differs on single dates.")] = ()


@dataclass(frozen=True)
class Occurrence:
    """One date of a series. ``day`` is the date by the rule; ``starts`` is local to the zone."""

    day: datetime.date
    starts: datetime.datetime
    is_cancelled: bool = False
    is_moved: bool = False


@dataclass(frozen=True)
class Series:
    """How a group goes on: ``first`` is the local start of its first meeting."""

    group: str
    repeats: str
    first: datetime.datetime
    timezone: str
    minutes: int
    changes: tuple[MeetingChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meeting(Session):
    """One meeting of a group, with people by their ids without case.

    ``absent`` are those of its folder who do not come on this date, ``once`` those who come on this
    date alone.
    """

    series: Series
    occurrence: Occurrence
    absent: frozenset[str] = field(default=frozenset())
    once: frozenset[str] = field(default=frozenset())

    @property
    def day(self) -> datetime.date:
        """The date by the rule."""
        return self.occurrence.day

    @property
    def is_off(self) -> bool:
        """Whether the group's file says that it does not take place."""
        return self.occurrence.is_cancelled


def day_in_group(session: str, group: str) -> datetime.date | None:
    """The date of a meeting by its id; ``None`` for what is no meeting of this group."""
    head, day = session[: -len("-2026-12-10")], session[-len("2026-12-10") :]
    if f"{head}-{day}" != session or head != group:
        return None
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        return None


def series_of(session: Session | None) -> Series | None:
    """The series that a session is a meeting of, if it is one."""
    return session.series if isinstance(session, Meeting) else None


def absent_of(session: Session | None) -> frozenset[str]:
    """Who of a session's folder does not come; ids without case."""
    return session.absent if isinstance(session, Meeting) else frozenset()


def is_guest(session: Session, person: str) -> bool:
    """Whether somebody comes to this meeting of a group alone."""
    return isinstance(session, Meeting) and person.casefold() in session.once


def is_off(session: Session) -> bool:
    """Whether the file of a group says that this meeting does not take place."""
    return isinstance(session, Meeting) and session.is_off
