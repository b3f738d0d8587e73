"""How a text message is counted: by the letters of GSM 03.38, or by UTF-16 where those fall short.

A message of GSM letters holds 160 of them, any other 70 units of UTF-16. One that is longer goes in
joined parts of 153 or 67, for each part carries a head; a letter that counts as two is never cut.
Source: 3GPP TS 23.038 (letters) and TS 23.040 (joined parts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("\f^{}\\[~]|€")

_PLAIN_SIGNS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2026": "...", "\u2022": "-", "\u00b7": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\u00ad": "",
    }
)  # fmt: skip
"""Signs of good print and their plain twins, which say the same."""


@dataclass(frozen=True)
class Count:
    """``units`` are septets where ``is_gsm``, else UTF-16 units; ``parts`` are what is paid for."""

    is_gsm: bool
    units: int
    parts: int


def plain_signs(text: str) -> str:
    """``text`` with typographic quotes, dashes and spaces as their plain twins."""
    return text.translate(_PLAIN_SIGNS)


def costly_letters(text: str) -> str:
    """The letters that GSM 03.38 lacks, each once, in the order in which they come."""
    return "".join(dict.fromkeys(char for char in text if char not in _BASIC | _DOUBLE))


def count_parts(text: str) -> Count:
    """What it takes to send ``text``; nothing takes no part."""
    is_gsm = all(char in _BASIC or char in _DOUBLE for char in text)
    widths = [_width(char, is_gsm) for char in text]
    units = sum(widths)
    single, joined = (160, 153) if is_gsm else (70, 67)
    if units <= single:
        return Count(is_gsm, units, 1 if text else 0)
    return Count(is_gsm, units, _fill(widths, joined))


def _width(char: str, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if char in _DOUBLE else 1
    return 2 if ord(char) > 0xFFFF else 1


def _fill(widths: Iterable[int], room: int) -> int:
    """How many parts of ``room`` units take letters that must not be cut."""
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts
