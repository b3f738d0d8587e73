"""A time zone as a calendar writes it (RFC 5545, VTIMEZONE): yearly rules, where it has such.

Outlook passes over zones that are written as lists of dates. A few zones follow no yearly rule,
such as those that change their clocks by the moon: what meets there is told date by date.
"""

from __future__ import annotations

import calendar
import datetime
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from access_kit.recurrence import WEEKDAYS

AROUND = tuple(datetime.timedelta(hours=hours) for hours in (-3, 0, 3))
"""Where else the offset is looked at: who reads a local time looks for a change around it."""


@dataclass(frozen=True)
class OffsetChange:
    """A change of the clocks: when (in UTC, naive), and the offsets before and after it."""

    moment: datetime.datetime
    before: datetime.timedelta
    after: datetime.timedelta

    @property
    def local(self) -> datetime.datetime:
        """What the clock shows that is changed."""
        return self.moment + self.before

    @property
    def nth(self) -> int:
        """Which such weekday of its month it is; -1 for the last."""
        last = calendar.monthrange(self.local.year, self.local.month)[1]
        return -1 if self.local.day > last - 7 else (self.local.day - 1) // 7 + 1


@lru_cache(maxsize=8)
def follows_rules(zone: ZoneInfo, year: int, moments: tuple[datetime.datetime, ...]) -> bool:
    """Whether ``zone_rules`` of ``year`` have the offset of each of ``moments`` and around it."""
    near = {moment.astimezone(datetime.UTC) + step for moment in moments for step in AROUND}
    if not near:
        return True
    written = _as_written(zone, year, max(near).year)
    starts = [one.moment for one in written]
    first = _offset(zone, datetime.datetime(year, 1, 1))

    def offset(moment: datetime.datetime) -> datetime.timedelta:
        at = bisect_right(starts, moment.replace(tzinfo=None))
        return written[at - 1].after if at else first

    return all(offset(one) == _offset(zone, one.replace(tzinfo=None)) for one in near)


def _as_written(zone: ZoneInfo, year: int, last_year: int) -> list[OffsetChange]:
    """The changes that the rules of ``year`` say for it and the years after."""
    found = []
    for change in find_changes(zone, year):
        local = change.local
        for each in range(year, last_year + 1):
            days = [
                day
                for day in range(1, calendar.monthrange(each, local.month)[1] + 1)
                if calendar.weekday(each, local.month, day) == local.weekday()
            ]
            day = days[change.nth if change.nth < 0 else change.nth - 1]
            moment = local.replace(year=each, day=day) - change.before
            found.append(OffsetChange(moment, change.before, change.after))
    return sorted(found, key=lambda one: one.moment)


def zone_rules(zone: ZoneInfo, year: int) -> icalendar.Timezone:
    """A zone as the yearly rules of ``year``, which should be the one before a series begins.

    Each change of the offset in that year becomes a part with a rule such as "the second Sunday of
    March"; so every meeting of the series comes after a start of each part. A zone without changes
    has one part.
    """
    found = icalendar.Timezone()
    found.add("tzid", zone.key)
    changes = find_changes(zone, year)
    if not changes:
        start = datetime.datetime(year, 1, 1)
        offset = _offset(zone, start)
        found.add_component(_part("STANDARD", OffsetChange(start - offset, offset, offset), zone))
    for change in changes:
        kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
        part = _part(kind, change, zone)
        part.add("rrule", _yearly(change))
        found.add_component(part)
    return found


def _part(kind: str, change: OffsetChange, zone: ZoneInfo) -> icalendar.Component:
    part = icalendar.TimezoneDaylight() if kind == "DAYLIGHT" else icalendar.TimezoneStandard()
    part.add("dtstart", change.local)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    name = change.moment.replace(tzinfo=datetime.UTC).astimezone(zone).tzname()
    if name:
        part.add("tzname", name)
    return part


def _yearly(change: OffsetChange) -> icalendar.vRecur:
    """A change as the nth (or last) such weekday of its month."""
    local = change.local
    byday = f"{change.nth}{WEEKDAYS[local.weekday()]}"
    return icalendar.vRecur(freq="YEARLY", bymonth=local.month, byday=byday)


@lru_cache(maxsize=16)
def find_changes(zone: ZoneInfo, year: int) -> tuple[OffsetChange, ...]:
    """Each change of the offset in a year, to the quarter of an hour."""
    found = []
    day, quarter = datetime.timedelta(days=1), datetime.timedelta(minutes=15)
    moment = datetime.datetime(year, 1, 1)
    while moment.year == year:
        step = moment
        while _offset(zone, step) != _offset(zone, moment + day):
            before, after = _offset(zone, step), _offset(zone, step + quarter)
            step += quarter
            if before != after:
                found.append(OffsetChange(step, before, after))
        moment += day
    return tuple(found)


def _offset(zone: ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    """The offset at a moment in UTC, which is naive here."""
    offset = moment.replace(tzinfo=datetime.UTC).astimezone(zone).utcoffset()
    return offset or datetime.timedelta(0)
