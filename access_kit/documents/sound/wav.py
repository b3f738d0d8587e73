"""WAV files: samples as they are, with a cue point and a label for each chapter."""

from __future__ import annotations

import struct

from access_kit.documents.sound.spoken_document import Recording


def format_wav(recording: Recording) -> bytes:
    """``recording`` as RIFF/WAVE (Multimedia Programming Interface 1.0): fmt, data, cue, adtl."""
    rate = recording.rate
    form = struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)
    points, labels = [], []
    for number, chapter in enumerate(recording.chapters, 1):
        at = chapter.start_ms * rate // 1000
        points.append(struct.pack("<II4sIII", number, at, b"data", 0, 0, at))
        label = struct.pack("<I", number) + chapter.title.encode() + b"\0"
        labels.append(_chunk(b"labl", label))
    chunks = [
        _chunk(b"fmt ", form),
        _chunk(b"data", recording.samples),
        _chunk(b"cue ", struct.pack("<I", len(points)) + b"".join(points)),
        _chunk(b"LIST", b"adtl" + b"".join(labels)),
    ]
    return _chunk(b"RIFF", b"WAVE" + b"".join(chunks))


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
