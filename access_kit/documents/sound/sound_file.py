"""Sound files that a system's own voices write: WAV on Windows and Linux, AIFF on macOS."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator


def read_sound(data: bytes) -> tuple[int, bytes]:
    """Samples a second, and 16 bit samples of the first channel; ``ValueError`` for what is else.

    RIFF/WAVE and AIFF or AIFF-C without compression, 16 bits a sample.
    """
    try:
        if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
            return _read_wave(data)
        if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
            return _read_aiff(data)
    except (struct.error, KeyError) as error:
        raise ValueError("broken sound") from error
    raise ValueError("unknown sound")


def _chunks(data: bytes, order: str) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from(f"{order}4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _read_wave(data: bytes) -> tuple[int, bytes]:
    parts = dict(_chunks(data, "<"))
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", parts[b"fmt "])
    if kind not in (1, 0xFFFE) or bits != 16:
        raise ValueError("not plain 16 bit samples")
    return rate, _first_channel(parts[b"data"], channels, is_big=False)


def _read_aiff(data: bytes) -> tuple[int, bytes]:
    parts = dict(_chunks(data, ">"))
    common = parts[b"COMM"]
    channels, _, bits = struct.unpack_from(">hIh", common)
    compression = common[18:22] or b"NONE"
    if bits != 16 or compression not in (b"NONE", b"twos", b"sowt"):
        raise ValueError("not plain 16 bit samples")
    samples = parts[b"SSND"][8:]
    return _read_extended(common[8:18]), _first_channel(samples, channels, compression != b"sowt")


def _read_extended(data: bytes) -> int:
    """An 80 bit IEEE number, as AIFF writes its rate."""
    exponent, mantissa = struct.unpack(">HQ", data)
    return round(int(mantissa) * float(2 ** ((int(exponent) & 0x7FFF) - 16383)) / 2**63)


def _first_channel(data: bytes, channels: int, is_big: bool) -> bytes:
    samples = array("h", data[: len(data) // (2 * channels) * 2 * channels])[::channels]
    if is_big:
        samples.byteswap()
    return samples.tobytes()
