"""A group in a calendar: other programs find the meetings that we know of, and no others."""

from __future__ import annotations

import dataclasses
import datetime
import re
import zoneinfo
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.delivery.calendar import Event, follow, next_sequence, render_event
from access_kit.i18n import When, load_words
from access_kit.model.series import Meeting, MeetingChange, Series
from access_kit.recurrence import occurrences, rule_dates, start_of
from access_kit.workflow.prepare.calendar_entry import group_event
from tests.calendars.held import Held
from tests.calendars.judge import Found, Judge
from tests.calendars.strict import read_meetings, read_parts
from tests.conftest import SOAK
from tests.materials.samples import SESSION, session_context

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
FIRST_DAY = datetime.date(2026, 12, 1)
YEARS = 5
STOP = datetime.datetime(2026 + YEARS, 12, 1, tzinfo=datetime.UTC)
ODD = ("Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron")
"""Zones that change their clocks by the moon."""
ZONES = (
    *ODD, "America/New_York", "Europe/London", "Europe/Dublin", "America/Santiago",
    "Australia/Lord_Howe", "Asia/Jerusalem", "Africa/Cairo", "Asia/Kolkata",
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTH = (1, 2, 3, 4, -1, *((5, -2, -3, -4, -5) if SOAK else ()))
RULES = (
    *(f"FREQ=WEEKLY;BYDAY={day}" for day in DAYS),
    *(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}" for day in DAYS),
    *(f"FREQ=MONTHLY;BYDAY={nth}{day}" for nth in NTH for day in DAYS),
)
HOURS = (datetime.time(18), datetime.time(2, 30), datetime.time(0, 15), datetime.time(23, 45))
"""Two of them are at night, when clocks are changed."""


@pytest.fixture(scope="module")
def judge():
    running = Judge()
    yield running
    running.close()


def series_of_rule(rule: str, zone: str, at: datetime.time, *changes: MeetingChange) -> Series:
    """A group of a rule, which begins with the first date of it."""
    begins = datetime.datetime.combine(FIRST_DAY, at)
    some = Series("g", rule, begins, zone, 60, changes)
    for _ in range(64):
        first = next(rule_dates(some))
        if first == some.first and _exists(first, zone):
            return some
        day = max(first, some.first + datetime.timedelta(days=1))
        some = dataclasses.replace(some, first=datetime.datetime.combine(day.date(), at))
    raise AssertionError(rule)


def _exists(local: datetime.datetime, zone: str) -> bool:
    there = local.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(datetime.UTC).astimezone(there.tzinfo).replace(tzinfo=None) == local


def entry_of(series: Series, *, sequence: int = 0, meeting: datetime.date | None = None) -> bytes:
    return render_event(event_of(series, meeting), sequence=sequence, now=NOW)


def event_of(series: Series, meeting: datetime.date | None = None) -> Event:
    """As it goes out with one meeting, the first unless another is named."""
    found = next(one for one in occurrences(series) if meeting in (None, one.day))
    keys = {one.name: getattr(SESSION, one.name) for one in dataclasses.fields(SESSION)}
    keys |= {"starts": found.starts, "timezone": series.timezone}
    session = Meeting(**keys, series=series, occurrence=found)
    words = load_words("en")
    when = When(session.begins, series.timezone, "en", words)
    context = session_context(session=session, when=when, words=words)
    begun = Event(
        series.group, "riverside.example", session.begins, session.ends, "Your meeting", ""
    )
    return group_event(begun, series, context)


def expected(series: Series, stop: datetime.datetime = STOP) -> list[datetime.datetime]:
    """The starts by our own reckoning, in UTC."""
    near = takewhile(lambda one: one.day.year <= stop.year, occurrences(series))
    held = [start_of(series, one) for one in near if not one.is_cancelled]
    return sorted(one.astimezone(datetime.UTC) for one in held if one < stop)


def all_zones() -> list[str]:
    return sorted(zoneinfo.available_timezones()) if SOAK else list(ZONES)


@pytest.mark.parametrize("zone", all_zones())
def test_every_usual_rule_has_the_same_meetings_for_everyone(judge, zone):
    """Weekly, every two weeks, monthly by weekday; five years; two readers; no difference."""
    wanted, entries, in_the_evening = {}, {}, {}
    for index, rule in enumerate(RULES):
        hour = HOURS[(index + len(zone)) % len(HOURS)]
        series = dataclasses.replace(series_of_rule(rule, zone, hour), group=f"g{index}")
        entry = entry_of(series)
        uid = uid_of(entry)
        wanted[uid] = expected(series)
        entries[uid] = entry
        if hour == HOURS[0]:
            in_the_evening[uid] = entry
    read = {uid: read_meetings(entry, STOP)[uid] for uid, entry in entries.items()}
    assert {uid: [one[0] for one in read[uid]] for uid in read} == wanted
    assert by_uid(judge.read(joined(entries), NOW, STOP, by_name=True)) == wanted
    # As the zone is written. What a change of the clocks leaves out this reader reads by itself,
    # and the other as the standard says.
    found = judge.read(joined(in_the_evening), NOW, STOP, by_name=False)
    assert by_uid(found) == {uid: wanted[uid] for uid in in_the_evening}
    assert {ends - begins for _, begins, ends in found} == {datetime.timedelta(hours=1)}


def uid_of(entry: bytes) -> str:
    [found] = {str(one["uid"]) for one in icalendar.Calendar.from_ical(entry).walk("VEVENT")}
    return found


def by_uid(found: Found) -> dict[str, list[datetime.datetime]]:
    starts: dict[str, list[datetime.datetime]] = {}
    for uid, begins, _ in sorted(found):
        starts.setdefault(uid, []).append(begins)
    return starts


def _since(zone: icalendar.Component) -> datetime.datetime:
    return min(one["dtstart"].dt for one in zone.subcomponents)


def joined(entries: dict[str, bytes]) -> bytes:
    """The entries of several groups in one calendar, as a reader has them."""
    whole = icalendar.Calendar()
    zones: dict[bytes, icalendar.Component] = {}
    for entry in entries.values():
        read = icalendar.Calendar.from_ical(entry)
        zones |= {one.to_ical(): one for one in read.walk("VTIMEZONE")}
        for one in read.walk("VEVENT"):
            whole.add_component(one)
    assert len({str(one["tzid"]) for one in zones.values()}) <= 1
    # A group that begins a year later says less of the past; the one that says most serves all.
    whole.subcomponents[:0] = sorted(zones.values(), key=_since)[:1]
    whole.add("version", "2.0")
    whole.add("prodid", "-//tests//EN")
    return whole.to_ical()


# -- dates that differ, and nights when clocks are changed -----------------------------------------

NIGHTS = tuple(datetime.time(hour, minute) for hour in (0, 1, 2, 3) for minute in (0, 15, 30, 45))


@st.composite
def groups(draw) -> Series:
    """A group of any usual rule, with and without an end, some of its first dates changed."""
    rule = draw(st.sampled_from((*RULES, "FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=15,28")))
    at = draw(st.sampled_from((*NIGHTS, datetime.time(18))))
    zone = draw(st.sampled_from(ZONES))
    whole = series_of_rule(rule, zone, at)
    end = draw(st.sampled_from(("", ";COUNT=9", ";UNTIL=20280401T003000Z")))
    whole = dataclasses.replace(whole, repeats=f"{rule}{end}")
    days = [one.day for one in islice(occurrences(whole), 60)]
    changed = draw(st.lists(st.sampled_from(days), max_size=4, unique=True))
    return dataclasses.replace(whole, changes=tuple(draw(changes(day, at)) for day in changed))


@st.composite
def changes(draw, day: datetime.date, at: datetime.time) -> MeetingChange:
    if draw(st.booleans()):
        return MeetingChange(day, cancelled=True)
    minutes = draw(st.sampled_from((-90, -30, 30, 75)))
    moved = datetime.datetime.combine(day, at) + datetime.timedelta(minutes=minutes)
    return MeetingChange(day, starts=moved)


@settings(max_examples=400 if SOAK else 40, deadline=None)
@given(groups())
def test_moved_and_cancelled_dates_are_the_same_for_everyone(judge, series):
    near = datetime.datetime(2028, 12, 1, tzinfo=datetime.UTC)
    entry = entry_of(series)
    wanted = expected(series, near)
    uid = uid_of(entry)
    assert [one[0] for one in read_meetings(entry, near)[uid]] == wanted
    assert by_uid(judge.read(entry, NOW, near, by_name=True)).get(uid, []) == wanted


def test_an_hour_that_is_left_out_or_comes_twice_is_where_the_standard_puts_it(judge):
    """In New York 02:30 is left out on March 14, 2027, and 01:30 comes twice on November 7."""
    spring = series_of_rule("FREQ=WEEKLY;BYDAY=SU", "America/New_York", datetime.time(2, 30))
    autumn = series_of_rule("FREQ=WEEKLY;BYDAY=SU", "America/New_York", datetime.time(1, 30))
    moment = datetime.datetime
    for series, start in (
        (spring, moment(2027, 3, 14, 7, 30, tzinfo=datetime.UTC)),
        (autumn, moment(2027, 11, 7, 5, 30, tzinfo=datetime.UTC)),
    ):
        entry = entry_of(series)
        found = by_uid(judge.read(entry, NOW, STOP, by_name=True))[uid_of(entry)]
        assert start in found
        assert start in [one[0] for one in read_meetings(entry, STOP)[uid_of(entry)]]
        assert start in expected(series)


# -- how an entry is written -----------------------------------------------------------------------

CHANGED = (
    MeetingChange(datetime.date(2026, 12, 24), cancelled=True),
    MeetingChange(datetime.date(2026, 12, 10), starts=datetime.datetime(2026, 12, 11, 17, 30)),
)


def thursdays(*changed: MeetingChange, zone: str = "America/New_York", rule: str = "") -> Series:
    begins = datetime.datetime(2026, 12, 3, 18)
    return Series("thursday", rule or "FREQ=WEEKLY;COUNT=12", begins, zone, 60, changed)


def test_a_group_is_one_entry_with_its_rule_in_its_zone():
    entry = entry_of(thursdays(*CHANGED)).decode().replace("\r\n ", "")
    lines = entry.split("\r\n")
    assert "DTSTART;TZID=America/New_York:20261203T180000" in lines
    assert "RRULE:FREQ=WEEKLY;COUNT=12" in lines
    assert "EXDATE;TZID=America/New_York:20261224T180000" in lines
    assert "RECURRENCE-ID;TZID=America/New_York:20261210T180000" in lines
    assert "DTSTART:20261211T223000Z" in lines
    assert "RDATE" not in entry
    assert len({line for line in lines if line.startswith("UID:")}) == 1
    assert {line for line in lines if line.startswith("CLASS:")} == {"CLASS:PRIVATE"}
    assert not re.search("ATTENDEE|ORGANIZER|VALARM", entry)
    assert "thursday" not in entry.casefold().replace("every thursday", "")


@pytest.mark.parametrize("meeting", ["2026-12-03", "2026-12-10", "2026-12-17", "2027-02-18"])
def test_an_entry_is_the_same_with_whichever_meeting_it_goes_out(meeting):
    series = thursdays(*CHANGED)
    entry = entry_of(series)
    assert entry_of(series, meeting=datetime.date.fromisoformat(meeting)) == entry
    assert next_sequence(event_of(series, datetime.date.fromisoformat(meeting)), entry) == 0
    assert follow(entry, entry) == entry


def test_no_date_stands_in_the_words_for_all_meetings():
    events = icalendar.Calendar.from_ical(entry_of(thursdays(*CHANGED))).walk("VEVENT")
    group, moved = (str(one["description"]) for one in events)
    assert group == "We meet every Thursday.\nFrom 6:00 to 7:00\u00a0p.m. (Eastern Time)"
    assert moved == "Friday, December 11\nFrom 5:30 to 6:30\u00a0p.m. (Eastern Time)"


@pytest.mark.parametrize("zone", ODD)
def test_a_zone_without_a_rule_has_its_dates(zone):
    series = thursdays(*CHANGED, zone=zone, rule="FREQ=WEEKLY")
    entry = entry_of(series)
    [master, moved] = icalendar.Calendar.from_ical(entry).walk("VEVENT")
    assert "rrule" not in master
    assert b"VTIMEZONE" not in entry
    last = max(one.dt for one in master["rdate"].dts)
    assert last.year == 2026 + 5
    [off] = master["exdate"].dts
    assert off.dt.date() == datetime.date(2026, 12, 24)
    assert moved["recurrence-id"].dt.date() == datetime.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("change", "raised"),
    [
        ({}, 0),
        ({"changes": (*CHANGED, MeetingChange(datetime.date(2027, 1, 7), join=("K-11",)))}, 0),
        ({"changes": CHANGED[:1]}, 1),
        ({"changes": ()}, 1),
        ({"repeats": "FREQ=WEEKLY;COUNT=13"}, 1),
        ({"first": datetime.datetime(2026, 12, 3, 18, 30)}, 1),
        ({"minutes": 90}, 1),
        ({"timezone": "America/Chicago"}, 1),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Africa/Casablanca"])
def test_only_what_moves_a_meeting_raises_the_sequence_of_a_group(zone, change, raised):
    before = entry_of(thursdays(*CHANGED, zone=zone), sequence=4)
    after = dataclasses.replace(thursdays(*CHANGED, zone=zone), **change)
    assert next_sequence(event_of(after), before) == 4 + raised
    followed = follow(entry_of(after), before)
    read = icalendar.Calendar.from_ical(followed).walk("VEVENT")
    assert {int(one["sequence"]) for one in read} == {4 + raised}


def test_a_cancelled_date_is_taken_away_and_stays_away(judge):
    """What a calendar holds after each object that it was given, applied as RFC 5546 says."""
    held = Held()
    held.take(entry_of(thursdays(CHANGED[1])))
    event = event_of(thursdays(*CHANGED))
    by_rule = datetime.datetime(2026, 12, 24, 18, tzinfo=ZoneInfo("America/New_York"))
    cancel = render_event(event, sequence=1, now=NOW, cancelled=True, only=by_rule)
    assert b"\r\nMETHOD:CANCEL\r\n" in cancel
    read_parts(cancel)
    held.take(cancel)
    assert held.days(STOP) == expected(thursdays(*CHANGED))
    held.take(follow(entry_of(thursdays(*CHANGED)), cancel))
    assert held.days(STOP) == expected(thursdays(*CHANGED))
    # An older object that comes late changes nothing.
    held.take(entry_of(thursdays(CHANGED[1])))
    assert held.days(STOP) == expected(thursdays(*CHANGED))
