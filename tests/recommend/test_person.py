"""One person's plan: whose word goes first, what cannot be met, what to book, who can help."""

from __future__ import annotations

import datetime

import pytest

from access_kit.model.kit import Resource, ResourceKind
from access_kit.model.plan import Booking
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.person import recommend_person
from access_kit.recommend.situation import Situation
from tests.recommend.people import NO_NUMBER, NOW, lost, person, plan_of, session, situation

# -- whose word goes first -----------------------------------------------------------------------


def test_persons_own_size_goes_before_the_baseline():
    assert plan_of("[reading]\nprint_size_pt = 12").settings["print.size_pt"] == 12


def test_persons_own_size_goes_before_what_a_format_implies():
    needs = "[reading]\nprint_size_pt = 16\nformats = { value = ['large_print'], wish = 'need' }"
    plan = plan_of(needs)
    assert plan.settings["print.size_pt"] == 16
    assert plan.settings["handouts.formats"] == ("large_print",)


def test_large_print_means_the_larger_of_18_pt_and_the_kits_look():
    needs = person('[reading]\nformats = ["large_print"]')
    there = Situation(now=NOW, session=session(), kit=_kit("giant"))
    assert recommend_person(needs, there, built_in_rules()).settings["print.size_pt"] == 28
    small = Situation(now=NOW, session=session(), kit=_kit("clear-print"))
    assert recommend_person(needs, small, built_in_rules()).settings["print.size_pt"] == 18
    assert recommend_person(person(), small, built_in_rules()).settings["print.size_pt"] == 14


def _kit(look: str):
    from access_kit.model.kit import Agency, Defaults, Kit
    from access_kit.model.look import LookName
    from access_kit.model.profile import Contents

    return Kit(
        "access-kit/kit/1",
        Agency("Riverside", ("PO Box 118",)),
        Defaults("en", Contents.FULL, look=LookName(look)),
    )


def test_longer_stretches_than_the_baseline_hold_for_who_wants_them():
    assert plan_of("[pace]\nbreak_every_min = 40").settings["break.every_min"] == 40


@pytest.mark.parametrize(
    ("needs", "setting", "gone"),
    [
        ("[talk]\nmodes = ['text_chat']\navoid = ['phone']", "join.ways", "phone"),
        ("[talk]\navoid = ['phone']", "join.dial_in", True),
        ("[talk]\navoid = ['phone']", "backup.we_call", True),
        ("[talk]\navoid = ['voice']", "backup.ways", "call"),
        ("[hearing]\ncaptions = { value = 'auto', wish = 'avoid' }", "captions.live", "auto"),
        (
            "[help]\ntech = { value = 'practice_call', wish = 'avoid' }\ndigital_confidence = 1",
            "help.ways",
            "practice_call",
        ),
        (
            "[language]\nspoken = ['es']\ninterpreter = { value = 'spoken', wish = 'avoid' }",
            "interpreter.qualified",
            True,
        ),
        ("[camera]\nown = { value = 'optional', wish = 'avoid' }", "camera.own", "optional"),
        ("[reading]\nlevel = { value = 'plain', wish = 'avoid' }", "text.level", "plain"),
    ],
)
def test_what_a_person_avoids_is_neither_given_nor_missed(needs, setting, gone):
    plan = plan_of(needs, dial_in=NO_NUMBER)
    value = plan.settings.get(setting)
    assert value != gone
    assert not (isinstance(value, tuple) and gone in value)
    assert all(n.value != gone and n.value != (gone,) for n in plan.not_met if n.setting == setting)


def test_avoided_interpreter_is_not_booked():
    needs = "[language]\nspoken = ['es']\ninterpreter = { value = 'spoken', wish = 'avoid' }"
    assert plan_of(needs).bookings == ()


def test_avoided_captions_do_not_take_the_steps_to_hide_them():
    plan = plan_of("[hearing]\ncaptions = { value = 'auto', wish = 'avoid' }")
    assert "captions.on_by_default" not in plan.settings
    assert plan.settings["sheets"] == ("hide_captions",)


# -- what cannot be met --------------------------------------------------------------------------

NEEDS_CAPTIONS = "[hearing]\ncaptions = { value = 'auto', wish = 'need' }"
SIGNS_ALONE = "[language]\nsigned = ['ase']\ninterpreter = 'none'"


@pytest.mark.parametrize(
    ("needs", "changes", "rule", "setting"),
    [
        ("[hearing]\nlip_reads = true", {"camera": "off"}, "S06", "camera.facilitator"),
        ("[hearing]\nlip_reads = true", {"platform": "phone"}, "S06", "facilitator.face"),
        ("[hearing]\ncaptions = 'human'", {"platform": "meet"}, "S04", "captions.live"),
        ("", {"dial_in": NO_NUMBER}, "U04", "join.dial_in"),
        ("", {"platform": "signal", "dial_in": NO_NUMBER}, "U04", "join.dial_in"),
        ("", {"platform": "doxy"}, "U03", "captions.live"),
        ("[hearing]\ncaptions = 'auto'", {"platform": "in_person"}, "U03", "captions.live"),
        (NEEDS_CAPTIONS, {"platform": "facetime"}, "U03", "captions.live"),
        (SIGNS_ALONE, {"platform": "in_person"}, "S11", "signed.followed"),
        (SIGNS_ALONE, {"platform": "phone"}, "S11", "signed.followed"),
        ("[language]\ninterpreter = 'signed'", {"platform": "signal"}, "S07", "interpreter.kinds"),
        ("[talk]\nspeech = 'no'", {"platform": "phone"}, "M05", "turn.chat"),
        ("[talk]\nspeech = 'no'", {"platform": "facetime"}, "M05", "turn.chat"),
        ("[device]\nhas = ['basic_phone']", {"dial_in": NO_NUMBER}, "D02", "join.ways"),
        ("[talk]\nmodes = ['text_chat']", {"platform": "phone"}, "M01", "chat.first"),
        ("[talk]\nmodes = ['in_person']", {}, "U02", "join.ways"),
        ("[language]\ninterpreter = 'signed'", {"platform": "phone"}, "S07", "interpreter.kinds"),
        ("[language]\ninterpreter = 'signed'", {"platform": "meet"}, "S07", "interpreter.in_view"),
        ("[device]\ninput = ['switch']", {"platform": "webex"}, "D05", "input.keys_only"),
        ("[hearing]\ntranscript = 'full'", {}, "U05", "transcript"),
    ],
)
def test_what_cannot_be_met_is_told_with_two_other_ways(needs, changes, rule, setting):
    plan = plan_of(needs, **changes)
    missed = [n for n in plan.not_met if (n.rule, n.setting) == (rule, setting)]
    assert len(missed) == 1
    assert len(missed[0].alternatives) >= 2
    given = [i for i in plan.recommendations if (i.rule, i.setting) == (rule, setting)]
    assert all(item.value != missed[0].value for item in given)


def test_unknown_is_told_apart_from_no():
    unknown = plan_of("[hearing]\ncaptions = 'human'", platform="meet").not_met
    assert [(n.rule, n.unknown) for n in unknown] == [("S04", True)]
    known = plan_of("[hearing]\nlip_reads = true", camera="off").not_met
    assert [(n.rule, n.unknown) for n in known] == [("S06", False)]


def test_camera_by_choice_of_the_facilitator_still_meets_a_lip_reader():
    plan = plan_of("[hearing]\nlip_reads = true", camera="optional")
    assert plan.settings["camera.facilitator"] == "on"
    assert plan.not_met == ()


def test_in_one_room_the_facilitators_camera_does_not_matter():
    plan = plan_of("[hearing]\nlip_reads = true", camera="off", platform="in_person")
    assert plan.not_met == ()
    assert plan.settings["facilitator.face"] is True


def test_one_way_among_several_is_enough_unless_the_other_is_a_need():
    assert plan_of("[talk]\nmodes = ['voice', 'in_person']").not_met == ()
    needs = "[talk]\nmodes = ['voice', { value = 'in_person', wish = 'need' }]"
    assert lost(plan_of(needs)) == {("U02", "join.ways")}


def test_papers_cannot_come_without_a_safe_way():
    plan = plan_of(ways='\n[contact]\nasked_on = 2026-11-20\nsafe = ["they_contact_us"]\n')
    assert lost(plan) == {("U05", "handouts.before")}


def test_texts_are_not_sent_where_they_are_not_safe():
    plan = plan_of("[talk]\nmodes = ['sms', 'voice']", ways="", platform="sms")
    assert ("M04", "texts.send") in lost(plan)
    assert plan.settings["texts.warn"] is True


def test_full_transcript_of_what_is_not_recorded_becomes_a_summary():
    assert plan_of("[hearing]\ntranscript = 'full'").settings["transcript"] == "summary"
    recorded = plan_of("[hearing]\ntranscript = 'full'", recording=True)
    assert recorded.settings["transcript"] == "full"
    assert recorded.not_met == ()


# -- bookings ------------------------------------------------------------------------------------


def _late(needs: str, days: int):
    starts = datetime.datetime(2026, 11, 24, 18) + datetime.timedelta(days=days)
    return plan_of(needs, starts=starts)


def test_bookings_are_counted_back_from_the_session():
    plan = plan_of("[hearing]\ncaptions = 'human'\n[device]\nhas = ['basic_phone']")
    assert plan.bookings == (
        Booking("D02", "device_loan", datetime.date(2026, 12, 31), False, "own"),
        Booking("S04", "cart", datetime.date(2026, 12, 31), False, "illinois-cart"),
    )


@pytest.mark.parametrize(
    ("needs", "rule", "setting", "left"),
    [
        ("[hearing]\ncaptions = 'human'", "S04", "captions.live", "auto"),
        ("[language]\ninterpreter = 'signed'", "S07", "interpreter.kinds", None),
        ("[language]\nspoken = ['es']", "S08", "interpreter.kinds", None),
        ("[device]\nhas = ['none']", "D02", "device.loan", None),
    ],
)
def test_a_day_too_late_is_not_met_and_on_the_day_is_met(needs, rule, setting, left):
    late = _late(needs, 13)
    assert [(n.rule, n.setting) for n in late.not_met] == [(rule, setting)]
    assert late.settings.get(setting) == left
    assert [booking.late for booking in late.bookings] == [True]
    assert not {name for name in late.settings if name.startswith("interpreter.")}
    just = _late(needs, 14)
    assert just.not_met == ()
    assert [booking.late for booking in just.bookings] == [False]


def test_today_is_the_day_where_the_session_is_held():
    almost = datetime.datetime(2026, 12, 1, 3, 0, tzinfo=datetime.UTC)  # still 30 November there
    there = Situation(
        now=almost, session=session(starts=datetime.datetime(2026, 12, 14, 18)), kit=None
    )
    plan = recommend_person(person("[hearing]\ncaptions = 'human'"), there, built_in_rules())
    assert [booking.late for booking in plan.bookings] == [False]


def test_without_a_session_nothing_is_booked_or_late_but_all_is_recommended():
    there = Situation(now=NOW)
    plan = recommend_person(person("[hearing]\ncaptions = 'human'"), there, built_in_rules())
    assert plan.bookings == ()
    assert plan.not_met == ()
    assert plan.settings["captions.live"] == "human"


def test_now_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        Situation(now=datetime.datetime(2026, 11, 24))


# -- local help ----------------------------------------------------------------------------------


def test_local_places_stand_where_a_rule_calls_for_them():
    loan = Resource(ResourceKind.DEVICE_LOAN, "Library desk", phone="+1 603 555 0188")
    ride = Resource(ResourceKind.TRANSPORT, "Rides")
    plan = recommend_person(
        person("[device]\nhas = ['basic_phone']"), situation((loan, ride)), built_in_rules()
    )
    assert [(help_.rule, help_.resource) for help_ in plan.resources] == [("D02", loan)]


def test_relay_stands_only_for_who_uses_one():
    relay = Resource(ResourceKind.RELAY, "State relay", phone="711")
    book = built_in_rules()
    uses = recommend_person(person("[hearing]\nrelay = 'text'"), situation((relay,)), book)
    assert [help_.rule for help_ in uses.resources] == ["U10"]
    assert recommend_person(person(), situation((relay,)), book).resources == ()


# -- old evidence --------------------------------------------------------------------------------


def test_old_cells_that_a_rule_looks_at_are_warned_of():
    then = datetime.datetime(2027, 6, 24, 12, tzinfo=datetime.UTC)
    there = Situation(now=then, session=session(starts=datetime.datetime(2027, 7, 1, 18)))
    plan = recommend_person(person(), there, built_in_rules())
    assert {problem.code for problem in plan.problems} == {"platform.stale-cell"}
    assert not any(problem.is_error for problem in plan.problems)
    assert plan.settings["captions.live"] == "auto"


def test_fresh_cells_are_not():
    assert plan_of().problems == ()
