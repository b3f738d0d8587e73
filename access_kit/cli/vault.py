"""``access-kit vault``: the group of commands, and the vault looked through and ended."""

from __future__ import annotations

from typing import Annotated

import typer

from access_kit.cli import vault_backup, vault_init, vault_migrate, vault_passphrase, vault_unlock
from access_kit.cli.door import Door, KitDoor
from access_kit.cli.options import KitFolder, QuickTalk, Yes, make_app
from access_kit.console import counted
from access_kit.files import shown
from access_kit.model.answers.vault import AuditEntryAnswer, VaultAuditAnswer, VaultEraseAnswer

app = make_app()


@app.callback()
def vault() -> None:
    """Make, open, back up and end the encrypted file of people's details."""


app.command(epilog=vault_init.EXAMPLE)(vault_init.init)
app.command(epilog=vault_unlock.UNLOCK_EXAMPLE)(vault_unlock.unlock)
app.command(epilog=vault_unlock.LOCK_EXAMPLE)(vault_unlock.lock)
app.command(epilog=vault_passphrase.CHANGE_EXAMPLE)(vault_passphrase.passphrase)
app.command(epilog=vault_passphrase.RECOVER_EXAMPLE)(vault_passphrase.recover)
app.command(epilog=vault_backup.BACKUP_EXAMPLE)(vault_backup.backup)
app.command(epilog=vault_backup.RESTORE_EXAMPLE)(vault_backup.restore)
app.command(epilog=vault_migrate.EXAMPLE)(vault_migrate.migrate)


@app.command(epilog="Example: access-kit vault erase")
def erase(talk: QuickTalk, kit: KitFolder = None, yes: Yes = False) -> None:
    """End the vault: nothing in it can be read again, except in backups."""
    from access_kit.workflow.keep.vault_life import end_vault

    vault = Door(kit).access(talk).vault()
    if not yes:
        path = shown(vault.path)
        typer.confirm(f"End {path} and everything in it?", abort=True, err=True)
    ended = end_vault(vault)
    talk.say(f"Removed {', '.join(map(shown, ended.removed))}.")
    if ended.has_backups:
        talk.say("Backups still hold everybody, for whoever has the recovery page.")
    talk.answer(VaultEraseAnswer(tuple(map(shown, ended.removed))))


@app.command(epilog="Example: access-kit vault audit --person K-07")
def audit(
    door: KitDoor,
    talk: QuickTalk,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what concerns this person.")
    ] = None,
) -> None:
    """Check the vault and its log, and say who did what with whose record."""
    from access_kit.workflow.keep.vault_life import read_log

    entries = read_log(door.access(talk), person)
    for entry in entries:
        who = f"{entry.name} ({entry.user})" if entry.name else entry.user
        whose = f", {entry.whose}" if entry.whose else ""
        what = entry.what.replace("-", " ")
        talk.say(f"{entry.number}. {entry.at:%Y-%m-%d %H:%M} UTC, {who}: {what}{whose}")
    talk.say(f"The log is whole: {counted(len(entries), 'entry')} shown.")
    talk.answer(
        VaultAuditAnswer(
            whole=True,
            entries=tuple(
                AuditEntryAnswer(
                    number=entry.number,
                    at=entry.at.isoformat(),
                    user=entry.user,
                    name=entry.name,
                    what=entry.what,
                    whose=entry.whose,
                    digest=entry.digest,
                )
                for entry in entries
            ),
        )
    )
