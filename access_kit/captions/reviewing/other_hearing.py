"""What another engine hears in the same recording, laid beside the words that are reviewed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.captions.check_words import align_words, split_words
from access_kit.captions.spoken_numbers import say_number, spell_digits
from access_kit.model.word import Word

_DIGITS = re.compile(r"\d[\d,]*")
_LONGEST_NUMBER = 4
"""Digits; longer numbers are said one by one."""


@dataclass(frozen=True)
class OtherHearing:
    """For each word: whether the other engine hears something else there, whether it hears a word
    more beside it, and what it hears (``None`` where it agrees)."""

    differs: tuple[bool, ...]
    missing: tuple[bool, ...]
    texts: tuple[str | None, ...]


def compare_hearings(words: Sequence[Word], others: Sequence[Word]) -> OtherHearing:
    """Where ``others`` differ from ``words``, as both sound: figures are read out."""
    ours, theirs = _sounds(words), _sounds(others)
    differs, missing = [False] * len(words), [False] * len(words)
    heard: list[list[int]] = [[] for _ in words]
    last = 0
    for step in align_words([text for text, _ in ours], [text for text, _ in theirs]):
        if step.reference is not None:
            last = ours[step.reference][1]
            differs[last] = differs[last] or not step.equal
        elif words:
            missing[last] = True
        if step.other is not None and words:
            found = theirs[step.other][1]
            if not any(found in one for one in heard[max(0, last - 1) : last + 1]):
                heard[last].append(found)
    texts = tuple(
        " ".join(others[index].text for index in heard[at]) if differs[at] or missing[at] else None
        for at in range(len(words))
    )
    return OtherHearing(tuple(differs), tuple(missing), texts)


def _sounds(words: Sequence[Word]) -> list[tuple[str, int]]:
    """What is heard of each word, with the word's index."""
    return [
        (sound, index)
        for index, word in enumerate(words)
        for sound in split_words(_DIGITS.sub(_read_out, word.text.replace("-", " ")))
    ]


def _read_out(found: re.Match[str]) -> str:
    digits = found[0].replace(",", "")
    said = spell_digits(digits) if len(digits) > _LONGEST_NUMBER else say_number(digits)
    return f" {' '.join(said)} "
