"""A vault made, backed up, put back, looked through and ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, CheckFailed, Problem
from access_kit.files import refuse_existing, shown
from access_kit.model.record import AuditEntry
from access_kit.store.backup import Backup, write_backup
from access_kit.store.key_file import key_path, read_key_file
from access_kit.store.keyrings import has_keyring as has_keyring
from access_kit.store.keyrings import keep_key
from access_kit.store.newest_backup import FOLDER, newest_backup
from access_kit.store.opening import open_store, split_url, this_actor
from access_kit.store.protocol import Opening
from access_kit.store.restore import BackupContents, check_backup, restore_vault
from access_kit.store.vault import check_files, find_data_key, open_with_key
from access_kit.store.vault_files import destroy_vault, making_vault, require_free
from access_kit.workflow.keep.access import KitAccess, VaultAccess
from access_kit.workflow.keep.vault_keys import (
    GivenRecovery,
    RecoveryWay,
    VaultKey,
    give_recovery,
)


def make_server_store(access: KitAccess, name: str) -> bool:
    """Make the tables, where the kit's store is on a server; ``False`` where it is not."""
    folder, kit = access.kit()
    if split_url(kit.store.url)[0] != "postgresql":
        return False
    actor = this_actor(name or kit.store.operator)
    opening = Opening(folder, actor, access.secret_giver().ask, access.clock)
    open_store(kit.store.url, opening).close()
    return True


def make_vault(vault: VaultAccess, way: RecoveryWay, *, keyring: bool) -> GivenRecovery:
    """Make a vault, and give its recovery first: nothing of it stands before that is shown."""
    require_free(vault.path)
    if way.page and not way.as_words:
        refuse_existing([way.page])
    with making_vault(vault.path, vault.new_passphrase(), vault.opening) as new:
        if keyring:
            keep_key(new.key_file.vault, new.data_key)
        given = give_recovery(vault, new.recovery, new.key_file.vault, way)
        new.place(keyring=keyring)
    VaultKey(vault, new.data_key).note(page=given.page)
    return given


def back_up(vault: VaultAccess, target: Path | None) -> Backup:
    """Write a backup to ``target``, else among the kit's, and read it again to be sure."""
    check_files(vault.path)
    key_file = read_key_file(key_path(vault.path))
    data_key = vault.patiently(lambda: find_data_key(key_file, vault.opening))
    store = open_with_key(vault.path, data_key, vault.opening)
    try:
        vault.access.tell(store.warnings)
        made = write_backup(vault.path, data_key, target or vault.folder / FOLDER, vault.opening)
        own = made.path.parent.resolve() == (vault.folder / FOLDER).resolve()
        store.note_backup(made.path.name if own else str(made.path.resolve()))
    finally:
        store.close()
    return made


def put_back(vault: VaultAccess, backup: Path) -> BackupContents:
    """Put a backup where there is no vault; gives what it holds."""
    return vault.patiently(lambda: restore_vault(backup, vault.path, vault.opening))


def try_backup(vault: VaultAccess, backup: Path) -> BackupContents:
    """Open a backup and read all of it; nothing is put back."""
    return vault.patiently(lambda: check_backup(backup, vault.path, vault.opening))


@dataclass(frozen=True)
class EndedVault:
    """The files that are gone, and whether backups still hold everybody."""

    removed: tuple[Path, ...]
    has_backups: bool


def end_vault(vault: VaultAccess) -> EndedVault:
    """Destroy a vault for good; ``BadInput`` where there is none."""
    removed = destroy_vault(vault.path)
    if not removed:
        raise BadInput(Problem("vault.missing", file=shown(vault.path)))
    return EndedVault(tuple(removed), newest_backup(vault.folder) is not None)


def read_log(access: KitAccess, whose: str | None) -> list[AuditEntry]:
    """The entries of the log, or of one person's; ``CheckFailed`` when anything is not whole."""
    with access.store() as store:
        problems = store.check()
        entries = list(store.audit(whose=whose))
    if problems:
        raise CheckFailed(problems)
    return entries
