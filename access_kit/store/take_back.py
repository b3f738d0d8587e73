"""A no reaches what lies ready: every file of ours that would go to a person by a way goes away.

- A message is one person's: it is removed.
- A table of rows is written again without the person's rows.
- What holds several people and cannot be cut, such as the letters for the printer, is removed, and
  told with the command that makes it again.
- Nothing that is not ours is touched, and what could not be removed is told.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from access_kit.errors import AccessKitError
from access_kit.files import file_fault, sha256, telling_write_errors, write_atomic
from access_kit.model.profile import Channel
from access_kit.store.laid_ready import (
    OUTBOX,
    LaidFile,
    changing,
    find_messages,
    has_name_of_ours,
    is_unsent,
    message_id_of,
    read_laid,
    without_rows,
    write_laid,
)

EVERY_WAY = frozenset(channel.value for channel in Channel)


@dataclass(frozen=True)
class TakenFile:
    """A file that does not lie ready any more for a person.

    ``rewritten``: it stands there without them. ``shared``: others were in it, and it is removed.
    ``message_id`` of a message, for its row of the ledger.
    """

    path: Path
    channel: str
    rewritten: bool = False
    shared: bool = False
    message_id: str = ""


@dataclass(frozen=True)
class TakenBack:
    """What went away; ``stuck``: what could not be removed, each with its fault.

    ``unsure``: files of a name that we give, which no register knows. Whoever made them, they stay.
    """

    taken: tuple[TakenFile, ...] = ()
    stuck: tuple[tuple[Path, AccessKitError], ...] = ()
    unsure: tuple[Path, ...] = ()

    @property
    def message_ids(self) -> frozenset[str]:
        return frozenset(one.message_id for one in self.taken if one.message_id)


def take_back(
    outs: Iterable[Path],
    person: str,
    channels: Collection[str],
    *,
    message_ids: Collection[str] = (),
) -> TakenBack:
    """Remove what lies ready for ``person`` by ``channels``, in every session below ``outs``.

    ``message_ids`` are those of the ledger: a message is found by its id even under another name.
    A folder that cannot be looked into is among what is ``stuck``.
    """
    outs = tuple(outs)
    back = take_back_in(session_folders(outs), person, channels, message_ids=message_ids)
    return replace(back, stuck=(*closed_folders(outs), *back.stuck))


def take_back_in(
    folders: Iterable[Path],
    person: str,
    channels: Collection[str],
    *,
    message_ids: Collection[str] = (),
) -> TakenBack:
    """The same in the folders of these sessions alone."""
    taken: list[TakenFile] = []
    stuck: list[tuple[Path, AccessKitError]] = []
    unsure: list[Path] = []
    for folder in folders if channels else ():
        for path, take in _steps(folder, person, channels, message_ids):
            try:
                with telling_write_errors(path):
                    taken.append(take())
            except AccessKitError as error:
                stuck.append((path, error))
        unsure += _unknown(folder, channels)
    return TakenBack(tuple(taken), tuple(stuck), tuple(unsure))


def session_folders(outs: Iterable[Path]) -> Iterator[Path]:
    """Every folder below ``outs`` in which something of a session may lie, in order.

    What is closed to us is left out; ``closed_folders`` names it.
    """
    for out in outs:
        with contextlib.suppress(OSError):
            yield from sorted(path for path in out.iterdir() if path.is_dir() and _is_open(path))


def closed_folders(outs: Iterable[Path]) -> tuple[tuple[Path, AccessKitError], ...]:
    """Folders below ``outs``, and they themselves, that are there and cannot be looked into."""
    found: list[tuple[Path, AccessKitError]] = []

    def note(error: OSError) -> None:
        path = Path(str(error.filename))
        fault = file_fault(error)
        if fault and not isinstance(error, FileNotFoundError):
            found.append((path, fault))

    for out in outs:
        for folder, _, _ in os.walk(out, onerror=note):
            if not _is_open(Path(folder)):
                note(PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder))
    return tuple(found)


def _is_open(folder: Path) -> bool:
    """Whether its files can be reached: a folder may be listed and closed all the same."""
    return os.access(folder, os.R_OK | os.X_OK)


def _steps(
    folder: Path, person: str, channels: Collection[str], message_ids: Collection[str]
) -> Iterator[tuple[Path, Callable[[], TakenFile]]]:
    """Each file that must change, and what changes it."""
    if Channel.EMAIL.value in channels:
        for path, message_id in _messages(folder, person, message_ids):
            yield path, partial(_take_message, path, message_id)
    for one in read_laid(folder):
        if one.channel in channels and one.holds(person) and (folder / one.file).exists():
            yield folder / one.file, partial(take_from, folder, one, person)


def _messages(
    folder: Path, person: str, message_ids: Collection[str]
) -> Iterator[tuple[Path, str]]:
    """The person's messages, by what they say of themselves or by an id of the ledger."""
    for path, _ in find_messages(folder, person):
        yield path, message_id_of(path)
    for path in sorted((folder / OUTBOX).rglob("*.eml")) if message_ids else ():
        if not has_name_of_ours(path) and is_unsent(path):
            found = message_id_of(path)
            if found in message_ids:
                yield path, found


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _take_message(path: Path, message_id: str) -> TakenFile:
    path.unlink(missing_ok=True)
    return TakenFile(path, Channel.EMAIL.value, message_id=message_id)


def take_from(folder: Path, laid: LaidFile, person: str) -> TakenFile:
    """One file of the register without a person: written again where it can be, else removed."""
    path = folder / laid.file
    with changing(folder):
        others = tuple(one for one in laid.people if not _same(one, person))
        mine = [row for who, rows in laid.rows.items() if _same(who, person) for row in rows]
        left = without_rows(laid.file, path.read_bytes(), mine) if mine and others else None
        entries = [one for one in read_laid(folder) if one.file != laid.file]
        if left is None:
            path.unlink(missing_ok=True)
        else:
            rows = {who: rows for who, rows in laid.rows.items() if who in others}
            entries.append(LaidFile(laid.file, sha256(left), laid.channel, others, rows))
            write_atomic(path, left)
        write_laid(folder, entries)
    return TakenFile(path, laid.channel, rewritten=left is not None, shared=bool(others))


NAMES = {
    f"{OUTBOX}/text-messages.csv": Channel.SMS.value,
    f"{OUTBOX}/pictures.txt": Channel.SMS.value,
    "letters.pdf": Channel.LETTER.value,
    "labels.pdf": Channel.LETTER.value,
    "addresses.csv": Channel.LETTER.value,
}
"""The files that hold several people, each with the way it goes."""


def _unknown(folder: Path, channels: Collection[str]) -> Iterator[Path]:
    known = {one.file for one in read_laid(folder)}
    for name, channel in NAMES.items():
        if channel in channels and name not in known and (folder / name).exists():
            yield folder / name
