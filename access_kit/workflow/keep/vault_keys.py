"""Who may open a vault: its passphrase, its recovery page, what the keyring holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import Problem, Severity
from access_kit.files import refuse_existing, shown, write_atomic
from access_kit.store.guard import synced_by, usual_page
from access_kit.store.key_file import key_path, read_key_file
from access_kit.store.recovery import from_words, new_secret, to_words
from access_kit.store.unlocked import hold_key, let_go
from access_kit.store.vault import NEWEST, PAGE, check_files, open_with_key
from access_kit.store.vault_files import change_passphrase, change_recovery, hold_in_keyring
from access_kit.workflow.keep.access import VaultAccess


@dataclass(frozen=True)
class GivenRecovery:
    """How a vault's recovery was given: the page's path, or the words, which are nowhere else."""

    page: Path | None = None
    words: tuple[str, ...] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def shown_page(self) -> str | None:
        return shown(self.page) if self.page else None


NO_RECOVERY = GivenRecovery()


@dataclass(frozen=True)
class RecoveryWay:
    """As words that are said, or as a page: at ``page``, else in the user's home folder.

    ``show`` hears of it before anything is changed that only the new recovery opens.
    """

    page: Path | None
    as_words: bool
    show: Callable[[GivenRecovery], None]


def give_recovery(vault: VaultAccess, secret: bytes, name: str, way: RecoveryWay) -> GivenRecovery:
    """Write the page of the vault called ``name``, or say the words. Nothing is overwritten."""
    if way.as_words:
        given = GivenRecovery(words=tuple(to_words(secret)))
        way.show(given)
        return given
    from access_kit.store.recovery_page import render_recovery_page

    path = way.page or usual_page(name)
    refuse_existing([path])
    defaults, moment = vault.kit.defaults, vault.opening.now()
    data = render_recovery_page(
        secret, name, locale=defaults.locale, paper=defaults.paper, moment=moment
    )
    write_atomic(path, data)
    service = synced_by(path.parent)
    facts = {"service": service or ""}
    synced = Problem("vault.page-synced", Severity.WARNING, file=shown(path), facts=facts)
    given = GivenRecovery(path, problems=(synced,) if service else ())
    way.show(given)
    return given


@dataclass(frozen=True)
class VaultKey:
    """The key of a vault, in the hands of somebody who showed that they may open it."""

    vault: VaultAccess
    data_key: bytes

    def let_keyring_hold(self, held: bool) -> None:
        hold_in_keyring(self.vault.path, self.data_key, held)
        self.note("keyring-changed")

    def keep_open(self, minutes: int) -> datetime.datetime:
        """Until when commands find the key without asking, if the terminal is open as long."""
        hold_key(read_key_file(key_path(self.vault.path)).vault, self.data_key, minutes)
        self.note("unlocked")
        return self.vault.opening.now() + datetime.timedelta(minutes=minutes)

    def renew_passphrase(self, what: str = "passphrase-changed") -> None:
        """Ask for a new passphrase; ``what`` stands in the log."""
        change_passphrase(self.vault.path, self.data_key, self.vault.new_passphrase())
        self.note(what)

    def renew_recovery(self, way: RecoveryWay) -> GivenRecovery:
        """A new page, or new words. The earlier ones open only backups made earlier."""
        secret = new_secret()
        name = read_key_file(key_path(self.vault.path)).vault
        given = give_recovery(self.vault, secret, name, way)
        change_recovery(self.vault.path, self.data_key, secret)
        self.note("recovery-page-changed", page=given.page)
        return given

    def note(self, what: str = "", page: Path | None = None) -> None:
        """An audit entry about the vault itself, and where its recovery page was put."""
        store = open_with_key(self.vault.path, self.data_key, self.vault.opening)
        try:
            if what:
                store.note(what)
            if page:
                store.put_document(PAGE, NEWEST, str(page.resolve()).encode())
        finally:
            store.close()


def lock(vault: VaultAccess) -> bool:
    """From now on the passphrase is asked for again; whether the vault was unlocked."""
    check_files(vault.path)
    return let_go(read_key_file(key_path(vault.path)).vault)


def unlock_by_passphrase(vault: VaultAccess) -> VaultKey:
    """Whoever changes who may open the vault shows that they may: the keyring is not asked."""

    def open_it() -> bytes:
        check_files(vault.path)
        file = read_key_file(key_path(vault.path))
        return file.open_with_passphrase(vault.opening.ask("passphrase"))

    return VaultKey(vault, vault.patiently(open_it))


def unlock_by_recovery(vault: VaultAccess) -> VaultKey:
    """By the 24 words of the recovery page."""
    check_files(vault.path)
    secret = from_words(vault.giver.ask("recovery words"))
    return VaultKey(vault, read_key_file(key_path(vault.path)).open_with_recovery(secret))
