"""Long sound in pieces cut where it is quiet, and what is quiet and what is not.

Levels are decibels of 10 ms frames, so a level of 0 is one step of a 16-bit sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from access_kit.captions.media import BYTES_A_MS, RATE

FRAME_MS = 10
FRAME_SAMPLES = RATE * FRAME_MS // 1000
FRAME_BYTES = FRAME_SAMPLES * 2

BLOCK = 250
"""Frames that are worked on at once, to hold little memory."""

LONGEST_MS = 30_000
EARLIEST_CUT_MS = 12_000
QUIET_MS = 300
"""A cut falls into the quietest stretch of this length."""

SPEECH_OVER_FLOOR_DB = 6.0
SILENT_DB = 20.0
"""Sound that never rises over this is silence, whatever its shape (ten steps of 32,768)."""
NEEDED_LOUD_MS = 120

Levels = npt.NDArray[np.float64]
Frames = npt.NDArray[np.intp]
"""Numbers of frames that are kept of a sound, in order."""


@dataclass(frozen=True)
class Chunk:
    """A piece of one recording, cut at pauses; ``pcm`` is 16 kHz mono 16-bit."""

    index: int
    start_ms: int
    pcm: bytes

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.pcm) // BYTES_A_MS


def measure_levels(pcm: bytes) -> Levels:
    """Decibels of each whole 10 ms frame, without any constant offset."""
    samples = np.frombuffer(pcm, "<i2", count=len(pcm) // 2)
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES]
    frames = whole.reshape(-1, FRAME_SAMPLES)
    blocks = (frames[at : at + BLOCK].astype(np.float64) for at in range(0, len(frames), BLOCK))
    power = [block.var(axis=1) for block in blocks]
    result: Levels = 10.0 * np.log10(np.concatenate([*power, np.zeros(0)]) + 1.0)
    return result


def find_floor(levels: Levels) -> float:
    """The level of the room when nobody speaks."""
    return float(np.percentile(levels, 10)) if len(levels) else 0.0


def mark_loud(levels: Levels, over_floor_db: float = SPEECH_OVER_FLOOR_DB) -> npt.NDArray[np.bool_]:
    """Which frames stand out of the room."""
    loud: npt.NDArray[np.bool_] = levels > max(find_floor(levels) + over_floor_db, SILENT_DB)
    return loud


def holds_sound(pcm: bytes) -> bool:
    """Whether anything at all stands out of silence and steady noise."""
    levels = measure_levels(pcm)
    return int(mark_loud(levels).sum()) * FRAME_MS >= NEEDED_LOUD_MS


def keep_sound(loud: npt.NDArray[np.bool_], near: int, quiet: int = 0) -> Frames:
    """All but long quiet: ``near`` frames on each side of what is loud stay, and of each stretch
    between them up to ``quiet`` frames, half at its start and half at its end.
    """
    if not len(loud):
        return np.arange(0)
    far = np.convolve(loud, np.ones(2 * near + 1))[near : near + len(loud)] < 0.5
    keep = np.ones(len(loud), bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], far.astype(np.int8), [0]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start > quiet:
            keep[start + quiet // 2 : end - quiet // 2] = False
    return np.flatnonzero(keep)


def cut_frames(pcm: bytes, frames: Frames) -> bytes:
    """These frames of the sound alone."""
    count = len(pcm) // FRAME_BYTES
    rows = np.frombuffer(pcm[: count * FRAME_BYTES], "<i2").reshape(count, -1)
    return rows[frames].tobytes()


def split_at_gaps(frames: Frames) -> list[Frames]:
    """The kept frames, cut where quiet was taken out."""
    return np.split(frames, np.flatnonzero(np.diff(frames) > 1) + 1)


def span_of(run: Frames) -> tuple[int, int]:
    """Where frames without a gap lie in the sound, in ms."""
    return int(run[0]) * FRAME_MS, int(run[-1] + 1) * FRAME_MS


def find_cut(levels: Levels) -> int:
    """The frame in the middle of the quietest stretch, never early in the piece."""
    width, first = QUIET_MS // FRAME_MS, EARLIEST_CUT_MS // FRAME_MS
    window = np.convolve(levels[first:], np.ones(width) / width, mode="valid")
    return first + int(np.argmin(window)) + width // 2


def cut_at_pauses(pieces: Iterable[bytes]) -> Iterator[Chunk]:
    """Pieces of at most 30 seconds, each ending in a quiet moment; together, all of the sound."""
    held, start, index = bytearray(), 0, 0
    longest = LONGEST_MS * BYTES_A_MS
    for piece in pieces:
        held += piece
        while len(held) >= longest:
            cut = find_cut(measure_levels(bytes(held[:longest]))) * FRAME_BYTES
            yield Chunk(index, start, bytes(held[:cut]))
            del held[:cut]
            start, index = start + cut // BYTES_A_MS, index + 1
    if held:
        yield Chunk(index, start, bytes(held))
