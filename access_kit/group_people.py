"""Who comes to a group on which date: who was there from the start, who joins, leaves, is a guest.

It is read off a group's file once; then each date is a look-up, however many dates differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access_kit.model.series import Group

Moves = tuple[tuple[datetime.date, bool], ...]
"""The dates from which somebody comes (true) or no longer does, in order."""


@dataclass(frozen=True)
class GroupPeople:
    """``named`` are all whom the file names, as they are written first; other ids are folded."""

    named: tuple[str, ...]
    members: frozenset[str]
    moves: Mapping[str, Moves]
    guests: Mapping[datetime.date, frozenset[str]]

    def on(self, day: datetime.date) -> tuple[str, ...]:
        """Who of those named comes on a date."""
        once = self.guests.get(day, frozenset())
        keys = ((one, one.casefold()) for one in self.named)
        return tuple(one for one, key in keys if key in once or self.is_member(key, day))

    def once(self, day: datetime.date) -> frozenset[str]:
        """Who comes on this date alone: a guest who does not belong to the group then."""
        found = self.guests.get(day, frozenset())
        return frozenset(key for key in found if not self.is_member(key, day))

    def is_member(self, key: str, day: datetime.date) -> bool:
        """Whether somebody belongs to the group on a date.

        Of a folder, who first leaves was there from the start.
        """
        moves = self.moves.get(key, ())
        before = [joins for since, joins in moves if since <= day]
        if before:
            return before[-1]
        if self.members:
            return key in self.members
        return bool(moves) and not moves[0][1]


def people_of(group: Group) -> GroupPeople:
    """Everybody whom a group's file names."""
    changes = sorted(group.meeting, key=lambda one: one.date)
    named: dict[str, str] = {}
    moves: dict[str, list[tuple[datetime.date, bool]]] = {}
    for one in group.participants:
        named.setdefault(one.casefold(), one)
    for change in changes:
        for one in (*change.join, *change.leave, *change.guest):
            named.setdefault(one.casefold(), one)
        joins = folded(change.join)
        for key in joins | folded(change.leave):
            moves.setdefault(key, []).append((change.date, key in joins))
    return GroupPeople(
        named=tuple(named.values()),
        members=folded(group.participants),
        moves={key: tuple(found) for key, found in moves.items()},
        guests={one.date: folded(one.guest) for one in changes if one.guest},
    )


def folded(ids: Iterable[str]) -> frozenset[str]:
    """Ids without case, as they are compared."""
    return frozenset(one.casefold() for one in ids)
