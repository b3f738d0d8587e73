"""Every problem of this room has words, and the words use its facts and no others."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from access_kit.console import word_problem
from access_kit.delivery import addresses, envelopes, mailing
from access_kit.errors import Problem
from access_kit.model.kit import EnvelopeName
from access_kit.model.look import PaperSize
from access_kit.model.profile import PostalAddress

WORDS = Path(addresses.__file__).parents[1] / "problem_words" / "delivery.toml"


def every_problem() -> dict[str, Problem]:
    """One problem of each code, found by asking for it."""
    good = ("Rosa", "1 Elm St", "Here, NH 03755")
    found = [
        *addresses.check_address(PostalAddress("", (), "", "XX")),
        *addresses.check_address(PostalAddress("", ("(", "b", "c", "d", "e"), "", "US", "", "1")),
        *envelopes.carrier(
            {"K-01": good, "K-02": ("a", *good)}, EnvelopeName.US10, PaperSize.A4
        ).problems,
        *envelopes.carrier({"K-01": ("W" * 99,)}, EnvelopeName.DL, PaperSize.A4).problems,
        *envelopes.carrier({"K-01": good}, EnvelopeName.US9, PaperSize.A4).problems,
        *mailing.choose_way({"K-01": 99}).problems,
    ]
    return {problem.code: problem for problem in found}


def test_words_are_there_for_exactly_the_codes_that_are_raised():
    assert set(tomllib.loads(WORDS.read_text())) == set(every_problem())


@pytest.mark.parametrize("problem", every_problem().values(), ids=lambda problem: problem.code)
def test_words_use_exactly_the_facts(problem):
    worded = word_problem(problem)
    assert worded.message
    assert worded.hint
    entry = tomllib.loads(WORDS.read_text())[problem.code]
    used = {name for _, name, _, _ in string.Formatter().parse(" ".join(entry.values())) if name}
    assert used <= set(problem.facts)
    assert not re.search(r"[{}]", worded.message + worded.hint)
