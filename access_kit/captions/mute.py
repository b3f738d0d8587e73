"""A copy of a recording that is silent where names are said.

Sound is decoded, silenced and written as 16 kHz mono WAV, so nothing of what was said
survives in a codec's memory. Pictures are left out: a film's lips can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from access_kit.captions.media import BYTES_A_MS, RATE
from access_kit.captions.sound_tracks import stream_speech
from access_kit.errors import BadInput, Problem
from access_kit.files import shown, telling_write_errors


class MutedStretch(Protocol):
    """Milliseconds of the recording."""

    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...


def write_muted(media: Path, out: Path, stretches: Sequence[MutedStretch]) -> None:
    """Write the sound of ``media`` to ``out`` with ``stretches`` silent; never over its source."""
    if out.suffix.lower() != ".wav":
        raise BadInput(Problem("captions.mute-suffix", file=shown(out)))
    if out.exists() and media.exists() and out.samefile(media):
        raise BadInput(Problem("captions.same-file", file=shown(out)))
    spans = sorted((max(0, s.start_ms), s.end_ms) for s in stretches)
    beside = out.with_name(f".{out.name[:100]}.part")
    try:
        _write(media, beside, spans)
        with telling_write_errors(out):
            beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _write(media: Path, beside: Path, spans: Sequence[tuple[int, int]]) -> None:
    import os
    import wave

    from access_kit.files import PRIVATE_FILE

    with telling_write_errors(beside):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as stream, wave.open(stream, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            at = 0
            for piece in stream_speech(media):
                sound.writeframes(silence(piece, at, spans))
                at += len(piece)
            stream.flush()
            os.fsync(stream.fileno())


def silence(piece: bytes, at: int, spans: Sequence[tuple[int, int]]) -> bytes:
    """``piece``, which begins at byte ``at`` of the sound, with ``spans`` (ms) set to zero."""
    held = bytearray(piece)
    for start_ms, end_ms in spans:
        first = max(0, start_ms * BYTES_A_MS - at)
        last = min(len(held), end_ms * BYTES_A_MS - at)
        if first < last:
            held[first:last] = bytes(last - first)
    return bytes(held)
