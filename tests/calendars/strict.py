"""A second reader of calendars, written from RFC 5545 alone: it knows what we write, and no more.

Any other property, parameter or part of a rule is an error, and so is a line that is too long. It
walks through the days one by one, and takes the zone as the calendar writes it.
"""

from __future__ import annotations

import calendar as months
import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALLOWED = {
    "VCALENDAR": {"VERSION", "PRODID", "METHOD"},
    "VTIMEZONE": {"TZID"},
    "DAYLIGHT": {"DTSTART", "RRULE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"},
    "STANDARD": {"DTSTART", "RRULE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"},
    "VEVENT": {
        "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "RRULE", "EXDATE", "RDATE",
        "RECURRENCE-ID", "CLASS", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP",
    },
}  # fmt: skip

Moment = datetime.datetime


@dataclass
class Part:
    """A component. ``values`` are of each property: its zone (empty for none) and its text."""

    name: str
    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    inside: list[Part] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.values[name][1]


def read_parts(data: bytes) -> Part:
    """The calendar as its components; ``AssertionError`` for what we never write."""
    assert data.endswith(b"\r\n")
    lines = data.decode().removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    unfolded = re.sub(r"\r\n[ \t]", "", "\r\n".join(lines)).split("\r\n")
    stack = [Part("")]
    for line in unfolded:
        found = re.fullmatch(r"([A-Z-]+)((?:;[A-Z]+=[^;:]+)*):(.*)", line)
        assert found, line
        name, params, text = found.groups()
        if name == "BEGIN":
            stack.append(Part(text))
        elif name == "END":
            done = stack.pop()
            assert done.name == text
            stack[-1].inside.append(done)
        else:
            part = stack[-1]
            assert name in ALLOWED[part.name], (part.name, name)
            assert name not in part.values, f"{name} stands twice"
            assert not params or params.startswith(";TZID="), line
            part.values[name] = (params.removeprefix(";TZID="), text)
    [whole] = stack[0].inside
    assert (whole.name, len(stack)) == ("VCALENDAR", 1)
    return whole


def local(text: str) -> Moment:
    return datetime.datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")


# -- zones --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Onset:
    """When an offset begins, by the clock before it."""

    at: Moment
    before: datetime.timedelta
    after: datetime.timedelta


@dataclass
class WrittenZone:
    onsets: list[Onset]

    def __post_init__(self) -> None:
        self.starts = [one.at for one in self.onsets]

    def to_utc(self, moment: Moment) -> Moment:
        """RFC 5545, 3.3.5: what is left out counts by the offset before; what is twice, once."""
        at = bisect_right(self.starts, moment)
        assert at, "before the zone begins"
        onset = self.onsets[at - 1]
        skipped = moment < onset.at + (onset.after - onset.before)
        offset = onset.before if skipped else onset.after
        return (moment - offset).replace(tzinfo=datetime.UTC)


def read_zone(part: Part, last_year: int) -> WrittenZone:
    onsets = []
    for one in part.inside:
        start = local(one.text("DTSTART"))
        offsets = offset_of(one.text("TZOFFSETFROM")), offset_of(one.text("TZOFFSETTO"))
        years = range(start.year, (last_year if "RRULE" in one.values else start.year) + 1)
        for year in years:
            at = start
            if "RRULE" in one.values:
                rule = dict(part.split("=") for part in one.text("RRULE").split(";"))
                assert rule.pop("FREQ") == "YEARLY"
                assert set(rule) == {"BYDAY", "BYMONTH"}
                days = nth_days(year, int(rule["BYMONTH"]), rule["BYDAY"])
                at = datetime.datetime.combine(days[0], start.time())
            onsets.append(Onset(at, *offsets))
    return WrittenZone(sorted(onsets, key=lambda one: one.at))


def offset_of(text: str) -> datetime.timedelta:
    sign, hours, minutes, seconds = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", text).groups()
    found = datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -found if sign == "-" else found


@cache
def nth_days(year: int, month: int, said: str) -> tuple[datetime.date, ...]:
    """Of ``2SU`` or ``-1SU``, that Sunday of the month, if it has one."""
    nth, weekday = int(said[:-2]), DAYS.index(said[-2:])
    last = months.monthrange(year, month)[1]
    days = [datetime.date(year, month, day) for day in range(1, last + 1)]
    days = [day for day in days if day.weekday() == weekday]
    found = days if nth > 0 else days[::-1]
    return tuple(found[abs(nth) - 1 : abs(nth)])


# -- rules --------------------------------------------------------------------------------------


def days_of(rule: dict[str, str], first: datetime.date) -> Iterator[datetime.date]:
    """The days of a rule from the first on, without end: each day is looked at."""
    frequency, every = rule["FREQ"], int(rule.get("INTERVAL", "1"))
    byday = [one for one in rule.get("BYDAY", "").split(",") if one]
    bymonthday = [int(one) for one in rule.get("BYMONTHDAY", "").split(",") if one]
    monday = first - datetime.timedelta(days=first.weekday())
    day = first - datetime.timedelta(days=1)
    while True:
        day += datetime.timedelta(days=1)
        if frequency == "DAILY":
            hit = (day - first).days % every == 0 and (not byday or DAYS[day.weekday()] in byday)
        elif frequency == "WEEKLY":
            in_week = (day - monday).days // 7 % every == 0
            hit = in_week and DAYS[day.weekday()] in (byday or [DAYS[first.weekday()]])
        else:
            assert frequency == "MONTHLY"
            gone = (day.year - first.year) * 12 + day.month - first.month
            if byday:
                hit = any(day in nth_days(day.year, day.month, one) for one in byday)
            else:
                hit = day.day in (bymonthday or [first.day])
            hit = hit and gone % every == 0
        if hit:
            yield day


def read_meetings(data: bytes, stop: Moment) -> dict[str, list[tuple[Moment, Moment]]]:
    """Of each entry the starts and ends of its meetings before ``stop``, in UTC."""
    whole = read_parts(data)
    zones = {
        one.text("TZID"): read_zone(one, stop.year + 1)
        for one in whole.inside
        if one.name == "VTIMEZONE"
    }
    events = [one for one in whole.inside if one.name == "VEVENT"]
    found: dict[str, dict[Moment, tuple[Moment, Moment]]] = {}
    for one in events:
        if "RECURRENCE-ID" not in one.values:
            assert one.text("UID") not in found, "two entries of one id"
            found[one.text("UID")] = dict(_master(one, zones, stop))
    for one in events:
        if "RECURRENCE-ID" in one.values:
            [by_rule] = _moments(one, "RECURRENCE-ID", zones)
            held = found[one.text("UID")]
            assert by_rule in held or by_rule >= stop, "moved, and not in the rule"
            [begins], [ends] = (_moments(one, name, zones) for name in ("DTSTART", "DTEND"))
            held[by_rule] = (begins, ends)
    return {
        uid: sorted(pair for pair in held.values() if pair[0] < stop) for uid, held in found.items()
    }


def _master(
    event: Part, zones: dict[str, WrittenZone], stop: Moment
) -> Iterator[tuple[Moment, tuple[Moment, Moment]]]:
    [begins], [ends] = (_moments(event, name, zones) for name in ("DTSTART", "DTEND"))
    off = set(_moments(event, "EXDATE", zones)) if "EXDATE" in event.values else set()
    more = _moments(event, "RDATE", zones) if "RDATE" in event.values else []
    assert not ("RRULE" in event.values and more)
    assert off <= {begins, *more} or "RRULE" in event.values
    starts = _starts(event, zones, stop) if "RRULE" in event.values else [begins, *more]
    for one in starts:
        if one not in off:
            yield one, (one, one + (ends - begins))


def _starts(event: Part, zones: dict[str, WrittenZone], stop: Moment) -> Iterator[Moment]:
    zone, text = event.values["DTSTART"]
    first = local(text)
    rule = dict(part.split("=") for part in event.text("RRULE").split(";"))
    assert set(rule) <= {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"}
    assert rule.get("WKST", "MO") == "MO"
    assert rule.get("UNTIL", "Z").endswith("Z"), "in UTC, where DTSTART has a zone"
    until = local(rule["UNTIL"]).replace(tzinfo=datetime.UTC) if "UNTIL" in rule else stop
    count = int(rule.get("COUNT", "100000"))
    in_utc = partial(datetime.datetime.replace, tzinfo=datetime.UTC)
    to_utc = zones[zone].to_utc if zone else in_utc  # of a zone that is never anything else
    for at, day in enumerate(days_of(rule, first.date())):
        start = to_utc(datetime.datetime.combine(day, first.time()))
        if at >= count or start > until or start >= stop:
            return
        yield start


def _moments(event: Part, name: str, zones: dict[str, WrittenZone]) -> list[Moment]:
    zone, text = event.values[name]
    every = text.split(",")
    assert all(one.endswith("Z") == (not zone) for one in every), "a time without a zone"
    if zone:
        return [zones[zone].to_utc(local(one)) for one in every]
    return [local(one).replace(tzinfo=datetime.UTC) for one in every]
