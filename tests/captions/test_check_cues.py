"""Checking: each rule finds its fault and nothing else; word errors are counted right."""

from __future__ import annotations

import random
import tomllib
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.check_breaks import load_judged_verbs, parts_verb
from access_kit.captions.check_cues import check_captions
from access_kit.captions.check_words import align_words, count_errors, split_words, wer
from access_kit.captions.drafts import DraftState, mark_draft
from access_kit.captions.layout import LAYOUTS, lay_out
from access_kit.captions.layout_breaks import load_break_words
from access_kit.errors import Severity
from access_kit.model.cue import Captions, Cue
from access_kit.model.word import RecordedWords, Word
from tests.captions.judge import find_violations
from tests.captions.words import say, word_streams

ACCESS = LAYOUTS["access"]


def cue(start: int, end: int, text: str = "we meet today", **more) -> Cue:
    return Cue("", start, end, text, **more)


FAULTS = {
    "captions.line-too-long": (cue(0, 6000, "a line that is clearly longer than this"),),
    "captions.too-many-lines": (cue(0, 6000, "hello\nfriends\ntoday"),),
    "captions.too-short": (cue(0, 900, "hi"),),
    "captions.too-long": (cue(0, 7001),),
    "captions.too-fast": (cue(0, 1000, "eighteen letters."[:17] + "!"),),
    "captions.much-too-fast": (cue(0, 1000, "more than twenty letters"),),
    "captions.empty-cue": (cue(0, 1000, " \n"),),
    "captions.end-before-start": (cue(1000, 1000),),
    "captions.overlap": (cue(0, 2000), cue(1900, 4000)),
    "captions.out-of-order": (cue(4000, 6000), cue(0, 2000)),
    "captions.gap-too-short": (cue(0, 2000), cue(2040, 4000)),
    "captions.gap-flickers": (cue(0, 2000), cue(2300, 4000)),
    "captions.phrase-parted": (cue(0, 6000, "we meet in the\nevening"),),
    "captions.control-character": (cue(0, 2000, "hi\x07 you"),),
    "captions.replacement-character": (cue(0, 2000, "caf\ufffd"),),
}


@pytest.mark.parametrize("code", FAULTS)
def test_fault_is_found_and_nothing_else(code: str):
    found = check_captions(Captions(FAULTS[code]), ACCESS, file="x.vtt")
    assert [problem.code for problem in found] == [code]
    assert found[0].file == "x.vtt"
    assert found[0].facts["source"]
    assert found[0].where
    assert found[0].where.startswith("cue ")


def test_speed_and_breaks_are_soft_and_limits_are_hard():
    soft = {"captions.too-fast", "captions.phrase-parted", "captions.control-character"}
    for code, cues in FAULTS.items():
        severity = check_captions(Captions(cues), ACCESS)[0].severity
        if code in soft:
            assert severity is Severity.WARNING
        elif code != "captions.gap-flickers":
            assert severity is Severity.ERROR, code


AT_VERBS = [
    "you can call\nus or stay", "I will tell\nyou first", "why you want\nto pass",
    "you can call\nor text", "they are going\nto stay", "he wrote\nit down",
]  # fmt: skip


@pytest.mark.parametrize("text", AT_VERBS)
def test_a_line_end_at_a_verb_is_named_by_a_list_apart_from_the_makers(text: str):
    assert parts_verb(*text.split("\n"), "en")
    found = check_captions(Captions((cue(0, 6000, text),), lang="en"), ACCESS)
    assert [problem.code for problem in found] == ["captions.phrase-parted"]


def test_the_judges_list_is_not_the_makers():
    judged, made = load_judged_verbs("en"), load_break_words("en")
    assert judged is not None
    assert made is not None
    assert len(judged.verbs - made.verbs) > 3 * len(made.verbs)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_line_end_beside_a_verb_is_right(lang: str):
    texts = {"en": ["if it stops\nyou can call", "we talked,\nyou and I", "we wait here\nto begin"],
             "es": ["ya no puede,\ncomer sí", "vamos hoy\na casa"]}  # fmt: skip
    for text in texts[lang]:
        assert not parts_verb(*text.split("\n"), lang)
    assert parts_verb("si no puede", "venir", "es")


OPENING = """
Hello and welcome. You can keep your camera off, and if the sound stops you can call us or stay on
the line. I will tell you first what we talk about today. Two more people will join us at half past.
You do not have to say why you want to pass. If you are having a really hard night, you can call or
text nine eight eight. I had a week that I would like to forget. Nobody has to speak, and everybody
can type.
"""


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_layout_parts_at_most_one_verb_of_an_opening(name: str):
    """The sentences in which six of nineteen cues of "access" ended badly."""
    laid = lay_out(say(OPENING), LAYOUTS[name])
    ends = [pair for cue in laid.captions.cues for pair in pairwise(cue.lines)]
    ends += [(a.text, b.text) for a, b in pairwise(laid.captions.cues)]
    assert len([pair for pair in ends if parts_verb(*pair, "en")]) <= 1
    found = check_captions(laid.captions, LAYOUTS[name])
    parted = [problem for problem in found if problem.code == "captions.phrase-parted"]
    assert len(parted) <= 4


def test_phrase_parted_between_cues_is_found():
    cues = (cue(0, 2000, "we meet in the"), cue(2000, 4000, "evening"))
    assert [p.code for p in check_captions(Captions(cues), ACCESS)] == ["captions.phrase-parted"]


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@given(words=word_streams(most=25))
def test_what_layout_makes_has_no_hard_finding_but_its_exceptions(name: str, words: RecordedWords):
    laid = lay_out(words, LAYOUTS[name])
    found = [p for p in check_captions(laid.captions, LAYOUTS[name]) if p.is_error]
    fast = {p.where for p in found if p.code == "captions.much-too-fast"}
    hard = {p.where for p in found if p.code != "captions.much-too-fast"}
    assert hard <= {problem.where for problem in laid.exceptions}
    assert fast <= {problem.where for problem in laid.too_fast}


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_check_agrees_with_the_independent_judge(name: str, dice: random.Random):
    at, cues = 0, []
    for number in range(1, 200):
        text = "\n".join(
            " ".join("x" * dice.randrange(1, 9) for _ in range(dice.randrange(1, 7)))
            for _ in range(dice.randrange(1, 4))
        )
        length = dice.randrange(300, 9000)
        cues.append(Cue(str(number), at, at + length, text))
        at += length + dice.choice([0, 40, 83, 200, 2000, -50])
    found = check_captions(Captions(tuple(cues)), LAYOUTS[name])
    hard = [p for p in found if p.is_error and p.code != "captions.much-too-fast"]
    ours = {int(p.where.split()[1]) + (p.code == "captions.gap-too-short") for p in hard}
    assert ours == {int(cue_id) for cue_id, _ in find_violations(tuple(cues), name)}


def test_draft_cue_is_no_finding_and_keeps_its_number():
    captions = mark_draft(Captions((cue(100, 900, "hi"),)), DraftState("draft"))
    found = check_captions(captions, ACCESS)
    assert [(p.code, p.where) for p in found] == [("captions.too-short", "cue 2 (00:00:00.100)")]


def heads(found):
    return {problem.code: dict(problem.facts) for problem in found}


def test_four_heads_with_a_reference_and_words():
    words = say("we meet on thursday evening in the library")
    captions = lay_out(words, ACCESS).captions
    found = heads(
        check_captions(captions, ACCESS, "We meet on Friday evening, in the old library.", words)
    )
    assert found["captions.accurate"]["percent"] == pytest.approx(100 * 2 / 9, abs=0.1)
    assert found["captions.complete"]["missing"] == 1
    assert found["captions.synchronous"]["near"] == found["captions.synchronous"]["measured"] == 1
    assert found["captions.placed"]["placed"] == 0
    assert "captions.out-of-sync" not in found


def test_late_cue_and_speech_without_a_caption_are_found():
    words = say(" ".join(f"word{n}" for n in range(60)))
    captions = Captions((cue(500, 2000, "word0 word1 word2"),))
    found = heads(check_captions(captions, ACCESS, words=words))
    assert found["captions.out-of-sync"]["ms"] == 500
    assert "captions.speech-unshown" in found


RATES = [
    ("a b c d", "a b c d", 0.0),
    ("a b c d", "a x c", 0.5),
    ("A, b. C!", "a B c", 0.0),
    ("don’t stop", "don't stop", 0.0),
    ("a", "a b c", 2.0),
    ("", "a", 1.0),
    ("", "", 0.0),
    ("今晚七点", "今晚八点", 0.25),
    ("hello there", "hello [laughs] there", 0.0),
]


@pytest.mark.parametrize(("reference", "other", "rate"), RATES)
def test_word_error_rate(reference: str, other: str, rate: float):
    assert wer(reference, other) == pytest.approx(rate)


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_alignment_spends_the_least_errors(reference, other):
    steps = align_words(reference, other)
    assert [s.reference for s in steps if s.reference is not None] == list(range(len(reference)))
    assert [s.other for s in steps if s.other is not None] == list(range(len(other)))
    assert sum(not s.equal for s in steps) == least(tuple(reference), tuple(other))


def least(a: tuple, b: tuple) -> int:
    if not a or not b:
        return len(a) + len(b)
    return min(least(a[1:], b[1:]) + (a[0] != b[0]), least(a[1:], b) + 1, least(a, b[1:]) + 1)


def test_long_texts_are_compared_in_pieces():
    said = [f"w{n}" for n in range(6000)]
    heard = [word for n, word in enumerate(said) if n % 100] + ["more"]
    errors = count_errors(" ".join(said), " ".join(heard))
    assert (errors.missing, errors.extra, errors.wrong) == (60, 1, 0)


def test_words_of_a_text():
    assert split_words("Well, don't “stop” — 7:30 [coughs] rock-n-roll") == [
        "well",
        "don't",
        "stop",
        "730",
        "rocknroll",
    ]


def test_every_code_of_checks_has_words():
    text = resources.files("access_kit.problem_words").joinpath("captions_text.toml").read_text()
    assert set(FAULTS) <= set(tomllib.loads(text))


def test_words_may_be_unlike_the_captions():
    found = check_captions(Captions((cue(0, 2000),)), ACCESS, "", RecordedWords((Word("x", 0, 1),)))
    assert found
