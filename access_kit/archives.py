"""One reader for ZIP archives from elsewhere: its budget is looked at before anything unpacks.

- The list of entries, their unpacked sizes, their sum and their ratio are held against an
  ``ArchiveBudget`` by the archive's own list; while reading, against what really comes.
- Encrypted entries, unknown methods, links, two entries of one name and names that lead out or
  that a system cannot hold are refused.
- Whatever a library raises on damaged bytes becomes one ``ArchiveFault`` with a reason.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from access_kit.budgets import ArchiveBudget

_FAULTS = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, KeyError),
    *(NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError, struct.error),
)
"""What the standard library raises on archives that are damaged or made to do harm."""

PACKED_BY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
_DRIVE = re.compile(r"[A-Za-z]:")


class ArchiveFault(Exception):
    """Why an archive is not read.

    ``reason`` is ``damaged``, ``encrypted``, ``method``, ``names`` or ``budget``.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Archive:
    """An archive that was held against its budget. ``names`` are those of files, not of folders."""

    def __init__(self, packed: zipfile.ZipFile, budget: ArchiveBudget) -> None:
        self._packed = packed
        self._entries = {entry.filename: entry for entry in packed.infolist()}
        self._budget = budget
        self._left = budget.all_bytes
        self.names = tuple(name for name, entry in self._entries.items() if not entry.is_dir())

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
            self._left -= len(chunk)
            if min(left, self._left) < 0:
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
def open_archive(
    source: Path | bytes, budget: ArchiveBudget, *, methods: Collection[int] = PACKED_BY
) -> Iterator[Archive]:
    """A ZIP archive, or ``ArchiveFault`` before anything of it is unpacked.

    A file that is missing or may not be read is ``OSError``, as it would be for any file.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with contextlib.ExitStack() as stack:
        stack.enter_context(stream)
        with _telling():
            _check_list(stream, budget)
            packed = stack.enter_context(zipfile.ZipFile(stream))
            _check(packed.infolist(), budget, methods)
        yield Archive(packed, budget)


_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END_64_SIZE, _LOCATOR_64_SIZE = 22, 56, 20
_LARGEST_REMARK = 0xFFFF
_IN_64 = 0xFFFFFFFF


def _check_list(stream: IO[bytes], budget: ArchiveBudget) -> None:
    """Refuse a list of entries above the budget before the library reads it into memory."""
    size = stream.seek(0, os.SEEK_END)
    longest = _END_SIZE + _LARGEST_REMARK + _END_64_SIZE + _LOCATOR_64_SIZE
    stream.seek(max(0, size - longest))
    tail = stream.read(longest)
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise ArchiveFault("damaged")
    (listed,) = struct.unpack_from("<I", tail, at + 12)
    locator = at - _LOCATOR_64_SIZE
    if locator >= 0 and tail.startswith(_LOCATOR_64, locator):
        end = locator - _END_64_SIZE
        if end < 0 or not tail.startswith(_END_64, end):
            raise ArchiveFault("damaged")
        (listed,) = struct.unpack_from("<Q", tail, end + 40)
    elif listed == _IN_64:
        raise ArchiveFault("damaged")
    if listed > budget.list_bytes:
        raise ArchiveFault("budget")


def _check(entries: list[zipfile.ZipInfo], budget: ArchiveBudget, methods: Collection[int]) -> None:
    if len(entries) > budget.entries:
        raise ArchiveFault("budget")
    names = {entry.filename.casefold().rstrip("/") for entry in entries}
    if len(names) != len(entries):
        raise ArchiveFault("names")
    for entry in entries:
        if not _stays_inside(entry.filename) or not _is_file_or_folder(entry):
            raise ArchiveFault("names")
        if entry.flag_bits & _ENCRYPTED:
            raise ArchiveFault("encrypted")
        if entry.compress_type not in methods:
            raise ArchiveFault("method")
        if entry.file_size > budget.entry_bytes:
            raise ArchiveFault("budget")
        if entry.file_size > max(budget.small, entry.compress_size * budget.ratio):
            raise ArchiveFault("budget")
    if sum(entry.file_size for entry in entries) > budget.all_bytes:
        raise ArchiveFault("budget")


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    odd = "\\" in name or "\0" in name or any(_DRIVE.match(part) for part in parts)
    return bool(parts) and not name.startswith("/") and ".." not in parts and not odd


def _is_file_or_folder(entry: zipfile.ZipInfo) -> bool:
    return stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG, stat.S_IFDIR)


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except ArchiveFault:
        raise
    except _FAULTS:
        raise ArchiveFault("damaged") from None
