"""What `prepare` puts into the packets of a group's meetings, week after week, without a vault."""

from __future__ import annotations

import re
import subprocess
import sys

import icalendar
import pytest

from tests.conftest import command_environment
from tests.harms.lives import kit_with, person

GROUP = """schema = "access-kit/group/1"
id = "thursday"
title = "Thursday group"
starts = 2026-12-03T18:00:00
timezone = "America/New_York"
minutes = 60
repeats = "FREQ=WEEKLY;COUNT=12"
platform = "phone"
dial_in = { number = "+1 603 555 0199", pin = "4711" }
profiles = "profiles"
[facilitator]
name = "Jo"
phone = "+1 603 555 0123"
"""
OFF = "\n[[meeting]]\ndate = 2026-12-24\ncancelled = true\n"
ONCE = '\n[[meeting]]\ndate = 2026-12-17\nguest = ["L-02"]\n'
WRITES = {"formats": ["screen_reader_file"], "safe": ["email"]}


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A group by telephone of two people who want entries in their calendars."""
    people = [person(at, **WRITES).replace('safe = ["email"]', 'safe = ["email"]\ncalendar = true')
              for at in (1, 2)]  # fmt: skip
    folder = kit_with(tmp_path_factory.mktemp("group") / "kit", people).parent
    (folder / "thursday.toml").write_text(GROUP, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def weeks(kit):
    """The entries and messages of four weeks: nothing new, a date cancelled, nothing new."""
    found = []
    for day, more in (("03", ""), ("10", ""), ("17", ONCE + OFF), ("31", ONCE + OFF)):
        (kit / "thursday.toml").write_text(GROUP + more, encoding="utf-8")
        now = f"2026-12-{int(day) - 2:02}T09:00:00-05:00"
        command = [sys.executable, "-m", "access_kit", "prepare", f"thursday.toml@2026-12-{day}"]
        subprocess.run([*command, "--quiet"], cwd=kit, env=command_environment(now), check=True)
        found.append(kit / "out" / f"thursday-2026-12-{day}" / "packets")
    return found


def entry_of(packets, who="L-01"):
    return (packets / who / "meeting.ics").read_bytes()


def test_the_sequence_rises_once_when_a_date_is_cancelled(weeks):
    sequences = [int(re.search(rb"SEQUENCE:(\d+)", entry_of(one))[1]) for one in weeks]
    assert sequences == [0, 0, 1, 1]
    assert [b"EXDATE" in entry_of(one) for one in weeks] == [False, False, True, True]
    assert len({re.search(rb"UID:(\S+)", entry_of(one))[1] for one in weeks}) == 1


def test_a_meeting_by_telephone_carries_number_and_code(weeks):
    [event] = icalendar.Calendar.from_ical(entry_of(weeks[0])).walk("VEVENT")
    assert str(event["location"]) == "+1 603 555 0199,,4711#"
    assert str(event["description"]) == (
        "We meet every Thursday.\nFrom 6:00 to 7:00\u00a0p.m. (Eastern Time)\n"
        "To join, call (603) 555-0199, then press 4711#."
    )
    assert str(event["class"]) == "PRIVATE"


def test_who_comes_once_has_that_meeting_alone(weeks):
    [event] = icalendar.Calendar.from_ical(entry_of(weeks[2], "L-02")).walk("VEVENT")
    assert "rrule" not in event
    assert event["dtstart"].dt.isoformat() == "2026-12-17T23:00:00+00:00"
    assert re.search(rb"UID:(\S+)", entry_of(weeks[2], "L-02"))[1] not in entry_of(weeks[2])
    assert "every Thursday" not in (weeks[2] / "L-02" / "message.txt").read_text("utf-8")


def test_the_message_says_how_the_group_goes_on(weeks):
    said = [(one / "L-01" / "message.txt").read_text("utf-8") for one in weeks]
    assert all("We meet every Thursday until February 18." in " ".join(one.split()) for one in said)
    assert ["No meeting on December 24." in " ".join(one.split()) for one in said] == [
        False, False, True, False,
    ]  # fmt: skip


def test_who_joins_a_group_on_zoom_by_telephone_has_number_and_code_in_the_calendar(kit):
    """The other person has the link alone; both are told how the group goes on."""
    text = GROUP.replace('id = "thursday"', 'id = "zoom"').replace('"phone"', '"zoom"')
    text = text.replace("[facil", 'join_url = "https://meet.example/j/5550100"\n[facil')
    (kit / "zoom.toml").write_text(text, encoding="utf-8")
    path = kit / "profiles" / "L-02.toml"
    by_phone = '[talk]\nmodes = ["phone"]\navoid = ["video"]\n\n[contact]'
    path.write_text(path.read_text("utf-8").replace("[contact]", by_phone), encoding="utf-8")
    command = [sys.executable, "-m", "access_kit", "prepare", "zoom.toml", "--quiet"]
    now = "2026-12-01T09:00:00-05:00"
    subprocess.run(command, cwd=kit, env=command_environment(now), check=True)
    said = {}
    for who in ("L-01", "L-02"):
        packets = kit / "out" / "zoom-2026-12-03" / "packets"
        [event] = icalendar.Calendar.from_ical(entry_of(packets, who)).walk("VEVENT")
        assert str(event["location"]) == "https://meet.example/j/5550100"
        said[who] = str(event["description"]).splitlines()
    assert said["L-02"][:2] == said["L-01"]
    assert said["L-02"][2:] == ["To join, call (603) 555-0199, then press 4711#."]
