"""Nobody is offered voice as the only way."""

from __future__ import annotations

import pytest

from access_kit.recommend.voice_calls import is_voice_ok
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
