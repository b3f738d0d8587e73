"""One number that stands for all the contents of a vault: the sum of every row's digest.

Each page of the vault proves that it was written with its key, but not that it belongs to the same
moment as its neighbours. After a crash and a lost ``-wal`` file, old and new pages may lie side by
side, each of them genuine. Their rows then no longer add up to the number.
"""

from __future__ import annotations

import hashlib
from typing import Any

from access_kit.store.migrations import SEALED

MODULUS = 1 << 256


def row_digest(table: str, values: tuple[Any, ...]) -> int:
    """A row as a number below ``MODULUS``."""
    digest = hashlib.sha256(table.encode())
    for value in values:
        if isinstance(value, bytes):
            digest.update(b"\x01%d:" % len(value) + value)
        else:
            text = ("" if value is None else f"{type(value).__name__[0]}{value}").encode()
            digest.update(b"\x00%d:" % len(text) + text)
    return int.from_bytes(digest.digest(), "big")


class Seal:
    """Adds up the rows that a transaction adds and removes, told by temporary triggers."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 (SQLCipher has no types)
        self._connection = connection
        self.change = 0
        connection.create_function("seal_added", -1, self._added)
        connection.create_function("seal_removed", -1, self._removed)

    def watch(self) -> None:
        """Call once the tables are there."""
        for table in SEALED:
            columns = _columns_of(self._connection, table)
            new = ", ".join(f"NEW.{column}" for column in columns)
            old = ", ".join(f"OLD.{column}" for column in columns)
            for event, calls in (
                ("INSERT", (f"seal_added('{table}', {new})",)),
                ("DELETE", (f"seal_removed('{table}', {old})",)),
                (
                    "UPDATE",
                    (f"seal_removed('{table}', {old})", f"seal_added('{table}', {new})"),
                ),
            ):
                body = " ".join(f"SELECT {call};" for call in calls)
                self._connection.execute(
                    f"CREATE TEMP TRIGGER IF NOT EXISTS seal_{table}_{event} "
                    f"AFTER {event} ON main.{table} BEGIN {body} END"
                )

    def _added(self, table: str, *values: Any) -> None:  # noqa: ANN401 (SQL values)
        self.change += row_digest(table, values)

    def _removed(self, table: str, *values: Any) -> None:  # noqa: ANN401 (SQL values)
        self.change -= row_digest(table, values)


def seal_total(connection: Any) -> int:  # noqa: ANN401 (SQLCipher has no types)
    """The sum over everything that is there; call it inside a transaction."""
    found = 0
    for table in SEALED:
        for row in connection.execute(f"SELECT * FROM {table}"):
            found += row_digest(table, row)
    return found % MODULUS


def _columns_of(connection: Any, table: str) -> list[str]:  # noqa: ANN401 (SQLCipher has no types)
    """In the order of the table, as ``SELECT *`` has them: so a vault of an older program is
    counted as that program did it."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
