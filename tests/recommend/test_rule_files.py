"""A kit's own rules: added, replaced, limited, and every mistake told with its line."""

from __future__ import annotations

import pytest

from access_kit.recommend.book import built_in_rules, load_book
from access_kit.recommend.person import recommend_person
from tests.recommend.people import person, situation

HEAD = 'schema = "access-kit/rules/1"\n'
RULE = """
[[rule]]
id = "K01"
duty = "offer"
because = "You can have a cup of tea."
source = "own"
[[rule.then]]
setting = "break.minutes"
value = 10
"""


def codes(text: str) -> list[tuple[str, int | None]]:
    book, problems = load_book(text, file="rules.toml")
    assert (book is None) == any(problem.is_error for problem in problems)
    return [(problem.code, problem.line) for problem in problems]


def plan_with(text: str, needs: str = "", **changes: object):
    book, problems = load_book(HEAD + text)
    assert book is not None, problems
    return recommend_person(person(needs), situation(**changes), book)


def test_no_file_means_the_built_in_rules():
    assert load_book() == (built_in_rules(), [])


def test_a_kit_adds_a_rule():
    plan = plan_with(RULE)
    assert plan.settings["break.minutes"] == 10
    assert "K01" in {item.rule for item in plan.recommendations}


def test_a_kit_replaces_a_rule_by_its_id_and_it_stays_for_all():
    text = RULE.replace("K01", "U06").replace("break.minutes", "break.every_min")
    book, _ = load_book(HEAD + text)
    assert book is not None
    assert next(rule for rule in book.rules if rule.id == "U06").baseline
    plan = plan_with(text)
    assert plan.settings["break.every_min"] == 10
    assert "break.step_out" not in plan.settings


def test_a_kit_cites_its_own_source():
    text = RULE.replace('source = "own"', 'source = "our-policy"') + (
        '[citation.our-policy]\ntitle = "Our policy"\nsupports = "Tea."\n'
    )
    plan = plan_with(text)
    assert "our-policy" in {item.source for item in plan.recommendations}


def test_a_kits_rule_cannot_bring_back_what_a_person_avoids():
    text = """
[[rule]]
id = "K02"
duty = "required"
because = "You can join by phone."
source = "own"
[[rule.then]]
setting = "join.ways"
value = ["phone", "sms"]
"""
    assert plan_with(text, "[talk]\navoid = ['phone']").settings["join.ways"] == ("sms",)


FLOOR = """
[[floor]]
id = "F01"
settings = ["join.ways"]
values = ["sms"]
because = "We may not send texts."
alternatives = ["Offer a call.", "Offer a letter."]
"""


def test_a_floor_takes_away_only_as_not_met_with_two_other_ways():
    plan = plan_with(FLOOR, "[talk]\nmodes = ['sms']", platform="sms")
    assert "join.ways" not in plan.settings
    (missed,) = [n for n in plan.not_met if n.rule == "F01"]
    assert missed.value == ("sms",)
    assert missed.alternatives == ("Offer a call.", "Offer a letter.")


def test_a_floor_leaves_the_rest():
    plan = plan_with(FLOOR, "[talk]\nmodes = ['sms', 'text_chat']", platform="sms")
    assert plan.settings["join.ways"] == ("text_chat",)


def test_a_floor_says_nothing_to_who_avoids_it_anyway():
    plan = plan_with(FLOOR, "[talk]\navoid = ['sms']", platform="sms")
    assert not [n for n in plan.not_met if n.rule == "F01"]


LIMIT = """[[rule.limit]]
because = "This time we do not meet in that way."
alternatives = ["Offer a call.", "Offer a letter."]
from = "talk.modes"
outside = "session.modes"
"""
BOOKING = """[[rule.booking]]
what = "a tea kettle"
setting = "break.minutes"
lead_days = 14
source = "own"
"""

WRONG = [
    ("", "missing-key", 1),
    ('schema = "access-kit/rules/9"', "unknown-schema", 1),
    (HEAD + "[[ruel]]", "unknown-key", 2),
    (HEAD + RULE.replace("break.minutes", "break.minuets"), "unknown-setting", 9),
    (HEAD + RULE.replace("10", '"ten"'), "wrong-type", 10),
    (HEAD + RULE.replace("value = 10", ""), "value-or-from", 8),
    (HEAD + RULE.replace("value = 10", 'from = "pace.breaks"'), "unknown-fact", 10),
    (HEAD + RULE.replace('"offer"', '"must"'), "unknown-value", 5),
    (HEAD + RULE.replace('"own"', '"nowhere"'), "unknown-source", 7),
    (HEAD + RULE.replace("K01", "k1"), "bad-pattern", 4),
    (HEAD + RULE + RULE, "duplicate-id", 13),
    (HEAD + RULE.replace("cup of tea", "cup for your health"), "unneutral", 6),
    (HEAD + RULE.replace("a cup", "a " + "nice " * 12 + "cup"), "long-sentence", 6),
    (HEAD + RULE.split("[[rule.then]]")[0], "no-setting", 3),
    (HEAD + 'rule = "U01"', "wrong-type", 2),
    (HEAD + "rule = [3]", "wrong-type", 2),
    (HEAD + FLOOR.replace(', "Offer a letter."', ""), "too-few-alternatives", 8),
    (HEAD + FLOOR.replace('"join.ways"', '"join.way"'), "unknown-setting", 5),
    (HEAD + RULE.replace('"own"', '""'), "empty-text", 7),
    (HEAD + RULE + 'only = "phone"', "wrong-type", 11),
    (HEAD + RULE + '[[rule.limit]]\nbecause = "Not now."', "too-few-alternatives", 3),
    (HEAD + RULE + LIMIT, "no-setting", 11),
    (HEAD + RULE + BOOKING.replace("14", "-1"), "out-of-range", 14),
    (HEAD + RULE + BOOKING.replace("lead_days = 14\n", ""), "missing-key", 11),
    (HEAD + RULE.replace("value = 10", "value = 2026-11-29"), "wrong-type", 10),
    (HEAD + "[citation.ours]\ntitle = 3", "wrong-type", 3),
    (
        HEAD + RULE.replace("[[rule.then]]", "[rule.when]\nsession.minutes = 5\n[[rule.then]]"),
        "unknown-key",
        9,
    ),
]
WHEN = [
    ('"reading.print_size" = { at_least = 18 }', "unknown-key"),
    ('"reading.print_size_pt" = { atleast = 18 }', "unknown-key"),
    ('"reading.print_size_pt" = { at_least = "big" }', "unknown-fact"),
    ('"reading.print_size_pt" = { at_least = true }', "wrong-type"),
    ('"reading.formats" = { at_least = 3 }', "wrong-type"),
    ('"reading.formats" = { any_of = ["large-print"] }', "unknown-operand"),
    ('"reading.formats" = { any_of = [] }', "empty-list"),
    ('"reading.formats" = { any_of = "braille" }', "wrong-type"),
    ('"reading.formats" = {}', "no-test"),
    ('"reading.formats" = { any_of = ["braille"], wish = "want" }', "bad-wish"),
    ('"hearing.lip_reads" = { is = "yes" }', "wrong-type"),
    ('"language.spoken" = { shares_none_with = "facilitator.tongues" }', "unknown-fact"),
    ("any = []", "empty-list"),
    ("any = 3", "wrong-type"),
    ("not = 3", "wrong-type"),
]


@pytest.mark.parametrize(("text", "suffix", "line"), WRONG, ids=[w[1] for w in WRONG])
def test_a_mistake_is_told_with_its_line(text, suffix, line):
    assert (f"rules.{suffix}", line) in codes(text)


@pytest.mark.parametrize(("condition", "suffix"), WHEN, ids=[w[0] for w in WHEN])
def test_a_mistake_in_a_condition_is_told(condition, suffix):
    found = codes(HEAD + RULE.replace("[[rule.then]]", f"[rule.when]\n{condition}\n[[rule.then]]"))
    assert [code for code, _ in found] == [f"rules.{suffix}"]


def test_all_mistakes_are_told_at_once():
    text = RULE.replace('"offer"', '"must"').replace("break.minutes", "x").replace('"own"', '"y"')
    assert len(codes(HEAD + text)) == 3


def test_words_are_looked_at_in_a_rule_that_is_wrong_elsewhere():
    text = RULE.replace('"offer"', '"must"').replace("tea", "tea for your health")
    text = text.replace("value = 10", 'value = "ten"')
    assert [code for code, _ in codes(HEAD + text + RULE)] == [
        "rules.unknown-value",
        "rules.wrong-type",
        "rules.unneutral",
        "rules.duplicate-id",
    ]


def test_a_list_of_rules_is_told_by_its_heading():
    _, problems = load_book(HEAD + RULE + "limit = 3")
    assert problems[0].facts["known"]
    _, problems = load_book(HEAD + 'rule = "U01"')
    assert problems[0].facts["wanted"] == "tables headed [[rule]]"


def test_a_mistyped_setting_gets_a_suggestion():
    _, problems = load_book(HEAD + RULE.replace("break.minutes", "break.minuets"))
    assert problems[0].facts["guess"] == "break.minutes"


def test_text_that_is_no_toml_is_told():
    assert codes("[[rule") == [("toml.syntax", 1)]


@pytest.mark.parametrize("rule", ["M02", "S05"])
def test_a_kit_cannot_take_away_what_follows_from_an_avoid(rule):
    assert ("rules.avoid-removed", 3) in codes(HEAD + RULE.replace("K01", rule))


def test_a_kit_can_add_to_what_follows_from_an_avoid():
    text = """
[[rule]]
id = "S05"
duty = "required"
because = "You can hide the words on your screen."
source = "own"
when = { "hearing.captions" = { any_of = ["auto", "human"], wish = "avoid" } }
[[rule.then]]
setting = "captions.hide_steps"
value = true
[[rule.then]]
setting = "sheets"
value = ["hide_captions", "steps"]
"""
    assert codes(HEAD + text) == []


def test_every_code_has_its_words():
    import tomllib
    from pathlib import Path

    import access_kit

    words = tomllib.loads(
        (Path(access_kit.__file__).parent / "problem_words" / "recommend.toml").read_text("utf-8")
    )
    for text, *_ in WRONG:
        _, problems = load_book(text)
        for problem in problems:
            entry = words.get(problem.code)
            if entry is None:
                continue  # a code that every kind of file shares
            entry["message"].format_map(dict(problem.facts))
            entry["hint"].format_map(dict(problem.facts))
