"""Words as the pieces that lines are made of: lengths, joints and monotone times."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.scripts import is_unspaced
from access_kit.model.word import RecordedWords

_ZWJ = "\u200d"
_INVISIBLE = frozenset({"Mn", "Me", "Mc", "Cf"})


@dataclass(frozen=True)
class Unit:
    """A word, or a piece of one where a script breaks anywhere. ``word`` is the word's index.

    ``start_ms`` never runs backwards and ``end_ms`` is never before it, whatever an engine said.
    ``space_before`` tells whether a space joins it to the unit before on the same line, ``opens``
    that a cue best begins with it.
    """

    text: str
    length: int
    start_ms: int
    end_ms: int
    speaker: str | None
    word: int
    space_before: bool
    opens: bool = False


def measure(text: str) -> int:
    """How many places ``text`` takes on a line: marks take none, wide characters take two."""
    if text.isascii():
        return len(text)
    total, joined = 0, False
    for character in text:
        if character == _ZWJ:
            joined = True
        elif unicodedata.category(character) not in _INVISIBLE:
            wide = unicodedata.east_asian_width(character) in "WF"
            total += 0 if joined else (2 if wide else 1)
            joined = False
    return total


def is_wide(text: str) -> bool:
    """Whether ``text`` holds characters of a script that breaks lines anywhere (CJK)."""
    return any(unicodedata.east_asian_width(character) in "WF" for character in text)


def make_units(words: RecordedWords, max_chars: int) -> tuple[Unit, ...]:
    """Every word in order; only words of CJK script that no line can hold are divided."""
    spaced = not is_unspaced(words.lang or SOURCE_LOCALE)
    units: list[Unit] = []
    latest = 0
    for index, word in enumerate(words.words):
        text = " ".join(word.text.split())
        start = max(word.start_ms, latest)
        end = max(word.end_ms, start)
        latest = start
        length = measure(text)
        pieces = [text]
        if length > max_chars and is_wide(text):
            pieces = divide(text, max_chars)
        times = [start + (end - start) * part // len(pieces) for part in range(len(pieces) + 1)]
        for number, piece in enumerate(pieces):
            units.append(
                Unit(
                    text=piece,
                    length=length if len(pieces) == 1 else measure(piece),
                    start_ms=times[number],
                    end_ms=times[number + 1],
                    speaker=word.speaker,
                    word=index,
                    space_before=(spaced and number == 0) or _latin_joint(units, piece),
                    opens=word.opens and number == 0,
                )
            )
        latest = units[-1].start_ms if units else latest
    return tuple(units)


def _latin_joint(before: list[Unit], piece: str) -> bool:
    """In a script without spaces, two words of Latin letters still need one between them."""
    return bool(before) and before[-1].text[-1:].isascii() and piece[:1].isascii()


def divide(text: str, max_chars: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``max_chars`` places, never inside a grapheme."""
    clusters: list[str] = []
    for character in text:
        if clusters and (measure(character) == 0 or clusters[-1].endswith(_ZWJ)):
            clusters[-1] += character
        else:
            clusters.append(character)
    pieces = [""]
    for cluster in clusters:
        if pieces[-1] and measure(pieces[-1]) + measure(cluster) > max_chars:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def join_units(units: tuple[Unit, ...]) -> str:
    """The units of one line as text."""
    if not units:
        return ""
    joints = ((" " if after.space_before else "") + after.text for _, after in pairwise(units))
    return units[0].text + "".join(joints)
