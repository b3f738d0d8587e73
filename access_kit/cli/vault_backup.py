"""``access-kit vault backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk
from access_kit.console import Talk, counted
from access_kit.files import shown
from access_kit.model.answers.vault import (
    VaultBackupAnswer,
    VaultRestoreAnswer,
    VaultRestoreCheckAnswer,
)

if TYPE_CHECKING:
    from access_kit.workflow.keep.access import VaultAccess

BACKUP_EXAMPLE = "Example: access-kit vault backup /media/usb-stick"
RESTORE_EXAMPLE = "Example: access-kit vault restore backups/vault-20261122-090000.age"


def backup(
    door: KitDoor,
    talk: QuickTalk,
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR|FILE]", help="Where it goes; without it, the kit's backups."),
    ] = None,
) -> None:
    """Write a backup, encrypted to the recovery page, and read it again to be sure."""
    from access_kit.workflow.keep.vault_life import back_up

    made = back_up(door.access(talk).vault(), target)
    needed = "the recovery page" if made.encrypted_to_recovery else "the passphrase"
    talk.say(f"Wrote {shown(made.path)} and read it again: it is whole. It opens with {needed}.")
    talk.say("Keep a copy away from this computer.")
    talk.answer(
        VaultBackupAnswer(
            backup=shown(made.path),
            counter=made.counter,
            opens_with="recovery" if made.encrypted_to_recovery else "passphrase",
        )
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    door: KitDoor,
    talk: QuickTalk,
    check: Annotated[
        bool, typer.Option("--check", help="Only try it: open it, read it all, put nothing back.")
    ] = False,
) -> None:
    """Put a backup back, where there is no vault; with --check, try whether it can be."""
    from access_kit.workflow.keep.vault_life import put_back

    vault = door.access(talk).vault()
    if check:
        _check(vault, file, talk)
        return
    found = put_back(vault, file)
    talk.say(f"Put back {shown(vault.path)} with {counted(found.people, 'person')}.")
    talk.say("Its passphrase is that of its time.")
    until = f" {found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else " the backup"
    talk.say(f"What was sent or said after{until} is not in it, a no too.")
    talk.say("Read the mail since then again: access-kit returns import FILE.")
    talk.say("Write down what was said to you: access-kit consent withdraw ID --scope WAY.")
    talk.say("Erase again who was erased since. The next sending asks first.")
    newest = found.newest.isoformat() if found.newest else None
    talk.answer(VaultRestoreAnswer(shown(vault.path), found.people, newest))


def _check(vault: VaultAccess, file: Path, talk: Talk) -> None:
    from access_kit.workflow.keep.vault_life import try_backup

    found = try_backup(vault, file)
    until = f", until {found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else ""
    talk.say(f"{shown(file)} opens and is whole: {counted(found.people, 'person')}{until}.")
    talk.say("Nothing was put back.")
    talk.answer(
        VaultRestoreCheckAnswer(
            backup=shown(file),
            people=found.people,
            counter=found.counter,
            newest=found.newest.isoformat() if found.newest else None,
        )
    )
