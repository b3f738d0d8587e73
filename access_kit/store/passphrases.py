"""Whether a passphrase can be kept: long enough, and not one that others try first.

NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where a password stands alone; no rule about
kinds of characters; held against a list of what is commonly used, expected or known. Five
different words count as long enough too: they are longer in every language that puts spaces
between words.

A long passphrase is known when it is made of known pieces alone: words of ``known_passphrases.txt``
(or a whole saying there), the same piece over and over, and runs along the alphabet, the numbers or
a keyboard. What is left besides must be at least ``FRESH`` characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from access_kit.errors import Problem

SHORTEST = 15
WORDS = 5
FRESH = 6
"""Characters that must be no piece of the list, no run and no repetition."""

_RUNS = (
    *("abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba"),
    *("01234567890123456789", "98765432109876543210"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz"),
    *("qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb", "1q2w3e4r5t6y7u8i9o0p"),
    *("qwertzuiop", "azertyuiop", "йцукенгшщзхъ", "фывапролджэ"),
)
_SHORTEST_RUN = 3
_LEET = str.maketrans("013457@$!", "oieastasi")


def find_weakness(passphrase: str, own: Iterable[str] = ()) -> Problem | None:
    """Why a passphrase is refused, or ``None``. ``own`` are names that others would try here."""
    text = unicodedata.normalize("NFKC", passphrase).strip()
    words = {word.casefold() for word in text.split() if len(word) > 1}
    if len(text) < SHORTEST and len(words) < WORDS:
        return Problem("passphrase.too-short", facts={"shortest": SHORTEST, "words": WORDS})
    if count_fresh(text, own) < FRESH:
        return Problem("passphrase.known")
    return None


def count_fresh(passphrase: str, own: Iterable[str] = ()) -> int:
    """Characters left once every known piece, run and repetition is taken out."""
    plain = _bare(passphrase)
    pieces = (*_known(), *(_bare(one) for one in own))
    return min(_left(plain, pieces), _left(plain.translate(_LEET), pieces))


def _left(text: str, pieces: Iterable[str]) -> int:
    for piece in pieces:
        if len(piece) >= _SHORTEST_RUN:
            text = text.replace(piece, " ")
    fresh = _without_runs(part for part in text.split(" ") if part)
    return sum(len(part) for part in dict.fromkeys(fresh))


def _without_runs(parts: Iterable[str]) -> list[str]:
    """The parts without stretches along a row of keys, and each repetition once."""
    kept = []
    for part in parts:
        at = 0
        rest = ""
        while at < len(part):
            length = _run_at(part, at)
            if length >= _SHORTEST_RUN:
                at += length
            else:
                rest += part[at]
                at += 1
        kept.append(_once(rest))
    return kept


def _run_at(text: str, at: int) -> int:
    """How far a run along a row, or of one character, goes from here."""
    same = 1
    while at + same < len(text) and text[at + same] == text[at]:
        same += 1
    along = 0
    for row in _RUNS:
        place = row.find(text[at : at + _SHORTEST_RUN])
        while (
            place >= 0
            and at + along < len(text)
            and row.startswith(text[at : at + along + 1], place)
        ):
            along += 1
    return max(same, along)


def _once(text: str) -> str:
    """``abcabcabc`` as ``abc``."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text[:size] * (len(text) // size) == text:
            return text[:size]
    return text


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if one.isalnum() or one in "@$!")


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    """The pieces of the list, the longest first."""
    path = Path(__file__).with_name("known_passphrases.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    pieces = {_bare(line) for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(pieces, key=lambda piece: (-len(piece), piece)))
