"""Sentences and words of a passage, and where a long sentence could be cut."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from access_kit.i18n import sentence_ends
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.language_habits import find_language, pauses

_COLON = re.compile(r":\s+")
_OPENS = frozenset('"“¿¡')
_WORD = re.compile(r"[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*")
_WEAKNESS = 4
"""Words that a cut before a weak joiner may stand farther from the middle than another."""

_SHOWN = 90
"""Characters of a sentence that a finding shows."""


def split_sentences(text: str, lang: str = SOURCE_LOCALE) -> list[str]:
    """The sentences of one passage, in order, with their end signs.

    A colon before a capital ends one here: what follows can be read by itself.
    """
    parts = (part for one in sentence_ends.split_sentences(text, lang) for part in _at_colons(one))
    return [part for part in parts if any(sign.isalnum() for sign in part)]


def _at_colons(sentence: str) -> Iterator[str]:
    start = 0
    for found in _COLON.finditer(sentence):
        following = sentence[found.end() : found.end() + 1]
        if following in _OPENS or following.isupper():
            yield sentence[start : found.start() + 1]
            start = found.end()
    yield sentence[start:]


def words_of(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def suggest_cut(sentence: str, lang: str) -> str:
    """The words before which the sentence could be cut in two, or nothing.

    The best place is near the middle: a mark first, then a word that joins two thoughts.
    """
    habits = find_language(lang).sentence
    joiners = [(word, 1) for word in habits.joiners]
    joiners += [(word, _WEAKNESS) for word in habits.weak_joiners]
    places = [
        (match.end(), 0)
        for match in re.finditer(rf"[{re.escape(pauses(lang))}–—]\s+|\s[–—]\s", sentence)
    ]
    for word, cost in joiners:
        pattern = rf"\s(?={re.escape(word)}\s)"
        places += [(match.end(), cost) for match in re.finditer(pattern, sentence, re.IGNORECASE)]
    starts = [found.start() for found in _WORD.finditer(sentence)]
    best = min(places, key=lambda place: _cost(starts, place), default=None)
    if best is None or not _is_worth(sentence[: best[0]], sentence[best[0] :]):
        return ""
    return " ".join(sentence[best[0] :].split()[:3])


def _cost(starts: list[int], place: tuple[int, int]) -> float:
    at, cost = place
    return abs(bisect_left(starts, at) - len(starts) / 2) + cost


def _is_worth(first: str, second: str) -> bool:
    return min(len(words_of(first)), len(words_of(second))) >= 3


def shorten(sentence: str) -> str:
    """The sentence as a finding shows it: from its start, whole words."""
    if len(sentence) <= _SHOWN:
        return sentence
    return sentence[:_SHOWN].rsplit(" ", 1)[0] + " …"
