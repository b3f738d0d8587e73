"""What is already heard of a long recording, so that a stopped run can go on.

One line of JSON a piece, written through to the disk as soon as it is heard; the first line says
for which sound, engine and settings. The file lies beside the output, readable by its owner alone,
and goes when the output is written. A line that was cut off by a crash is simply heard again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from access_kit.files import PRIVATE_FILE, sha256, telling_write_errors
from access_kit.model.word import Word
from access_kit.notation import parse_json

FORMAT = "access-kit/journal/1"
HEAD_BYTES = 1 << 20

PieceKey = tuple[int, int]
"""Track and piece, both counted from 0."""


def identify_file(path: Path) -> str:
    """A short name for a file's content: its size, its time and its first megabyte."""
    found = path.stat()
    with path.open("rb") as stream:
        head = hashlib.sha256(stream.read(HEAD_BYTES)).hexdigest()
    return f"{found.st_size} {found.st_mtime_ns} {head}"


def journal_path(output: Path) -> Path:
    return output.with_name(f".{output.name[:100]}.heard")


@dataclass
class Journal:
    """Use as a context manager; ``known`` holds what an earlier run heard."""

    path: Path
    key: str
    known: dict[PieceKey, tuple[Word, ...]] = field(default_factory=dict)

    def __enter__(self) -> Journal:
        kept = self._read()
        with telling_write_errors(self.path):
            flags = os.O_WRONLY | os.O_CREAT | (0 if kept else os.O_TRUNC)
            descriptor = os.open(self.path, flags, PRIVATE_FILE)
            if kept:
                os.ftruncate(descriptor, kept)
                os.lseek(descriptor, 0, os.SEEK_END)
            self._stream = os.fdopen(descriptor, "wb")
        if not kept:
            try:
                self._write({"schema": FORMAT, "key": sha256(self.key.encode())})
            except BaseException:
                self.remove()
                raise
        return self

    def _read(self) -> int:
        """Take in the whole lines of an earlier run; returns how many bytes they fill."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return 0
        lines = data.split(b"\n")[:-1]
        try:
            head = parse_json(lines[0]) if lines else {}
            if head != {"schema": FORMAT, "key": sha256(self.key.encode())}:
                return 0
            size = len(lines[0]) + 1
            for line in lines[1:]:
                entry = parse_json(line)
                words = tuple(Word(*word) for word in entry["words"])
                self.known[entry["track"], entry["piece"]] = words
                size += len(line) + 1
        except (ValueError, TypeError, KeyError):
            self.known.clear()
            return 0
        return size

    def add(self, place: PieceKey, words: Sequence[Word]) -> None:
        """Keep what was heard, whatever happens next."""
        rows = [[w.text, w.start_ms, w.end_ms, w.confidence, w.speaker] for w in words]
        self._write({"track": place[0], "piece": place[1], "words": rows})

    def _write(self, value: object) -> None:
        with telling_write_errors(self.path):
            self._stream.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def remove(self) -> None:
        """The work is done and written, or never began."""
        with contextlib.suppress(OSError):
            self._stream.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()
