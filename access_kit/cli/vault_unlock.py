"""``access-kit vault unlock`` and ``lock``: one passphrase for a while."""

from __future__ import annotations

from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk
from access_kit.files import shown
from access_kit.model.answers.vault import VaultLockAnswer, VaultUnlockAnswer

UNLOCK_EXAMPLE = "Example: access-kit vault unlock --minutes 60"
LOCK_EXAMPLE = "Example: access-kit vault lock"


def unlock(
    door: KitDoor,
    talk: QuickTalk,
    minutes: Annotated[
        int, typer.Option(min=1, max=720, help="How long, if the terminal is open as long.")
    ] = 120,
) -> None:
    """Ask for the passphrase now, and not again until the time is over or the terminal closed."""
    from access_kit.workflow.keep.vault_keys import unlock_by_passphrase

    vault = door.access(talk).vault()
    until = unlock_by_passphrase(vault).keep_open(minutes).astimezone()
    talk.say(f"{shown(vault.path)} is unlocked until {until:%H:%M}, or until you close this")
    talk.say("terminal. Whoever sits here can open it: access-kit vault lock ends it now.")
    talk.answer(VaultUnlockAnswer(shown(vault.path), until.isoformat(timespec="seconds")))


def lock(door: KitDoor, talk: QuickTalk) -> None:
    """Ask for the passphrase again from now on."""
    from access_kit.workflow.keep import vault_keys

    vault = door.access(talk).vault()
    was_unlocked = vault_keys.lock(vault)
    said = "is locked" if was_unlocked else "was locked already"
    talk.say(f"{shown(vault.path)} {said}. Its passphrase opens it.")
    talk.answer(VaultLockAnswer(shown(vault.path), was_unlocked))
