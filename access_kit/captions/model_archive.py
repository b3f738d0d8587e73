"""Unpacking a model's ZIP without trusting it.

Rules of this file:
- Nothing is written outside the folder that was given: no absolute names, no ``..``, no links.
- No more is written than the archive says, and never more than a model can have.
- What is wrong with an archive is found before its first byte is written.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from access_kit.errors import BadInput, Problem
from access_kit.files import shown, telling_write_errors

MOST_FILES = 2_000
MOST_BYTES = 12_000_000_000
MOST_TIMES_SMALLER = 200
"""A model's files are mostly numbers: they shrink to a third, never to a two hundredth."""
SMALL_BYTES = 10_000_000
PIECE = 1 << 20
ENCRYPTED = 0x1

_DRIVE = re.compile(r"^[A-Za-z]:")


def unpack_model(archive: Path, target: Path, is_model: Callable[[Path], bool]) -> Path:
    """Unpack ``archive`` below ``target`` and return the folder in it that is a model."""
    try:
        with archive.open("rb") as stream, zipfile.ZipFile(stream) as packed:
            entries = packed.infolist()
            _check_entries(entries, archive)
            for entry in entries:
                if not entry.is_dir():
                    _write_entry(packed, entry, target / _safe_path(entry))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise BadInput(Problem("captions.broken-archive", file=shown(archive))) from None
    except (FileNotFoundError, IsADirectoryError):
        raise BadInput(Problem("file.missing", file=shown(archive))) from None
    except PermissionError:
        raise BadInput(Problem("file.no-permission", file=shown(archive))) from None
    for folder in (target, *sorted(path for path in target.iterdir() if path.is_dir())):
        if is_model(folder):
            return folder
    raise BadInput(Problem("captions.not-a-model", file=shown(archive)))


def _safe_path(entry: zipfile.ZipInfo) -> Path:
    return Path(*PurePosixPath(entry.filename).parts)


def _check_entries(entries: list[zipfile.ZipInfo], archive: Path) -> None:
    seen: set[str] = set()
    total = 0
    for entry in entries:
        name = entry.filename
        parts = PurePosixPath(name).parts
        mode = entry.external_attr >> 16
        link = stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)
        outside = name.startswith("/") or ".." in parts or not parts
        odd = "\\" in name or "\0" in name or any(_DRIVE.match(part) for part in parts)
        folded = name.casefold()
        if link or outside or odd or folded in seen or entry.flag_bits & ENCRYPTED:
            raise BadInput(Problem("captions.unsafe-archive", file=shown(archive)))
        seen.add(folded)
        total += entry.file_size
        smaller = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > SMALL_BYTES and smaller > MOST_TIMES_SMALLER:
            raise BadInput(Problem("captions.archive-bomb", file=shown(archive)))
    if len(entries) > MOST_FILES or total > MOST_BYTES:
        raise BadInput(Problem("captions.archive-bomb", file=shown(archive)))


def _write_entry(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    with telling_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out, packed.open(entry) as source:
            left = entry.file_size
            while left > 0 and (piece := source.read(min(PIECE, left))):
                out.write(piece)
                left -= len(piece)
