"""Habits of languages that checks need: end signs, forms of address, scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from access_kit.i18n.fallback import PSEUDO
from access_kit.i18n.language_habits import ANY, find_language
from access_kit.i18n.scripts import is_dense, is_unspaced, script_of

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

    @property
    def unspaced(self) -> bool:
        return is_unspaced(f"{ANY}-{self.script}")

    @property
    def dense(self) -> bool:
        return is_dense(f"{ANY}-{self.script}")


@cache
def habits_of(locale: str) -> Habits:
    """The habits of a locale's language; usual ones for a language that nobody described."""
    found = find_language(locale)
    return Habits(
        language=locale.split("-")[0].lower(),
        script=script_of(locale),
        end={} if locale.endswith(PSEUDO) else found.sentence.end,
        most=found.sentence.most,
        open=found.sentence.open,
        formal=frozenset(found.translation.formal),
        familiar=frozenset(found.translation.familiar),
        doubled=frozenset(found.translation.doubled),
    )


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
