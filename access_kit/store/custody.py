"""The register of every file of a session that holds a person, however it came to be there.

A file is ours when something written by us says so: a packet's manifest, the plan, the register of
what lies ready, or the message itself. Lying in a folder of ours makes no file ours. Erasing,
withdrawing, purging and ``status`` all go by this list; a new kind of file is one function here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from access_kit.files import file_sha256
from access_kit.notation import read_own_json
from access_kit.store.laid_ready import LOCK, OUTBOX, REGISTER, find_messages, read_laid
from access_kit.store.receipts import FILE as RECEIPTS
from access_kit.store.receipts import SCHEMA as RECEIPTS_SCHEMA

PLAN, MANIFEST, PACKETS = "plan.json", "manifest.json", "packets"
RECORDS, UNFINISHED = ".made", (".new", ".before")
"""Of what packets were made; and where a run that was cut off had begun to lay them."""

NOBODYS = frozenset({".lock", LOCK, ".pending.json", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Names of files that hold nobody, whoever wrote them."""


class Holds(StrEnum):
    """What a file of a session is."""

    PACKET = "packet"
    MESSAGE = "message"
    LAID_READY = "laid_ready"
    FACILITATOR = "facilitator"
    GROUP = "group"
    PLAN = "plan"
    RECEIPTS = "receipts"
    RECORD = "record"
    LEFTOVER = "leftover"
    NOBODY = "nobody"


@dataclass(frozen=True)
class FileInCustody:
    """A file of ours and the people in it. ``sha256`` is empty where a file proves itself."""

    path: Path
    holds: Holds
    people: tuple[str, ...] = ()
    sha256: str = ""

    def has(self, person: str) -> bool:
        return person.casefold() in (one.casefold() for one in self.people)

    def is_as_made(self) -> bool:
        """Whether nobody changed it since we wrote it."""
        try:
            return not self.sha256 or file_sha256(self.path) == self.sha256
        except OSError:
            return False


def papers_of(folder: Path, person: str) -> list[FileInCustody]:
    """The files of ours in a session's folder that hold a person; others' packets stay closed."""
    return [one for one in files_of(folder, person).values() if one.has(person)]


def names_by_person(folder: Path) -> dict[str, tuple[str, ...]]:
    """The files of ours that hold each person, by id in small letters; a packet as its folder.

    The plan, the receipts and the records of what packets were made of hold ids and nothing else of
    anybody: they are not named.
    """
    found: dict[str, dict[str, None]] = {}
    for one in files_of(folder).values():
        if one.holds in (Holds.PLAN, Holds.RECEIPTS, Holds.RECORD):
            continue
        path = one.path.parent if one.holds is Holds.PACKET else one.path
        name = path.relative_to(folder).as_posix()
        for who in one.people:
            found.setdefault(who.casefold(), {})[name] = None
    return {who: tuple(sorted(names)) for who, names in found.items()}


def files_of(folder: Path, person: str | None = None) -> dict[Path, FileInCustody]:
    """Every file of ours in a session's folder; of packets and messages, of one person alone."""
    found = (
        *_of_plan(folder),
        *_of_packets(folder, person),
        *_of_laid(folder),
        *(
            FileInCustody(path, Holds.MESSAGE, (whose,))
            for path, whose in find_messages(folder, person)
        ),
        *_of_receipts(folder),
        *_of_records(folder),
        *_of_nobody(folder),
    )
    return {one.path: one for one in found if one.path.is_file() and not one.path.is_symlink()}


def others_in(folder: Path, ours: dict[Path, FileInCustody]) -> Iterator[Path]:
    """The files in a session's folder that are not ours, links among them."""
    for path in sorted(folder.rglob("*")):
        if path not in ours and (path.is_symlink() or not path.is_dir()):
            yield path


# -- what says so -------------------------------------------------------------------------------


def _of_plan(folder: Path) -> Iterator[FileInCustody]:
    plan = read_plan(folder)
    if plan is None:
        return
    people = tuple(participants_of(plan))
    yield FileInCustody(folder / PLAN, Holds.PLAN, people)
    for path, digest in _named(plan.get("facilitator"), folder):
        yield FileInCustody(path, Holds.FACILITATOR, people, digest)
    for path, digest in _named(plan.get("group"), folder):
        yield FileInCustody(path, Holds.GROUP, (), digest)


def _of_packets(folder: Path, person: str | None) -> Iterator[FileInCustody]:
    for path in sorted((folder / PACKETS).glob(f"*/{MANIFEST}")):
        if person is not None and path.parent.name.casefold() != person.casefold():
            continue
        manifest = read_own_json(path)
        if not is_answer(manifest, "manifest"):
            continue
        whose = (str(manifest.get("profile") or path.parent.name),)
        yield FileInCustody(path, Holds.PACKET, whose)
        for file, digest in _named(manifest, path.parent):
            yield FileInCustody(file, Holds.PACKET, whose, digest)


def _of_laid(folder: Path) -> Iterator[FileInCustody]:
    for one in read_laid(folder):
        yield FileInCustody(folder / one.file, Holds.LAID_READY, one.people, one.sha256)
    if read_laid(folder):
        yield FileInCustody(folder / REGISTER, Holds.NOBODY)


def _of_receipts(folder: Path) -> Iterator[FileInCustody]:
    path = folder / OUTBOX / RECEIPTS
    held = read_own_json(path)
    if isinstance(held, dict) and held.get("schema") == RECEIPTS_SCHEMA:
        with contextlib.suppress(KeyError, TypeError):
            people = {str(row["person"]) for row in held["rows"]}
            yield FileInCustody(path, Holds.RECEIPTS, tuple(sorted(people)))


def _of_records(folder: Path) -> Iterator[FileInCustody]:
    for path in sorted((folder / RECORDS).rglob("*.json")):
        inside = path.relative_to(folder / RECORDS).parts
        whose = (path.stem,) if inside[0] == PACKETS else ()
        yield FileInCustody(path, Holds.RECORD, whose)


def _of_nobody(folder: Path) -> Iterator[FileInCustody]:
    """What a run that was cut off left, and what systems lay into every folder."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.name in NOBODYS:
            yield FileInCustody(path, Holds.NOBODY)
        elif inside[0] in UNFINISHED or any(_is_unfinished(part) for part in inside):
            yield FileInCustody(path, Holds.LEFTOVER, _whose_packet(inside))


def _whose_packet(inside: tuple[str, ...]) -> tuple[str, ...]:
    """Whose packet a file lies in, or whose record it is, below the folder of a run."""
    if PACKETS not in inside[:-1]:
        return ()
    name = inside[inside.index(PACKETS) + 1].removesuffix(".json")
    return (name[1:].rpartition(".")[0] if _is_unfinished(name) else name,)


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") and name.endswith((".part", ".old"))


# -- reading ------------------------------------------------------------------------------------


def is_answer(value: Any, kind: str) -> bool:  # noqa: ANN401 (JSON)
    return isinstance(value, dict) and str(value.get("schema", "")).startswith(
        f"access-kit/{kind}/"
    )


def read_plan(folder: Path) -> Any:  # noqa: ANN401 (JSON)
    """The plan that ``prepare`` left in a session's folder, or ``None``."""
    plan = read_own_json(folder / PLAN)
    return plan if is_answer(plan, "plan") else None


def participants_of(plan: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    with contextlib.suppress(KeyError, TypeError):
        for one in plan["participants"]:
            yield str(one["id"])


def _named(part: Any, folder: Path) -> Iterator[tuple[Path, str]]:  # noqa: ANN401 (JSON)
    """The files that a manifest, or a part of a plan, names, its drafts too: none outside
    ``folder``.
    """
    with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
        for entry in (*part["artefacts"], *part.get("drafts", ())):
            name = Path(str(entry["file"]))
            if not name.is_absolute() and ".." not in name.parts:
                yield folder / name, str(entry["sha256"])
