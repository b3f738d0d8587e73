"""Each rule fires where it must and, unless it holds for every session, is silent elsewhere."""

from __future__ import annotations

import pytest

from access_kit.recommend.book import built_in_rules
from tests.recommend.people import NO_NUMBER, fired, plan_of

IN_A_ROOM = {"platform": "in_person", "room_captions": True}
WRITTEN = ("sms", "signal", "whatsapp", "messenger", "discord")
"""Where people meet in writing, captions mean nothing."""

ALWAYS = {"U01", "U02", "U05", "U07", "U08", "U09", "U10"}

FIRES = [
    ("U01", "", {}, "camera.own", "optional"),
    ("U02", "", {}, "access.ask_before", True),
    ("U03", "", {}, "captions.on_by_default", True),
    ("U03", '[hearing]\ncaptions = "auto"', IN_A_ROOM, "captions.live", "auto"),
    ("U04", "", {}, "join.dial_in", True),
    ("U05", "", {}, "handouts.before", True),
    ("U06", "", {"minutes": 31}, "break.every_min", 25),
    ("U06", "[pace]\nbreak_every_min = 10", {"minutes": 30}, "break.every_min", 10),
    ("U07", "", {}, "print.least_pt", 14),
    ("U08", "", {}, "facilitator.face", True),
    ("U09", "", {}, "privacy.stop_word", True),
    ("U10", "", {}, "backup.we_call", True),
    ("S01", "[reading]\nprint_size_pt = 18", {}, "print.size_pt", 18),
    ("S01", '[reading]\nformats = ["large_print"]', {}, "print.size_pt", 18),
    ("S02", '[device]\nassistive = ["screen_reader"]', {}, "chat.read_aloud", True),
    ("S03", '[reading]\ncontrast = "dark_on_cream"', {}, "print.contrast", "dark_on_cream"),
    ("S04", '[hearing]\ncaptions = "human"', {}, "captions.live", "human"),
    (
        "S05",
        '[hearing]\ncaptions = { value = "auto", wish = "avoid" }',
        {},
        "captions.hide_steps",
        True,
    ),
    ("S06", "[hearing]\nlip_reads = true", {}, "camera.facilitator", "on"),
    (
        "S07",
        '[language]\ninterpreter = "signed"\nsigned = ["ase"]',
        {},
        "interpreter.languages",
        ("ase",),
    ),
    ("S08", '[language]\nspoken = ["es"]', {}, "interpreter.kinds", ("spoken",)),
    ("S08", '[language]\ninterpreter = "spoken"', {}, "interpreter.qualified", True),
    ("S09", '[reading]\nlevel = "easy_read"', {}, "print.pictures", "helpful"),
    ("S10", '[language]\nbilingual = "stacked"', {}, "text.bilingual", "stacked"),
    ("M01", '[talk]\nmodes = ["text_chat", "voice"]', {}, "chat.first", True),
    (
        "M01",
        '[talk]\nmodes = ["voice", { value = "sms", wish = "need" }]',
        {},
        "speech.not_needed",
        True,
    ),
    ("M02", '[talk]\navoid = ["video"]', {}, "camera.own", "off"),
    ("M06", '[talk]\navoid = ["video", "sms"]', {}, "join.avoided", ("video", "sms")),
    ("S11", '[language]\nsigned = ["ase"]\ninterpreter = "none"', {}, "signed.followed", True),
    ("S12", "[hearing]\nlip_reads = true", {}, "lips.seen", True),
    ("D06", '[device]\nhas = ["none"]', {}, "device.missing", True),
    ("N03", "[connection]\ndata_mb_per_session = 100", {}, "data.fits", True),
    ("M03", '[camera]\nsee_others = "fewer"', {}, "view.faces", "fewer"),
    ("M04", '[talk]\nmodes = ["voice", "sms"]', {}, "texts.warn", True),
    ("M05", '[talk]\nspeech = "aac"', {}, "cards.yes_no", True),
    ("M05", "[talk]\nextra_time = 1.5", {}, "turn.extra_time", 1.5),
    ("D01", '[device]\nhas = ["tablet", "smartphone"]', {}, "sheets", ("tablet",)),
    ("D02", '[device]\nhas = ["basic_phone"]', {}, "packet.printed", True),
    ("D03", '[device]\nhas = ["shared"]', {}, "account.guest_join", True),
    ("D04", "[help]\ndigital_confidence = 2", {}, "help.ways", ("steps_sheet", "practice_call")),
    ("D04", '[help]\ntech = "helper"', {}, "helper.in_meeting", True),
    ("D05", '[device]\ninput = ["switch", "touch"]', {}, "input.keys_only", True),
    ("D05", '[device]\ninput = ["keyboard"]', {}, "input.keys_only", True),
    (
        "D05",
        '[device]\ninput = [{ value = "keyboard", wish = "need" }, "mouse"]',
        {},
        "input.keys_only",
        True,
    ),
    ("N01", '[connection]\nquality = "weak"', {}, "data.low_plan", True),
    ("N01", "[connection]\ndata_mb_per_session = 100", {}, "slides.ahead", True),
    ("N02", "[connection]\nminutes_limited = true", {}, "call.we_call", True),
    ("P01", "[pace]\nmax_minutes = 45", {}, "session.max_minutes", 45),
    ("P02", '[pace]\nreminders = ["letter"]', {}, "reminders.ways", ("letter",)),
    ("P03", "[topic]\nheads_up = true", {}, "topic.heads_up", True),
    ("P04", "[sense]\nno_sudden_sound = true", {}, "entry.no_chime", True),
    ("P04", "[sense]\nno_flashing = true", {}, "slides.no_flashing", True),
]

SILENT = [
    ("U03", "", {"platform": "phone"}),
    *(("U03", '[hearing]\ncaptions = "auto"', {"platform": one}) for one in WRITTEN),
    ("U04", "", {"platform": "in_person"}),
    ("U06", "", {"minutes": 30}),
    ("S01", "[reading]\nprint_size_pt = 17", {}),
    ("S01", "[reading]\nprint_size_pt = { value = 20, wish = 'avoid' }", {}),
    ("S02", '[device]\nassistive = ["magnifier"]', {}),
    ("S03", '[reading]\ncontrast = "default"', {}),
    ("S04", '[hearing]\ncaptions = "auto"', {}),
    ("S04", "[hearing]\ncaptions = { value = 'human', wish = 'avoid' }", {}),
    ("S05", '[hearing]\ncaptions = "none"', {}),
    ("S06", "[hearing]\nlip_reads = false", {}),
    ("S06", "[hearing]\nlip_reads = true", {"platform": "sms"}),
    ("S06", "[hearing]\nlip_reads = true", {"platform": "messenger"}),
    ("S07", '[language]\nsigned = ["ase"]', {}),
    ("S08", '[language]\nspoken = ["es", "en-GB"]', {}),
    ("S08", '[language]\nspoken = ["es"]', {"languages": ("es-MX",)}),
    ("S09", '[reading]\nlevel = "plain"', {}),
    ("S10", '[language]\nbilingual = "none"', {}),
    ("M01", '[talk]\nmodes = ["voice", "text_chat"]', {}),
    ("M02", '[talk]\nmodes = ["voice"]', {}),
    ("M03", '[camera]\nsee_others = "ok"', {}),
    ("M04", '[talk]\nmodes = ["voice"]', {}),
    ("M05", '[talk]\nspeech = "speaks"\nextra_time = 1.0', {}),
    ("D01", '[device]\nhas = ["smartphone"]', {}),
    ("D02", '[device]\nhas = ["basic_phone", "smartphone"]', {}),
    ("D03", '[device]\nhas = ["smartphone"]', {}),
    ("D04", "[help]\ndigital_confidence = 3\ntech = 'none'", {}),
    ("D05", '[device]\ninput = ["touch", "mouse"]', {}),
    ("D05", '[device]\ninput = ["keyboard", "mouse"]', {}),
    ("N01", '[connection]\nquality = "good"', {}),
    ("N02", "[connection]\nminutes_limited = false", {}),
    ("M06", '[talk]\nmodes = ["sms"]', {}),
    ("S11", '[language]\nsigned = ["ase"]\ninterpreter = "signed"', {}),
    ("S11", '[language]\nsigned = ["ase"]', {"languages": ("ase",)}),
    ("S12", "[hearing]\nlip_reads = true", {"platform": "in_person"}),
    ("D06", '[device]\nhas = ["basic_phone"]', {}),
    ("N03", '[connection]\nquality = "weak"', {}),
    ("P01", "[pace]\nmax_minutes = 60", {}),
    ("P02", "[pace]\nreminders = { value = ['letter'], wish = 'avoid' }", {}),
    ("P03", "[topic]\nheads_up = { value = true, wish = 'avoid' }", {}),
    ("P04", "[sense]\nlow_stimulus = false", {}),
]


def _ids(rows: list[tuple]) -> list[str]:
    seen: dict[str, int] = {}
    for row in rows:
        seen[row[0]] = seen.get(row[0], 0) + 1
    counts: dict[str, int] = {}
    names = []
    for row in rows:
        counts[row[0]] = counts.get(row[0], 0) + 1
        names.append(row[0] if seen[row[0]] == 1 else f"{row[0]}-{counts[row[0]]}")
    return names


@pytest.mark.parametrize(("rule", "needs", "changes", "setting", "value"), FIRES, ids=_ids(FIRES))
def test_rule_fires(rule, needs, changes, setting, value):
    plan = plan_of(needs, **changes)
    assert setting in {item.setting for item in plan.recommendations if item.rule == rule}
    assert plan.settings[setting] == value


@pytest.mark.parametrize(("rule", "needs", "changes"), SILENT, ids=_ids(SILENT))
def test_rule_is_silent(rule, needs, changes):
    assert rule not in fired(plan_of(needs, **changes))


def test_every_rule_has_a_firing_test_and_unless_universal_a_silent_one():
    every = {rule.id for rule in built_in_rules().rules}
    assert {row[0] for row in FIRES} == every
    assert {row[0] for row in SILENT} == every - ALWAYS


def test_universal_rules_hold_even_when_nothing_is_known():
    plan = plan_of(platform="sms", minutes=5, dial_in=NO_NUMBER)
    assert fired(plan) >= ALWAYS


def test_a_person_who_said_nothing_gets_the_baseline_alone():
    rules = {item.rule for item in plan_of().recommendations}
    assert rules == {f"U{number:02d}" for number in range(1, 11)}


def test_recommendations_are_sorted_by_duty_and_rule():
    plan = plan_of(
        '[device]\nhas = ["tablet"]\n[help]\ndigital_confidence = 1\n[sense]\nno_flashing = true'
    )
    order = ["required", "offer", "consider"]
    keys = [(order.index(i.duty.value), i.rule, i.setting) for i in plan.recommendations]
    assert keys == sorted(keys)
