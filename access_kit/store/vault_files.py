"""Making a vault, changing who opens it, and destroying it: each in one step that shows."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    refuse_existing,
    sync_folder,
    telling_write_errors,
)
from access_kit.store import guard
from access_kit.store.key_file import (
    KEY_BYTES,
    KeyFile,
    key_path,
    new_key_file,
    read_key_file,
    write_key_file,
)
from access_kit.store.keyrings import forget_key, keep_key
from access_kit.store.last_use import forget_use
from access_kit.store.protocol import Opening
from access_kit.store.recovery import new_secret
from access_kit.store.sql import SqlStore
from access_kit.store.unlocked import let_go
from access_kit.store.vault import BEFORE, STAGING, VaultDatabase, open_with_key

_SIDES = ("-wal", "-shm", "-journal")
LEFTOVER_SECONDS = 3600
"""A folder of a program that was cut off is cleared away by the next one after so long."""


@dataclass(frozen=True)
class NewVault:
    """A vault being made: nothing of it stands in its place before ``place`` is called."""

    path: Path
    staging: Path
    key_file: KeyFile
    data_key: bytes
    recovery: bytes

    def place(self, *, keyring: bool = False) -> None:
        """Put it in its place; ``keyring`` when the keyring was given the key."""
        inner = self.staging / self.path.name
        file = self.key_file.with_keyring(self.data_key, keyring)
        write_key_file(key_path(inner), file)
        place_vault(inner, self.path)


def place_vault(inner: Path, path: Path) -> None:
    """Move key file and vault to their places; the vault last, for it is what counts."""
    with telling_write_errors(path):
        key_path(inner).replace(key_path(path))
        inner.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def making_vault(path: Path, passphrase: str, opening: Opening) -> Iterator[NewVault]:
    """Make a vault beside its place. Show its recovery key, then call ``place``."""
    require_free(path)
    with staging_folder(path) as staging:
        recovery = new_secret()
        data_key = secrets.token_bytes(KEY_BYTES)
        inner = staging / path.name
        make_database(inner, data_key, opening)
        store = open_with_key(inner, data_key, opening)
        vault_id = store.id
        store.close()
        recipient = age_recipient(recovery)
        file = new_key_file(vault_id, data_key, passphrase, recovery, recipient)
        yield NewVault(path, staging, file, data_key, recovery)


def require_free(path: Path) -> None:
    """Raise when there is a vault, or half of one, at ``path``."""
    guard.check_folder(path.parent)
    finish_placing(path)
    refuse_existing([path, key_path(path)])


@contextlib.contextmanager
def staging_folder(path: Path) -> Iterator[Path]:
    """A private folder beside ``path``, gone at the end."""
    _clear_leftovers(path.parent)
    staging = path.parent / f"{STAGING}{secrets.token_hex(4)}"
    with telling_write_errors(staging):
        staging.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    for left in folder.glob(f"{STAGING}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFTOVER_SECONDS:
                shutil.rmtree(left)


def finish_placing(path: Path) -> None:
    """Put in place a vault whose program was cut off between its key file and itself."""
    if path.exists() or not key_path(path).exists():
        return
    for staging in path.parent.glob(f"{STAGING}*"):
        inner = staging / path.name
        if inner.exists() and not key_path(inner).exists():
            with telling_write_errors(path):
                inner.replace(path)
            return


def make_database(path: Path, data_key: bytes, opening: Opening) -> None:
    """An empty vault file at ``path``, its tables made, readable by its owner alone."""
    with telling_write_errors(path):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    database = VaultDatabase(path, data_key)
    try:
        database.use_wal()
        SqlStore(database, opening).close()
    finally:
        database.abandon()


def age_recipient(recovery: bytes) -> str:
    """The public key that backups are encrypted to; empty where age has no wheel."""
    try:
        import pyrage
    except ImportError:
        return ""
    from access_kit.store.age_key import age_identity

    return str(pyrage.x25519.Identity.from_str(age_identity(recovery)).to_public())


# -- who opens it -------------------------------------------------------------------------------


def change_passphrase(path: Path, data_key: bytes, passphrase: str) -> None:
    file = _own_key_file(path, data_key)
    write_key_file(key_path(path), file.with_passphrase(data_key, passphrase))


def change_recovery(path: Path, data_key: bytes, recovery: bytes) -> None:
    file = _own_key_file(path, data_key)
    recipient = age_recipient(recovery)
    write_key_file(key_path(path), file.with_recovery(data_key, recovery, recipient))


def hold_in_keyring(path: Path, data_key: bytes, held: bool) -> None:
    """Give the key to the operating system's keyring, or take it back."""
    file = _own_key_file(path, data_key)
    if held:
        keep_key(file.vault, data_key)
    elif file.keyring:
        forget_key(file.vault)
    write_key_file(key_path(path), file.with_keyring(data_key, held))


def _own_key_file(path: Path, data_key: bytes) -> KeyFile:
    file = read_key_file(key_path(path))
    file.require_key(data_key)
    return file


# -- the end of it ------------------------------------------------------------------------------


def destroy_vault(path: Path) -> list[Path]:
    """Remove a vault: first the key file, overwritten, so that what stays is unreadable.

    Gives the files that were removed. Works on a damaged vault too.
    """
    key = key_path(path)
    with contextlib.suppress(Exception):
        file = read_key_file(key)
        forget_use(file.vault)
        let_go(file.vault)
        if file.keyring:
            forget_key(file.vault)
    removed = []
    with telling_write_errors(path):
        if key.exists():
            with key.open("r+b") as stream:
                stream.write(secrets.token_bytes(key.stat().st_size))
                stream.flush()
                os.fsync(stream.fileno())
        sides = [path.with_name(path.name + side) for side in _SIDES]
        earlier = sorted(path.parent.glob(BEFORE.format(path, "*")))
        for file_path in (key, path, *sides, *earlier):
            if file_path.exists():
                file_path.unlink()
                removed.append(file_path)
    sync_folder(path.parent)
    return removed
