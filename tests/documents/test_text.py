"""Cleaning, direction and isolation of text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import (
    LRI,
    PDI,
    direction,
    isolate,
    isolate_values,
)
from access_kit.i18n.scripts import script_of

ARABIC = "اتصل على الرقم"


@pytest.mark.parametrize(
    ("lang", "script", "way"),
    [
        ("en-US", "Latn", "ltr"),
        ("ar", "Arab", "rtl"),
        ("ur-PK", "Arab", "rtl"),
        ("he", "Hebr", "rtl"),
        ("pa-Arab", "Arab", "rtl"),
        ("az-Latn", "Latn", "ltr"),
        ("zh-Hant-TW", "Hant", "ltr"),
        ("hi", "Deva", "ltr"),
        ("sr", "Cyrl", "ltr"),
    ],
)
def test_language_has_script_and_direction(lang, script, way):
    assert (script_of(lang), direction(lang)) == (script, way)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Rosa", "Rosa"),
        ("Ro\x00sa\x1b[31m", "Rosa[31m"),
        ("one\ntwo\u2028three\tfour", "one two three four"),
        ("a\u202ereversed\u202c", "areversed"),
        ("a\u2067b", "ab"),
        ("a\u2069b", "ab"),
        ("a\u2066b\u2069", "a\u2066b\u2069"),
        ("Jose\u0301", "José"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("\ufeffmark", "mark"),
    ],
)
def test_text_is_cleaned(dirty, clean):
    assert clean_text(dirty) == clean


@given(st.text(st.characters()))
def test_cleaned_text_is_stable_and_safe(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\x00\x1b\n\u202a\u202b\u202c\u202d\u202e\u2028")
    opened = sum(cleaned.count(char) for char in "\u2066\u2067\u2068")
    assert opened == cleaned.count("\u2069")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x10FFFF, categories=["L", "N", "P"])))
def test_isolation_adds_isolates_and_nothing_else(text):
    cleaned = clean_text(text)
    bare = cleaned.translate(dict.fromkeys(range(0x2066, 0x206A)))
    for around in ("ltr", "rtl"):
        for isolated in (isolate(cleaned, around), isolate_values(cleaned, around)):
            assert isolated.translate(dict.fromkeys(range(0x2066, 0x206A))) == bare


@pytest.mark.parametrize(
    "value",
    [
        "+1 603 555 0101",
        "(603) 555-0101",
        "6:00 PM",
        "Riverside Peer Network",
        "hello@riverside.example",
        "https://riverside.example/join?x=1",
        "2026-12-03",
        "4711",
    ],
)
def test_value_in_arabic_is_isolated_as_one(value):
    assert isolate_values(f"{ARABIC} {value} الآن.", "rtl") == f"{ARABIC} {LRI}{value}{PDI} الآن."
    assert isolate(value, "rtl") == f"{LRI}{value}{PDI}"


def test_english_needs_no_isolates():
    text = "Call +1 603 555 0101 at 6:00 PM."
    assert isolate_values(text, "ltr") == text
    assert isolate("Rosa", "ltr") == "Rosa"


def test_number_behind_arabic_words_in_english_is_isolated():
    assert f"{LRI}+1 603 555 0101{PDI}" in isolate_values(f"Say {ARABIC} +1 603 555 0101", "ltr")


def test_author_who_isolates_is_left_alone():
    text = f"{ARABIC} {LRI}+1 603{PDI} 5"
    assert isolate_values(text, "rtl") == text
