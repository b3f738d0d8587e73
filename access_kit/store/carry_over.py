"""Everything that one store holds, carried into another: each row as it stands, none made anew.

So a consent keeps its number and the moment at which it was said, a message its state and its id,
and the audit log its digests: the chain that was whole in the old store proves itself in the new.
Tables come from one list, which a test compares with the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from access_kit.errors import BadInput, CannotWrite, Problem
from access_kit.store.database import Database, SqlRow, write_meta
from access_kit.store.last_use import forget_use
from access_kit.store.seal import MODULUS, row_digest
from access_kit.store.sql import BACKUPS, SqlStore
from access_kit.store.sql_core import SCRUB

ROWS_AT_A_TIME = 200


class TableColumns(NamedTuple):
    """The columns of a table's key, and the others."""

    key: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.key, *self.others)


CARRIED = {
    "person": TableColumns(("fold",), ("id", "name", "review_by", "version", "at")),
    "profile": TableColumns(("fold", "version"), ("at", "author", "data")),
    "consent": TableColumns(("number",), ("fold", "at", "data")),
    "mail": TableColumns(
        ("session", "fold", "channel", "documents", "version"),
        ("person", "state", "message_id", "sha256", "at", "attempts", "reason", "told"),
    ),
    "document": TableColumns(("kind", "key"), ("fold", "person", "at", "data")),
    "audit": TableColumns(("number",), ("at", "os_user", "name", "what", "whose", "digest")),
    "meta": TableColumns(("key",), ("value",)),
}
"""Every table whose rows go along."""

LEFT_BEHIND = ("lease",)
"""Tables that say who runs just now."""

OWN_META = ("id", "schema", "seal", SCRUB)
"""What ``meta`` holds about a store itself: its number, its tables, its pages. All else goes."""

_BEGINNINGS = ("store-made", "user-named")
"""What stands in the log of a store in which nothing was kept yet."""


def is_empty(database: Database) -> bool:
    """Whether nothing was ever kept in a store but that it was made."""
    counts = count_rows(database)
    marks = ", ".join("?" * len(_BEGINNINGS))
    later = database.rows(f"SELECT COUNT(*) FROM audit WHERE what NOT IN ({marks})", _BEGINNINGS)
    held = sum(count for table, count in counts.items() if table not in ("audit", "meta"))
    return held == 0 and later[0][0] == 0


def require_empty(database: Database) -> None:
    """Nothing is overwritten: ``CannotWrite`` where anything was kept."""
    if not is_empty(database):
        raise CannotWrite(Problem("store.not-empty", file=database.name))


def count_rows(database: Database) -> dict[str, int]:
    """How many rows each table has that goes along."""
    found = {table: database.rows(f"SELECT COUNT(*) FROM {table}") for table in CARRIED}
    return {table: int(rows[0][0]) for table, rows in found.items()}


def take_over(new: SqlStore, old: SqlStore, *, known_as: str, own_name: str) -> dict[str, int]:
    """Fill an empty store with all that ``old`` holds, in one change; gives the rows by table.

    Nothing stays where what was written is not what was read. The old store, called ``known_as``,
    and what was kept of it before its tables were brought forward, are noted as copies that still
    hold everybody, so that erasing tells of them; ``own_name`` is what the new one is called, which
    is no copy of itself.
    """
    with old.bare() as source, new.transaction():
        with new.bare() as target:
            require_empty(target)
            _clear(target)
            counts = {table: _carry_table(table, source, target) for table in CARRIED}
            if old.doubt:
                write_meta(target, "doubt", old.doubt.code)
            copies = [name for name in source.earlier_copies() if not name.startswith(".")]
        if problems := new.check_log():
            raise BadInput(problems)
        new.remove_document(BACKUPS, own_name)
        for name in (known_as, *copies):
            new.note_backup(name)
        new.note("moved-here")
    return counts


def give_up(new: SqlStore) -> None:
    """Make a store empty again that was filled and is not to be used."""
    with new.bare() as target:
        _clear(target)
        write_meta(target, "counter", "0")
        write_meta(target, "audit", "0 ")
    forget_use(new.id)


def _clear(target: Database) -> None:
    for table in CARRIED:
        if table != "meta":
            target.rows(f"DELETE FROM {table}")
    marks = ", ".join("?" * len(OWN_META))
    target.rows(f"DELETE FROM meta WHERE key NOT IN ({marks})", OWN_META)


def _carry_table(table: str, source: Database, target: Database) -> int:
    columns = CARRIED[table].names
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    read = _Sum(table)
    for page in _pages(table, source):
        read.add(page)
        if page:
            target.run_many(insert, page)
    written = _Sum(table)
    for page in _pages(table, target):
        written.add(page)
    if (read.count, read.total) != (written.count, written.total):
        raise CannotWrite(Problem("store.not-as-read", file=target.name, facts={"table": table}))
    return read.count


class _Sum:
    """How many rows, and the sum of their digests."""

    def __init__(self, table: str) -> None:
        self._table = table
        self.count, self.total = 0, 0

    def add(self, rows: list[SqlRow]) -> None:
        self.count += len(rows)
        for row in rows:
            self.total = (self.total + row_digest(self._table, row)) % MODULUS


def _pages(table: str, database: Database) -> Iterator[list[SqlRow]]:
    """All rows by key, some at a time, without those of ``meta`` that are a store's own."""
    columns = CARRIED[table]
    key = ", ".join(columns.key)
    marks = ", ".join("?" * len(columns.key))
    select = f"SELECT {', '.join(columns.names)} FROM {table}"
    order = f"ORDER BY {key} LIMIT {ROWS_AT_A_TIME}"
    rows = database.rows(f"{select} {order}")
    while rows:
        yield [row for row in rows if table != "meta" or row[0] not in OWN_META]
        if len(rows) < ROWS_AT_A_TIME:
            return
        after = rows[-1][: len(columns.key)]
        rows = database.rows(f"{select} WHERE ({key}) > ({marks}) {order}", after)
