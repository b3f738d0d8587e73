"""Sound that another program writes to this one: bare samples, or a WAV file as it grows."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from access_kit.captions.media import BYTES_A_MS, RATE, RawSound
from access_kit.errors import BadInput, Problem

MOST_AT_ONCE = 100 * BYTES_A_MS
LONGEST_HEAD = 1 << 20
"""Bytes of a WAV file before its sound."""
PLAIN, EXTENSIBLE = 1, 0xFFFE
"""Codes of 16-bit samples that nothing has packed."""
RATES = range(8_000, 192_001)


def read_pipe(stream: BinaryIO) -> Iterator[bytes]:
    """16 kHz mono 16-bit sound until the stream ends.

    Without the head of a WAV file it is taken for that already. ``BadInput`` for a WAV file whose
    samples are of another kind than 16-bit.
    """
    head = stream.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        sound = _read_head(stream)
    else:
        sound = RawSound(RATE)
        yield sound.take(head)
    read = getattr(stream, "read1", stream.read)
    while data := read(MOST_AT_ONCE):
        yield sound.take(data)


def _read_head(stream: BinaryIO) -> RawSound:
    """Reads up to the sound; its rate and channels."""
    sound = None
    left = LONGEST_HEAD
    while len(chunk := stream.read(8)) == 8 and left > 0:
        name, size = struct.unpack("<4sI", chunk)
        if name == b"data" and sound is not None:
            return sound
        if size > left:
            break
        left -= size + 8
        body = stream.read(size + size % 2)
        if name == b"fmt " and len(body) >= 16:
            kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", body[:16])
            if kind in (PLAIN, EXTENSIBLE) and bits == 16 and 1 <= channels <= 8 and rate in RATES:
                sound = RawSound(rate, channels)
    raise BadInput(Problem("live.bad-sound"))
