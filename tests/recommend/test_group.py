"""The group's plan, rule by rule."""

from __future__ import annotations

import pytest

from access_kit.model.plan import GroupPlan
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.group import recommend_group
from access_kit.recommend.person import recommend_person
from tests.recommend.people import NO_NUMBER, person, situation

AGREED = '\n[consent]\ngroup = "accommodation_only"\nfacilitator = true\n'
SIGNS = '[language]\ninterpreter = "signed"\nsigned = ["{0}"]\n'
LINE = "Interpreters, captioners or helpers may be in the meeting."


def people_of(*needs: str, consent: str = "", **changes: object):
    there = situation(**changes)
    return [
        (one, recommend_person(one, there, built_in_rules()))
        for one in (person(n, number=i, consent=consent) for i, n in enumerate(needs, start=1))
    ], there


def group_of(*needs: str, consent: str = "", **changes: object) -> GroupPlan:
    people, there = people_of(*needs, consent=consent, **changes)
    return recommend_group(people, there, built_in_rules())


def test_g01_baseline_stands_whoever_is_in_the_group():
    nobody = group_of()
    assert {item.rule for item in nobody.recommendations if item.rule[0] == "U"} == {
        f"U{number:02d}" for number in range(1, 11)
    }
    somebody = group_of("[sense]\nlow_stimulus = true", "[talk]\navoid = ['video']")
    assert set(nobody.settings) <= set(somebody.settings)


def test_g02_supports_add_up():
    group = group_of("[sense]\nno_sudden_sound = true", "[talk]\nmodes = ['text_chat']")
    assert group.settings["entry.no_chime"] is True
    assert group.settings["chat.first"] is True


def test_g03_smallest_limit_holds():
    group = group_of(
        "[pace]\nmax_minutes = 45\nbreak_every_min = 15\n[group]\nsize_max = 8",
        "[pace]\nmax_minutes = 30\nbreak_every_min = 40\nbreak_min = 10\n[group]\nsize_max = 12",
    )
    assert group.settings["session.max_minutes"] == 30
    assert group.settings["session.leave_early"] is True
    assert group.settings["break.every_min"] == 15
    assert group.settings["break.minutes"] == 10
    assert group.settings["group.size_max"] == 8


def test_g03_what_is_shared_is_in_large_print_and_nobodys_own_size():
    group = group_of("[reading]\nprint_size_pt = 40")
    assert group.settings["shared.print_pt"] == 18
    assert "print.size_pt" not in group.settings


@pytest.mark.parametrize(
    ("needs", "setting", "value"),
    [
        (SIGNS.format("ase"), "interpreter.kinds", ("signed",)),
        ('[hearing]\ncaptions = "human"', "captions.live", "human"),
        ('[help]\ntech = "helper"', "helper.in_meeting", True),
        ('[help]\ncompanion = "support_person"', "companion.join", ("support_person",)),
    ],
)
def test_g04_what_points_at_one_person_needs_their_consent(needs, setting, value):
    assert group_of(needs, consent=AGREED).settings[setting] == value
    silent = group_of(needs)
    assert silent.settings.get(setting) != value
    assert LINE in {item.because for item in silent.recommendations}


def test_g04_host_on_camera_for_a_signer_needs_the_signers_consent():
    assert "camera.facilitator" not in group_of(SIGNS.format("ase")).settings
    assert group_of(SIGNS.format("ase"), consent=AGREED).settings["camera.facilitator"] == "on"


def test_g04_the_line_stands_when_nobody_needs_it_too():
    assert LINE in {item.because for item in group_of().recommendations}


def test_g05_captions_that_distract_stay_on_and_can_be_hidden():
    off = '[hearing]\ncaptions = { value = "auto", wish = "avoid" }'
    group = group_of(off, '[hearing]\ncaptions = "human"')
    assert group.settings["captions.on_by_default"] is True
    assert group.settings["captions.hide_steps"] is True


def test_g05_chat_is_read_aloud_in_batches_when_both_sides_are_there():
    writes = "[talk]\nmodes = ['text_chat']"
    listens = '[device]\nassistive = ["screen_reader"]'
    assert group_of(writes, listens).settings["chat.in_batches"] is True
    assert "chat.in_batches" not in group_of(writes).settings
    assert "chat.in_batches" not in group_of(listens).settings


def test_g05_host_is_seen_while_cameras_stay_a_choice():
    group = group_of("[talk]\navoid = ['video']", "[hearing]\nlip_reads = true")
    assert group.settings["camera.facilitator"] == "on"
    assert group.settings["camera.own"] == "optional"


def test_g05_two_signed_languages_need_two_interpreters():
    both = (SIGNS.format("ase"), SIGNS.format("bfi"))
    group = group_of(*both, consent=AGREED)
    assert group.settings["interpreter.each_language"] is True
    assert group.settings["interpreter.languages"] == ("ase", "bfi")
    assert "interpreter.each_language" not in group_of(*both).settings
    same = group_of(SIGNS.format("ase"), SIGNS.format("ase"), consent=AGREED)
    assert "interpreter.each_language" not in same.settings


def test_g05_calm_screen_keeps_pictures_on_paper():
    group = group_of("[sense]\nlow_stimulus = true", '[reading]\nlevel = "easy_read"')
    assert group.settings["slides.pictures_on_paper"] is True


def test_g06_what_cannot_be_met_is_told_with_other_ways():
    group = group_of("[hearing]\nlip_reads = true", camera="off", dial_in=NO_NUMBER)
    assert [(n.rule, n.setting) for n in group.not_met] == [
        ("S06", "camera.facilitator"),
        ("U04", "join.dial_in"),
    ]
    assert all(len(missed.alternatives) >= 2 for missed in group.not_met)


def test_g06_what_cannot_be_met_for_one_person_waits_for_consent():
    needs = '[hearing]\ncaptions = "human"'
    assert group_of(needs, platform="meet").not_met == ()
    agreed = group_of(needs, consent=AGREED, platform="meet")
    assert [missed.rule for missed in agreed.not_met] == ["S04"]


def test_g07_two_with_one_need_look_like_one():
    needs = '[device]\nassistive = ["screen_reader"]\n[pace]\nmax_minutes = 30'
    assert group_of(needs) == group_of(needs, needs)


def test_all_group_rules_are_there_with_a_principle():
    rules = built_in_rules().group_rules
    assert [rule.id for rule in rules] == [f"G{number:02d}" for number in range(1, 9)]
    assert all(rule.principle.endswith(".") for rule in rules)
