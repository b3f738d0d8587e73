"""A calendar entry for a meeting (RFC 5545): neutral, private, nobody else named in it.

- A single meeting is written in UTC, which every program reads alike. A group is one entry, with
  whatever meeting it goes out: its first meeting and its rule in its zone, or it would move by an
  hour with daylight saving. Where the zone follows no rule, its meetings are listed in UTC.
- The id stays the same for a session or group. What changed has a higher sequence, so that the
  entry moves; what is cancelled is taken away. Of a group, a date that was moved stands beside the
  rule, a cancelled one is left out of it, and is told at once by an object of its own.
- No attendees, no organiser, no alarm. The summary is all that a lock screen shows.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import icalendar

from access_kit.delivery.calendar_zone import follows_rules, zone_rules

CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"
PRODUCT = "-//access-kit//access-kit//EN"


@dataclass(frozen=True)
class MovedEvent:
    """A meeting of a group that is at another time than its rule says, which is ``by_rule``."""

    by_rule: datetime.datetime
    begins: datetime.datetime
    ends: datetime.datetime
    description: str


@dataclass(frozen=True)
class Event:
    """A meeting or a group as a calendar holds it; times carry their zone.

    ``session`` is the id of either. Of a group, ``begins`` and ``ends`` are of the first meeting.
    ``dates`` are the starts by its rule, ``cancelled`` those of them that do not take place; where
    they have to be listed, a group without an end goes as far as ``listed_to`` (a year).
    """

    session: str
    domain: str
    begins: datetime.datetime
    ends: datetime.datetime
    summary: str
    description: str
    location: str = ""
    repeats: str = ""
    dates: tuple[datetime.datetime, ...] = ()
    cancelled: tuple[datetime.datetime, ...] = ()
    moved: tuple[MovedEvent, ...] = ()
    listed_to: int = datetime.MAXYEAR


def event_uid(event: Event) -> str:
    """The same for a session, whatever changes in it; nothing can be read from it."""
    digest = hashlib.sha256(f"calendar {event.session}".encode()).hexdigest()[:32]
    return f"{digest}@{event.domain}"


def render_event(
    event: Event,
    *,
    sequence: int,
    now: datetime.datetime,
    cancelled: bool = False,
    only: datetime.datetime | None = None,
) -> bytes:
    """The iCalendar object, with CRLF line ends, folded at 75 octets.

    ``cancelled`` takes the entry away; of a group, the one meeting that by its rule is ``only``,
    or the whole where there is none.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    scribe = _Scribe(event, sequence, now, CANCELLED if cancelled else CONFIRMED)
    for component in scribe.cancelled_date(only) if only and cancelled else scribe.entries():
        calendar.add_component(component)
    return bytes(calendar.to_ical())


@dataclass(frozen=True)
class _Scribe:
    """Writes the components of an event. Of a group, times stand in ``zone``: its own, or UTC."""

    event: Event
    sequence: int
    now: datetime.datetime
    status: str

    @cached_property
    def zone(self) -> datetime.tzinfo:
        zone = self.event.begins.tzinfo
        if not self.event.repeats:
            return datetime.UTC
        assert isinstance(zone, ZoneInfo)
        follows = follows_rules(zone, self.event.begins.year - 1, self.event.dates)
        return zone if follows else datetime.UTC

    def entries(self) -> Iterator[icalendar.Component]:
        event = self.event
        yield from self._zone_parts()
        entry = self._entry(event.begins, event.ends, event.description)
        if event.repeats:
            self._add_dates(entry)
        yield entry
        # What takes a whole group away is one component: its id says it of all of them.
        for one in event.moved if self.status == CONFIRMED else ():
            if self._is_listed(one.by_rule):
                moved = self._entry(one.begins, one.ends, one.description, utc=True)
                moved.add("recurrence-id", self._in_zone(one.by_rule))
                yield moved

    def cancelled_date(self, by_rule: datetime.datetime) -> Iterator[icalendar.Component]:
        """One meeting of a group, which is taken away."""
        yield from self._zone_parts()
        length = self.event.ends - self.event.begins
        entry = self._entry(by_rule, _later(by_rule, length), "")
        entry.add("recurrence-id", self._in_zone(by_rule))
        yield entry

    def _zone_parts(self) -> Iterator[icalendar.Component]:
        if isinstance(self.zone, ZoneInfo):
            yield zone_rules(self.zone, self.event.begins.year - 1)

    def _add_dates(self, entry: icalendar.Event) -> None:
        event = self.event
        if isinstance(self.zone, ZoneInfo):
            entry.add("rrule", icalendar.vRecur.from_ical(event.repeats))
        elif listed := [self._in_zone(one) for one in event.dates[1:] if self._is_listed(one)]:
            entry.add("rdate", listed)
        if off := [self._in_zone(one) for one in event.cancelled if self._is_listed(one)]:
            entry.add("exdate", off)

    def _is_listed(self, moment: datetime.datetime) -> bool:
        return isinstance(self.zone, ZoneInfo) or moment.year <= self.event.listed_to

    def _in_zone(self, moment: datetime.datetime) -> datetime.datetime:
        """A moment of the rule as it is written: in the zone, the clock's time as the rule says."""
        return moment if moment.tzinfo is self.zone else moment.astimezone(self.zone)

    def _entry(
        self,
        begins: datetime.datetime,
        ends: datetime.datetime,
        description: str,
        *,
        utc: bool = False,
    ) -> icalendar.Event:
        event, zone = self.event, datetime.UTC if utc else self.zone
        entry = icalendar.Event()
        entry.add("uid", event_uid(event))
        entry.add("sequence", self.sequence)
        entry.add("dtstamp", self.now.astimezone(datetime.UTC))
        entry.add("dtstart", begins if begins.tzinfo is zone else begins.astimezone(zone))
        entry.add("dtend", ends.astimezone(zone))
        entry.add("summary", _without_marks(event.summary))
        if description:
            entry.add("description", _without_marks(description))
        if event.location:
            entry.add("location", _without_marks(event.location))
        entry.add("class", "PRIVATE")
        entry.add("transp", "OPAQUE")
        entry.add("status", self.status)
        return entry


def _later(moment: datetime.datetime, length: datetime.timedelta) -> datetime.datetime:
    return (moment.astimezone(datetime.UTC) + length).astimezone(moment.tzinfo)


def _without_marks(words: str) -> str:
    """Some readers take a byte order mark at the start of a value away, some show it: none goes."""
    return words.replace("\ufeff", "")


def next_sequence(event: Event, before: bytes | None) -> int:
    """The sequence of ``event`` when ``before`` was the last entry that was made of it."""
    if before is None:
        return 0
    try:
        if _uid(before) != event_uid(event):
            return 0
        sequence = _sequence(before)
        same = _facts(before) == _facts(render_event(event, sequence=0, now=_ANY_TIME))
    except (ValueError, KeyError, IndexError, TypeError):
        return 0
    return sequence if same else sequence + 1


def stamp_of(entry: bytes, sequence: int) -> datetime.datetime | None:
    """The time of making of an entry; ``None`` for one of another sequence, or none of ours."""
    try:
        if _sequence(entry) != sequence:
            return None
        stamp = _events(entry)[0].decoded("dtstamp")
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return stamp if isinstance(stamp, datetime.datetime) else None


def follow(entry: bytes, before: bytes | None) -> bytes:
    """``entry`` with a sequence that follows ``before``, the entry that its reader was given last.

    Calendars pass over an entry whose sequence is not above that of the one they hold.
    """
    if before is None:
        return entry
    try:
        if _uid(before) != _uid(entry):
            return entry
        least = _sequence(before) + (_facts(before) != _facts(entry))
        if _sequence(entry) >= least:
            return entry
    except (ValueError, KeyError, IndexError, TypeError):
        return entry
    return re.sub(rb"(?m)^SEQUENCE:\d+", b"SEQUENCE:%d" % least, entry)


def _uid(data: bytes) -> str:
    return str(_events(data)[0]["uid"])


def _sequence(data: bytes) -> int:
    return max(int(one.get("sequence", 0)) for one in _events(data))


def _events(data: bytes) -> list[icalendar.Component]:
    return list(icalendar.Calendar.from_ical(data.decode()).walk("VEVENT"))


_ANY_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_MOVING = frozenset(
    ("DTSTART", "DTEND", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "LOCATION", "STATUS")
)
_NAME = re.compile("[;:]")


def _facts(data: bytes) -> tuple[object, ...]:
    """What makes a meeting another one: when, how often, where, and whether at all."""
    calendar = icalendar.Calendar.from_ical(data.decode())
    zones = [one.to_ical() for one in calendar.walk("VTIMEZONE")]
    events = [
        sorted(line for line in one.content_lines() if _NAME.split(line, 1)[0] in _MOVING)
        for one in calendar.walk("VEVENT")
    ]
    return (zones, events)
