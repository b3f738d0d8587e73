"""One person against several platforms."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from access_kit.model.session import Platform
from access_kit.profiles.neutral import find_unneutral
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.compare import PlatformChoice, compare
from access_kit.recommend.situation import Situation
from tests.recommend.people import NO_NUMBER, NOW, person, situation
from tests.strategies import profiles

ZOOM, PHONE, SMS, MEET = Platform.ZOOM, Platform.PHONE, Platform.SMS, Platform.MEET


def choices(needs: str = "", *platforms: Platform, **changes: object) -> list[PlatformChoice]:
    there = situation(**changes)
    return list(compare(person(needs), there, built_in_rules(), platforms).choices)


def keys(lines) -> set[str]:
    return {line.key for line in lines}


def test_lip_reader_is_met_on_video_and_not_on_the_phone():
    zoom, phone, sms = choices("[hearing]\nlip_reads = true", ZOOM, PHONE, SMS)
    assert "S06 camera.facilitator" in keys(zoom.met)
    assert "S06 camera.facilitator" in keys(phone.not_met)
    assert "S06 camera.facilitator" in keys(sms.not_needed)
    assert len(phone.alternatives) >= 2


def test_captions_by_a_person_are_unknown_where_nobody_has_evidence():
    zoom, meet = choices('[hearing]\ncaptions = "human"', ZOOM, MEET)
    assert "S04 captions.live" in keys(zoom.met)
    (line,) = [line for line in meet.unknown if line.key == "S04 captions.live"]
    assert line.sentence != line.reason
    assert "S04 captions.live" not in keys(meet.met)


def test_phone_joins_by_phone_and_a_plan_is_noted_for_the_operator():
    zoom, phone = choices("", ZOOM, PHONE)
    by_phone = "You can join by phone."
    assert by_phone in {line.sentence for line in zoom.met}
    assert by_phone in {line.sentence for line in phone.met}


def test_sessions_own_platform_is_taken_as_it_is():
    zoom, teams = choices("", ZOOM, Platform.TEAMS, dial_in=NO_NUMBER)
    by_phone = "You can join by phone."
    assert by_phone in {line.sentence for line in zoom.not_met}
    assert by_phone in {line.sentence for line in teams.met}


def test_without_a_session_a_usual_one_is_taken():
    there = Situation(now=NOW)
    compared = compare(person('[hearing]\ncaptions = "human"'), there, built_in_rules(), [ZOOM])
    assert "S04 captions.live" in keys(compared.choices[0].met)


def test_old_evidence_is_marked():
    later = Situation(now=datetime.datetime(2027, 8, 1, tzinfo=datetime.UTC))
    assert compare(person(), later, built_in_rules(), [ZOOM]).choices[0].stale
    assert not choices("", ZOOM)[0].stale


def test_a_platform_named_twice_stands_once():
    assert [choice.platform for choice in choices("", SMS, ZOOM, SMS)] == [SMS, ZOOM]


@given(profiles(), st.lists(st.sampled_from(list(Platform)), min_size=1, max_size=4))
def test_every_platform_has_the_same_lines_each_with_one_verdict(profile, platforms):
    compared = compare(profile, situation(), built_in_rules(), platforms)
    all_lines = []
    for choice in compared.choices:
        lines = [*choice.met, *choice.not_met, *choice.unknown, *choice.not_needed]
        assert len(keys(lines)) == len(lines)
        assert not find_unneutral(" ".join(f"{line.sentence} {line.reason}" for line in lines))
        all_lines.append(sorted((line.key, line.sentence) for line in lines))
    assert all(lines == all_lines[0] for lines in all_lines)
