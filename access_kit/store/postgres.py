"""An agency's store on PostgreSQL 15 or newer: several facilitators at once, by psycopg 3.

- Writers take turns by an advisory lock, so that the audit log is one chain. Readers never wait.
- A password never stands in ``kit.toml``: it comes from a password file, a certificate, the
  system's own login, or is asked for.
- Over a network the server must prove who it is; ``sslmode`` in the URL may say otherwise.
- The tables lie in the schema ``access_kit``. What is on the server's disks is the server's to
  encrypt.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from access_kit.errors import (
    AccessKitError,
    BadInput,
    CannotWrite,
    MissingPart,
    Problem,
    Refused,
)
from access_kit.store.carry_over import require_empty
from access_kit.store.database import SqlRow
from access_kit.store.protocol import Opening
from access_kit.store.sql import SqlStore

if TYPE_CHECKING:
    import psycopg

OLDEST_SERVER = 150_000
SCHEMA = "access_kit"
WAIT_SECONDS = 20
"""How long a change waits for another one's to end."""

_KEEPALIVE = {"tcp_keepalives_idle": 60, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}
"""After so many seconds the server knows that a computer is gone, and frees what it held."""

_HERE = ("", "localhost", "127.0.0.1", "::1")
_WRITER = 0x61636B6974
"""The number of the writers' lock: "ackit"."""


def open_store(place: str, opening: Opening) -> SqlStore:
    """The store at a ``postgresql://`` URL; its tables are made on first use."""
    database = PostgresDatabase(place, opening)
    try:
        return SqlStore(database, opening)
    except BaseException:
        database.close()
        raise


def require_free_server(place: str, opening: Opening) -> None:
    """``CannotWrite`` where a server holds anybody at this URL; nothing is made there."""
    database = PostgresDatabase(place, opening)
    try:
        if database.has_tables():
            require_empty(database)
    finally:
        database.close()


class PostgresDatabase:
    """The connection as ``database.Database`` wants it."""

    def __init__(self, url: str, opening: Opening) -> None:
        parts = urlsplit(url)
        if parts.password or "password" in parse_qs(parts.query):
            raise BadInput(Problem("store.password-in-url", where="store.url"))
        self.name = f"{parts.hostname or 'this computer'}{parts.path}"
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise MissingPart(Problem("extra.missing", facts={"extra": "postgres"})) from None
        with self._telling():
            self._connection = _connect(url, opening)
            self._require_version()
            self._connection.execute(f"SET search_path TO {SCHEMA}")
            self._connection.execute(f"SET lock_timeout TO '{WAIT_SECONDS}s'")
            for setting, seconds in _KEEPALIVE.items():
                self._connection.execute(f"SET {setting} TO {seconds}")

    def _require_version(self) -> None:
        version = self._connection.info.server_version
        if version < OLDEST_SERVER:
            facts = {"version": version // 10_000}
            raise BadInput(Problem("store.old-server", file=self.name, facts=facts))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[SqlRow]:
        with self._telling():
            cursor = self._connection.execute(_spelled(sql), values or None)
            return list(cursor.fetchall()) if cursor.description else []

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._telling(), self._connection.cursor() as cursor:
            cursor.executemany(_spelled(sql), rows)

    def begin(self) -> None:
        with self._telling():
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))

    def commit(self) -> None:
        with self._telling():
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        with contextlib.suppress(AccessKitError), self._telling():
            self._connection.execute("ROLLBACK")

    def has_tables(self) -> bool:
        # Asked of the catalogue: to_regclass may answer from before the lock was got.
        found = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = 'meta'"
        return bool(self.rows(found, (SCHEMA,)))

    def save_before(self, version: int) -> None:
        """Copy every table into a schema of its own, in one change."""
        copy = f"{SCHEMA}_before_{version + 1}"
        self.begin()
        try:
            self.rows(f"DROP SCHEMA IF EXISTS {copy} CASCADE")
            self.rows(f"CREATE SCHEMA {copy}")
            tables = self.rows(
                "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY 1", (SCHEMA,)
            )
            for (table,) in tables:
                self.rows(f"CREATE TABLE {copy}.{table} AS TABLE {SCHEMA}.{table}")
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def earlier_copies(self) -> list[str]:
        found = "SELECT nspname FROM pg_namespace WHERE nspname LIKE ? ORDER BY 1"
        return [str(name) for (name,) in self.rows(found, (f"{SCHEMA}_before_%",))]

    def prepare(self) -> None:
        """Make the schema, where the tables will lie."""
        self.rows(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")

    def migrated(self) -> None:
        pass

    def ready(self) -> None:
        pass

    def hold(self, name: str) -> bool:
        return bool(self.rows("SELECT pg_try_advisory_lock(?)", (_lock_of(name),))[0][0])

    def let_go(self, name: str) -> None:
        self.rows("SELECT pg_advisory_unlock(?)", (_lock_of(name),))

    def scrub(self) -> None:
        for table in ("person", "profile", "consent", "mail", "document"):
            self.rows(f"VACUUM (FULL) {table}")

    def check(self) -> list[Problem]:
        """The server looks after its own pages."""
        return []

    def close(self) -> str:
        """Nothing is known of the server's files."""
        with contextlib.suppress(Exception):
            self._connection.close()
        return ""

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise to_error(error, self.name) from None


def _connect(url: str, opening: Opening) -> psycopg.Connection[SqlRow]:
    """Without a password first; with one only when the server wants it."""
    import psycopg

    settings: dict[str, Any] = {"autocommit": True, "connect_timeout": WAIT_SECONDS}
    if not _is_here(url) and "sslmode" not in parse_qs(urlsplit(url).query):
        settings |= {"sslmode": "verify-full", "sslrootcert": "system"}
    try:
        return psycopg.connect(url, **settings)
    except psycopg.OperationalError as error:
        if not _wants_password(error):
            raise
    return psycopg.connect(url, password=opening.ask("database password"), **settings)


def _lock_of(name: str) -> int:
    """A number for a lease, as the server's locks have them."""
    digest = hashlib.sha256(f"access-kit lease {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _is_here(url: str) -> bool:
    """Whether the server is reached without a network: by a socket, or on this computer."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    hosts = [*asked.get("host", []), *asked.get("hostaddr", []), parts.hostname or ""]
    names = ",".join(hosts).split(",")
    return all(name in _HERE or name.startswith("/") for name in names)


def _wants_password(error: Exception) -> bool:
    # libpq has no code for this before a session exists; these words have stood since version 7.
    return "no password supplied" in str(error)


def _spelled(sql: str) -> str:
    """Our SQL in the server's words: its placeholders, types, and the order of bytes for text."""
    sql = sql.replace("?", "%s")
    if sql.startswith("CREATE TABLE "):
        sql = sql.replace("BLOB", "BYTEA").replace(" INTEGER", " BIGINT")
        sql = sql.replace(" REAL", " DOUBLE PRECISION").replace(" TEXT", ' TEXT COLLATE "C"')
    return sql


def to_error(error: psycopg.Error, name: str) -> AccessKitError:
    """A fault of the server's as ours, without the words of its SQL."""
    state = error.sqlstate or ""
    if state.startswith("53"):
        return CannotWrite(Problem("store.server-full", file=name))
    if state.startswith(("55", "40")) or state == "57014":
        return Refused(Problem("vault.busy", file=name))
    if state.startswith("28") or "password authentication failed" in str(error):
        return Refused(Problem("store.server-refused", file=name))
    if state in ("42501", "25006"):
        return Refused(Problem("store.server-forbids", file=name))
    if state.startswith(("22", "23", "42")):
        return BadInput(Problem("store.server-differs", file=name, facts={"state": state}))
    return CannotWrite(Problem("store.server-unreachable", file=name))
