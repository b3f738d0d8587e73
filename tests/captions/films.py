"""Films for the tests: a moving square and a real voice, in the codecs of cameras and meetings."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from tests.captions.sounds import RATE, SPEECH, load_clip

PLACE = "+48.8577+002.295/"
"""Where a telephone says that it filmed."""


def make_film(
    path: Path, *, picture: str = "libx264", sound: str = "aac", seconds: int = 6,
    pixels: str = "yuv420p", size: tuple[int, int] = (320, 180), tracks: int = 1,
) -> Path:  # fmt: skip
    """A film of grey with a white square that moves right; a clip of speech, then quiet."""
    width, height = size
    speech = load_clip(SPEECH / "leopard_test.flac")[: seconds * RATE]
    speech = np.pad(speech, (0, seconds * RATE - len(speech))).astype(np.int16)
    with av.open(str(path), "w") as out:
        out.metadata["title"] = "CANARY-TITLE"
        out.metadata["location"] = PLACE
        film = out.add_stream(picture, rate=25)
        film.width, film.height, film.pix_fmt = width, height, pixels
        rate = 48_000 if sound in ("libopus", "aac") else 44_100
        voices = [out.add_stream(sound, rate=rate, layout="mono") for _ in range(tracks)]
        for number in range(seconds * 25):
            shot = np.full((height, width, 3), 96, np.uint8)
            left = number % (width - 20)
            shot[10:30, left : left + 20] = 255
            for packet in film.encode(av.VideoFrame.from_ndarray(shot, "rgb24")):
                out.mux(packet)
        for number, voice in enumerate(voices, 1):
            frame = av.AudioFrame.from_ndarray((speech // number).reshape(1, -1), "s16", "mono")
            frame.sample_rate = RATE
            out.mux(voice.encode(frame))
            out.mux(voice.encode(None))
        out.mux(film.encode(None))
    return path


def packets(path: Path, kind: str, track: int = 0) -> list[bytes]:
    """The packets of one stream, as they lie in the file."""
    with av.open(str(path)) as container:
        stream = [one for one in container.streams if one.type == kind][track]
        return [bytes(packet) for packet in container.demux(stream) if packet.size]
