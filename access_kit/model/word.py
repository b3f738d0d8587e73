"""Spoken words with their times: what an engine or an aligner hands on (``access-kit/words/1``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """One spoken word as it will be read, with its punctuation.

    Times are whole milliseconds from the start of the recording. ``confidence`` is 0 to 1, or
    ``None`` where the engine gives none (or a person has said that the word is right). ``opens``
    says that a cue best begins here: a paragraph, a line of verse, an item.
    """

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None
    speaker: str | None = None
    opens: bool = False


@dataclass(frozen=True)
class RecordedWords:
    """A recording's words in the order they were said.

    ``not_said`` are stretches of the script that the sound has no room for, ``not_in_script`` is
    sound that the script lacks. ``interpolated`` are (first, end) of the stretches of ``words``
    that were not found in the sound: they have the time that was left for them. ``lang`` is BCP 47.
    ``notes`` are remarks about the whole, one of which may hold the draft state.
    """

    words: tuple[Word, ...]
    not_said: tuple[str, ...] = ()
    not_in_script: tuple[Word, ...] = ()
    lang: str | None = None
    notes: tuple[str, ...] = ()
    interpolated: tuple[tuple[int, int], ...] = ()
