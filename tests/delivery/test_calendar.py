"""Calendar entries, read back by icalendar and by a second library."""

from __future__ import annotations

import dataclasses
import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from access_kit.delivery.calendar import Event, event_uid, follow, next_sequence, render_event

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
NEW_YORK = ZoneInfo("America/New_York")
EVENT = Event(
    session="evening-group-2026-12-03",
    domain="riverside.example",
    begins=datetime.datetime(2026, 12, 3, 18, tzinfo=NEW_YORK),
    ends=datetime.datetime(2026, 12, 3, 19, tzinfo=NEW_YORK),
    summary="Your meeting",
    description="6:00 PM to 7:00 PM (Eastern Time)",
    location="https://meet.example/j/5550100",
)


def read(data: bytes):
    return icalendar.Calendar.from_ical(data.decode()).walk("VEVENT")[0]


def test_a_single_meeting_is_in_utc_and_private():
    data = render_event(EVENT, sequence=0, now=NOW)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")
    entry = vobject.readOne(data.decode()).vevent
    assert entry.dtstart.value == datetime.datetime(2026, 12, 3, 23, tzinfo=datetime.UTC)
    assert entry.dtend.value - entry.dtstart.value == datetime.timedelta(hours=1)
    assert entry.contents["class"][0].value == "PRIVATE"
    assert {"attendee", "organizer", "valarm"}.isdisjoint(entry.contents)
    assert vobject.readOne(data.decode()).method.value == "PUBLISH"
    assert b"evening-group" not in data


def test_an_id_stays_and_says_nothing():
    later = dataclasses.replace(EVENT, begins=EVENT.begins + datetime.timedelta(days=1))
    assert event_uid(later) == event_uid(EVENT)
    assert event_uid(dataclasses.replace(EVENT, session="other")) != event_uid(EVENT)


@pytest.mark.parametrize(
    ("change", "raised"),
    [
        ({}, 0),
        ({"summary": "Our meeting"}, 0),
        ({"begins": EVENT.begins + datetime.timedelta(minutes=30)}, 1),
        ({"ends": EVENT.ends + datetime.timedelta(minutes=30)}, 1),
        ({"location": "https://meet.example/j/2"}, 1),
        ({"repeats": "FREQ=WEEKLY"}, 1),
    ],
)
def test_what_moves_a_meeting_raises_its_sequence(change, raised):
    first = render_event(EVENT, sequence=4, now=NOW)
    assert next_sequence(dataclasses.replace(EVENT, **change), first) == 4 + raised
    assert next_sequence(EVENT, None) == 0
    assert next_sequence(EVENT, b"not a calendar") == 0


@pytest.mark.parametrize(
    ("begins", "mine", "least"), [(0, 0, 4), (0, 6, 6), (30, 0, 5), (30, 5, 5)]
)
def test_an_entry_follows_the_one_that_was_given_before(begins, mine, least):
    given = render_event(EVENT, sequence=4, now=NOW)
    moved = dataclasses.replace(EVENT, begins=EVENT.begins + datetime.timedelta(minutes=begins))
    entry = render_event(moved, sequence=mine, now=NOW)
    assert read(follow(entry, given))["sequence"] == least
    assert follow(entry, None) == follow(entry, b"not a calendar") == entry


def test_a_cancelled_meeting_takes_its_entry_away():
    data = render_event(EVENT, sequence=1, now=NOW, cancelled=True)
    entry = read(data)
    assert b"METHOD:CANCEL" in data
    assert (entry["status"], entry["sequence"], entry["uid"]) == ("CANCELLED", 1, event_uid(EVENT))


ZONES = (
    "America/New_York",
    "Europe/London",
    "America/Phoenix",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Santiago",
    "Pacific/Auckland",
    "Europe/Dublin",
)


@pytest.mark.parametrize("key", ZONES)
def test_a_series_keeps_its_hour_over_daylight_saving(key):
    """Each meeting of two years, by the zone as it is written and by the zone itself."""
    zone = ZoneInfo(key)
    begins = datetime.datetime(2026, 1, 6, 18, tzinfo=zone)
    event = dataclasses.replace(
        EVENT, begins=begins, ends=begins + datetime.timedelta(hours=1), repeats="FREQ=WEEKLY"
    )
    data = render_event(event, sequence=0, now=NOW)
    assert b"RDATE" not in data
    written = (
        icalendar.Calendar.from_ical(data.decode()).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    )
    for week in range(52):
        local = datetime.datetime(2026, 1, 6, 18) + datetime.timedelta(weeks=week)
        assert local.replace(tzinfo=written).utcoffset() == local.replace(tzinfo=zone).utcoffset()
    assert read(data)["rrule"].to_ical() == b"FREQ=WEEKLY"


@settings(max_examples=60)
@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(";,\\\n:\r"), max_size=60
    )
)
@example("\ufeff")
@example("one\ufeff two")
def test_words_are_words_and_never_lines_of_a_calendar(words):
    words = words.replace("\r", "")
    data = render_event(
        dataclasses.replace(EVENT, summary=words, description=words), sequence=0, now=NOW
    )
    calendar = icalendar.Calendar.from_ical(data.decode())
    assert [one.name for one in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert str(calendar.walk("VEVENT")[0]["summary"]) == words.replace("\ufeff", "")
