"""Which font sets which character, and what is missing.

The fonts ship in ``fonts/`` with their licences; ``index.json`` and ``widths.json`` beside them are
made by ``tools/build_fonts.py``, so that no font is opened to ask what it holds. A character
without a glyph would vanish from the page without a word: it stops the work here instead.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from access_kit.errors import MissingPart, Problem
from access_kit.i18n.scripts import script_of

FONT_FOLDER = Path(__file__).parent / "fonts"

LATIN = "Atkinson Hyperlegible Next"
WIDE_LATIN = "Noto Sans"
ARABIC = "Noto Naskh Arabic"
DEVANAGARI = "Noto Sans Devanagari"
SYMBOLS = "Noto Sans Symbols2"
_LAST = ("Noto Sans Symbols", SYMBOLS, "Noto Emoji")

_FIRST_BY_SCRIPT = {
    "Latn": (LATIN, WIDE_LATIN),
    "Cyrl": (WIDE_LATIN, LATIN),
    "Grek": (WIDE_LATIN, LATIN),
    "Arab": (ARABIC, LATIN, WIDE_LATIN),
    "Deva": (DEVANAGARI, LATIN, WIDE_LATIN),
}
_WIDE_LATIN_LANGUAGES = frozenset(
    {"ak", "az", "bm", "ee", "ff", "gn", "ha", "ig", "ln", "nv", "vi", "wo", "yo"}
)
"""Written with Latin letters that Atkinson lacks: one font for a whole word reads better."""

MAX_TOLD = 12
"""Missing characters named in one go; a text in a whole foreign script has hundreds."""


@dataclass(frozen=True)
class MissingGlyph:
    """A character that no font at hand can show."""

    char: str
    script: str

    @property
    def code_point(self) -> str:
        return f"U+{ord(self.char):04X}"


@cache
def font_stack(lang: str) -> tuple[str, ...]:
    """Families in the order in which they are tried for text in ``lang``."""
    script = script_of(lang)
    first = _FIRST_BY_SCRIPT.get(script, _FIRST_BY_SCRIPT["Latn"])
    if script == "Latn" and lang.split("-")[0].lower() in _WIDE_LATIN_LANGUAGES:
        first = (WIDE_LATIN, LATIN)
    others = (family for family in (ARABIC, DEVANAGARI) if family not in first)
    return (*first, *others, *_LAST)


@cache
def shipped_families() -> frozenset[str]:
    """Names of the font families that ship with us."""
    return frozenset(read_index())


@cache
def covered_points(family: str) -> frozenset[int]:
    """Code points that one of our families holds."""
    return frozenset(read_index()[family].points)


@cache
def body_factor(script: str) -> float:
    """How much larger a script is set so that its letter body is at least that of Latin text."""
    family = {"Arab": ARABIC, "Aran": ARABIC, "Deva": DEVANAGARI}.get(script, LATIN)
    index = read_index()
    return max(1.0, round(index[LATIN].body / index[family].body, 2))


def find_missing_glyphs(text: str, *, folders: tuple[Path, ...] = ()) -> tuple[MissingGlyph, ...]:
    """Characters of ``text`` (after NFC) that neither our fonts nor those in ``folders`` hold."""
    known = _covered(folders)
    points = set(unicodedata.normalize("NFC", text))
    missing = sorted(char for char in points if ord(char) not in known and not _is_invisible(char))
    return tuple(MissingGlyph(char, name_script(char)) for char in missing)


def require_glyphs(texts: Iterable[str], *, folders: tuple[Path, ...] = ()) -> None:
    """Raise ``MissingPart`` (``font.missing-glyph``) naming each character without a glyph."""
    missing = find_missing_glyphs("".join(set().union(*texts)), folders=folders)
    if missing:
        raise MissingPart(_problem(glyph) for glyph in missing[:MAX_TOLD])


_CJK_WORDS = {"CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"}


def name_script(char: str) -> str:
    """The script of a character in a word, from its Unicode name: Thai, Hangul, CJK."""
    name = unicodedata.name(char, "")
    if not name:
        return "unknown"
    word = name.split(" ")[0].split("-")[0]
    return "CJK" if word in _CJK_WORDS else word.capitalize()


def _problem(glyph: MissingGlyph) -> Problem:
    shown = glyph.char if glyph.char.isprintable() else "\ufffd"
    facts = {"character": shown, "code_point": glyph.code_point, "script": glyph.script}
    return Problem("font.missing-glyph", facts=facts)


@dataclass(frozen=True)
class _Family:
    body: float
    points: tuple[int, ...]


@cache
def read_index() -> dict[str, _Family]:
    """Our own families by name: how large their letters are, and which characters they have."""
    raw = json.loads((FONT_FOLDER / "index.json").read_text(encoding="utf-8"))
    return {
        name: _Family(
            entry["body"],
            tuple(point for first, last in entry["ranges"] for point in range(first, last + 1)),
        )
        for name, entry in raw.items()
    }


@cache
def _covered(folders: tuple[Path, ...]) -> frozenset[int]:
    ours = frozenset().union(*(family.points for family in read_index().values()))
    if not folders:
        return ours
    from access_kit.documents.font_file import covered_by_folder

    return ours.union(*(covered_by_folder(folder) for folder in folders))


def _is_invisible(char: str) -> bool:
    """Spaces, and what Unicode calls default ignorable (DerivedCoreProperties): no glyph needed."""
    point = ord(char)
    return (
        char.isspace()
        or point in _IGNORABLE_POINTS
        or any(first <= point <= last for first, last in _IGNORABLE)
    )


_IGNORABLE_POINTS = frozenset({0xAD, 0x34F, 0x61C, 0x3164, 0xFEFF, 0xFFA0})
_IGNORABLE = (
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0xFE00, 0xFE0F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
