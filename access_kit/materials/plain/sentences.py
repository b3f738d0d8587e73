"""Sentences and words of a passage, and where a long sentence could be cut."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…؟।。！？]+[\"'”’»)\]]*(?=\s|$)|:(?=\s+[A-ZÁÉÍÓÚÑ¿¡\"“])|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]\.|e\.g\.|i\.e\.|a\.m\.|p\.m\.|Mr\.|Mrs\.|Ms\.|Dr\.|St\.|No\.|vs\.|etc\.|"
    r"approx\.|Sr\.|Sra\.|Ud\.|Uds\.|p\. ej\.|núm\.|tel\.|Tel\.)$"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*")
_JOINERS = {
    "en": ("because", "so that", "which", "although", "unless", "while", "when", "if", "but", "so"),
    "es": ("porque", "para que", "aunque", "mientras", "cuando", "si", "pero", "así que"),
}
_WEAK_JOINERS = {"en": ("and", "or", "that", "to"), "es": ("y", "o", "que", "para")}
_WEAKNESS = 4
"""Words that a cut before a weak joiner may stand farther from the middle than another."""

_SHOWN = 90
"""Characters of a sentence that a finding shows."""


def split_sentences(text: str) -> list[str]:
    """The sentences of one passage, in order, with their end signs."""
    sentences, start = [], 0
    for found in _END.finditer(text):
        if _ABBREVIATION.search(text[: found.end()]) and text[found.end() :].strip():
            continue
        sentences.append(text[start : found.end()].strip())
        start = found.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if any(sign.isalnum() for sign in sentence)]


def words_of(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def suggest_cut(sentence: str, lang: str) -> str:
    """The words before which the sentence could be cut in two, or nothing.

    The best place is near the middle: a mark first, then a word that joins two thoughts.
    """
    base = lang.partition("-")[0].lower()
    joiners = [(word, 1) for word in _JOINERS.get(base, ())]
    joiners += [(word, _WEAKNESS) for word in _WEAK_JOINERS.get(base, ())]
    places = [(match.end(), 0) for match in re.finditer(r"[;:,–—]\s+|\s[–—]\s", sentence)]
    for word, cost in joiners:
        pattern = rf"\s(?={re.escape(word)}\s)"
        places += [(match.end(), cost) for match in re.finditer(pattern, sentence, re.IGNORECASE)]
    total = len(words_of(sentence))
    best = min(places, key=lambda place: _cost(sentence, place, total), default=None)
    if best is None or not _is_worth(sentence[: best[0]], sentence[best[0] :]):
        return ""
    return " ".join(sentence[best[0] :].split()[:3])


def _cost(sentence: str, place: tuple[int, int], total: int) -> float:
    at, cost = place
    return abs(len(words_of(sentence[:at])) - total / 2) + cost


def _is_worth(first: str, second: str) -> bool:
    return min(len(words_of(first)), len(words_of(second))) >= 3


def shorten(sentence: str) -> str:
    """The sentence as a finding shows it: from its start, whole words."""
    if len(sentence) <= _SHOWN:
        return sentence
    return sentence[:_SHOWN].rsplit(" ", 1)[0] + " …"
