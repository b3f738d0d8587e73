"""Habits of languages that checks need: end signs, forms of address, scripts."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from access_kit.documents.direction import script_of
from access_kit.i18n.fallback import PSEUDO

_NAMES = {
    "Arab": {"ARABIC"}, "Armn": {"ARMENIAN"}, "Beng": {"BENGALI"}, "Cher": {"CHEROKEE"},
    "Cyrl": {"CYRILLIC"}, "Deva": {"DEVANAGARI"}, "Ethi": {"ETHIOPIC"}, "Geor": {"GEORGIAN"},
    "Grek": {"GREEK"}, "Gujr": {"GUJARATI"}, "Guru": {"GURMUKHI"}, "Hans": {"CJK"},
    "Hant": {"CJK"}, "Hebr": {"HEBREW"}, "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Khmr": {"KHMER"}, "Knda": {"KANNADA"}, "Kore": {"HANGUL", "CJK"}, "Laoo": {"LAO"},
    "Latn": {"LATIN"}, "Mlym": {"MALAYALAM"}, "Mymr": {"MYANMAR"}, "Nkoo": {"NKO"},
    "Orya": {"ORIYA"}, "Sinh": {"SINHALA"}, "Syrc": {"SYRIAC"}, "Taml": {"TAMIL"},
    "Telu": {"TELUGU"}, "Thaa": {"THAANA"}, "Thai": {"THAI"},
}  # fmt: skip
"""First words of the Unicode names of a script's letters."""

UNSPACED = frozenset({"Hans", "Hant", "Jpan", "Laoo", "Khmr", "Mymr", "Thai"})
"""Scripts that put no space between words."""

DENSE = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Scripts that say in one sign what others say in several."""


@dataclass(frozen=True)
class Habits:
    language: str
    script: str
    end: Mapping[str, str]
    most: int
    open: Mapping[str, str] = field(default_factory=dict)
    formal: frozenset[str] = frozenset()
    familiar: frozenset[str] = frozenset()
    doubled: frozenset[str] = frozenset()

    @property
    def has_case(self) -> bool:
        return self.script in ("Latn", "Cyrl", "Grek", "Armn")


@cache
def habits_of(locale: str) -> Habits:
    """The habits of a locale's language; usual ones for a language that nobody described."""
    language = locale.split("-")[0].lower()
    table = _table()
    entry = {**table["*"], **table.get(language, {})}
    if locale.endswith(PSEUDO):
        entry["end"] = {}
    return Habits(
        language=language,
        script=script_of(locale),
        end=entry["end"],
        most=entry["most"],
        open=entry.get("open", {}),
        formal=frozenset(entry.get("formal", ())),
        familiar=frozenset(entry.get("familiar", ())),
        doubled=frozenset(entry.get("doubled", ())),
    )


@lru_cache(maxsize=1)
def _table() -> Mapping[str, dict]:  # type: ignore[type-arg] # the shape of the data file
    text = (files(__package__) / "languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=4096)
def script_name(char: str) -> str:
    """``LATIN``, ``ARABIC`` … for a letter or a script's own vowel sign; empty for all else."""
    if not char.isalpha() and unicodedata.category(char) not in ("Mc", "Mn"):
        return ""
    name = unicodedata.name(char, "UNKNOWN").split(" ")[0].split("-")[0]
    return "" if name == "COMBINING" else name


def is_of_script(char: str, script: str) -> bool:
    known = _NAMES.get(script)
    return known is None or script_name(char) in known
