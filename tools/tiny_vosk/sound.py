"""Sampling-rate change and Kaldi's MFCC features, in numpy."""

from __future__ import annotations

import math

import numpy as np

RATE = 16_000
HOP, WINDOW, FFT = 160, 400, 512
BINS = CEPSTRA = 40
LOW_HZ, HIGH_HZ = 40.0, RATE / 2 - 200.0
PREEMPHASIS, LIFTER = 0.97, 22.0
SINC_HALF_WIDTH = 24

CONF = """\
--use-energy=false
--sample-frequency=16000
--num-mel-bins=40
--num-ceps=40
--low-freq=40
--high-freq=-200
--dither=0
"""
"""The same settings as Kaldi reads them."""


def resample(samples: np.ndarray, source: int, target: int) -> np.ndarray:
    """Change the rate with a windowed sinc, one filter a phase."""
    shared = math.gcd(source, target)
    up, down = target // shared, source // shared
    cutoff = min(1.0, target / source)
    half = SINC_HALF_WIDTH
    offsets = np.arange(-half + 1, half + 1)
    distance = (np.arange(up) * down % up)[:, None] / up - offsets
    window = 0.5 + 0.5 * np.cos(np.pi * np.clip(distance / half, -1, 1))
    taps = cutoff * np.sinc(cutoff * distance) * window
    moments = np.arange(len(samples) * up // down)
    padded = np.pad(samples, (half, half + 1))
    views = np.lib.stride_tricks.sliding_window_view(padded, 2 * half)
    result: np.ndarray = np.einsum("ij,ij->i", views[moments * down // up + 1], taps[moments % up])
    return result


def imitate_codec(samples: np.ndarray, highest_hz: float, range_db: float) -> np.ndarray:
    """What lossy codecs do: nothing above ``highest_hz``, and no faint part beside a loud one.

    Parts more than ``range_db`` below the loudest of the same moment fall silent.
    """
    half = FFT // 2
    padded = np.pad(samples, (half, FFT))
    window = np.sin(np.pi * (np.arange(FFT) + 0.5) / FFT)
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::half] * window
    spectrum = np.fft.rfft(frames)
    size = np.abs(spectrum)
    audible = size >= size.max(axis=1, keepdims=True) * 10 ** (-range_db / 20)
    audible &= np.arange(half + 1) * RATE / FFT <= highest_hz
    parts = np.fft.irfft(spectrum * audible) * window
    result = np.zeros(len(padded) + FFT)
    for shift in (0, 1):
        rows = parts[shift::2].reshape(-1)
        result[shift * half : shift * half + len(rows)] += rows
    return result[half : half + len(samples)]


def _mel(hertz: np.ndarray | float) -> np.ndarray:
    return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)


def _mel_filters() -> np.ndarray:
    """Triangles of equal width in mel, (bins, FFT // 2)."""
    edges = np.linspace(_mel(LOW_HZ), _mel(HIGH_HZ), BINS + 2)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    at = _mel(np.arange(FFT // 2) * RATE / FFT)[None, :]
    rising, falling = (at - left) / (centre - left), (right - at) / (right - centre)
    return np.maximum(0.0, np.minimum(rising, falling))


def _cosines() -> np.ndarray:
    """The orthonormal cosine transform with the lifter folded in, (cepstra, bins)."""
    order = np.arange(CEPSTRA)[:, None]
    table = np.sqrt(2.0 / BINS) * np.cos(np.pi / BINS * (np.arange(BINS) + 0.5) * order)
    table[0] = np.sqrt(1.0 / BINS)
    lifter = 1.0 + 0.5 * LIFTER * np.sin(np.pi * order / LIFTER)
    result: np.ndarray = table * lifter
    return result


_FILTERS, _COSINES = _mel_filters(), _cosines()
_POVEY = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** 0.85


def mfcc(samples: np.ndarray) -> np.ndarray:
    """(frames, 40) features of 16 kHz samples, one every 10 ms, as Kaldi makes them."""
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), WINDOW)[::HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - PREEMPHASIS * before) * _POVEY, FFT)
    power = np.abs(spectrum[:, : FFT // 2]) ** 2
    energies = np.log(np.maximum(power @ _FILTERS.T, np.finfo(np.float32).eps))
    result: np.ndarray = (energies @ _COSINES.T).astype(np.float32)
    return result
