"""A session's start: naive, impossible, ambiguous, past; its people and ways to join."""

from __future__ import annotations

import datetime

import pytest

from access_kit.session_files import parse_session

NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
SESSION = """schema = "access-kit/session/1"
id = "evening-group-2026-12-03"
title = "Thursday evening group"
starts = 2026-12-03T18:00:00
timezone = "America/New_York"
minutes = 60
platform = "zoom"
join_url = "https://meet.example/j/5550100"
profiles = "profiles"
[facilitator]
name = "Jo"
"""


def told(text: str, now: datetime.datetime = NOW) -> list[str]:
    return [problem.code for problem in parse_session(text, file="s.toml", now=now)[1]]


def test_a_good_session_has_no_problems():
    session, problems = parse_session(SESSION, file="s.toml", now=NOW)
    assert problems == []
    assert session.begins.isoformat() == "2026-12-03T18:00:00-05:00"
    assert session.ends.isoformat() == "2026-12-03T19:00:00-05:00"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ('timezone = "America/New_York"\n', "", ["session.missing-key", "session.naive-time"]),
        ("2026-12-03T18:00:00", "2027-03-14T02:30:00", ["session.impossible-time"]),
        ("2026-12-03T18:00:00", "2027-11-07T01:30:00", ["session.time-twice"]),
        ("2026-12-03T18:00:00", "2026-11-01T18:00:00", ["session.in-the-past"]),
        ("2026-12-03T18:00:00", "2026-12-03T18:00:00+01:00", ["session.offset-disagrees"]),
        ("2026-12-03T18:00:00", "2026-12-03T18:00:00-05:00", []),
        ("2026-12-03T18:00:00", '"tomorrow"', ["session.wrong-type"]),
        ("2026-12-03T18:00:00", "2026-12-03", ["session.wrong-type"]),
        ("America/New_York", "America/New_Yrok", ["session.unknown-timezone"]),
        ("America/New_York", "../../etc/passwd", ["session.unknown-timezone"]),
        ("America/New_York", "Factory", ["session.unknown-timezone"]),
        ("America/New_York", "posixrules", ["session.unknown-timezone"]),
        ("America/New_York", "localtime", ["session.unknown-timezone"]),
        ("America/New_York", "right/UTC", ["session.unknown-timezone"]),
        ("America/New_York", "EST", ["session.zone-of-no-place"]),
        ("America/New_York", "Etc/GMT+5", ["session.zone-of-no-place"]),
        ("America/New_York", "EST5EDT", []),
        ("America/New_York", "Japan", []),
        ("evening-group-2026-12-03", "../evil", ["session.bad-pattern"]),
        ("evening-group-2026-12-03", "Evening Group", ["session.bad-pattern"]),
        ("minutes = 60", "minutes = 4", ["session.out-of-range"]),
        ('profiles = "profiles"\n', "", ["session.no-people"]),
        (
            'profiles = "profiles"\n',
            'profiles = "p"\nparticipants = ["K-07"]\n',
            ["session.both-profiles-and-participants"],
        ),
        ("https://meet.example/j/5550100", "javascript:alert(1)", ["session.bad-url"]),
        ('join_url = "https://meet.example/j/5550100"\n', "", ["session.no-join-url"]),
        ('platform = "zoom"', 'platform = "phone"', ["session.no-dial-in"]),
        ('platform = "zoom"\n', 'platform = "zoom"\nroom_captions = true\n', ["session.no-room"]),
        (
            'profiles = "profiles"\n',
            'profiles = "p"\nhandouts = ["a.md", "deep/A.md"]\n',
            ["session.handout-twice"],
        ),
        (
            'profiles = "profiles"\n',
            'profiles = "p"\nrepeats = "FREQ=WEEKLY;COUNT=8"\n',
            ["session.repeats"],
        ),
    ],
)
def test_each_mistake_has_its_own_message(old, new, codes):
    assert old in SESSION
    assert told(SESSION.replace(old, new)) == codes
