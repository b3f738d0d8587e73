"""A file with several sound tracks: the one in which somebody speaks.

Each track is heard from start to end, and a stretch of every few seconds is looked at: a hum, music
and silence are no voice. Of tracks with as much speech (two languages), the one that the file calls
its default is taken, else the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from access_kit.captions.media import (
    BYTES_A_MS,
    Tell,
    list_tracks,
    raise_fault,
    stream_sound,
)
from access_kit.captions.pauses import holds_sound
from access_kit.captions.voice import may_be_voice, track_pitch
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import shown

LOOK_MS = 1_500
MOST_LOOKS = 60
AS_MUCH = 0.15
"""Shares of speech that lie this close together are called equal."""


@dataclass(frozen=True)
class SoundChoice:
    """The track that is used, counted from 1, of ``count``."""

    track: int
    count: int

    def tell(self, path: Path) -> tuple[Problem, ...]:
        """What is said of it: nothing where there was no choice."""
        if self.count < 2:
            return ()
        facts = {"track": self.track, "count": self.count}
        return (Problem("media.track-chosen", Severity.NOTE, file=shown(path), facts=facts),)


def choose_sound(path: Path) -> SoundChoice:
    """The track to hear. ``BadInput`` where the file is none that can be heard."""
    found = path.stat() if path.is_file() else None
    return _choose(path, *((found.st_size, found.st_mtime_ns) if found else (0, 0)))


@lru_cache(maxsize=64)
def _choose(path: Path, _size: int, _changed: int) -> SoundChoice:
    tracks = list_tracks(path)
    if len(tracks) == 1:
        return SoundChoice(1, 1)
    shares = [_speech_share(path, number, one.duration_ms) for number, one in enumerate(tracks, 1)]
    enough = max(shares) - AS_MUCH
    best = min(
        (number for number, share in enumerate(shares, 1) if share >= enough),
        key=lambda number: (not tracks[number - 1].default, number),
    )
    return SoundChoice(best, len(tracks))


def _speech_share(path: Path, track: int, duration_ms: int | None) -> float:
    """How many of the stretches that were looked at hold a voice."""
    every_ms = max(LOOK_MS, (duration_ms or 0) // MOST_LOOKS)
    looked = spoken = 0
    try:
        for pcm in _looks(path, track, every_ms):
            looked += 1
            spoken += holds_sound(pcm) and may_be_voice(*track_pitch(pcm))
    except BadInput:
        return 0.0
    return spoken / looked if looked else 0.0


def _looks(path: Path, track: int, every_ms: int) -> Iterator[bytes]:
    held, skip = bytearray(), 0
    size, gap = LOOK_MS * BYTES_A_MS, (every_ms - LOOK_MS) * BYTES_A_MS
    for piece in stream_sound(path, track=track, tell=lambda _: None):
        passed = min(skip, len(piece))
        skip -= passed
        held += piece[passed:]
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
            skip = gap
            passed = min(skip, len(held))
            del held[:passed]
            skip -= passed
    if held:
        yield bytes(held)


def stream_speech(
    path: Path,
    *,
    channel: int | None = None,
    track: int | None = None,
    tell: Tell = raise_fault,
) -> Iterator[bytes]:
    """The sound of one track, the one with speech unless it is named: see ``stream_sound``."""
    number = track or choose_sound(path).track
    yield from stream_sound(path, channel=channel, track=number, tell=tell)
