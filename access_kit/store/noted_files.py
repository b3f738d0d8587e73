"""Files of ours that hold people and lie where somebody wanted them: a page of what is due, the
rows of a table that were not taken. And the pages of what was done of it, which name meetings.

They are noted beside the papers, so that no vault has to be open for it: where each is, its digest,
the day and what it is. Who is in one is found by looking into it.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from access_kit.errors import AccessKitError
from access_kit.files import file_sha256, make_folder, telling_write_errors, write_atomic
from access_kit.notation import read_own_json
from access_kit.store.made_copies import MadeCopy
from access_kit.store.out_folders import OUT
from access_kit.store.person_words import Pointer, fold, pointers_to
from access_kit.store.speaking import speaks
from access_kit.store.take_back import TakenFile

FILE, SCHEMA = "noted.json", "access-kit/noted/1"


class NotedKind(StrEnum):
    """A page can be made again at any time; rows have to be mended by somebody."""

    PAGE = "page"
    DUE = "due"
    ROWS = "rows"


@dataclass(frozen=True)
class NotedFile(MadeCopy):
    """``day`` is when it was made."""

    day: datetime.date
    kind: NotedKind

    def may_go(self) -> bool:
        """Whether nobody changed it, and it can be made again without whoever is in it."""
        return self.kind is not NotedKind.ROWS and self.is_as_made()


def note_file(kit: Path, path: Path, day: datetime.date, kind: NotedKind) -> None:
    """Remember a file that was just written; the entry of one that it replaced is forgotten."""
    made = NotedFile(path.resolve(), file_sha256(path), True, day, kind)
    others = [one for one in noted_files(kit) if one.path != made.path]
    _write(kit, [*others, made])


def noted_files(kit: Path) -> tuple[NotedFile, ...]:
    """Every file that was noted, but for those that somebody removed."""
    held = read_own_json(kit / OUT / FILE)
    if not isinstance(held, dict) or held.get("schema") != SCHEMA:
        return ()
    with contextlib.suppress(KeyError, TypeError, ValueError, OSError):
        found = map(_read, held["files"])
        return tuple(one for one in found if one.path.is_file() or not one.path.parent.is_dir())
    return ()


def noted_of(kit: Path, pointers: Collection[Pointer]) -> tuple[NotedFile, ...]:
    """The noted files that hold a person."""
    return tuple(one for one in noted_files(kit) if speaks(one.path, pointers))


def noted_by_person(kit: Path, people: Iterable[str]) -> dict[str, list[Path]]:
    """The noted files that say each person's id; each file is read once, however many there are."""
    words = {person: pointers_to(person, ()) for person in people}
    found: dict[str, list[Path]] = {}
    for one in noted_files(kit) if words else ():
        with contextlib.suppress(OSError):
            text = fold(one.path.read_text(encoding="utf-8", errors="replace"))
            for person, (pointer,) in words.items():
                if pointer.is_in(text):
                    found.setdefault(person, []).append(one.path)
    return found


def take_noted(
    kit: Path, files: Iterable[NotedFile]
) -> tuple[list[TakenFile], list[tuple[Path, AccessKitError]]]:
    """Remove files of ours; gives them, and what could not be removed with its fault."""
    taken: list[TakenFile] = []
    stuck: list[tuple[Path, AccessKitError]] = []
    for one in files:
        try:
            with telling_write_errors(one.path):
                one.path.unlink(missing_ok=True)
            taken.append(TakenFile(one.path, one.kind.value, shared=True))
        except AccessKitError as error:
            stuck.append((one.path, error))
    if taken:
        _write(kit, noted_files(kit))
    return taken, stuck


def _read(held: dict[str, str]) -> NotedFile:
    day = datetime.date.fromisoformat(held["day"])
    return NotedFile(Path(held["path"]), held["sha256"], True, day, NotedKind(held["kind"]))


def _write(kit: Path, files: Iterable[NotedFile]) -> None:
    place = kit / OUT / FILE
    held = [
        {"path": str(one.path), "sha256": one.sha256, "day": str(one.day), "kind": one.kind.value}
        for one in files
    ]
    if not held and not place.exists():
        return
    make_folder(place.parent)
    body = {"schema": SCHEMA, "files": held}
    write_atomic(place, json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n")
