"""Syllables against lists that were counted by others."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.materials.plain.syllables import syllable_counter

HERE = Path(__file__).parent


def counted(lang: str) -> dict[str, int]:
    found, count = {}, 0
    for line in (HERE / f"syllables_{lang}.txt").read_text("utf-8").splitlines():
        if head := re.fullmatch(r"\[(\d+)\]", line):
            count = int(head[1])
        elif not line.startswith("#"):
            found |= dict.fromkeys(line.split(), count)
    return found


@pytest.mark.parametrize(
    ("lang", "count", "least", "most_bias"),
    [
        ("en", syllable_counter("en"), 0.96, 0.03),
        ("es", syllable_counter("es"), 0.98, 0.02),
    ],
)
def test_nearly_every_word_is_exact_and_the_rest_cancel_out(lang, count, least, most_bias):
    words = counted(lang)
    errors = {word: count(word) - right for word, right in words.items()}
    assert len(words) > 400
    wrong = {word: error for word, error in errors.items() if error}
    assert 1 - len(wrong) / len(words) >= least, wrong
    assert abs(sum(errors.values())) / len(words) <= most_bias


@pytest.mark.parametrize(
    ("word", "right"),
    [("ayuda", 3), ("días", 2), ("teléfono", 4), ("pingüino", 3), ("guitarra", 3), ("reunión", 2),
     ("caer", 2), ("muy", 1), ("averiguáis", 4)],
)  # fmt: skip
def test_spanish_words_that_others_undercount(word, right):
    assert syllable_counter("es")(word) == right


def test_a_compound_is_counted_part_by_part():
    assert syllable_counter("en")("well-known") == 2
    assert syllable_counter("en")("something") == 2


@given(st.text(max_size=40))
def test_any_text_has_at_least_one(text):
    assert syllable_counter("en")(text) >= 1
    assert syllable_counter("es")(text) >= 1
