"""The page of a review: served in parts on loopback, or whole as one file that needs nothing.

Its words are for whoever reviews, who leads in English; the captions keep their language.
"""

from __future__ import annotations

import base64
import html
import io
import json
import wave
from importlib import resources
from pathlib import Path

import numpy as np

from access_kit.captions.loopback import ServedPart
from access_kit.captions.media import RATE
from access_kit.captions.reviewing.doubt import DOUBTFUL
from access_kit.captions.reviewing.review_json import review_path, review_values
from access_kit.captions.reviewing.words_reviewed import ReviewState
from access_kit.documents.page_code import inside_script, source_digest

PEAK_MS = 20
"""One number of the drawn wave stands for so much sound."""
MP3_BITS = 32_000
"""A second of sound inside a page: speech stays clear at it."""


def wave_sound(pcm: bytes) -> bytes:
    """16 kHz mono sound as a WAV file."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(pcm)
    return stream.getvalue()


def find_peaks(pcm: bytes) -> bytes:
    """The loudest moment of each ``PEAK_MS``, 0 to 255."""
    samples = np.abs(np.frombuffer(pcm, "<i2").astype(np.int32))
    step = RATE * PEAK_MS // 1000
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    if not len(whole):
        return b""
    peaks = whole.max(axis=1)
    found: bytes = (peaks * 255 // max(1, int(peaks.max()))).astype(np.uint8).tobytes()
    return found


def page_data(state: ReviewState, peaks: bytes, file: Path) -> bytes:
    """What the page shows, as JSON."""
    return json.dumps(
        {
            "review": review_values(state),
            "doubtful": DOUBTFUL,
            "peak_ms": PEAK_MS,
            "peaks": base64.b64encode(peaks).decode("ascii"),
            "saves_as": review_path(file).name,
        },
        ensure_ascii=False,
    ).encode()


def page_parts(file: Path, lang: str | None) -> dict[str, ServedPart]:
    """The page and what it loads, by name."""
    page = _fill(
        file,
        lang,
        style='<link rel="stylesheet" href="page.css">',
        script='<script src="page.js"></script>',
        sound="sound.wav",
        finish="Write the captions and end",
    )
    return {
        "": ServedPart("text/html; charset=utf-8", page.encode()),
        "page.css": ServedPart("text/css; charset=utf-8", _shipped("page.css").encode()),
        "page.js": ServedPart("text/javascript; charset=utf-8", _shipped("page.js").encode()),
    }


def offline_page(state: ReviewState, pcm: bytes, file: Path) -> bytes:
    """One file with everything in it; no other page and no address can be reached from it."""
    style, code = _shipped("page.css"), _shipped("page.js")
    data = inside_script(page_data(state, find_peaks(pcm), file).decode())
    policy = (
        f"default-src 'none'; script-src {source_digest(code)}; style-src {source_digest(style)};"
        " media-src data:; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'
    script = (
        f'<script type="application/json" id="review-data">{data}</script>\n<script>{code}</script>'
    )
    sound = f"data:audio/mpeg;base64,{base64.b64encode(_mp3(pcm)).decode('ascii')}"
    page = _fill(file, state.lang, style=head, script=script, sound=sound, finish="Save what I did")
    return page.encode()


def _fill(file: Path, lang: str | None, **parts: str) -> str:
    page = _shipped("page.html")
    told = {"title": html.escape(file.name), "lang": html.escape(lang or "und"), **parts}
    # The page's own parts last: nothing inside them is taken for a place to fill.
    for name in sorted(told, key=lambda one: one in ("style", "script")):
        page = page.replace(f"{{{name}}}", told[name])
    return page


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _mp3(pcm: bytes) -> bytes:
    """Sound small enough to stand inside a page, in the one format that every browser plays."""
    import av

    stream = io.BytesIO()
    with av.open(stream, "w", format="mp3") as container:
        sound = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        sound.bit_rate = MP3_BITS
        samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
        size = sound.codec_context.frame_size or 1152
        for first in range(0, samples.shape[1], size):
            piece = np.ascontiguousarray(samples[:, first : first + size])
            frame = av.AudioFrame.from_ndarray(piece, "s16p", "mono")
            frame.sample_rate = RATE
            frame.pts = first
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return stream.getvalue()
