"""What ``doctor`` can say of a language before anyone tries to make a paper in it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from access_kit.documents import more_fonts
from access_kit.documents.language_needs import language_needs
from access_kit.documents.more_fonts import find_system_fonts


@pytest.fixture(autouse=True)
def own_fonts_alone(monkeypatch):
    monkeypatch.setenv(more_fonts.SWITCH, "0")
    find_system_fonts.cache_clear()
    yield
    find_system_fonts.cache_clear()


DRAFT = ["language.words-missing", "language.not-approved"]


@pytest.mark.parametrize(
    ("lang", "codes"),
    [
        ("en", []),
        ("en-GB", []),
        ("es", DRAFT),
        ("es-MX", DRAFT),
        ("hi", DRAFT),
        ("ar", [*DRAFT, "language.read-the-page"]),
        ("vi", ["language.no-words"]),
        ("ht", ["language.no-words", "locale.no-calendar"]),
        ("hmn", ["language.no-words", "locale.no-calendar"]),
        ("zh-Hans", ["language.no-words", "font.missing-glyph"]),
        ("th", ["language.no-words", "font.missing-glyph"]),
        ("fa", ["language.no-words", "language.read-the-page"]),
    ],
)
def test_what_a_language_needs_is_named(lang, codes):
    assert [problem.code for problem in language_needs(lang)] == codes


def test_every_code_has_words_with_its_facts():
    known = {
        code: entry
        for name in ("languages", "documents")
        for code, entry in tomllib.loads(
            (files("access_kit") / f"problem_words/{name}.toml").read_text(encoding="utf-8")
        ).items()
    }
    for lang in ("es", "ht", "zh-Hans", "lo", "ar"):
        for problem in language_needs(lang):
            entry = known[problem.code]
            entry["message"].format(**problem.facts)
            entry["hint"].format(**problem.facts)
