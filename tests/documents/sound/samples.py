"""What is said of a document, and how well a sound fits a text by PocketSphinx's aligner."""

from __future__ import annotations

import io
import math
import re
from array import array
from functools import cache
from typing import Any

from access_kit.documents.sound.speech import speak_document
from access_kit.documents.sound.spoken_document import Recording, record
from access_kit.model.document import Document
from tests.documents.handout import standard_handout

RATE = 16_000


def said(document: Document) -> list[str]:
    return [piece.said for piece in speak_document(document)]


@cache
def recorded(lang: str = "en", speed: float = 1.0) -> Recording:
    return record(standard_handout(lang), speed)


def decoded(data: bytes, rate: int = 22_050) -> tuple[bytes, dict[str, Any]]:
    """16 bit samples of a sound file, and what its container says, by FFmpeg."""
    import av

    with av.open(io.BytesIO(data)) as container:
        resampler = av.AudioResampler("s16", "mono", rate)
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
        frames += resampler.resample(None)
        samples = b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)
        return samples, {"title": container.metadata.get("title"), "chapters": container.chapters()}


@cache
def aligner() -> Any:
    import pocketsphinx

    return pocketsphinx.Decoder(lm=None, bestpath=False, loglevel="FATAL")


def known_words(text: str) -> list[str] | None:
    """The words of ``text`` for the aligner, or None when its dictionary lacks one."""
    words = re.findall(r"[a-z']+", text.lower())
    if re.search(r"\d", text) or not all(aligner().lookup_word(word) for word in words):
        return None
    return words


def fit(samples: bytes, words: list[str]) -> float:
    """Mean acoustic score a frame of ``samples`` (16 kHz) against ``words``; -inf: no fit."""
    decoder = aligner()
    sound = bytes(RATE // 2) + _quieter(samples) + bytes(RATE // 2)
    decoder.set_align_text(" ".join(words))
    _hear(decoder, sound)
    if decoder.hyp() is None or decoder.seg() is None:
        return -math.inf
    decoder.set_alignment()  # the second pass gives the scores
    _hear(decoder, sound)
    total, frames = 0.0, 0
    for word in decoder.get_alignment():
        if word.name[0] not in "<[":
            total += word.score
            frames += word.duration
    return total / frames if frames else -math.inf


def _hear(decoder: Any, sound: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()


def _quieter(samples: bytes) -> bytes:
    """A little lower, with faint noise: the aligner dislikes full scale and digital silence."""
    noise = (3, -2, 1, -4, 2, 0, -1, 4)
    values = array("h", samples)
    return array("h", (v * 2 // 5 + noise[i % 8] for i, v in enumerate(values))).tobytes()
