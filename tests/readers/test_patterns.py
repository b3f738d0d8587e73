"""No regular expression of the package is worse than linear on its input.

Whoever sends a reply or a handout chooses its text; an expression that goes back again and again
would let one line stop everything. ``tests/readers/patterns.py`` finds them all and says what they
are tried with.
"""

from __future__ import annotations

import re

import pytest

from tests.readers.patterns import ALL, Found, all_patterns, slowness
from tests.readers.put_together import PUT_TOGETHER, put_together


def test_no_expression_is_worse_than_linear_on_its_input(soak):
    held = [found for found in all_patterns() if found.pattern]
    slow = [told for found in held if (told := slowness(found, every=soak))]
    assert slow == [], "\n".join(slow)


def test_no_expression_made_of_words_is_worse_than_linear(soak):
    slow = [told for found in put_together() if (told := slowness(found, every=soak))]
    assert slow == [], "\n".join(slow)


def test_every_module_that_puts_an_expression_together_is_known():
    places = {found.place.rpartition(":")[0] for found in all_patterns() if not found.pattern}
    assert places == set(PUT_TOGETHER)


@pytest.mark.parametrize(
    ("expression", "way"),
    [
        (r"(a+)+b", "match"), (r"\s+$", "search"), (r"<a[^>]*>", ALL),
        (r".*(?:\d{4}|@).*:\s*$", "match"), (r"(\d+)+,", "search"), (r"[\w.]+@[\w.]+", ALL),
        (r"(?:a|aa)*c", "fullmatch"),
    ],
)  # fmt: skip
def test_an_expression_that_goes_back_is_found(expression, way):
    assert slowness(Found("here", re.compile(expression), frozenset((way,))), every=True)


@pytest.mark.parametrize(
    ("expression", "way"),
    [
        (r"\s+", ALL), (r"\d+[.,]\d+", "fullmatch"), (r"\s*a", "match"),
        (r"[^@]+@[^@]+", "fullmatch"),
        (r"<[^<>]{0,300}>", ALL), (r"(?<!\w)\w+(?!\w)", ALL),
    ],
)  # fmt: skip
def test_an_expression_that_does_not_is_let_alone(expression, way):
    assert not slowness(Found("here", re.compile(expression), frozenset((way,))))
