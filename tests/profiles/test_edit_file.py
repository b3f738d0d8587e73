"""A changed file keeps what people wrote around the values."""

from __future__ import annotations

import dataclasses
import datetime

from hypothesis import given

from access_kit.profiles.edit import change_profile
from access_kit.profiles.edit_file import change_text
from access_kit.profiles.profile_files import parse_profile
from access_kit.profiles.write_toml import write_profile
from tests.profiles.people import odd_people
from tests.tools import ROOT

TODAY = datetime.date(2026, 11, 24)
EXAMPLE = (ROOT / "examples/evening-group/profiles/K-07.toml").read_text(encoding="utf-8")


def changed(text, *changes):
    before, _ = parse_profile(text, file="x", today=TODAY)
    after, problems = change_profile(before, changes, file="x", today=TODAY)
    assert after, problems
    return change_text(text, before, after)


def test_only_the_changed_lines_change():
    text = changed(EXAMPLE, "camera.own=on", "hearing.lip_reads=yes", "topic.heads_up=")
    left, added = set(EXAMPLE.splitlines()), set(text.splitlines())
    assert added - left == {'own = "on"', "[hearing]", "lip_reads = true"}
    assert left - added == {'own = "off"', "heads_up = true"}


def test_comments_stay_around_a_value_of_a_table():
    text = changed(EXAMPLE, "contact.post.city=Newtown")
    assert text.splitlines()[0] == EXAMPLE.splitlines()[0]
    assert 'city = "Newtown"' in text


def test_what_cannot_be_changed_in_place_is_written_anew():
    spread = EXAMPLE.replace('modes = ["voice", "phone"]', 'modes = [\n  "voice",\n  "phone",\n]')
    text = changed(spread, "talk.modes=sms")
    person, _ = parse_profile(text, file="x", today=TODAY)
    assert [one.value for one in person.talk.modes if one.wanted] == ["sms"]


@given(odd_people(), odd_people())
def test_any_file_becomes_any_other(before, after):
    after = dataclasses.replace(after, id=before.id)
    text = change_text(write_profile(before), before, after)
    again, problems = parse_profile(text, file="x", today=TODAY)
    assert again == after, problems
