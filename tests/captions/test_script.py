"""A script's words as they are written and as they are heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.pronounce import guess_phones
from access_kit.captions.script import read_script
from access_kit.captions.spoken_numbers import say_number
from access_kit.captions.spoken_words import readings_of


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Hello,", "hello"),
        ("Mr.", "mister"),
        ("12", "twelve"),
        ("1945", "nineteen forty five"),
        ("2026", "twenty twenty six"),
        ("1,945", "one thousand nine hundred forty five"),
        ("10:30", "ten thirty"),
        ("9:05", "nine oh five"),
        ("7:00", "seven"),
        ("3.5%", "three point five percent"),
        ("$5", "five dollars"),
        ("21st", "twenty first"),
        ("2nd", "second"),
        ("self-help", "self help"),
        ("don’t", "don't"),
        ("988", "nine hundred eighty eight"),
        ("007", "zero zero seven"),
        ("—", ""),
        ("rock'n'roll", "rock'n'roll"),
        ("1900", "nineteen hundred"),
        ("2000", "two thousand"),
    ],
)
def test_how_it_sounds(written, heard):
    assert " ".join(next(iter(readings_of(written)), ())) == heard


@given(st.integers(0, 10**12 - 1))
def test_any_number_can_be_said(value):
    assert all(word.isalpha() for word in say_number(str(value)))


@given(st.text(max_size=30))
def test_any_text_is_a_script(text):
    for word in read_script(text):
        assert word.text
        assert word.spoken


def test_marks_directions_and_speakers():
    script = read_script("Jo: Welcome – all of you! [laughs]\nRosa: Thanks.\nMore.")
    assert [(word.text, word.speaker) for word in script] == [
        ("Welcome –", "Jo"),
        ("all", "Jo"),
        ("of", "Jo"),
        ("you!", "Jo"),
        ("Thanks.", "Rosa"),
        ("More.", "Rosa"),
    ]


def test_one_colon_is_no_speaker():
    assert read_script("Remember: breathe.")[0].text == "Remember:"


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("chatting", "CH AE T IH NG"),
        ("beecher", "B IY CH ER"),
        ("torts", "T AO R T S"),
        ("nhs", "EH N EY CH EH S"),
    ],
)
def test_sounds_of_unknown_words(word, phones):
    assert " ".join(guess_phones(word)) == phones


@given(st.text(max_size=12))
def test_every_word_gets_sounds_of_the_dictionary(word):
    assert guess_phones(word)
    assert all(sound.isupper() and sound.isalpha() for sound in guess_phones(word))
