"""MP3 files by LAME, with an ID3 tag that holds the title and the chapters; no date, no name."""

from __future__ import annotations

import struct
from functools import lru_cache

from access_kit.documents.sound.spoken_document import Chapter, Recording
from access_kit.documents.sound.voices import missing_package

KBIT = 48
"""Kilobits a second: speech loses nothing that is heard, and ten minutes fit into 3.6 MB."""

QUALITY = 7
"""LAME's scale from 0 (slowest) to 9; speech at this rate sounds alike from 7 on."""

DELAY = 1105
"""Samples by which a decoder comes late: LAME's 576 and 529 of any decoder. The recording begins
with silence, of which as much is left out, so that its times hold."""

_FLAGS = b"\0\0"
_UTF16 = b"\x01"


def format_mp3(recording: Recording, title: str) -> bytes:
    """``recording`` as one channel of MPEG layer III, an ID3v2.3 tag in front."""
    return format_tag(title, recording.chapters) + encode(recording)


def encode(recording: Recording) -> bytes:
    """The sound alone, without a tag."""
    return _encode(recording.samples, recording.rate)


@lru_cache(maxsize=2)
def _encode(samples: bytes, rate: int) -> bytes:
    """Remembered for a while: one recording is a file, and lies in a book and a page."""
    try:
        import lameenc
    except ImportError:
        raise missing_package("lameenc") from None
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(KBIT)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    return bytes(encoder.encode(samples[2 * DELAY :]) + encoder.flush())


def format_tag(title: str, chapters: tuple[Chapter, ...]) -> bytes:
    """ID3v2.3.0 with the addendum "ID3v2 Chapter Frame 1.0"."""
    frames = _text_frame(b"TIT2", title)
    names = [f"c{number}".encode() + b"\0" for number in range(1, len(chapters) + 1)]
    if 0 < len(names) < 256:
        ordered_top_level = 3
        contents = b"toc\0" + bytes([ordered_top_level, len(names)]) + b"".join(names)
        frames += _frame(b"CTOC", contents)
    for name, chapter in zip(names, chapters, strict=True):
        no_offset = 0xFFFFFFFF
        times = struct.pack(">IIII", chapter.start_ms, chapter.end_ms, no_offset, no_offset)
        frames += _frame(b"CHAP", name + times + _text_frame(b"TIT2", chapter.title))
    return b"ID3\x03\0\0" + _synchsafe(len(frames)) + frames


def _text_frame(name: bytes, text: str) -> bytes:
    return _frame(name, _UTF16 + b"\xff\xfe" + text.encode("utf-16-le") + b"\0\0")


def _frame(name: bytes, content: bytes) -> bytes:
    return name + struct.pack(">I", len(content)) + _FLAGS + content


def _synchsafe(size: int) -> bytes:
    """28 bits in four bytes of seven, so that no player takes the size for sound."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
