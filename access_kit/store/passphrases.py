"""Whether a passphrase can be kept: long enough, and not one that others try first.

NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where a password stands alone; no rule about
kinds of characters; held against a list of what is commonly used, expected or known. Five
different words count as long enough too: they are longer in every language that puts spaces
between words.

A long passphrase is known in three ways:

- it leaked: it is one of ``leaked_passphrases.bin``, whatever numbers stand before or behind it;
- it is expected: zxcvbn needs fewer than ``TRIES`` for it, by its lists of passwords, words and
  names, runs on a keyboard, dates and repetitions;
- it is made of pieces of ``known_passphrases.txt`` (sayings, words of our field) and of names of
  this place, and less than ``FRESH`` characters besides.
"""

from __future__ import annotations

import hashlib
import string
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from access_kit.errors import Problem

SHORTEST = 15
WORDS = 5
FRESH = 6
"""Characters that must be no piece of the list."""

TRIES = 10**10
"""What zxcvbn calls safe where each try is slow, as it is here (Wheeler, USENIX Security 2016)."""

_LOOKED_AT = 100
"""Characters that zxcvbn is given: it takes the square of their number."""

_LEAKED = Path(__file__).with_name("leaked_passphrases.bin")
LEAKED_DIGEST = 8
"""Bytes that are kept of the SHA-256 of what leaked: nobody's passphrase can be read there."""

_SHORTEST_PIECE = 3


def find_weakness(passphrase: str, own: Iterable[str] = ()) -> Problem | None:
    """Why a passphrase is refused, or ``None``. ``own`` are names that others would try here."""
    text = unicodedata.normalize("NFKC", passphrase).strip()
    words = {word.casefold() for word in text.split() if len(word) > 1}
    if len(text) < SHORTEST and len(words) < WORDS:
        return Problem("passphrase.too-short", facts={"shortest": SHORTEST, "words": WORDS})
    if is_known(text, tuple(own)):
        return Problem("passphrase.known")
    return None


def is_known(passphrase: str, own: tuple[str, ...] = ()) -> bool:
    """Whether others would try a long passphrase early."""
    plain = bare(passphrase)
    pieces = (*_known(), *map(bare, own))
    return (
        _count_fresh(plain, pieces) < FRESH
        or _has_leaked(plain)
        or min(_tries(passphrase, pieces), _tries(plain, pieces)) < TRIES
    )


def bare(text: str) -> str:
    """A passphrase as it is compared: without case, blanks and most signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if unicodedata.category(one)[0] in "LMN" or one in "@$!")


def leaked_digest(plain: str) -> bytes:
    """What is kept of a passphrase that leaked."""
    return hashlib.sha256(plain.encode()).digest()[:LEAKED_DIGEST]


def _has_leaked(plain: str) -> bool:
    spellings = {plain, plain.strip(string.digits + "@$!")}
    return not _leaked().isdisjoint(map(leaked_digest, spellings))


def _tries(text: str, pieces: Iterable[str]) -> float:
    """Of the beginning or the end, whichever takes more."""
    from zxcvbn import zxcvbn

    parts = {text[:_LOOKED_AT], text[-_LOOKED_AT:]} if text else ()
    tries = (zxcvbn(part, pieces, max_length=_LOOKED_AT)["guesses"] for part in parts)
    return max(map(float, tries), default=0.0)


def _count_fresh(plain: str, pieces: Iterable[str]) -> int:
    """Characters left once every known piece is taken out, each part once."""
    for piece in sorted(pieces, key=lambda one: (-len(one), one)):
        if len(piece) >= _SHORTEST_PIECE:
            plain = plain.replace(piece, " ")
    return sum(map(len, set(plain.split())))


@cache
def _known() -> tuple[str, ...]:
    path = Path(__file__).with_name("known_passphrases.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    pieces = {bare(line) for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(pieces))


@cache
def _leaked() -> frozenset[bytes]:
    data = _LEAKED.read_bytes()
    return frozenset(data[at : at + LEAKED_DIGEST] for at in range(0, len(data), LEAKED_DIGEST))
