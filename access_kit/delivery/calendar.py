"""A calendar entry for a meeting (RFC 5545): neutral, private, nobody else named in it.

- A single meeting is written in UTC, which every program reads alike. A series needs the zone, or
  it would move by an hour with daylight saving; its zone is written as rules, for Outlook passes
  over zones that are written as lists of dates.
- The id stays the same for a session. A changed meeting has a higher sequence, so that the entry
  moves; a cancelled one takes it away.
- No attendees, no organiser, no alarm. The summary is all that a lock screen shows.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar

PRODUCT = "-//access-kit//access-kit//EN"


@dataclass(frozen=True)
class Event:
    """A meeting as a calendar holds it; ``begins`` carries its zone, ``repeats`` is an RRULE."""

    session: str
    domain: str
    begins: datetime.datetime
    ends: datetime.datetime
    summary: str
    description: str
    location: str = ""
    repeats: str = ""


def event_uid(event: Event) -> str:
    """The same for a session, whatever changes in it; nothing can be read from it."""
    digest = hashlib.sha256(f"calendar {event.session}".encode()).hexdigest()[:32]
    return f"{digest}@{event.domain}"


def render_event(
    event: Event, *, sequence: int, now: datetime.datetime, cancelled: bool = False
) -> bytes:
    """The iCalendar object, with CRLF line ends, folded at 75 octets."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    entry = icalendar.Event()
    entry.add("uid", event_uid(event))
    entry.add("sequence", sequence)
    entry.add("dtstamp", now.astimezone(datetime.UTC))
    if event.repeats:
        zone = event.begins.tzinfo
        assert isinstance(zone, ZoneInfo)
        calendar.add_component(zone_rules(zone, event.begins))
        entry.add("dtstart", event.begins)
        entry.add("dtend", event.ends.astimezone(zone))
        entry.add("rrule", icalendar.vRecur.from_ical(event.repeats))
    else:
        entry.add("dtstart", event.begins.astimezone(datetime.UTC))
        entry.add("dtend", event.ends.astimezone(datetime.UTC))
    entry.add("summary", _without_marks(event.summary))
    entry.add("description", _without_marks(event.description))
    if event.location:
        entry.add("location", _without_marks(event.location))
    entry.add("class", "PRIVATE")
    entry.add("transp", "OPAQUE")
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _without_marks(words: str) -> str:
    """Some readers take a byte order mark at the start of a value away, some show it: none goes."""
    return words.replace("\ufeff", "")


def next_sequence(event: Event, before: bytes | None) -> int:
    """The sequence of ``event`` when ``before`` was the last entry that was made of it."""
    if before is None:
        return 0
    try:
        sequence = _sequence(before)
        same = _facts(before) == _facts(render_event(event, sequence=0, now=_ANY_TIME))
    except (ValueError, KeyError, IndexError, TypeError):
        return 0
    return sequence if same else sequence + 1


def follow(entry: bytes, before: bytes | None) -> bytes:
    """``entry`` with a sequence that follows ``before``, the entry that its reader was given last.

    Calendars pass over an entry whose sequence is not above that of the one they hold.
    """
    if before is None:
        return entry
    try:
        least = _sequence(before) + (_facts(before) != _facts(entry))
        if _sequence(entry) >= least:
            return entry
    except (ValueError, KeyError, IndexError, TypeError):
        return entry
    return re.sub(rb"(?m)^SEQUENCE:\d+", b"SEQUENCE:%d" % least, entry, count=1)


def _sequence(data: bytes) -> int:
    entry = icalendar.Calendar.from_ical(data.decode()).walk("VEVENT")[0]
    return int(entry.get("sequence", 0))


_ANY_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_MOVING = ("DTSTART", "DTEND", "RRULE", "LOCATION", "STATUS")


def _facts(data: bytes) -> tuple[object, ...]:
    """What makes a meeting another one: when, how often, where, and whether at all."""
    entry = icalendar.Calendar.from_ical(data.decode()).walk("VEVENT")[0]
    return tuple(
        entry[name].to_ical() if name in entry and hasattr(entry[name], "to_ical") else None
        for name in _MOVING
    )


def zone_rules(zone: ZoneInfo, begins: datetime.datetime) -> icalendar.Timezone:
    """A zone as the yearly rules of the year before ``begins``.

    Each change of the offset in that year becomes a part with a rule such as "the second Sunday of
    March"; so every meeting of the series comes after a start of each part. A zone without changes
    has one part. Zones whose changes follow no yearly rule are right for the first year only.
    """
    found = icalendar.Timezone()
    found.add("tzid", zone.key)
    changes = list(_changes(zone, begins.year - 1))
    if not changes:
        offset = begins.utcoffset() or datetime.timedelta(0)
        found.add_component(
            _part("STANDARD", _start(begins.year - 1), offset, offset, begins.tzname())
        )
    for moment, before, after in changes:
        local = (moment + before).replace(tzinfo=None)
        kind = "DAYLIGHT" if after > before else "STANDARD"
        name = (moment.replace(tzinfo=datetime.UTC)).astimezone(zone).tzname()
        part = _part(kind, local, before, after, name)
        part.add("rrule", _yearly(local))
        found.add_component(part)
    return found


def _start(year: int) -> datetime.datetime:
    return datetime.datetime(year, 1, 1)


def _part(
    kind: str,
    local: datetime.datetime,
    before: datetime.timedelta,
    after: datetime.timedelta,
    name: str | None,
) -> icalendar.Component:
    part = icalendar.TimezoneDaylight() if kind == "DAYLIGHT" else icalendar.TimezoneStandard()
    part.add("dtstart", local)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    if name:
        part.add("tzname", name)
    return part


def _yearly(local: datetime.datetime) -> icalendar.vRecur:
    """``local`` as the nth (or last) such weekday of its month."""
    days_left = (local.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    last = days_left - datetime.timedelta(days=1)
    nth = -1 if local.day > last.day - 7 else (local.day - 1) // 7 + 1
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[local.weekday()]
    return icalendar.vRecur(freq="YEARLY", bymonth=local.month, byday=f"{nth}{weekday}")


def _changes(
    zone: ZoneInfo, year: int
) -> list[tuple[datetime.datetime, datetime.timedelta, datetime.timedelta]]:
    """Each moment (in UTC, naive) of a year at which the offset changes, with both offsets."""
    found = []
    day, quarter = datetime.timedelta(days=1), datetime.timedelta(minutes=15)
    moment = datetime.datetime(year, 1, 1)
    while moment.year == year:
        step = moment
        while _offset(zone, step) != _offset(zone, moment + day):
            before, after = _offset(zone, step), _offset(zone, step + quarter)
            step += quarter
            if before != after:
                found.append((step, before, after))
        moment += day
    return found


def _offset(zone: ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    offset = moment.replace(tzinfo=datetime.UTC).astimezone(zone).utcoffset()
    return offset or datetime.timedelta(0)
