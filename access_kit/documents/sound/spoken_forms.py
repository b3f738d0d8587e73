"""From printed words to what a voice is given: numbers by digits, times and addresses in words.

A voice reads "+1 603 555 0101" as four large numbers and an address as one long word. Whatever a
voice says well by itself, in any language, is left to it: years, amounts, short numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from access_kit.i18n.language_habits import pauses, sentence_ends
from access_kit.i18n.sentence_ends import next_sentences, wide_ends

Labels = Mapping[str, str]
"""Words by name, such as ``speak_plus``, in the language that the text is read in."""

LONGEST_GROUP = 4
"""Digits that are said in one go; a longer run is cut in threes."""

NAMED_SIGNS = "#*+%&@=°§/"

_URL = r"(?P<url>https?://\S*[^\s.,;:!?)])"
_EMAIL = r"(?P<email>[^\s@<>()]{1,64}@[^\s@<>()]{1,253}\.[^\s@<>().,;:!?]+)"
_VALUES = (
    r"(?P<date>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<plain>(?<![\d+])(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,3}(?:\.\d{3})+)(?![.\d]))"
    r"|(?P<range>(?<![\d+-])\d{1,2}(?::\d{2})? ?[-–] ?\d{1,2}(?::\d{2})?(?![\d:]|[-–. ]\d))"
    r"|(?P<number>\+?\(?\d(?:[ ().–/-]{0,2}\d){6,})"
    r"|(?P<time>(?<![\d:])\d{1,2}:\d{2}(?![\d:])"
    r"(?=(?P<half>(?:,? [^\W\d]+ \d{1,2}:\d{2})?\s?(?:[AaPp]\.?\s?[Mm]|[ء-ي])\b)?))"
)
"""A number to dial has seven digits or more; fewer are an amount, a year, a number of a house."""
_DIALLED = r"(?P<number>\+?\(?\d(?:[ ().–/-]{0,2}\d)*)"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class SaidWords:
    """Some printed words and how they are said; ``printed`` is empty where the voice adds them.

    ``glued``: no space stands before it.
    """

    printed: str
    said: str
    lang: str
    glued: bool = False


def say_text(text: str, lang: str, labels: Labels, *, dialled: bool = False) -> Iterator[SaidWords]:
    """The words of ``text`` with what is said for each; ``dialled``: all its digits one by one."""
    printed, said = "", ""
    for found in _pattern(_DIALLED if dialled else _VALUES).finditer(_without_controls(text)):
        kind, shown = str(found.lastgroup), found[0]
        if kind != "space":
            printed += shown
            said += _say_value(kind, found, lang, labels)
        if printed and kind in ("space", "stop"):
            yield SaidWords(printed, _speakable(said, lang), lang)
            printed, said = "", ""
    if printed:
        yield SaidWords(printed, _speakable(said, lang), lang)


@cache
def _pattern(values: str) -> re.Pattern[str]:
    wide = re.escape(wide_ends())
    rest = rf"(?P<space>\s+)|(?P<stop>[{wide}])|(?P<other>[^\W\d_]+|[^\s{wide}])"
    return re.compile(f"{_URL}|{_EMAIL}|{values}|{rest}")


def ends_sentence(word: SaidWords, following: SaidWords | None) -> bool:
    """Whether a sentence is over after ``word``: a point that belongs to no short form."""
    if following is None:
        return True
    first = word.printed or word.said
    both = f"{first} {following.printed or following.said}"
    return len(first) + 1 in next_sentences(both, word.lang)


def say_digits(number: str, labels: Labels) -> str:
    """``+1 603 555 0101`` as ``plus 1, 6 0 3, 5 5 5, 0 1 0 1``."""
    groups = [part for run in _DIGITS.findall(number) for part in _cut(run)]
    said = ", ".join(" ".join(group) for group in groups)
    return f"{labels['speak_plus']} {said}" if number.startswith("+") else said


def _cut(run: str) -> Iterator[str]:
    while len(run) > LONGEST_GROUP:
        yield run[:3]
        run = run[3:]
    yield run


def _say_value(kind: str, found: re.Match[str], lang: str, labels: Labels) -> str:
    shown = found[0]
    match kind:
        case "url":
            return _say_address(shown.partition("://")[2].removesuffix("/"), labels)
        case "email":
            return _say_address(shown, labels)
        case "date":
            return _say_date(shown, lang)
        case "range":
            first, last = re.split(" ?[-–] ?", shown)
            both = {"first": _say_clock(first, labels), "last": _say_clock(last, labels)}
            return labels["speak_range"].format(**both)
        case "number":
            return say_digits(shown, labels)
        case "time":
            return _say_clock(shown, labels, has_half=bool(found["half"]))
        case _:
            return shown


def _say_clock(shown: str, labels: Labels, *, has_half: bool = False) -> str:
    """A time; ``has_half``: AM or PM follows, here or behind another time (6:00 to 7:00 p.m.)."""
    hour, colon, minute = shown.partition(":")
    if not colon:
        return hour
    if int(minute) == 0:
        key = "speak_hour_of_half" if has_half else "speak_hour"
        return labels[key].format(hour=int(hour))
    key = "speak_minutes_below_ten" if int(minute) < 10 else "speak_time"
    return labels[key].format(hour=int(hour), minutes=int(minute))


def _say_date(shown: str, lang: str) -> str:
    from access_kit.i18n.dates import say_date

    try:
        return say_date(date.fromisoformat(shown), lang)
    except ValueError:
        return shown


def _say_address(address: str, labels: Labels) -> str:
    """``meet.example/j/55`` as ``meet dot example slash j slash 5 5``."""
    names = {".": "speak_dot", "@": "speak_at", "/": "speak_slash"}
    said = (
        " ".join(part)
        if part.isdecimal()
        else labels[names[part]]
        if part in names
        else part.replace("-", " ")
        for part in re.findall(r"\d+|[./@]|[^\d./@]+", address)
    )
    return " ".join(said)


def _without_controls(text: str) -> str:
    """``text`` without what is invisible; joiners stay, for they change the letters around them."""
    return "".join(c for c in text if c in "\u200c\u200d" or unicodedata.category(c) != "Cf")


def _speakable(said: str, lang: str) -> str:
    """``said``, or nothing for a dash, bracket or bullet alone: some voices read its name.

    A key to press (``#``) or a sign of money is said.
    """
    return said if any(_is_heard(char, lang) for char in said) else ""


def _is_heard(char: str, lang: str) -> bool:
    """A sign of an end or a pause is heard as a pause or a tune."""
    kind = unicodedata.category(char)
    return (
        kind[0] in "LMN"
        or char in sentence_ends(lang) + pauses(lang)
        or kind == "Sc"
        or char in NAMED_SIGNS
    )
