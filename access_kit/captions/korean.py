"""Korean words from an engine that hears pieces of words: 그 는, 걸어갔 다 become 그는, 걸어갔다.

Models cut Korean into stems, particles and endings, because their combinations are too many for a
list, and do not say which pieces belong together. Which pieces never stand alone is listed in
``korean_pieces.toml``; which form a particle has tells whether it fits the word before. Only spaces
go; letters stay as they were heard.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from access_kit.model.word import Word

LONGEST_PAUSE_MS = 100
"""Within a word nobody pauses for longer."""

FIRST_SYLLABLE, LAST_SYLLABLE = "가", "힣"
FINALS = 28
"""Each syllable's number is its letters' places; the remainder by this is its last consonant."""
FINAL_L = 8


@dataclass(frozen=True)
class Pieces:
    """The lists of ``korean_pieces.toml``."""

    particles: frozenset[str]
    after_consonant: frozenset[str]
    after_vowel: frozenset[str]
    after_l: frozenset[str]
    endings: frozenset[str]
    after_noun: frozenset[str]


@cache
def load_pieces() -> Pieces:
    text = (files(__package__) / "korean_pieces.toml").read_text(encoding="utf-8")
    lists: dict[str, str] = tomllib.loads(text)
    return Pieces(**{name: frozenset(row.split()) for name, row in lists.items()})


def join_pieces(words: Sequence[Word]) -> tuple[Word, ...]:
    """Korean pieces as words; all else as it is.

    A word is as sure as its least sure piece.
    """
    pieces = load_pieces()
    joined: list[Word] = []
    last = ""
    for word in words:
        before = joined[-1] if joined else None
        touches = before is not None and word.start_ms - before.end_ms <= LONGEST_PAUSE_MS
        if before is not None and touches and _belongs(word.text, last, pieces):
            joined[-1] = _join(before, word)
        else:
            joined.append(word)
        last = word.text
    return tuple(joined)


def _belongs(piece: str, before: str, pieces: Pieces) -> bool:
    if not _is_syllable(before[-1:]):
        return False
    if piece in pieces.particles or piece in pieces.endings:
        return True
    final = (ord(before[-1]) - ord(FIRST_SYLLABLE)) % FINALS
    if piece in pieces.after_consonant:
        return final != 0
    if piece in pieces.after_vowel:
        return final == 0 or (final == FINAL_L and piece in pieces.after_l)
    return piece in pieces.after_noun and not _is_joined(before, pieces)


def _is_joined(piece: str, pieces: Pieces) -> bool:
    """Whether a piece closes the word that it belongs to."""
    closing = (pieces.particles, pieces.after_consonant, pieces.after_vowel, pieces.endings)
    return any(piece in row for row in closing)


def _is_syllable(character: str) -> bool:
    return FIRST_SYLLABLE <= character <= LAST_SYLLABLE


def _join(one: Word, other: Word) -> Word:
    sure = [word.confidence for word in (one, other) if word.confidence is not None]
    lowest = min(sure) if sure else None
    return Word(one.text + other.text, one.start_ms, other.end_ms, lowest, one.speaker)
