"""A small Flesch-Kincaid: grade = 0.39 words/sentences + 11.8 syllables/words - 15.59.

Sentences are taken block by block, so that a list is not read as one long sentence; names,
numbers and links are left out before anything is counted.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SENTENCE = re.compile(r"[.!?:]+(?:\s+|$)")
_SILENT_END = re.compile(r"(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$")
_VOWELS = re.compile(r"[aeiouy]+")


def split_sentences(text: str) -> list[list[str]]:
    """The sentences of one block, each as its words."""
    parts = (_WORD.findall(part) for part in _SENTENCE.split(text))
    return [words for words in parts if words]


def count_syllables(word: str) -> int:
    low = re.sub(r"[^a-z]", "", word.lower())
    trimmed = _SILENT_END.sub(lambda match: match[0][0], low)
    return max(1, len(_VOWELS.findall(trimmed)))


def grade(blocks: Iterable[str]) -> float:
    """The grade of all ``blocks`` together."""
    sentences = [words for block in blocks for words in split_sentences(block)]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
