"""Words that the engine is not sure of, marked where the reader sees them."""

from __future__ import annotations

from dataclasses import replace

from access_kit.model.word import RecordedWords, Word

UNSURE = 0.5
MARK = "[?]"


def is_unsure(word: Word) -> bool:
    return word.confidence is not None and word.confidence < UNSURE


def mark_unsure(words: RecordedWords) -> RecordedWords:
    """A ``[?]`` after each run of words that the engine is not sure of; nothing else changes."""
    marked: list[Word] = []
    given = words.words
    for index, word in enumerate(given):
        marked.append(word)
        following = given[index + 1] if index + 1 < len(given) else None
        ends = following is None or not is_unsure(following) or following.speaker != word.speaker
        if is_unsure(word) and ends:
            marked.append(Word(MARK, word.end_ms, word.end_ms, None, word.speaker))
    return replace(words, words=tuple(marked))
