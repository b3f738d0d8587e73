"""A recording, in one file or in one a speaker, heard piece by piece.

1. cut   each track at pauses
2. hear  the pieces that no earlier run has heard, on all cores
3. join  the pieces, and the speakers by when they spoke
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.captions.doubts import doubt_words
from access_kit.captions.engines import Engine, Hear
from access_kit.captions.journal import Journal, PieceKey, identify_file
from access_kit.captions.media import Tell, raise_fault
from access_kit.captions.pauses import Chunk, cut_at_pauses, holds_sound
from access_kit.captions.sound_tracks import stream_speech
from access_kit.captions.workers import Step, map_in_order
from access_kit.errors import BadInput, Problem
from access_kit.model.word import RecordedWords, Word

TURN_PAUSE_MS = 700
"""A speaker who is silent for longer than this may have let another speak."""

_CHANNEL = re.compile(r"^(.+)#([1-9]\d?)$")


@dataclass(frozen=True)
class Track:
    """One speaker's sound (or everyone's): a file, or one of its channels, counted from 1.

    ``sound`` is the sound track of a file that has several, counted from 1; ``None``: the one with
    speech.
    """

    path: Path
    speaker: str | None = None
    channel: int | None = None
    sound: int | None = None


def parse_track(text: str) -> Track:
    """``Name=file`` or ``Name=file#2`` for one channel of it."""
    name, sign, file = text.partition("=")
    name = " ".join(name.split())
    if not sign or not name or not file:
        raise BadInput(Problem("captions.bad-track", facts={"text": text}))
    channel = _CHANNEL.match(file)
    if channel and not Path(file).exists():
        return Track(Path(channel[1]), name, int(channel[2]))
    return Track(Path(file), name)


def identify_recording(tracks: Sequence[Track], engine: Engine, version: str) -> str:
    """A text that is the same only where the words would be the same."""
    parts = [f"{t.speaker} {t.channel} {t.sound} {identify_file(t.path)}" for t in tracks]
    return "\n".join([version, engine.key, *parts])


def hear_recording(
    tracks: Sequence[Track],
    engine: Engine,
    workers: Executor,
    journal: Journal,
    *,
    jobs: int,
    step: Step,
    tell: Tell = raise_fault,
) -> RecordedWords:
    """The words of all tracks; ``step`` is told the length of each piece when it is done.

    ``tell`` is told of a recording whose end is missing.
    """
    work = functools.partial(_hear_piece, engine.hear)
    known = dict(journal.known)
    pieces = _pieces_to_hear(tracks, known, step, tell)
    for (place, chunk), words in map_in_order(workers, work, pieces, ahead=2 * jobs):
        known[place] = words
        journal.add(place, words)
        step(chunk.end_ms - chunk.start_ms)
    heard = [
        [replace(word, speaker=track.speaker) for place in sorted(known) if place[0] == number
         for word in known[place]]
        for number, track in enumerate(tracks)
    ]  # fmt: skip
    return RecordedWords(join_speakers(heard), lang=engine.lang)


def hear_pieces(
    track: Track,
    engine: Engine,
    workers: Executor,
    *,
    jobs: int,
    step: Step,
    tell: Tell = raise_fault,
) -> tuple[Word, ...]:
    """The words of one track from start to end."""
    work = functools.partial(_hear_piece, engine.hear)
    found: list[Word] = []
    for (_, chunk), words in map_in_order(
        workers, work, _pieces_to_hear([track], {}, step, tell), ahead=2 * jobs
    ):
        found += words
        step(chunk.end_ms - chunk.start_ms)
    return tuple(found)


def _pieces_to_hear(
    tracks: Sequence[Track], known: dict[PieceKey, tuple[Word, ...]], step: Step, tell: Tell
) -> Iterator[tuple[PieceKey, Chunk]]:
    heard_before = frozenset(known)
    for number, track in enumerate(tracks):
        sound = stream_speech(track.path, channel=track.channel, track=track.sound, tell=tell)
        for chunk in cut_at_pauses(sound):
            if (number, chunk.index) in heard_before:
                step(chunk.end_ms - chunk.start_ms)
            else:
                yield (number, chunk.index), chunk


def _hear_piece(hear: Hear, given: tuple[PieceKey, Chunk]) -> tuple[Word, ...]:
    """Runs in a worker. Times count from the start of the recording."""
    _, chunk = given
    if not holds_sound(chunk.pcm):
        return ()
    words = doubt_words(hear(chunk.pcm), chunk.pcm)
    return tuple(
        replace(word, start_ms=word.start_ms + chunk.start_ms, end_ms=word.end_ms + chunk.start_ms)
        for word in words
    )


def join_speakers(tracks: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """All words in one order: turns by when they began, the words of a turn together."""
    turns: list[tuple[int, int, list[Word]]] = []
    for number, words in enumerate(tracks):
        last: Word | None = None
        for word in words:
            if last is None or word.start_ms - last.end_ms > TURN_PAUSE_MS:
                turns.append((word.start_ms, number, []))
            turns[-1][2].append(word)
            last = word
    turns.sort(key=lambda turn: turn[:2])
    return tuple(word for _, _, words in turns for word in words)
