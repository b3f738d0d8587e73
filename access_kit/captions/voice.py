"""Whether sound can be a voice at all: what hums or rustles is not one, however an engine hears it.

A word has some voiced sound in it, whose pitch is never quite steady. Noise has no pitch; the pitch
of an instrument stands still. (A whisper has none either: its words are marked as unsure, too.)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from access_kit.captions.media import BYTES_A_MS, RATE

WINDOW_MS, HOP_MS = 40, 10
LOWEST_HZ, HIGHEST_HZ = 65, 420
VOICED = 0.6
"""How alike a voiced frame is to itself one period later (1 is the same)."""
BLOCK = 50
"""Frames that are worked on at once: half a minute at once would take 120 MB."""
LEAST_VOICED_SHARE = 0.12
LEAST_MOVEMENT = 0.001
"""The pitch of the steadiest speech moves more than this share from one frame to the next."""
STEADY_SHARE = 0.8

PitchTrack = npt.NDArray[np.float64]


def track_pitch(pcm: bytes) -> tuple[PitchTrack, PitchTrack]:
    """(likeness one period later, period in samples) of each 40 ms frame, one every 10 ms."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    width, hop = RATE * WINDOW_MS // 1000, RATE * HOP_MS // 1000
    if len(samples) < width:
        return np.zeros(0), np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples, width)[::hop]
    blocks = [_pitch_of(frames[at : at + BLOCK]) for at in range(0, len(frames), BLOCK)]
    return np.concatenate([one for one, _ in blocks]), np.concatenate([two for _, two in blocks])


def _pitch_of(frames: PitchTrack) -> tuple[PitchTrack, PitchTrack]:
    width = frames.shape[1]
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(frames * np.hanning(width), 2 * width)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(width), 2 * width)) ** 2)
    first, last = RATE // HIGHEST_HZ, RATE // LOWEST_HZ
    scaled = likeness[:, first:last] / (likeness[:, :1] + 1e-9) * window[0] / window[first:last]
    best = scaled.argmax(axis=1)
    rows = np.arange(len(best))
    return scaled[rows, best], _refine(scaled, rows, best) + first


def _refine(
    scaled: PitchTrack, rows: npt.NDArray[np.int64], best: npt.NDArray[np.int64]
) -> PitchTrack:
    """The top of the parabola through the best period and its neighbours."""
    inner = np.clip(best, 1, scaled.shape[1] - 2)
    left, middle, right = scaled[rows, inner - 1], scaled[rows, inner], scaled[rows, inner + 1]
    bend = left - 2 * middle + right
    shift = np.where(np.abs(bend) > 1e-12, 0.5 * (left - right) / np.where(bend, bend, 1), 0.0)
    result: PitchTrack = inner + np.clip(shift, -1, 1)
    return result


def may_be_voice(likeness: PitchTrack, period: PitchTrack) -> bool:
    """Whether frames may be a spoken word."""
    return _is_voiced(likeness) and not _stands_still(likeness, period)


def is_tone(likeness: PitchTrack, period: PitchTrack) -> bool:
    """Whether frames have a pitch, and one that stands still: music, a hum, a signal."""
    return _is_voiced(likeness) and _stands_still(likeness, period)


def _is_voiced(likeness: PitchTrack) -> bool:
    return len(likeness) > 0 and bool((likeness >= VOICED).mean() >= LEAST_VOICED_SHARE)


def _stands_still(likeness: PitchTrack, period: PitchTrack) -> bool:
    voiced = likeness >= VOICED
    both = voiced[1:] & voiced[:-1]
    if not both.any():
        return False
    moves = np.abs(np.diff(period)[both]) / period[1:][both]
    return bool((moves < LEAST_MOVEMENT).mean() >= STEADY_SHARE)


def find_tones(pcm: bytes, span_ms: int) -> list[tuple[int, int]]:
    """(start, end) in milliseconds of each stretch of ``span_ms`` that is a tone."""
    likeness, period = track_pitch(pcm)
    width = span_ms // HOP_MS
    return [
        (first * HOP_MS, min(first + width, len(likeness)) * HOP_MS)
        for first in range(0, len(likeness), width)
        if is_tone(likeness[first : first + width], period[first : first + width])
    ]


def find_voice(pcm: bytes, spans: list[tuple[int, int]]) -> list[bool]:
    """For each (start, end) in milliseconds of ``pcm``, whether a voice may be in it."""
    likeness, period = track_pitch(pcm)
    limit = len(pcm) // BYTES_A_MS
    found = []
    for start, end in spans:
        first = max(0, min(start, limit) // HOP_MS - 2)
        last = max(first + 1, min(end, limit) // HOP_MS - 1)
        found.append(may_be_voice(likeness[first:last], period[first:last]))
    return found
