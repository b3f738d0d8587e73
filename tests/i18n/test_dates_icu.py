"""Dates, lists and directions beside ICU, the other reader of CLDR, through Node."""

from __future__ import annotations

import datetime
import json
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from access_kit.documents.direction import direction
from access_kit.i18n import When, say_date, say_list
from tests.tools import required_program

HERE = Path(__file__).parent
LOCALES = (
    "es", "es-MX", "es-US", "ar", "ar-EG", "hi",
    "am", "bn", "de", "el", "en", "fa", "fil", "fr", "gu", "he", "hy", "it", "ja", "km", "ko",
    "lo", "my", "ne", "pa", "pl", "ps", "pt-BR", "ro", "ru", "so", "sq", "sw", "ta", "te", "th",
    "ti", "uk", "ur", "vi", "zh-Hans", "zh-Hant",
)  # fmt: skip
DAYS = tuple(f"2026-{month:02}-{day:02}" for month, day in enumerate(range(9, 21), start=1))
LISTS = (
    ("Ana", "Sam"),
    ("Ana", "Sam", "Lee"),
    ("Ana", "iglesia"),
    ("7", "8"),
    ("Ana", "Sam", "Otto"),
    ("6:15", "6:35"),
)
SPACES_AND_ISOLATES = str.maketrans("\u202f\u00a0", "  ", "\u2066\u2067\u2068\u2069")
WHATS = ("full", "long", "and", "or", "direction")


@cache
def ask_icu():
    """What Node's ICU says of everything that is compared, in one call."""
    node = required_program("node", "nodejs")
    asked = json.dumps({"locales": LOCALES, "dates": DAYS, "lists": LISTS})
    ran = subprocess.run(
        [node, HERE / "icu.mjs"], input=asked, capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(ran.stdout)["answers"]


def say_ours(locale, what):
    days = [datetime.date.fromisoformat(day) for day in DAYS]
    match what:
        case "full":
            noons = [datetime.datetime.combine(d, datetime.time(12), datetime.UTC) for d in days]
            return [When(noon, "UTC", locale).date() for noon in noons]
        case "long":
            return [say_date(day, locale) for day in days]
        case "direction":
            return [direction(locale)]
        case _:
            return [say_list(entries, locale, what) for entries in LISTS]


@cache
def exceptions():
    data = tomllib.loads((HERE / "icu_exceptions.toml").read_text(encoding="utf-8"))
    return data["exception"]


def differs(locale, what, ours, icu):
    ours, icu = (text.translate(SPACES_AND_ISOLATES) for text in (ours, icu))
    for one in exceptions():
        if one["locale"] == locale and what in one["what"]:
            for mine, theirs in zip(one["ours"], one["icu"], strict=True):
                icu = icu if mine not in ours else icu.replace(theirs, mine)
    return ours != icu


@pytest.mark.parametrize("what", WHATS)
def test_we_agree_with_icu_or_know_why_not(what):
    found = []
    for locale, answers in ask_icu().items():
        theirs = answers[what] if isinstance(answers[what], list) else [answers[what]]
        pairs = zip(say_ours(locale, what), theirs, strict=True)
        found += [(locale, mine, icu) for mine, icu in pairs if differs(locale, what, mine, icu)]
    assert found == []


def test_each_exception_has_a_reason():
    for one in exceptions():
        assert len(one["reason"].split()) >= 5
        assert len(one["ours"]) == len(one["icu"])
        assert set(one["what"]) <= set(WHATS)
