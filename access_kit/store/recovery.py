"""The recovery key as 24 words that can be read aloud, typed from large print, and checked.

224 random bits and 16 bits of checksum, ten bits a word. The first four letters of a word are
enough, capitals, numbers and punctuation do not matter; a mistyped word is told by its number.
The 1,024 words are in ``recovery_words.txt``: short, neutral, no two alike in their first four
letters, and no two a single slip apart.
"""

from __future__ import annotations

import difflib
import hashlib
import hmac
import re
import secrets
from functools import lru_cache
from pathlib import Path

from access_kit.errors import Problem, Refused

WORD_COUNT = 24
SECRET_BYTES = 28
_CHECK_BYTES = 2
_BITS = 10


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    path = Path(__file__).with_name("recovery_words.txt")
    return tuple(path.read_text(encoding="ascii").split())


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"access-kit recovery words/1" + secret).digest()[:_CHECK_BYTES]


def to_words(secret: bytes) -> tuple[str, ...]:
    """The 24 words of a secret of 28 bytes."""
    number = int.from_bytes(secret + _check(secret), "big")
    places = [number >> _BITS * (WORD_COUNT - 1 - i) & 0x3FF for i in range(WORD_COUNT)]
    return tuple(_words()[place] for place in places)


def from_words(text: str) -> bytes:
    """The secret that was typed; ``Refused`` names every word that is not one of ours."""
    typed = re.findall(r"[^\W\d_]+", text.lower())
    if len(typed) != WORD_COUNT:
        facts = {"count": len(typed), "wanted": WORD_COUNT}
        raise Refused(Problem("recovery.wrong-count", facts=facts))
    by_start = {word[:4]: index for index, word in enumerate(_words())}
    number, problems = 0, []
    for place, word in enumerate(typed, start=1):
        index = by_start.get(word[:4])
        if index is None:
            near = difflib.get_close_matches(word, _words(), n=1, cutoff=0.6)
            problems.append(_unknown(place, near[0] if near else ""))
        number = number << _BITS | (index or 0)
    if problems:
        raise Refused(problems)
    data = number.to_bytes(SECRET_BYTES + _CHECK_BYTES, "big")
    secret, check = data[:SECRET_BYTES], data[SECRET_BYTES:]
    if not hmac.compare_digest(check, _check(secret)):
        raise Refused(Problem("recovery.does-not-fit"))
    return secret


def _unknown(place: int, guess: str) -> Problem:
    facts: dict[str, str | int] = {"number": place, "guess": guess}
    return Problem("recovery.unknown-word", where=f"word {place}", facts=facts)


def derive(secret: bytes, purpose: str, *, salt: bytes = b"") -> bytes:
    """32 bytes for one purpose: HKDF-SHA256 (RFC 5869), one block."""
    pseudo = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(pseudo, purpose.encode() + b"\x01", "sha256")
