"""What ``sql`` needs of a database, and how a store's tables are brought forward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from access_kit.errors import BadInput, Problem
from access_kit.store.migrations import MIGRATIONS, current_version

SqlRow = tuple[Any, ...]


class Database(Protocol):
    """A connection. SQL is written with ``?``; faults come out as ``AccessKitError``."""

    name: str
    """As the user knows it, for messages; never with a password in it."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[SqlRow]: ...

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None: ...

    def begin(self) -> None:
        """Begin a change, alone: other writers wait."""

    def commit(self) -> None:
        """Durable when this returns."""

    def rollback(self) -> None: ...

    def has_tables(self) -> bool: ...

    def prepare(self) -> None:
        """Called inside the change that makes the first tables."""

    def save_before(self, version: int) -> None:
        """Keep a copy of everything as it is, before the step from ``version``."""

    def earlier_copies(self) -> list[str]:
        """Names of the copies that ``save_before`` kept, or that lie there unfinished."""

    def migrated(self) -> None:
        """Called inside the change that brought the tables forward."""

    def ready(self) -> None:
        """Called when the tables are as they should be, before anything is written to them."""

    def hold(self, name: str) -> bool | None:
        """Hold a name for as long as this connection lives.

        ``False`` while another connection holds it; ``None`` where the database cannot do it.
        """

    def let_go(self, name: str) -> None: ...

    def scrub(self) -> None:
        """Make the bytes of removed rows gone, not only unreachable."""

    def check(self) -> list[Problem]:
        """What is wrong with the pages and sums; empty when all is well."""

    def close(self) -> str:
        """Close; gives a digest of everything as it lies there now, empty if there is none."""


def read_meta(database: Database, key: str) -> str | None:
    found = database.rows("SELECT value FROM meta WHERE key = ?", (key,))
    return str(found[0][0]) if found else None


def write_meta(database: Database, key: str, value: str) -> None:
    database.rows(
        "INSERT INTO meta (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def migrate(database: Database) -> None:
    """Bring the tables to this program's version, in one change, with a copy kept before."""
    version = _version(database)
    if version == current_version():
        return
    if version:
        database.save_before(version)
    database.begin()
    try:
        version = _version(database)  # another program may have been quicker
        if not version:
            database.prepare()
        for step in MIGRATIONS[version:]:
            for sql in step:
                database.rows(sql)
        write_meta(database, "schema", str(current_version()))
        database.migrated()
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _version(database: Database) -> int:
    if not database.has_tables():
        return 0
    version = int(read_meta(database, "schema") or 0)
    if version > current_version():
        raise BadInput(Problem("store.newer", file=database.name))
    return version
