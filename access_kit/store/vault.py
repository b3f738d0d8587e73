"""The vault: one SQLCipher file, opened with a key that ``key_file`` unwraps.

- The key goes in as raw bytes in hexadecimal: no quoting, no second stretching.
- SQLCipher's own log is silenced first, or it would write to the error output.
- WAL, with every commit synced: measured twice as fast as a rollback journal here, and a lost
  side file then means an older vault, not a mixed one. The last program to close folds the side
  files back, so that a vault at rest is one file.
- It is proved before anything is read or written: every page is the one that was left here
  (``page_tags``), or every row is counted (``seal``).
"""

from __future__ import annotations

import contextlib
import hmac
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from access_kit.errors import AccessKitError, BadInput, CannotWrite, MissingPart, Problem, Refused
from access_kit.files import PRIVATE_FILE, shown, telling_write_errors
from access_kit.store import guard, page_tags
from access_kit.store.database import SqlRow, read_meta, write_meta
from access_kit.store.key_file import KeyFile, key_path, read_key_file
from access_kit.store.keyrings import find_key
from access_kit.store.last_use import read_last_use
from access_kit.store.newest_backup import with_backup_named
from access_kit.store.protocol import Opening
from access_kit.store.seal import MODULUS, Seal, seal_total
from access_kit.store.sql import SqlStore
from access_kit.store.unlocked import held_key

LONG_SECONDS = 60
"""A vault that was written to and open for longer is counted before its pages are remembered: in
so much time another program, such as one that syncs folders, may have put back a page."""

BUSY_SECONDS = 10
"""How long a program waits for another one's change to end."""


BEFORE = "{0.stem}.before-{1}{0.suffix}"
"""How the copy of a vault is named that is kept before a step forward."""

STAGING = ".vault-new-"
"""How a folder begins in which a vault or a backup is being made."""

PAGE, NEWEST = "recovery-page", "newest"
"""The document that says where the newest recovery page was written."""


def open_store(place: str, opening: Opening) -> SqlStore:
    """The vault at ``place``, with its key from the keyring or a passphrase."""
    path = opening.folder / place
    try:
        check_files(path)
        key_file = read_key_file(key_path(path))
        store = open_with_key(path, find_data_key(key_file, opening), opening)
    except BadInput as error:
        raise with_backup_named(error, opening.folder) from None
    page = store.document(PAGE, NEWEST)
    store.warnings += guard.warn_of_page(path, page.data.decode() if page else "")
    return store


def open_with_key(path: Path, data_key: bytes, opening: Opening) -> SqlStore:
    """An existing vault whose files were checked, with its data key."""
    database = VaultDatabase(path, data_key)
    try:
        database.require_whole()
        if not database.is_as_left() and (problems := database.check()):
            raise BadInput(problems)
        store = SqlStore(database, opening)
        if store.doubt and (problems := store.check_log()):
            raise BadInput(problems)
    except BaseException:
        database.abandon()
        raise
    store.warnings += guard.warn_of_others(path.parent)
    return store


def check_files(path: Path) -> None:
    """Raise unless both files are there, ours, and closed to others."""
    guard.check_folder(path.parent)
    if not path.exists() and key_path(path).exists():
        raise BadInput(Problem("vault.lost", file=shown(path)))
    guard.check_file(path)
    if key_path(path).exists():
        guard.check_file(key_path(path))


def find_data_key(key_file: KeyFile, opening: Opening) -> bytes:
    """From the keyring or a vault that stays open, else by asking for the passphrase."""
    for find in (find_key if key_file.keyring else None, held_key):
        held = find(key_file.vault) if find else None
        if held is not None:
            with contextlib.suppress(Refused):
                return key_file.require_key(held)
    return key_file.open_with_passphrase(opening.ask("passphrase"))


def connect(path: Path, data_key: bytes, *, create: bool = False) -> Any:  # noqa: ANN401 (no types)
    """A keyed connection; the file must be there unless it is to be made."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise MissingPart(Problem("extra.missing", facts={"extra": "vault"})) from None
    mode = "rwc" if create else "rw"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
    )
    for pragma in (
        "cipher_log_level = NONE",
        f"key = \"x'{data_key.hex()}'\"",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "secure_delete = ON",
        "synchronous = FULL",
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class VaultDatabase:
    """The connection as ``database.Database`` wants it."""

    def __init__(self, path: Path, data_key: bytes, *, create: bool = False) -> None:
        self.name = shown(path)
        self.path = path
        self.data_key = data_key
        self._seal: Seal | None = None
        self._opened_at = time.monotonic()
        with self.telling(), page_tags.ALONE:
            self._found = page_tags.digest_at_rest(path, data_key)
            self.connection = connect(path, data_key, create=create)
            page_tags.note_connected(path)
            self._is_connected = True

    def require_whole(self) -> None:
        """A first look: the file is a vault of this key."""
        if self.path.stat().st_size == 0:
            raise BadInput(Problem("vault.damaged", file=self.name))
        self.use_wal()
        if not self.has_tables():
            raise BadInput(Problem("vault.damaged", file=self.name))

    def is_as_left(self) -> bool:
        """Whether each page is the one that was there when this computer last closed the vault."""
        if not self._found or not self._has_known_layout():
            return False
        remembered = read_last_use(read_meta(self, "id") or "")
        return remembered is not None and hmac.compare_digest(remembered.pages, self._found)

    def _has_known_layout(self) -> bool:
        return all(
            [str(value) for row in self.rows(f"PRAGMA {name}") for value in row] == [known]
            for name, known in page_tags.LAYOUT.items()
        )

    def use_wal(self) -> None:
        self.rows("PRAGMA journal_mode = WAL")

    # -- database.Database ----------------------------------------------------------------------

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[SqlRow]:
        with self.telling():
            found: list[SqlRow] = self.connection.execute(sql, values).fetchall()
            return found

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self.telling():
            self.connection.executemany(sql, rows)

    def begin(self) -> None:
        with self.telling():
            self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        with self.telling():
            if self._seal and self._seal.change:
                before = int(read_meta(self, "seal") or "0", 16)
                write_meta(self, "seal", f"{(before + self._seal.change) % MODULUS:x}")
                self._seal.change = 0
            self.connection.execute("COMMIT")

    def rollback(self) -> None:
        if self._seal:
            self._seal.change = 0
        if self.connection.in_transaction:
            with self.telling():
                self.connection.execute("ROLLBACK")

    def has_tables(self) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'"))

    def prepare(self) -> None:
        pass

    def save_before(self, version: int) -> None:
        copy = self.path.with_name(BEFORE.format(self.path, version + 1))
        copy_vault(self, copy)

    def earlier_copies(self) -> list[str]:
        folder = self.path.parent
        kept = (*folder.glob(BEFORE.format(self.path, "*")), *folder.glob(f"{STAGING}*"))
        return sorted(path.name for path in kept)

    def migrated(self) -> None:
        write_meta(self, "seal", f"{seal_total(self.connection):x}")

    def ready(self) -> None:
        with self.telling():
            self._seal = Seal(self.connection)
            self._seal.watch()

    def hold(self, name: str) -> None:
        """A file knows nothing of who has it open."""

    def let_go(self, name: str) -> None:
        pass

    def scrub(self) -> None:
        with self.telling():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def check(self) -> list[Problem]:
        """Count everything: each page, each index against its table, and the sum of all rows."""
        try:
            if self.rows("PRAGMA integrity_check") != [("ok",)]:
                return [Problem("vault.damaged", file=self.name)]
        except BadInput:
            return [Problem("vault.damaged", file=self.name)]
        return [] if self._adds_up() else [Problem("vault.mixed", file=self.name)]

    def _adds_up(self) -> bool:
        """Whether all the rows are those that were written, as seen at one moment."""
        try:
            self.rows("BEGIN")
            with self.telling():
                total = seal_total(self.connection)
            return f"{total:x}" == read_meta(self, "seal")
        except BadInput:
            return False
        finally:
            self.rollback()

    def close(self) -> str:
        """Leave one file behind; gives the digest of its pages, if they are known to be ours."""
        if not self._is_connected:
            return ""
        has_written = bool(self.connection.total_changes)
        was_long = time.monotonic() - self._opened_at > LONG_SECONDS
        with page_tags.ALONE:
            self.abandon()
            if not has_written and self._found:
                return self._found
            found = page_tags.digest_at_rest(self.path, self.data_key)
        return self._count_anew() if found and was_long else found

    def _count_anew(self) -> str:
        """The digest of the pages if all of them add up, read afresh: this connection may remember
        pages that the file no longer holds."""
        again = VaultDatabase(self.path, self.data_key)
        try:
            return "" if again.check() else again._found
        finally:
            again.abandon()

    def abandon(self) -> None:
        """Close without a word."""
        with contextlib.suppress(Exception):
            self.rollback()
        with page_tags.ALONE:
            with contextlib.suppress(Exception):
                self.connection.close()
            if self._is_connected:
                self._is_connected = False
                page_tags.note_closed(self.path)

    # -- faults ---------------------------------------------------------------------------------

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        try:
            yield
        except AccessKitError:
            raise
        except Exception as error:
            told = to_error(error, self.name)
            if told is None:
                raise
            raise told from None


def to_error(error: Exception, name: str) -> AccessKitError | None:
    """A fault of SQLCipher's as ours, without the words of its SQL; ``None``: a bug of ours."""
    code = str(getattr(error, "sqlite_errorname", "") or _name_by_words(str(error)))
    if code.startswith("SQLITE_FULL"):
        return CannotWrite(Problem("write.disk-full", file=name))
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Refused(Problem("vault.busy", file=name))
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return CannotWrite(Problem("vault.folder-read-only", file=name))
    if code.startswith(_DAMAGE):
        return BadInput(Problem("vault.damaged", file=name))
    if code.startswith("SQLITE_IOERR"):
        return CannotWrite(Problem("vault.write-failed", file=name))
    return None


def _name_by_words(words: str) -> str:
    """The name of a fault that came without one, as from a copying."""
    names = {
        "disk is full": "SQLITE_FULL",
        "locked": "SQLITE_BUSY",
        "malformed": "SQLITE_CORRUPT",
        "not a database": "SQLITE_NOTADB",
        "disk I/O error": "SQLITE_IOERR",
        "readonly": "SQLITE_READONLY",
        "unable to open": "SQLITE_CANTOPEN",
    }
    return next((name for part, name in names.items() if part in words), "")


_DAMAGE = (
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
    "SQLITE_IOERR_READ",
    "SQLITE_IOERR_SHORT_READ",
    "SQLITE_IOERR_DATA",
    "SQLITE_IOERR_CORRUPTFS",
)


def copy_vault(database: VaultDatabase, path: Path) -> None:
    """A copy of a vault as it is at one moment, under the same key."""
    with telling_write_errors(path):
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    with database.telling():
        copy = connect(path, database.data_key)
    try:
        with database.telling():
            database.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        copy.close()
        path.unlink(missing_ok=True)
        raise
    copy.close()
