"""Judges of finished papers: readers of words, with lists of their own.

They know nothing of rules, settings or templates: a text and what somebody said is all they see.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DATA = tomllib.loads((HERE / "offers.toml").read_text(encoding="utf-8"))
WAYS = tuple(way for way in DATA if way != "fine")
"""The ways that somebody may avoid, and a relay that nobody uses."""


@cache
def _pattern(way: str) -> re.Pattern[str]:
    found = DATA["fine"] if way == "fine" else DATA[way]["is"]
    return re.compile("|".join(f"(?:{one})" for one in found), re.IGNORECASE)


_ENDS = re.compile(r"(?<=[.?!؟।:])\s+(?=[^\d+])|[☐•\n]")
"""Between sentences, and between the boxes and lines of a form; a number stays with its words."""


def offers(text: str, way: str) -> list[str]:
    """The sentences of a text that offer a way."""
    return [one for one in _ENDS.split(text) if _pattern(way).search(_without_fine(one))]


@cache
def _without_fine(sentence: str) -> str:
    return _pattern("fine").sub(" § ", sentence)


def contradictions(papers: Mapping[str, str], avoided: Iterable[str]) -> list[tuple[str, str, str]]:
    """``(file, way, words)`` of everything that offers a way to which somebody said no."""
    ways = tuple(avoided)
    return [
        (name, way, words)
        for name, text in papers.items()
        for way in ways
        for words in offers(text, way)
    ]


def lines_about(sheet: str, who: str) -> list[str]:
    """The lines of a run sheet, as a text, that speak of a person by the name they have there.

    A row of its table is a line a cell, the person's name first. What is said of everyone is said
    of each whom it does not leave out.
    """
    found, inside = [], False
    for line in sheet.splitlines():
        if line.startswith("Name: ") or not line.strip():
            inside = who in line
        named = who in line.split(": ")[0]
        if _EVERYONE.match(line):
            if not named:
                found.append(line)
        elif inside or who in line:
            found.append(line)
    return found


_EVERYONE = re.compile(r"\W*Everyone\b")
