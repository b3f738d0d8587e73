"""Unpacking a model's ZIP without trusting it: nothing is written but what its budget allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from access_kit.archives import Archive, ArchiveFault, open_archive
from access_kit.budgets import MODEL
from access_kit.errors import BadInput, Problem
from access_kit.files import shown, telling_write_errors

_CODES = {"budget": "captions.archive-bomb", "damaged": "captions.broken-archive"}
"""Reasons and codes; what is encrypted, packed in another way or badly named is unsafe."""


def unpack_model(archive: Path, target: Path, is_model: Callable[[Path], bool]) -> Path:
    """Unpack ``archive`` below ``target`` and return the folder in it that is a model."""
    try:
        with open_archive(archive, MODEL) as packed:
            for name in packed.names:
                _write_entry(packed, name, target / Path(*PurePosixPath(name).parts))
    except ArchiveFault as fault:
        code = _CODES.get(fault.reason, "captions.unsafe-archive")
        raise BadInput(Problem(code, file=shown(archive))) from None
    except (FileNotFoundError, IsADirectoryError):
        raise BadInput(Problem("file.missing", file=shown(archive))) from None
    except PermissionError:
        raise BadInput(Problem("file.no-permission", file=shown(archive))) from None
    for folder in (target, *sorted(path for path in target.iterdir() if path.is_dir())):
        if is_model(folder):
            return folder
    raise BadInput(Problem("captions.not-a-model", file=shown(archive)))


def _write_entry(packed: Archive, name: str, path: Path) -> None:
    with telling_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            packed.copy(name, out)
