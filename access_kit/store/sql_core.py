"""The program's own part of a store in SQL: transactions, audit log, lease, counter, doubt."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
import secrets
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from access_kit.errors import AccessKitError, BadInput, CannotWrite, Problem, Refused, Severity
from access_kit.model.record import Actor, AuditEntry
from access_kit.store.audit_chain import chain_digest, check_chain
from access_kit.store.codec import Misfit, from_text
from access_kit.store.database import Database, SqlRow, migrate, read_meta, write_meta
from access_kit.store.last_use import LastUse, read_last_use, remember_use
from access_kit.store.protocol import Opening

T = TypeVar("T")

PAGE = 500
"""Rows that are read or written at a time: memory stays flat however many there are."""

SCRUB = "scrub"
"""Set from an erasing until its bytes are overwritten."""

LEASE_SECONDS = 900
"""A run that gave no beat for so long has ended, where that cannot be seen: longer than any step
of a message may wait."""


class SqlCore:
    """Opens the tables and keeps every change together with its audit entries."""

    def __init__(self, database: Database, opening: Opening) -> None:
        self._db = database
        self._opening = opening
        self._depth = 0
        self._failed = False
        self._changed = False
        self._is_open = self._is_closed = False
        self._counter = 0
        self._head: tuple[int, str] = (0, "")
        self._doubt: Problem | None = None
        self.warnings: list[Problem] = []
        migrate(database)
        database.ready()
        self.id = read_meta(database, "id") or ""
        if not self.id:
            self._name_store()
        self._actor = self._name_actor(opening.actor)
        self._doubt = self._find_doubt()
        if self._doubt:
            self.warnings.append(self._doubt)
        self._is_open = True
        if read_meta(database, SCRUB):
            self._scrub()

    @property
    def actor(self) -> Actor:
        """Who makes the changes, by the name that they go by here."""
        return self._actor

    def close(self) -> None:
        """Close, and remember how the store was left, unless what was used here was newer."""
        if self._is_closed:
            return
        self._is_closed = True
        use: LastUse | None = None
        if self._opening.remembers and not self._doubt:
            with contextlib.suppress(AccessKitError):
                self._load_head()
                use = LastUse(self._counter, *self._head)
        pages = self._db.close()
        if use and pages:
            remember_use(self.id, dataclasses.replace(use, pages=pages))

    # -- changes --------------------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        if self._depth == 0:
            self._db.begin()
            self._failed = self._changed = False
            self._load_head()
        self._depth += 1
        try:
            if self._depth == 1:
                self._require_newest()
            yield
            if self._depth == 1:
                if self._failed:
                    raise RuntimeError("a part of this change failed, so none of it can be kept")
                self._save_head()
                self._db.commit()
        except BaseException:
            self._failed = True
            if self._depth == 1:
                self._db.rollback()
            raise
        finally:
            self._depth -= 1
        if self._depth == 0 and self._changed:
            self._remember()

    def _require_newest(self) -> None:
        """A store that was carried elsewhere while it was open here takes no more changes."""
        if not self._is_open or self._doubt:
            return
        remembered = read_last_use(self.id)
        is_older = remembered is not None and remembered.counter > self._counter
        if is_older or read_meta(self._db, "doubt"):
            raise Refused(Problem("store.moved-meanwhile", file=self._db.name))

    @contextlib.contextmanager
    def bare(self) -> Iterator[Database]:
        """The tables themselves, in one change; the head of the log is read anew after it."""
        with self.transaction():
            yield self._db
            self._load_head()

    def _load_head(self) -> None:
        self._counter = int(read_meta(self._db, "counter") or 0)
        number, _, digest = (read_meta(self._db, "audit") or "0 ").partition(" ")
        self._head = (int(number), digest)

    def _save_head(self) -> None:
        if not self._changed:
            return
        self._counter += 1
        write_meta(self._db, "counter", str(self._counter))
        write_meta(self._db, "audit", f"{self._head[0]} {self._head[1]}")
        if self._doubt:
            write_meta(self._db, "doubt", self._doubt.code)

    def _remember(self) -> None:
        remember_use(self.id, LastUse(self._counter, *self._head))

    def _now(self) -> datetime.datetime:
        return self._opening.now().astimezone(datetime.UTC)

    def _name_store(self) -> None:
        with self.transaction():
            self.id = read_meta(self._db, "id") or ""
            if self.id:
                return  # another program was quicker
            self.id = secrets.token_hex(16)
            self._actor = self._opening.actor
            write_meta(self._db, "id", self.id)
            if self._actor.name:
                write_meta(self._db, f"name:{self._actor.user}", self._actor.name)
            self._note_all([("store-made", "")])

    def _name_actor(self, actor: Actor) -> Actor:
        """The name that this user goes by: the one given now, else the one given before."""
        key = f"name:{actor.user}"
        known = read_meta(self._db, key) or ""
        if actor.name and actor.name != known:
            self._actor = actor
            with self.transaction():
                write_meta(self._db, key, actor.name)
                self._note_all([("user-named", "")])
        return actor if actor.name else Actor(actor.user, known)

    def _scrub(self) -> bool:
        """Overwrite what was erased; where that fails, the next opening tries again."""
        try:
            self._db.scrub()
            with self.transaction():
                self._db.rows("DELETE FROM meta WHERE key = ?", (SCRUB,))
        except (CannotWrite, Refused):
            return False
        return True

    # -- audit log ------------------------------------------------------------------------------

    def note(self, what: str, whose: str = "") -> None:
        with self.transaction():
            self._note_all([(what, whose)])

    def _note_all(self, events: Iterable[tuple[str, str]]) -> None:
        """Entries for what this change does: pairs of what and whose."""
        at = self._now().isoformat()
        actor = self._actor
        number, digest = self._head
        rows: list[SqlRow] = []
        for what, whose in events:
            number += 1
            parts = (number, at, actor.user, actor.name, what, whose)
            digest = chain_digest(digest, parts)
            rows.append((*parts, digest))
        self._head = (number, digest)
        self._changed = True
        self._db.run_many(
            "INSERT INTO audit (number, at, os_user, name, what, whose, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def audit(self, *, whose: str | None = None) -> Iterator[AuditEntry]:
        number = 0
        while True:
            rows = self._db.rows(
                "SELECT number, at, os_user, name, what, whose, digest FROM audit "
                f"WHERE number > ? ORDER BY number LIMIT {PAGE}",
                (number,),
            )
            for number, at, *rest in rows:
                entry = AuditEntry(number, datetime.datetime.fromisoformat(at), *rest)
                if whose is None or entry.whose.casefold() == whose.casefold():
                    yield entry
            if len(rows) < PAGE:
                return

    def check(self) -> list[Problem]:
        return self._db.check() or self.check_log()

    def check_log(self) -> list[Problem]:
        """What is wrong with the chain of the audit log."""
        with self.transaction():
            return check_chain(self.audit(), head=self._head)

    # -- counter and doubt ----------------------------------------------------------------------

    @property
    def counter(self) -> int:
        return int(read_meta(self._db, "counter") or 0)

    @property
    def doubt(self) -> Problem | None:
        return self._doubt

    def _find_doubt(self) -> Problem | None:
        kept = read_meta(self._db, "doubt")
        if kept:
            return Problem(kept, Severity.WARNING, file=self._db.name)
        remembered = read_last_use(self.id)
        if remembered is None:
            return None
        found = self._db.rows(
            "SELECT digest FROM audit WHERE number = ?", (remembered.audit_number,)
        )
        same = bool(found) and found[0][0] == remembered.audit_digest
        if same and remembered.counter <= self.counter:
            return None
        return Problem("store.older", Severity.WARNING, file=self._db.name)

    def accept_doubt(self) -> None:
        remembered = read_last_use(self.id)
        with self.transaction():
            self._doubt = None
            self._db.rows("DELETE FROM meta WHERE key = 'doubt'")
            self._note_all([("older-ledger-accepted", "")])
            if remembered:
                self._counter = max(self._counter, remembered.counter)

    def mark_restored(self) -> None:
        """Called on a store that was put back: whoever sends from it asks first."""
        self._doubt = Problem("store.restored", Severity.WARNING, file=self._db.name)
        self.note("restored")

    def outdate(self, *, mark: bool) -> None:
        """Called on a store whose people were carried elsewhere: whoever sends from it asks first.

        It is remembered here, outside of the store, which stays as it is; with ``mark`` it is
        written into the store too, for those who come to it from other computers.
        """
        if mark:
            write_meta(self._db, "doubt", "store.moved")
        remember_use(self.id, LastUse(self.counter + 1, *self._head))

    # -- lease ----------------------------------------------------------------------------------

    def require_no_run(self) -> None:
        """``Refused`` names a run that holds a lease."""
        for (name,) in self._db.rows("SELECT name FROM lease"):
            HeldLease(self._db, name, "").require_free()

    @contextlib.contextmanager
    def lease(self, name: str) -> Iterator[HeldLease]:
        assert self._depth == 0, "a lease is taken outside of a change"
        held = HeldLease(self._db, name, f"{secrets.token_hex(16)} {_begun(os.getpid())}")
        held.take()
        try:
            yield held
        finally:
            held.give_back()

    # -- for all the parts ----------------------------------------------------------------------

    def _read(self, cls: type[T], text: str, whose: str) -> T:
        try:
            return from_text(cls, text)
        except Misfit:
            facts = {"id": whose}
            raise BadInput(Problem("store.unreadable", file=self._db.name, facts=facts)) from None

    def _keyset(self, sql: str, values: Sequence[Any] = ()) -> Iterator[SqlRow]:
        """Rows of a query that ends in ``key > ?``, ordered by that first column, in pages."""
        last: Any = ""
        while True:
            rows = self._db.rows(sql, (*values, last))
            yield from rows
            if len(rows) < PAGE:
                return
            last = rows[-1][0]


@dataclass(frozen=True)
class HeldLease:
    """A row that says who runs. Whether it still does, its connection says where it can, else its
    process, and its beat only where neither can be seen."""

    database: Database
    name: str
    token: str

    def take(self) -> None:
        with self._alone():
            self.require_free(keep=True)
            self.database.rows("DELETE FROM lease WHERE name = ?", (self.name,))
            started = time.strftime("%H:%M:%S")
            row = (self.name, self.token, socket.gethostname(), os.getpid(), started, time.time())
            self.database.rows(
                "INSERT INTO lease (name, token, host, process, started, beat) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )

    def require_free(self, *, keep: bool = False) -> None:
        """``Refused`` while somebody holds it; call it alone. With ``keep`` it is held from now."""
        rows = self.database.rows(
            "SELECT host, process, started, beat, token FROM lease WHERE name = ?", (self.name,)
        )
        is_got = self.database.hold(self.name)
        is_seen = is_got is not None and not any(_is_unmarked(row) for row in rows)
        is_taken = not is_got if is_seen else any(map(_is_alive, rows))
        if is_got and (is_taken or not keep):
            self.database.let_go(self.name)
        if is_taken:
            host, process, started, *_ = rows[0] if rows else ("", 0, "")
            facts = {"name": self.name, "process": process, "host": host, "since": started}
            raise Refused(Problem("store.lease-held", facts=facts))

    def beat(self) -> None:
        with self._alone():
            mine = (self.name, self.token)
            if not self.database.rows("SELECT 1 FROM lease WHERE name = ? AND token = ?", mine):
                raise Refused(Problem("store.lease-lost", facts={"name": self.name}))
            self.database.rows(
                "UPDATE lease SET beat = ? WHERE name = ? AND token = ?", (time.time(), *mine)
            )

    def give_back(self) -> None:
        with self._alone():
            self.database.rows(
                "DELETE FROM lease WHERE name = ? AND token = ?", (self.name, self.token)
            )
            self.database.let_go(self.name)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self.database.begin()
        try:
            yield
            self.database.commit()
        except BaseException:
            self.database.rollback()
            raise


def _is_unmarked(row: SqlRow) -> bool:
    """Whether an earlier program took this lease: it held nothing but the row."""
    return " " not in str(row[-1])


def _is_alive(row: SqlRow) -> bool:
    """Whether the process of a row still runs; elsewhere, whether it gave a sign of late."""
    host, process, _, beat, token = row
    begun = str(token).partition(" ")[2]
    if host == socket.gethostname() and begun:
        return _begun(process) == begun
    if abs(time.time() - beat) > LEASE_SECONDS:
        return False
    if host != socket.gethostname() or os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _begun(process: int) -> str:
    """When a process began, as the system counts; empty where it is gone, or that is not said.

    A number is given to another process one day; with this beside it, it is the same one.
    """
    with contextlib.suppress(OSError, IndexError):
        said = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return said.rpartition(")")[2].split()[19]
    return ""
