"""Putting a backup back, into a kit without a vault; it is checked before it takes its place."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, CannotWrite, Problem
from access_kit.files import refuse_existing, shown
from access_kit.model.record import Actor
from access_kit.store import guard
from access_kit.store.backup import is_encrypted, unpacked
from access_kit.store.key_file import KeyFile, key_path, parse_key_file
from access_kit.store.protocol import Opening
from access_kit.store.recovery import from_words
from access_kit.store.sql import SqlStore
from access_kit.store.vault import open_with_key
from access_kit.store.vault_files import finish_placing, place_vault


def restore_vault(backup: Path, vault: Path, opening: Opening) -> BackupContents:
    """Put ``backup`` at ``vault`` and give what it holds.

    Asks for the recovery words where the backup is encrypted to them, else for the passphrase. A
    key file without its vault is replaced if it belongs to the same one.
    """
    guard.check_folder(vault.parent)
    finish_placing(vault)
    refuse_existing([vault])
    with _opened(backup, vault, opening) as (inner, store):
        _require_same(vault, _key_file_of(inner, backup))
        found = _held(store)
        store.mark_restored()
        store.close()
        place_vault(inner, vault)
    return found


@dataclass(frozen=True)
class BackupContents:
    """What a backup holds that opens: people, changes until then, and the newest entry."""

    people: int
    counter: int
    newest: datetime.datetime | None


def check_backup(backup: Path, vault: Path, opening: Opening) -> BackupContents:
    """Do all of a restoring but its end: open the backup, read every page, put nothing back.

    A vault that stands at ``vault`` is not touched, nor what is remembered of its last use.
    """
    guard.check_folder(vault.parent)
    silent = dataclasses.replace(opening, actor=Actor(opening.actor.user, ""), remembers=False)
    with _opened(backup, vault, silent) as (_, store):
        return _held(store)


def _held(store: SqlStore) -> BackupContents:
    newest = max((entry.at for entry in store.audit()), default=None)
    return BackupContents(len(store.people()), store.counter, newest)


@contextlib.contextmanager
def _opened(backup: Path, vault: Path, opening: Opening) -> Iterator[tuple[Path, SqlStore]]:
    """A backup unpacked beside ``vault``, opened and looked through."""
    recovery = from_words(opening.ask("recovery words")) if is_encrypted(backup) else None
    with unpacked(backup, vault, recovery) as staging:
        inner = staging / vault.name
        key_file = _key_file_of(inner, backup)
        if recovery is not None:
            data_key = key_file.open_with_recovery(recovery)
        else:
            data_key = key_file.open_with_passphrase(opening.ask("passphrase"))
        store = open_with_key(inner, data_key, opening)
        try:
            if store.check():
                raise BadInput(Problem("backup.damaged", file=shown(backup)))
            yield inner, store
        finally:
            store.close()


def _key_file_of(inner: Path, backup: Path) -> KeyFile:
    return parse_key_file(key_path(inner).read_bytes(), shown(backup))


def _require_same(vault: Path, key_file: KeyFile) -> None:
    """A key file that is left of another vault may still be needed: it is not replaced."""
    old = key_path(vault)
    if not old.exists():
        return
    try:
        other = parse_key_file(old.read_bytes(), shown(old)).vault
    except (BadInput, OSError):
        other = ""
    if other != key_file.vault:
        raise CannotWrite(Problem("vault.other-key-file", file=shown(old)))
