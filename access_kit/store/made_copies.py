"""Copies of people that were written where somebody wanted them: noted, so that erasing finds them.

A person's own copy and an export may lie anywhere. Where each went, and its digest, is kept in the
store with the person it is about, and goes with them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import AccessKitError, Refused
from access_kit.files import file_sha256, sha256, telling_write_errors
from access_kit.store.person_words import Pointer
from access_kit.store.protocol import Store
from access_kit.store.speaking import speaks

KIND = "copy"
EVERYBODY = ""
"""In place of an id: a copy of many people."""


@dataclass(frozen=True)
class MadeCopy:
    """A file that was written; ``shared`` if it holds others too."""

    path: Path
    sha256: str
    shared: bool

    def is_as_made(self) -> bool:
        try:
            return file_sha256(self.path) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True)
class ErasedCopies:
    """``gone``: removed. ``staying``: holds others too, or was changed since it was made.

    ``missing``: the folder is not there now. ``stuck``: could not be removed, each with its fault.
    """

    gone: tuple[Path, ...]
    staying: tuple[Path, ...]
    missing: tuple[Path, ...]
    stuck: tuple[tuple[Path, AccessKitError], ...]


def note_copies(store: Store, paths: Iterable[Path], person: str, *, shared: bool = False) -> None:
    """Keep where copies of a person went; a store that is only read keeps nothing."""
    with contextlib.suppress(Refused):
        for path in paths:
            where = str(path.resolve())
            held = {"path": where, "sha256": file_sha256(path), "shared": shared}
            key = f"{person.casefold()}/{sha256(where.encode())[:32]}"
            store.put_document(KIND, key, json.dumps(held).encode(), person=person)


def copies_of(store: Store, person: str) -> tuple[MadeCopy, ...]:
    """The copies that were noted for a person, and those of everybody."""
    return tuple(
        MadeCopy(Path(str(held["path"])), str(held["sha256"]), bool(held["shared"]))
        for one in store.documents(KIND)
        if one.person.casefold() in (person.casefold(), EVERYBODY)
        for held in [json.loads(one.data)]
    )


def erase_copies(copies: Iterable[MadeCopy], pointers: Collection[Pointer]) -> ErasedCopies:
    """Remove what is the person's alone and as it was made; the rest is named."""
    gone: list[Path] = []
    stuck: list[tuple[Path, AccessKitError]] = []
    copies = tuple(copies)
    mine = [one for one in copies if not one.shared and one.is_as_made()]
    for one in mine:
        try:
            with telling_write_errors(one.path):
                one.path.unlink()
            gone.append(one.path)
        except AccessKitError as error:
            stuck.append((one.path, error))
    others = [one for one in copies if one not in mine]
    return ErasedCopies(
        gone=tuple(gone),
        staying=tuple(one.path for one in others if _still_holds(one, pointers)),
        missing=tuple(dict.fromkeys(missing_folders(others))),
        stuck=tuple(stuck),
    )


def _still_holds(copy: MadeCopy, pointers: Collection[Pointer]) -> bool:
    if not copy.path.is_file():
        return False
    size = copy.path.stat().st_size
    return not copy.shared or bool(speaks(copy.path, pointers, most=size))


def missing_folders(copies: Iterable[MadeCopy]) -> Iterator[Path]:
    """Where copies were put and what is not there now, such as a stick."""
    return (one.path.parent for one in copies if not one.path.parent.is_dir())
