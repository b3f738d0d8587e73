"""``access-kit vault passphrase`` and ``recover``: who may open the vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk
from access_kit.cli.vault_init import PageFile, SayWords, recovery_way
from access_kit.console import Talk
from access_kit.files import shown
from access_kit.model.answers.vault import VaultPassphraseAnswer, VaultRecoverAnswer

if TYPE_CHECKING:
    from access_kit.workflow.keep.vault_keys import GivenRecovery, VaultKey

CHANGE_EXAMPLE = "Example: access-kit vault passphrase"
RECOVER_EXAMPLE = "Example: access-kit vault recover"


def passphrase(
    door: KitDoor,
    talk: QuickTalk,
    keyring: Annotated[
        bool | None,
        typer.Option(
            "--keyring/--no-keyring",
            help="Let this computer's keyring hold the key, or no longer; the passphrase stays.",
        ),
    ] = None,
    new_page: Annotated[
        bool, typer.Option("--new-page", help="Make a new recovery page; the passphrase stays.")
    ] = False,
    page: PageFile = None,
    say_words: SayWords = False,
) -> None:
    """Change the passphrase, the recovery page, or what the keyring holds."""
    from access_kit.workflow.keep.vault_keys import NO_RECOVERY, unlock_by_passphrase

    vault = door.access(talk).vault()
    key = unlock_by_passphrase(vault)
    given = NO_RECOVERY
    if keyring is not None:
        key.let_keyring_hold(keyring)
        talk.say("The keyring holds the key." if keyring else "The keyring holds no key.")
    if new_page:
        given = _renew_recovery(key, talk, page, say_words)
    if keyring is None and not new_page:
        key.renew_passphrase()
        talk.say("The passphrase is changed. Backups made earlier open with the earlier one.")
    talk.answer(VaultPassphraseAnswer(shown(vault.path), given.shown_page, given.words))


def recover(
    door: KitDoor,
    talk: QuickTalk,
    new_page: Annotated[
        bool, typer.Option("--new-page", help="Make a new recovery page as well.")
    ] = False,
    page: PageFile = None,
    say_words: SayWords = False,
) -> None:
    """Open the vault with the recovery page, and choose a new passphrase."""
    from access_kit.workflow.keep.vault_keys import NO_RECOVERY, unlock_by_recovery

    vault = door.access(talk).vault()
    key = unlock_by_recovery(vault)
    key.renew_passphrase("recovered")
    talk.say("The vault opens with the new passphrase.")
    given = _renew_recovery(key, talk, page, say_words) if new_page else NO_RECOVERY
    talk.answer(VaultRecoverAnswer(shown(vault.path), given.shown_page, given.words))


def _renew_recovery(key: VaultKey, talk: Talk, page: Path | None, say_words: bool) -> GivenRecovery:
    given = key.renew_recovery(recovery_way(talk, page, say_words))
    talk.say("The earlier page opens only backups made earlier: keep it as long as they.")
    return given
