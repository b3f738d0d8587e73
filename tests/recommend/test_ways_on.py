"""Other ways: each of ours says what it offers, and nobody is asked about one they said no to."""

import pytest

from access_kit.model.plan import NotMet
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.ways_on import keep_to_avoids, load_ways_on
from tests.recommend.people import plan_of


def named():
    for rule in built_in_rules().rules:
        yield from rule.alternatives
        yield from (one for limit in rule.limit for one in limit.alternatives)


def test_every_way_that_a_rule_names_stands_in_the_table_and_no_other_does():
    assert set(named()) == set(load_ways_on().offers)


@pytest.mark.parametrize("way", ["phone", "text_chat", "sms", "email", "in_person"])
def test_who_said_no_to_a_way_is_asked_about_two_others(way):
    needs = f'[talk]\navoid = ["{way}"]\n[hearing]\nlip_reads = true\n[camera]\nsee_others = "none"'
    told = [one for one in plan_of(needs).not_met if one.setting == "lips.seen"]
    assert [len(one.alternatives) for one in told] == [2]
    assert not [one for one in told[0].alternatives if way in load_ways_on().offers.get(one, ())]


def test_a_kits_own_sentences_are_left_as_they_are():
    own = NotMet("L01", "join.ways", "phone", "Because.", ("Ask us.", "Wait.", "Call us."))
    assert keep_to_avoids(own, {}) == own
