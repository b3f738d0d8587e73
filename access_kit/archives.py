"""One reader for ZIP archives from elsewhere: its budget is looked at before anything unpacks.

- Entries, their unpacked size, their sum and their ratio are held against a ``Budget`` by the
  archive's own list; while reading they are held against what really comes.
- Encrypted entries, unknown methods, two entries of one name and names that lead out are refused.
- Whatever a library raises on damaged bytes becomes one ``ArchiveFault`` with a reason.
"""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

_FAULTS = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, KeyError),
    *(NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError, struct.error),
)
"""What the standard library raises on archives that are damaged or made to do harm."""

_ENCRYPTED = 0x1
_CHUNK = 1 << 20


class ArchiveFault(Exception):
    """Why an archive is not read: ``damaged``, ``encrypted``, ``method``, ``names``, ``budget``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Budget:
    """The most that is unpacked: entries, bytes of one, bytes of all, times its packed size."""

    entries: int
    entry_bytes: int
    all_bytes: int
    ratio: int = 200
    methods: tuple[int, ...] = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


SMALL_ENTRY = 100_000
"""Bytes below which the ratio of packed to unpacked says nothing."""


class Archive:
    """An archive that was held against its budget."""

    def __init__(self, packed: zipfile.ZipFile, budget: Budget) -> None:
        self._packed = packed
        self._entries = {entry.filename: entry for entry in packed.infolist()}
        self._budget = budget
        self.names = tuple(self._entries)

    def read(self, name: str, *, limit: int | None = None) -> bytes:
        """The bytes of an entry, or ``ArchiveFault``; ``limit`` may be smaller than the budget."""
        out = io.BytesIO()
        self.copy(name, out, limit=limit)
        return out.getvalue()

    def copy(self, name: str, out: IO[bytes], *, limit: int | None = None) -> None:
        """Write an entry to ``out``. A fault of ``out`` stays what it is."""
        left = min(limit or self._budget.entry_bytes, self._budget.entry_bytes)
        for chunk in self._chunks(name):
            left -= len(chunk)
            if left < 0:
                raise ArchiveFault("budget")
            out.write(chunk)

    def _chunks(self, name: str) -> Iterator[bytes]:
        with _telling():
            source = self._packed.open(self._entries[name])
        with source:
            while True:
                with _telling():
                    chunk = source.read(_CHUNK)
                if not chunk:
                    return
                yield chunk


@contextlib.contextmanager
def open_archive(source: Path | bytes, budget: Budget) -> Iterator[Archive]:
    """A ZIP archive, or ``ArchiveFault`` before anything of it is unpacked."""
    with contextlib.ExitStack() as stack:
        with _telling():
            stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
            stack.enter_context(stream)
            packed = stack.enter_context(zipfile.ZipFile(stream))
            _check(packed.infolist(), budget)
        yield Archive(packed, budget)


def _check(entries: list[zipfile.ZipInfo], budget: Budget) -> None:
    if len(entries) > budget.entries:
        raise ArchiveFault("budget")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not all(map(_stays_inside, names)):
        raise ArchiveFault("names")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise ArchiveFault("encrypted")
        if entry.compress_type not in budget.methods:
            raise ArchiveFault("method")
        if entry.file_size > budget.entry_bytes:
            raise ArchiveFault("budget")
        if entry.file_size > max(SMALL_ENTRY, entry.compress_size * budget.ratio):
            raise ArchiveFault("budget")
    if sum(entry.file_size for entry in entries) > budget.all_bytes:
        raise ArchiveFault("budget")


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return bool(name) and not path.is_absolute() and ".." not in path.parts and ":" not in name


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except ArchiveFault:
        raise
    except _FAULTS:
        raise ArchiveFault("damaged") from None
