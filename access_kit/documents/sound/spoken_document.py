"""A Document spoken: its samples, and when each sentence and each word is said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.documents.sound.speech import SpokenPiece, speak_document
from access_kit.documents.sound.voices import Mark, Sound, Utterance, Voice, open_voice
from access_kit.errors import MissingPart, Problem
from access_kit.model.document import Document

FIRST_MS, LAST_MS = 300, 500
"""Silence at both ends: players that cut the first or the last moment cut no word."""


@dataclass(frozen=True)
class Spoken:
    """A piece with its times. ``word_ms``: when each of its words begins; empty if not known."""

    piece: SpokenPiece
    start_ms: int
    end_ms: int
    word_ms: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chapter:
    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Recording:
    """16 bit samples, one channel, little-endian; times are milliseconds from the start."""

    samples: bytes
    rate: int
    spoken: tuple[Spoken, ...]

    @property
    def ms(self) -> int:
        return len(self.samples) // 2 * 1000 // self.rate

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        starts = [(one.piece.chapter, one.start_ms) for one in self.spoken if one.piece.chapter]
        ends = [start for _, start in starts[1:]] + [self.ms]
        return tuple(
            Chapter(title, start, end) for (title, start), end in zip(starts, ends, strict=True)
        )


@dataclass(frozen=True)
class SpokenStretch:
    """From when to when the words at ``place`` are spoken, with what the voice adds to them."""

    place: str
    start_ms: int
    end_ms: int


def find_stretches(recording: Recording) -> tuple[SpokenStretch, ...]:
    """The whole recording, cut where it passes from one place to the next."""
    starts: list[tuple[str, int]] = []
    waiting: int | None = None
    for one in recording.spoken:
        begins = one.start_ms if waiting is None else waiting
        if not one.piece.place:
            waiting = begins
            continue
        if not starts or starts[-1][0] != one.piece.place:
            starts.append((one.piece.place, begins))
        waiting = None
    ends = [start for _, start in starts[1:]] + [recording.ms]
    return tuple(SpokenStretch(*start, end) for start, end in zip(starts, ends, strict=True))


def record(document: Document, speed: float = 1.0, *, voice: Voice | None = None) -> Recording:
    """``document`` spoken at ``speed`` times the normal speed."""
    pieces = speak_document(document)
    utterances = [Utterance(piece.said, piece.lang) for piece in pieces]
    sounds = (voice or open_voice()).speak(utterances, speed)
    if not sounds or not any(sound.samples for sound in sounds):
        raise MissingPart(Problem("speech.failed", facts={"voice": "-"}))
    return _assemble(pieces, sounds)


def _assemble(pieces: Sequence[SpokenPiece], sounds: Sequence[Sound]) -> Recording:
    rate = sounds[0].rate
    parts = [_silence(FIRST_MS, rate)]
    spoken = []
    at = len(parts[0]) // 2
    for piece, sound in zip(pieces, sounds, strict=True):
        before = _silence(piece.before_ms, rate)
        parts += [before, sound.samples, _silence(piece.after_ms, rate)]
        start = at + len(before) // 2
        end = start + len(sound.samples) // 2
        at = end + len(parts[-1]) // 2
        start_ms = start * 1000 // rate
        words = tuple(start_ms + ms for ms in _word_times(piece, sound.marks))
        spoken.append(Spoken(piece, start_ms, end * 1000 // rate, words))
    parts.append(_silence(LAST_MS, rate))
    return Recording(b"".join(parts), rate, tuple(spoken))


def _silence(ms: int, rate: int) -> bytes:
    return bytes(2 * (ms * rate // 1000))


def _word_times(piece: SpokenPiece, marks: Sequence[Mark]) -> tuple[int, ...]:
    """When each word of ``piece`` begins: at the last mark that is not behind its first letter.

    A voice may tell of a word a letter late, or take two for one; times never run backwards.
    """
    if not marks:
        return ()
    kept = sorted(marks, key=lambda mark: mark.at)
    places = [mark.at for mark in kept]
    times, latest = [], 0
    for word, start in zip(piece.words, piece.starts, strict=True):
        reach = start + max(0, len(word.said) - 1)
        first = bisect_right(places, start - 1)
        index = first if first < len(places) and places[first] <= reach else first - 1
        latest = max(latest, kept[index].ms if index >= 0 else 0)
        times.append(latest)
    return tuple(times)
