"""Nobody is offered voice as the only way."""

from __future__ import annotations

import pytest

from access_kit.recommend.voice_calls import is_voice_ok, own_turns
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


@pytest.mark.parametrize("needs", NO_VOICE)
def test_voice_is_never_the_only_way_for_who_may_not_use_it(needs):
    assert not is_voice_ok(person(needs))
    plan = plan_of(needs)
    assert plan.settings["contact.voice_ok"] is False
    assert set(plan.settings["backup.ways"]) & {"text", "email"}


@pytest.mark.parametrize("needs", VOICE)
def test_voice_is_fine_where_nothing_speaks_against_it(needs):
    assert is_voice_ok(person(needs))
    assert plan_of(needs).settings["contact.voice_ok"] is True


TURNS = [
    ("", {"listen", "speak"}),
    ('[hearing]\ncaptions = "auto"', {"speak"}),
    ('[hearing]\ncaptions = "auto"\n[talk]\nmodes = ["voice"]', {"speak"}),
    ("[hearing]\nlip_reads = true", {"speak"}),
    ('[hearing]\nrelay = "captioned_phone"', {"speak"}),
    ('[hearing]\nrelay = "text"', set()),
    ('[hearing]\nrelay = "text"\n[talk]\nmodes = ["voice"]', {"speak"}),
    ('[talk]\nspeech = "no"', {"listen"}),
    ('[talk]\nspeech = "sometimes"', {"listen", "speak"}),
    ('[talk]\nmodes = ["sms"]', {"listen"}),
    ('[talk]\navoid = ["phone"]', {"listen", "speak"}),
    ('[talk]\navoid = ["voice"]', {"listen"}),
    ('[device]\nassistive = ["aac"]', {"listen"}),
    ('[language]\nsigned = ["ase"]', {"sign"}),
    ('[language]\ninterpreter = "signed"', {"sign"}),
    ('[language]\nsigned = ["ase"]\n[talk]\nspeech = "speaks"', {"sign", "speak"}),
]


@pytest.mark.parametrize(("needs", "turns"), TURNS)
def test_how_somebody_takes_part_is_not_whether_they_may_be_called(needs, turns):
    assert set(own_turns(person(needs))) == turns
    assert set(plan_of(needs).settings.get("turn.own", ())) == turns
    assert not is_voice_ok(person(needs)) or {"listen", "speak"} <= turns
