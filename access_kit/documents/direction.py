"""Direction of a language, and isolation of text that runs the other way.

A phone number inside Arabic text that is not isolated is printed with its groups in reverse order.
So whatever runs the other way is put between isolates (Unicode UAX #9), in every renderer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from access_kit.i18n.scripts import script_of

Direction = Literal["ltr", "rtl"]

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
LRM, RLM = "\u200e", "\u200f"
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")

_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"})


def direction(lang: str) -> Direction:
    return "rtl" if script_of(lang) in _RTL_SCRIPTS else "ltr"


def has_doubtful_order(lang: str) -> bool:
    """Whether screen readers may read lines of a PDF in this language in a wrong order.

    The PDF standard leaves open how right-to-left text is kept, and readers differ: the web page is
    the format for a screen reader there, and the PDF is for print.
    """
    return direction(lang) == "rtl"


def first_strong(text: str) -> Direction | None:
    """Direction of the first letter that has one; None for digits and signs alone.

    What stands isolated inside does not count (UAX #9, P2), unless there is nothing else.
    """
    return _first_strong(_ISOLATED.sub("", text)) or _first_strong(text)


def _first_strong(text: str) -> Direction | None:
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return None


def runs_against(text: str, around: Direction) -> bool:
    """Whether ``around`` could reorder ``text``: its letters, or digits in right-to-left text."""
    if text.isascii():
        return around == "rtl"
    against = ("L", "EN") if around == "rtl" else ("R", "AL", "AN")
    return any(unicodedata.bidirectional(char) in against for char in text)


def isolate(text: str, around: Direction) -> str:
    """``text`` between isolates of its own direction when ``around`` could reorder it."""
    if not text or not runs_against(text, around):
        return text
    opening = RLI if first_strong(text) == "rtl" else LRI
    return f"{opening}{text}{PDI}"


_APART = re.compile("([\u2066-\u2068][^\u2066-\u2069]*\u2069)")


def split_isolated(text: str, around: Direction) -> Iterator[tuple[str, Direction]]:
    """The pieces of ``text`` with the direction of each: what is isolated has its own.

    In place of isolates, which many fonts show as a gap, stand marks (LRM, RLM): between two of
    them even digits, signs and spaces run one way (UAX #9, W7 and N1).
    """
    for piece in filter(None, _APART.split(text)):
        if piece[0] not in (LRI, RLI):
            yield piece, around
            continue
        way: Direction = "rtl" if piece[0] == RLI else "ltr"
        mark = RLM if way == "rtl" else LRM
        yield f"{mark}{piece[1:-1]}{mark}", way


_LETTER = "0-9A-Za-z\u00c0-\u024f"
_VALUE = re.compile(
    r"(?:\+?[0-9]+[ -]?)?\([0-9]+\)[ -]?[0-9](?:[ .-]*[0-9])*"  # a phone number with brackets
    r"|\+?[0-9](?:[ ./:–-]*[0-9])*"  # one without, a date or range of times
    rf"(?: ?(?:[AaPp]\.[Mm]\.|[{_LETTER}](?:[ .:/@'’&+–_?=%#~-]*[{_LETTER}])*))?"  # 6:00 p.m.
    rf"|#?[{_LETTER}](?:[ .,:/@'’&+–_?=%#~-]*[{_LETTER}])*"  # foreign words, an address
)
"""A run that reads from left to right by itself."""

_ISOLATES = re.compile("[\u2066-\u2068]")


def isolate_values(text: str, around: Direction) -> str:
    """Where right-to-left letters are about, isolate each number, address and run of Latin words.

    Text that carries isolates already is left as it is: its author knew better.
    """
    if around == "ltr" and (text.isascii() or not runs_against(text, around)):
        return text
    if _ISOLATES.search(text):
        return text
    return _VALUE.sub(lambda found: f"{LRI}{found[0]}{PDI}", text)
