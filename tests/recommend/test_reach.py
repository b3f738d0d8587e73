"""Nobody is offered voice as the only way."""

from __future__ import annotations

import pytest

from access_kit.recommend.contact_ways import WayKind, is_voice_ok, offers_only_voice, ways_to_reach
from tests.recommend.people import person, plan_of

NO_VOICE = [
    '[talk]\nspeech = "no"',
    '[talk]\nspeech = "aac"',
    '[talk]\nspeech = "sometimes"',
    '[talk]\nmodes = ["sms", "email"]',
    '[talk]\navoid = ["phone"]',
    '[talk]\navoid = ["voice"]',
    '[hearing]\ncaptions = "human"',
    '[hearing]\nrelay = "video"',
    "[hearing]\nlip_reads = true",
    '[language]\nsigned = ["ase"]',
    '[language]\ninterpreter = "signed"',
    '[device]\nassistive = ["aac"]',
]
VOICE = [
    "",
    '[talk]\nspeech = "speaks"\nmodes = ["phone", "sms"]',
    '[hearing]\ncaptions = "none"\nrelay = "none"\nlip_reads = false',
    '[hearing]\ncaptions = { value = "auto", wish = "avoid" }',
]
ALL = {"call": "+16035550100", "text": "+16035550100", "email": "hello@riverside.example"}


@pytest.mark.parametrize("needs", NO_VOICE)
def test_voice_is_never_the_only_way_for_who_may_not_use_it(needs):
    assert not is_voice_ok(person(needs))
    plan = plan_of(needs)
    assert plan.settings["contact.voice_ok"] is False
    assert set(plan.settings["backup.ways"]) & {"text", "email"}
    assert not ways_to_reach(person(needs), **ALL)[0].needs_voice
    assert not offers_only_voice(ways_to_reach(person(needs), call="+16035550100"))


@pytest.mark.parametrize("needs", VOICE)
def test_voice_is_fine_where_nothing_speaks_against_it(needs):
    assert is_voice_ok(person(needs))
    assert plan_of(needs).settings["contact.voice_ok"] is True
    assert ways_to_reach(person(needs), **ALL)[0].kind is WayKind.CALL


def test_only_a_number_to_call_is_noticed():
    ways = ways_to_reach(person('[talk]\nspeech = "no"'), call="+16035550100", letter=False)
    assert offers_only_voice(ways)
    assert offers_only_voice(())


def test_what_a_person_avoids_is_left_out():
    ways = ways_to_reach(person('[talk]\navoid = ["phone", "email"]'), **ALL)
    assert [way.kind for way in ways] == [WayKind.TEXT, WayKind.LETTER]


def test_what_a_person_likes_best_goes_first():
    ways = ways_to_reach(person('[talk]\nmodes = ["email", "phone"]'), **ALL)
    assert [way.kind for way in ways][:2] == [WayKind.EMAIL, WayKind.CALL]


def test_relay_is_named_to_those_who_use_one():
    needs = '[hearing]\nrelay = "text"'
    kinds = [way.kind for way in ways_to_reach(person(needs), **ALL, relay="711")]
    assert kinds == [WayKind.TEXT, WayKind.EMAIL, WayKind.RELAY, WayKind.LETTER, WayKind.CALL]
    assert WayKind.RELAY not in [way.kind for way in ways_to_reach(person(), **ALL, relay="711")]
