"""Names of a hint: taken where they sound like what was heard, and nothing else with them."""

from __future__ import annotations

import pytest

from access_kit.captions.hinted_words import find_names, take_names
from access_kit.model.word import Word

HINT = "Mr. John Dashwood. Mr. Quilter. Montreal Forced Aligner. The acoustic corpus. Platforms."


def words(text: str) -> list[Word]:
    return [Word(word, 300 * at, 300 * at + 250, 0.8) for at, word in enumerate(text.split())]


def take(heard: str, hinted: str, hint: str = HINT) -> str:
    named = take_names(words(heard), words(hinted), find_names(hint))
    return " ".join(word.text for word, _ in named)


SAID = {
    # What Whisper's two smallest models heard in clips of the tests, without the hint and with it.
    "Montreal, uh, uh, uh, forced to win her.": (
        "Montreal Aligner. Forced Aligner.",
        "Montreal, uh, uh, uh, Forced Aligner.",
    ),
    "Montreal, uh, uh, uh, uh, uh, uh, uh, uh, forced to win her.": (
        "Montreal Aligner. Forced Aligner.",
        "Montreal, uh, uh, uh, uh, uh, uh, uh, uh, Forced Aligner.",
    ),
    "a for Stelliner.": ("Montreal Forced Aligner", "Montreal Forced Aligner."),
    "1 0 0 0 1 9 0 2 1 0": (
        "10001. 90210. The acoustic corpus. The acoustic corpus. The",
        "1 0 0 0 1 9 0 2 1 0",
    ),
    "more respectable than he was.": (
        "more respectable than he was. Music playing. Aligner.",
        "more respectable than he was.",
    ),
    "This is the Acoustic Corpus. I'm talking, uh, fast": (
        "this is the acoustic corpus I'm talking fast",
        "This is the acoustic corpus. I'm talking, uh, fast",
    ),
    "Today, only platforms 1 and 3 are used.": (
        "today only Platforms one and three are used",
        "Today, only Platforms 1 and 3 are used.",
    ),
    "All that they mister Dashboard had": (
        "All that the Mr. Dashwood had",
        "All that they Mr. Dashwood had",
    ),
}


@pytest.mark.parametrize("heard", SAID)
def test_names_are_taken_and_all_else_stays_as_it_was_heard(heard):
    hinted, expected = SAID[heard]
    assert take(heard, hinted) == expected


@pytest.mark.parametrize(
    ("hint", "heard", "hinted", "expected"),
    [
        ("Lindqvist", "Ask Anna Lincwest's sister.", "Ask Anna Lindqvist sister.", "Lindqvist"),
        ("Siobhan", "Good evening, shivon.", "Good evening Siobhan.", "Siobhan."),
        ("नमिता", "यह नमीता है", "यह नमिता है", "नमिता"),
        ("김민수", "안녕 김민쑤 씨", "안녕 김민수 씨", "김민수"),
    ],
)
def test_a_name_in_any_script_stands_as_the_hint_has_it(hint, heard, hinted, expected):
    assert expected in take(heard, hinted, hint)


def test_a_hint_of_small_words_changes_nothing():
    assert find_names("and the of 5 is") == frozenset()
    assert take("They came.", "The came.", "the they") == "They came."


def test_each_word_tells_in_whose_place_it_stands_and_times_are_kept():
    heard = words("We met for Stelliner today")
    named = take_names(heard, words("We met Forced Aligner today"), find_names(HINT))
    assert [at for _, at in named] == [0, 1, 2, 2, 4]
    assert [(word.start_ms, word.end_ms) for word, _ in named] == [
        (word.start_ms, word.end_ms) for word in heard
    ]


def test_where_nothing_was_heard_no_name_is_written():
    assert take_names([], words("Montreal Forced Aligner"), find_names(HINT)) == []
