"""What was made for sessions that are long over, and old words: found and taken away."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.errors import CannotWrite, Problem, Severity
from access_kit.files import shown
from access_kit.store.noted_files import noted_files, take_noted
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.store.purge import list_files, purge_due, purge_folder
from access_kit.store.take_back import closed_folders
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.kept.forget import Forgettable, find_forgettable, forget


@dataclass(frozen=True)
class OverSession:
    """A session that ended long ago, and how many of its files may go."""

    session: str
    ended: datetime.date
    path: Path
    files: int


def find_due(access: KitAccess, out: Path | None) -> tuple[list[OverSession], int]:
    """Sessions over for more days than the kit keeps papers, and how many days that is.

    ``out`` is where papers were made, if elsewhere; else every folder that the kit knows.
    """
    folder, kit = access.kit()
    days = kit.retention.out_days
    outs = (out,) if out else out_folders(folder)
    now = access.clock()
    due = [one for place in outs for one in purge_due(place, out_days=days, now=now)]
    return [
        OverSession(one.session, one.ended.date(), one.path, list_files(one.path)[0]) for one in due
    ], days


def closed_to_us(access: KitAccess, out: Path | None) -> tuple[Problem, ...]:
    """Folders of papers that cannot be looked into: what is in them is not known."""
    closed = closed_folders((out,) if out else out_folders(access.kit()[0]))
    return tuple(Problem("purge.closed", Severity.WARNING, file=shown(path)) for path, _ in closed)


def take_away(due: Iterable[OverSession], *, really: bool) -> tuple[int, list[Problem]]:
    """Files removed (or that would be), and a warning for each that stays."""
    removed = 0
    problems: list[Problem] = []
    for one in due:
        try:
            if really:
                purged = purge_folder(one.path)
                count, kept = purged.removed, purged.kept
            else:
                count, kept = list_files(one.path)
        except CannotWrite as error:
            raise CannotWrite((*problems, *error.problems)) from None
        removed += count
        problems += [Problem("purge.kept", Severity.WARNING, file=shown(path)) for path in kept]
    return removed, problems


def take_old_pages(access: KitAccess, *, really: bool) -> tuple[int, list[Problem]]:
    """Pages of ours that are older than the kit keeps papers; a warning for what stays of them."""
    folder, kit = access.kit()
    last = access.today - datetime.timedelta(days=kit.retention.out_days)
    old = [one for one in noted_files(folder) if one.day <= last and one.path.is_file()]
    mine = [one for one in old if one.may_go()]
    stuck = take_noted(folder, mine)[1] if really else []
    left = [one.path for one in old if one not in mine] + [path for path, _ in stuck]
    kept = [Problem("purge.kept", Severity.WARNING, file=shown(path)) for path in left]
    return len(mine) - len(stuck), kept


@dataclass(frozen=True)
class OldWords:
    """What people wrote and somebody saw long ago, and forms that were stopped as long ago.

    ``problems``: whose words nobody saw in that time, and a store that cannot be opened here.
    """

    store: Store | None = None
    found: Forgettable = field(default_factory=Forgettable)
    problems: tuple[Problem, ...] = ()

    @property
    def count(self) -> int:
        return len(self.found.due)

    @property
    def drafts(self) -> int:
        return len(self.found.drafts)

    def forget(self) -> None:
        if self.store:
            forget(self.store, self.found)


@contextlib.contextmanager
def words_to_forget(access: KitAccess, *, days: int, can_ask: bool) -> Iterator[OldWords]:
    """Words that were seen more than ``days`` ago, with the store open for the block.

    Papers go without it: who cleans up on a timer types no passphrase (``can_ask``).
    """
    if not access.has_store():
        yield OldWords()
    elif not can_ask:
        yield OldWords(problems=(Problem("purge.vault-locked", Severity.NOTE),))
    else:
        with access.store() as store:
            found = find_forgettable(store, days=days, now=access.clock())
            yield OldWords(store, found, tuple(map(_unseen, found.open_of)))


def _unseen(person: str) -> Problem:
    return Problem("purge.words-unseen", Severity.WARNING, where=person, facts={"id": person})
