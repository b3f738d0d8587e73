"""What sound sounds like, frame by frame: the power in bands of pitch, and the shape of its sum.

A frame is 32 ms long and there is one every 20 ms. Bands lie as the ear has them (mel). The shape
is that of the logarithm (cepstrum), which says which speech sound it is more than who makes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt

HOP_MS, WINDOW_MS = 20, 32
BANDS = 30
LOWEST_HZ, HIGHEST_HZ = 100, 7_000
COEFFICIENTS = 14
LEVELLED = 0.97
"""Of each sample, so much of the one before is taken off: speech is weak where pitch is high."""
BLOCK = 500
"""Frames that are worked on at once, to hold little memory."""
SILENCE = 1e-5
"""Of the mean power of speech: less than this counts as nothing."""

FrameRows = npt.NDArray[np.float32]
"""A row a frame."""


def measure_bands(pieces: Iterable[bytes], rate: int) -> FrameRows:
    """The power in each band, frame by frame, of 16-bit sound that comes in pieces."""
    hop, width = rate * HOP_MS // 1000, rate * WINDOW_MS // 1000
    held = np.zeros(0, np.float32)
    parts = [np.zeros((0, BANDS), np.float32)]
    for piece in pieces:
        held = np.concatenate([held, np.frombuffer(piece, "<i2").astype(np.float32)])
        count = (len(held) - width) // hop + 1 if len(held) >= width else 0
        for first in range(0, count, BLOCK):
            last = min(count, first + BLOCK)
            view = np.lib.stride_tricks.sliding_window_view(held[first * hop :], width)[::hop]
            parts.append(_band_powers(view[: last - first], rate))
        held = held[count * hop :]
    return np.concatenate(parts)


def _band_powers(frames: FrameRows, rate: int) -> FrameRows:
    level = frames[:, 1:] - np.float32(LEVELLED) * frames[:, :-1]
    width = level.shape[1]
    size = 1 << width.bit_length()
    spectrum = np.abs(np.fft.rfft(level * np.hanning(width), size)) ** 2 / width**2
    result: FrameRows = (spectrum @ _bands(rate, size).T).astype(np.float32)
    return result


@cache
def _bands(rate: int, size: int) -> npt.NDArray[np.float64]:
    """How much each frequency counts for each band: triangles, each with a sum of 1."""
    top = 2595 * np.log10(1 + min(HIGHEST_HZ, rate / 2) / 700)
    bottom = 2595 * np.log10(1 + LOWEST_HZ / 700)
    edges = 700 * (10 ** (np.linspace(bottom, top, BANDS + 2) / 2595) - 1)
    hertz = np.arange(size // 2 + 1) * rate / size
    rising = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    shape = np.maximum(0, np.minimum(rising, falling))
    result: npt.NDArray[np.float64] = shape / np.maximum(shape.sum(axis=1, keepdims=True), 1e-9)
    return result


def loudness(powers: FrameRows) -> npt.NDArray[np.float32]:
    """Decibels of each frame."""
    result: npt.NDArray[np.float32] = 10 * np.log10(powers.sum(axis=1) + 1e-3)
    return result


def shape_frames(powers: FrameRows, loud: float) -> FrameRows:
    """The shape of each frame and how it changes; ``loud`` is the mean power of speech."""
    logs = np.log(powers + SILENCE * loud + 1e-9)
    steps = np.outer(np.arange(COEFFICIENTS), np.arange(BANDS) + 0.5)
    shape = logs @ (np.cos(np.pi * steps / BANDS) * np.sqrt(2 / BANDS)).T
    wide = np.pad(shape, ((2, 2), (0, 0)), "edge")
    change = (2 * (wide[4:] - wide[:-4]) + wide[3:-1] - wide[1:-3]) / 10
    return np.hstack([shape, change]).astype(np.float32)
