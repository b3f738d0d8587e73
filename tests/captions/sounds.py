"""Sounds for the tests: files in any codec, clips from the repository, noises made here."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

DATA = Path(__file__).resolve().parents[1] / "data"
SPEECH = DATA / "speech"
TINY_EN = DATA / "models" / "tiny-en"
TINY_ES = DATA / "models" / "tiny-es"
RATE = 16_000


def load_clip(path: Path) -> np.ndarray:
    """All samples of a file at 16 kHz mono, by PyAV alone (not by the code under test)."""
    resampler = av.AudioResampler("s16", "mono", RATE)
    parts = []
    with av.open(str(path)) as container:
        for frame in (*container.decode(audio=0), None):
            parts += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
    return np.concatenate(parts)


def save_sound(
    path: Path,
    samples: np.ndarray,
    *,
    codec: str,
    rate: int = RATE,
    channels: int = 1,
    picture: bool = False,
) -> Path:
    """Encode 16 kHz samples (one row a channel, or one row for all) into ``path``."""
    rows = np.atleast_2d(samples).astype(np.int16)
    rows = np.repeat(rows, channels, axis=0) if len(rows) == 1 else rows
    layout = "mono" if len(rows) == 1 else "stereo"
    source = "flac" if codec == "flac" else codec
    with av.open(str(path), "w") as container:
        film = None
        if picture:
            film = container.add_stream("mpeg4" if path.suffix == ".mp4" else "vp8", rate=5)
            film.width, film.height, film.pix_fmt = 32, 32, "yuv420p"
        stream = container.add_stream(source, rate=rate, layout=layout)
        if film:
            for _ in range(3):
                black = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
                for packet in film.encode(black):
                    container.mux(packet)
            for packet in film.encode(None):
                container.mux(packet)
        if codec in ("libmp3lame", "aac", "libopus"):
            stream.bit_rate = 96_000 if rate > RATE else 64_000
        resampler = av.AudioResampler(stream.codec_context.format.name, layout, rate)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(rows.T.reshape(1, -1)), "s16", layout
        )
        frame.sample_rate = RATE
        fifo = av.AudioFifo()
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            piece.pts = None
            fifo.write(piece)
        size = stream.codec_context.frame_size or 4096
        for piece in (*fifo.read_many(size), fifo.read()):
            if piece is not None:
                for packet in stream.encode(piece):
                    container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def make_noise(seconds: float, level: float, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, level, int(RATE * seconds))
    return np.clip(noise, -32768, 32767).astype(np.int16)


def make_music(seconds: float) -> np.ndarray:
    """Chords that change every half second, with an attack and a decay."""
    at = np.arange(int(RATE * seconds)) / RATE
    chords = np.array([[220, 277, 330], [247, 311, 370], [196, 247, 294], [262, 330, 392]])
    notes = chords[(at * 2).astype(int) % 4]
    wave = np.sin(2 * np.pi * notes * at[:, None]).sum(axis=1)
    shape = np.exp(-3 * (at % 0.5)) * np.minimum(1, (at % 0.5) / 0.01)
    return (wave * shape * 3000).astype(np.int16)


def _resonate(source: np.ndarray, formants: tuple[tuple[float, float, float], ...]) -> np.ndarray:
    result = np.zeros(len(source))
    for centre, width, gain in formants:
        radius = np.exp(-np.pi * width / RATE)
        first, second = 2 * radius * np.cos(2 * np.pi * centre / RATE), -radius * radius
        out = np.zeros(len(source))
        for i in range(len(source)):
            out[i] = source[i] + first * out[i - 1] + second * out[i - 2] if i > 1 else source[i]
        result += gain * out / out.std()
    return result


def make_cough(bursts: int, seed: int = 0) -> np.ndarray:
    """Shaped bursts of noise."""
    noise = np.random.default_rng(seed)
    at = np.arange(int(RATE * 0.3)) / RATE
    shape = np.minimum(at / 0.01, 1) * np.exp(-at / 0.08)
    parts = []
    for _ in range(bursts):
        burst = _resonate(
            noise.normal(0, 1, len(at)), ((600, 200, 1), (1500, 300, 0.7), (2800, 400, 0.5))
        )
        parts += [burst * shape * 4000, np.zeros(int(RATE * 0.12))]
    return np.concatenate(parts)


def make_laugh(syllables: int, seed: int = 0) -> np.ndarray:
    """A falling row of voiced, breathy syllables."""
    noise = np.random.default_rng(seed)
    at = np.arange(int(RATE * 0.11)) / RATE
    parts = []
    for number in range(syllables):
        voice = np.sign(np.sin(2 * np.pi * (240 - 12 * number) * at) + 0.7) * 0.6
        syllable = _resonate(
            voice + noise.normal(0, 0.35, len(at)),
            ((750, 120, 1), (1300, 150, 0.6), (2600, 300, 0.3)),
        )
        parts += [syllable * np.hanning(len(at)) * 3000 * (1 - 0.08 * number)]
        parts += [noise.normal(0, 60, int(RATE * 0.09))]
    return np.concatenate(parts)


def read_grid(path: Path) -> list[tuple[str, int, int]]:
    """The words of a TextGrid's word tier, each with its start and end in milliseconds."""
    lines = path.read_text().split("\n")
    at = lines.index('"words"')
    rows = lines[at + 4 :]
    words = []
    for number in range(int(lines[at + 3])):
        start, end, text = rows[3 * number : 3 * number + 3]
        if text.strip('"'):
            times = round(float(start) * 1000), round(float(end) * 1000)
            words.append((text.strip('"'), *times))
    return words
