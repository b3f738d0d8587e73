"""A group's file: its dates, who comes on which, and what is told of mistakes."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest

from access_kit.model.series import Meeting, day_in_group, is_guest
from access_kit.recurrence import last_day, occurrences
from access_kit.session_files import (
    meeting_on,
    names_session,
    parse_group,
    read_session,
    series_in,
    split_reference,
)

NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
GROUP = """schema = "access-kit/group/1"
id = "thursday"
title = "Thursday evening group"
starts = 2026-12-03T18:00:00
timezone = "America/New_York"
minutes = 60
repeats = "FREQ=WEEKLY;COUNT=12"
platform = "zoom"
join_url = "https://meet.example/j/5550100"
participants = ["K-07", "K-08"]
handouts = ["good-meetings.md"]
[facilitator]
name = "Jo"
"""
CHANGES = """
[[meeting]]
date = 2026-12-24
cancelled = true
[[meeting]]
date = 2026-12-10
starts = 2026-12-11T17:30:00
handouts = ["things-that-help-me.md"]
join = ["K-11"]
leave = ["k-08"]
guest = ["K-15"]
[[meeting]]
date = 2026-12-31
join = ["K-08"]
"""


def on(group, day: str) -> Meeting:
    day_ = datetime.date.fromisoformat(day)
    found = next(one for one in occurrences(series_in(group)) if one.day == day_)
    return meeting_on(group, found)


def parsed(text: str, now: datetime.datetime = NOW):
    return parse_group(text, file="g.toml", now=now)


def test_each_meeting_is_a_session_with_its_own_people_time_and_handouts():
    group, problems = parsed(GROUP + CHANGES)
    assert problems == []
    first, second, third, fifth = (
        on(group, day) for day in ("2026-12-03", "2026-12-10", "2026-12-17", "2026-12-31")
    )
    assert first.id == "thursday-2026-12-03"
    assert first.participants == ("K-07", "K-08")
    assert second.id == "thursday-2026-12-10", "moved, it keeps the id of its first date"
    assert second.begins.isoformat() == "2026-12-11T17:30:00-05:00"
    assert second.handouts == ("good-meetings.md", "things-that-help-me.md")
    assert second.participants == ("K-07", "K-11", "K-15")
    assert third.participants == ("K-07", "K-11")
    assert third.handouts == ("good-meetings.md",)
    assert set(fifth.participants) == {"K-07", "K-08", "K-11"}
    assert on(group, "2026-12-24").is_off
    assert last_day(series_in(group)) == datetime.date(2027, 2, 18)


def test_of_a_folder_only_those_come_who_are_there_on_the_date():
    text = (GROUP + CHANGES).replace('participants = ["K-07", "K-08"]', 'profiles = "profiles"')
    group, problems = parsed(text)
    assert problems == []
    absent = {day: on(group, day).absent for day in ("2026-12-03", "2026-12-10", "2026-12-31")}
    assert absent == {
        "2026-12-03": {"k-11", "k-15"},
        "2026-12-10": {"k-08"},
        "2026-12-31": {"k-15"},
    }


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("2026-11-22T09:00:00-05:00", "2026-12-03"),
        ("2026-12-03T18:59:00-05:00", "2026-12-03"),
        ("2026-12-03T19:00:00-05:00", "2026-12-10"),
        ("2026-12-11T18:29:00-05:00", "2026-12-10"),
        ("2026-12-18T09:00:00-05:00", "2026-12-31"),
    ],
)
def test_the_next_meeting_is_the_first_that_is_held_and_not_over(tmp_path, now, found):
    path = tmp_path / "thursday.toml"
    path.write_text(GROUP + CHANGES)
    session, _ = read_session(path, now=datetime.datetime.fromisoformat(now))
    assert session.id == f"thursday-{found}"


def test_a_group_without_a_meeting_ahead_says_so(tmp_path):
    path = tmp_path / "thursday.toml"
    path.write_text(GROUP)
    late = datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC)
    session, problems = read_session(path, now=late)
    assert session is None
    assert [one.code for one in problems] == ["group.over"]


def test_only_a_date_at_the_end_is_a_date(tmp_path):
    assert split_reference(Path("a@b/g.toml@2026-12-10")) == (
        Path("a@b/g.toml"),
        datetime.date(2026, 12, 10),
    )
    assert split_reference(Path("me@home.toml"))[1] is None
    assert split_reference(Path("g.toml@2026-13-40"))[1] is None
    path = tmp_path / "thursday.toml"
    path.write_text(GROUP)
    session, _ = read_session(path.with_name("thursday.toml@2026-12-10"), now=NOW)
    assert session.id == "thursday-2026-12-10"
    session, problems = read_session(path.with_name("thursday.toml@2026-12-11"), now=NOW)
    assert session is None
    assert problems[0].code == "group.no-meeting"
    assert problems[0].facts["near"] == "2026-12-10, 2026-12-17"


def test_the_file_of_a_meeting_is_found_by_its_id():
    held = {"schema": "access-kit/group/1", "id": "thursday"}
    found = names_session(Path("g.toml"), held, "thursday-2026-12-10")
    assert found == Path("g.toml@2026-12-10")
    assert names_session(Path("g.toml"), held, "thursday-late-2026-12-10") is None
    assert names_session(Path("g.toml"), held, "thursday") is None


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("FREQ=WEEKLY;COUNT=12", "RRULE:FREQ=WEEKLY", ["group.bad-rrule"]),
        ("FREQ=WEEKLY;COUNT=12", "every week", ["group.bad-rrule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;BYDAY=1TH", ["group.bad-rrule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;BYEASTER=0", ["group.bad-rrule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;COUNT=0", ["group.bad-rrule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;FREQ=DAILY", ["group.bad-rrule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=HOURLY", ["group.rrule-too-often"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=DAILY;BYHOUR=9,18", ["group.rrule-too-often"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;UNTIL=20270325", ["group.rrule-until"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;UNTIL=20270325T180000", ["group.rrule-until"]),
        (
            "FREQ=WEEKLY;COUNT=12",
            "FREQ=WEEKLY;COUNT=3;UNTIL=20270325T230000Z",
            ["group.rrule-ends-twice"],
        ),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;BYDAY=FR", ["group.starts-off-rule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;UNTIL=20260101T000000Z", ["group.no-dates"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=MONTHLY;BYDAY=2TH", ["group.starts-off-rule"]),
        ("FREQ=WEEKLY;COUNT=12", "FREQ=MONTHLY;BYDAY=1TH", []),
        ("FREQ=WEEKLY;COUNT=12", "", []),
        ("2026-12-03T18:00:00", "2026-11-05T18:00:00", []),
        ('id = "thursday"', f'id = "{"t" * 53}"', ["group.bad-pattern"]),
        ('id = "thursday"', 'id = "../evil"', ["group.bad-pattern"]),
        ('name = "Jo"\n', 'name = "Jo"\n[[meeting]]\ndate = 2026-12-11\n', ["group.no-meeting"]),
        (
            'name = "Jo"\n',
            'name = "Jo"\n[[meeting]]\ndate = 2026-12-10\n[[meeting]]\ndate = 2026-12-10\n',
            ["group.date-twice"],
        ),
        (
            'name = "Jo"\n',
            'name = "Jo"\n[[meeting]]\ndate = 2026-12-10\nstarts = 2026-12-17T12:00:00\n',
            ["group.two-on-a-day"],
        ),
        (
            'name = "Jo"\n',
            'name = "Jo"\n[[meeting]]\ndate = 2026-12-10\nleave = ["K-99"]\n',
            ["group.leaves-unknown"],
        ),
        ('participants = ["K-07", "K-08"]\n', "", ["group.no-people"]),
        ('timezone = "America/New_York"\n', "", ["group.missing-key", "group.naive-time"]),
    ],
)
def test_each_mistake_of_a_group_has_its_own_message(old, new, codes):
    assert old in GROUP
    _, problems = parsed(GROUP.replace(old, new))
    assert [one.code for one in problems] == codes


def test_a_guest_who_belongs_to_the_group_is_none():
    """Else a member would be told nothing of how it goes on, and have a second calendar entry."""
    lines = '\n[[meeting]]\ndate = 2026-12-17\nguest = ["k-07", "K-15"]\n'
    lines += '[[meeting]]\ndate = 2026-12-31\njoin = ["K-15"]\nguest = ["K-15"]\n'
    group, problems = parsed(GROUP + lines)
    assert problems == []
    third, fifth = on(group, "2026-12-17"), on(group, "2026-12-31")
    assert third.participants == ("K-07", "K-08", "K-15")
    assert [one for one in third.participants if is_guest(third, one)] == ["K-15"]
    assert not any(is_guest(fifth, one) for one in fifth.participants)


def test_a_group_of_nine_years_with_hundreds_of_changes_is_read_at_once():
    """Thirty people, ten years of Thursdays, 450 dates on which something differs."""
    text = GROUP.replace("2026-12-03", "2017-01-05").replace(";COUNT=12", "")
    people = ", ".join(f'"M-{at}"' for at in range(30))
    text = text.replace('["K-07", "K-08"]', f"[{people}]")
    day, kinds = (
        datetime.date(2017, 1, 5),
        ("cancelled = true", 'join = ["J-{}"]', 'guest = ["J-{}"]'),
    )
    for at in range(450):
        day += datetime.timedelta(weeks=1)
        text += f"[[meeting]]\ndate = {day}\n{kinds[at % 3].format(at)}\n"
    started = time.process_time()
    group, problems = parsed(text)
    assert problems == []
    assert len(on(group, "2025-12-25").participants) == 30 + 150
    assert time.process_time() - started < 3, "it took sixteen seconds when each date asked anew"


@pytest.mark.parametrize(
    ("session", "day"),
    [
        ("thursday-2026-12-10", "2026-12-10"),
        ("thursday-2026-13-10", ""),
        ("thursday-2026-12-10-2026-12-17", ""),
        ("thursday", ""),
        ("2026-12-10", ""),
        ("tuesday-2026-12-10", ""),
    ],
)
def test_a_meeting_is_known_by_its_group_and_date(session, day):
    found = day_in_group(session, "thursday")
    assert (found.isoformat() if found else "") == day
