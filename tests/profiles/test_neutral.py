"""Words that may not stand where anyone might look."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.profiles.neutral import find_unneutral, load_words

FOUND = [
    ("Recovery group", ["Recovery"]),
    ("For our older members", ["older"]),
    ("Ages 60 and up", ["Ages"]),
    ("Mental health check", ["Mental", "health"]),
    ("TRIGGERED by noise", ["TRIGGERED"]),
    ("your counsellor, the addicts' line", ["counsellor", "addicts"]),
    ("bring your medication", ["medication"]),
    ("He is deaf.", ["deaf"]),
    ("sober-living house", ["sober"]),
    ("a 12-step meeting", ["12-step"]),
    ("a 12 step meeting", ["12 step"]),
    ("recovery_group_notes.pdf", ["recovery"]),
    ("ｈｅａｌｔｈ", ["ｈｅａｌｔｈ"]),
    ("hea\u00adlth", ["hea\u00adlth"]),
    ("re\u200bcovery", ["re\u200bcovery"]),
    ("grupo de recuperación", ["recuperación"]),
    ("grupo de RECUPERACION", ["RECUPERACION"]),
    ("Salud mental", ["Salud", "mental"]),
    ("personas mayores y su salud", ["personas mayores", "salud"]),
    ("para adictos", ["adictos"]),
    ("Diagnósticos", ["Diagnósticos"]),
    ("la persona sorda", ["sorda"]),
]

NEUTRAL = [
    "",
    "Thursday evening group",
    "This page is a message about the package on the stage.",
    "Please manage the sound. The image is large.",
    "You can join by phone, and stay for a part.",
    "Captions show what is said. A screen reader can read it.",
    "We will drop you a line. Skill and will.",
    "El mensaje y el viaje. Te llamamos a la hora de siempre.",
    "Puede escribir en el chat, y apagar la cámara.",
    "experimental governmental",
    "a meeting for women",
    "drugstore",
]


@pytest.mark.parametrize(("text", "words"), FOUND, ids=[text for text, _ in FOUND])
def test_word_is_found_as_it_stands(text, words):
    assert find_unneutral(text) == words


@pytest.mark.parametrize("text", NEUTRAL)
def test_neutral_text_is_left_alone(text):
    assert find_unneutral(text) == []


def test_a_kit_adds_words_of_its_own():
    assert find_unneutral("Riverside Clubhouse news") == []
    assert find_unneutral("Riverside Clubhouse news", ["clubhouse"]) == ["Clubhouse"]
    assert find_unneutral("two clubhouses", ["clubhouse"]) == ["clubhouses"]
    assert find_unneutral("the peers’ room", ["peer"]) == ["peers"]
    assert find_unneutral("peering", ["peer"]) == []
    assert find_unneutral("peering", ["peer*"]) == ["peering"]
    assert find_unneutral("anything", ["", "*", "  "]) == []


def test_a_kits_word_in_a_script_without_spaces_is_found_inside_a_line():
    assert find_unneutral("请参加康复小组活动", ["康复"]) == ["康复"]


def test_a_word_is_told_once():
    assert find_unneutral("health, health and health") == ["health"]


@given(st.sampled_from(load_words()), st.sampled_from(["{}", "({})", "A {}.", "{},", "{}: x"]))
def test_every_built_in_word_is_found_in_any_case_and_place(word, frame):
    bare = word.replace("*", "")
    for text in (bare, bare.upper(), bare.title()):
        assert find_unneutral(frame.format(text))


@given(st.text(max_size=200))
def test_what_is_found_stands_in_the_text(text):
    assert all(word in text for word in find_unneutral(text))


def test_words_of_both_languages_are_lower_case_and_written_once():
    words = load_words()
    assert all(word == word.lower() for word in words)
    assert all(re.fullmatch(r"[\w' -]+\*?", word) for word in words)
