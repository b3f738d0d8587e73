"""How wide a text is when set, from the fonts' own advance widths, without a typesetter.

Sums the advances of single characters: kerning and joined letters make real text slightly
narrower, never wider by more than a hair.
"""

from __future__ import annotations

import json
import re
from functools import cache

from access_kit.documents.fonts import FONT_FOLDER, font_stack, read_index

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean: lines break without spaces there."""

_UNBROKEN = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")
_UNKNOWN = 1000
"""Width in thousandths of an em of a character from a font of the user's (CJK is square)."""


def text_width_em(text: str, *, bold: bool = False, lang: str = "en") -> float:
    """Width of ``text`` in ems of its own size, in the first font that has each character."""
    widths = _widths(font_stack(lang), bold)
    return sum(widths.get(char, _UNKNOWN) for char in text) / 1000


def unbroken_parts(text: str) -> list[str]:
    """The parts of ``text`` inside which a line does not break by itself."""
    return _UNBROKEN.findall(text)


@cache
def _widths(stack: tuple[str, ...], bold: bool) -> dict[str, int]:
    merged: dict[str, int] = {}
    index = read_index()
    raw = _read_widths()
    for family in reversed(stack):
        styles = raw[family]
        advances = styles.get("bold" if bold else "regular", styles["regular"])
        merged.update(zip(map(chr, index[family].points), advances, strict=False))
    merged.update(dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069", 0))
    return merged


def advances(family: str) -> dict[str, int]:
    """How wide each character of a family of ours is, in thousandths of an em."""
    points = map(chr, read_index()[family].points)
    return dict(zip(points, _read_widths()[family]["regular"], strict=False))


@cache
def _read_widths() -> dict[str, dict[str, list[int]]]:
    loaded: dict[str, dict[str, list[int]]] = json.loads(
        (FONT_FOLDER / "widths.json").read_text(encoding="utf-8")
    )
    return loaded
