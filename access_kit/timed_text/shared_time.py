"""Times of words that are guessed: those of a stretch, shared by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access_kit.model.word import Word


def share_time(
    said: Sequence[str], start_ms: int, end_ms: int, speaker: str | None
) -> Iterator[Word]:
    """Words that share a time by their length."""
    total, done, length = sum(len(word) + 1 for word in said), 0, max(0, end_ms - start_ms)
    for word in said:
        start = start_ms + length * done // total
        done += len(word) + 1
        yield Word(word, start, start_ms + length * done // total, None, speaker)
