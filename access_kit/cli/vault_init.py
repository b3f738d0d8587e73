"""``access-kit vault init``, and how recovery is given, which ``vault_keys`` shares."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.dialog import Dialog, Stopped, WantsBack
from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk
from access_kit.console import Talk
from access_kit.files import shown
from access_kit.model.answers.vault import VaultInitAnswer

if TYPE_CHECKING:
    from access_kit.workflow.keep.vault_keys import GivenRecovery, RecoveryWay

EXAMPLE = "Example: access-kit vault init --name Jo"

PageFile = Annotated[
    Path | None,
    typer.Option(
        "--page", metavar="FILE", help="Where the recovery page goes; else your home folder."
    ),
]
SayWords = Annotated[
    bool, typer.Option("--say-words", help="Say the 24 recovery words here; write no page.")
]


def init(
    door: KitDoor,
    talk: QuickTalk,
    name: Annotated[str, typer.Option(help="Your name in the audit log.")] = "",
    page: PageFile = None,
    say_words: SayWords = False,
    keyring: Annotated[
        bool | None,
        typer.Option(
            "--keyring/--no-keyring",
            help="Whether this computer's keyring holds the key too; else a terminal is asked.",
        ),
    ] = None,
) -> None:
    """Make the vault, and the recovery page that opens it when the passphrase is lost."""
    from access_kit.workflow.keep.vault_life import make_server_store, make_vault

    access = door.access(talk)
    if make_server_store(access, name):
        talk.say("The store on the server is ready.")
        talk.answer(VaultInitAnswer(vault=None, recovery_page=None, keyring=False))
        return
    if keyring is None and not access.has_store():
        keyring = door.passphrase_fd is None and sys.stdin.isatty() and _asked_keyring()
    vault = access.vault(name=name)
    given = make_vault(vault, recovery_way(talk, page, say_words), keyring=bool(keyring))
    path = shown(vault.path)
    talk.say(f"Made {path} and its key file. Both belong together; only you can read them.")
    talk.say("Make a backup now and then: access-kit vault backup")
    say_next(talk, "vault init")
    talk.answer(VaultInitAnswer(path, given.shown_page, bool(keyring), given.words))


def _asked_keyring() -> bool:
    try:
        return offers_keyring(Dialog())
    except (Stopped, WantsBack):  # nothing was asked before
        raise KeyboardInterrupt from None


def offers_keyring(dialog: Dialog) -> bool:
    """Where a safe keyring works here, whether it is to hold the key; elsewhere nothing is asked.

    ``Stopped`` and ``WantsBack`` for the words that mean it.
    """
    from access_kit.workflow.keep.vault_life import has_keyring

    if not has_keyring():
        return False
    dialog.tell()
    dialog.tell("Shall this computer's keyring open the vault for you?")
    dialog.tell(
        "Yes: you need no passphrase while you are logged in, and neither does whoever sits"
        " down at your unlocked computer. No: you type it once an evening."
    )
    while True:
        reply = dialog.listen().strip().casefold()
        if reply in ("y", "yes", "1", "n", "no", "2", ""):
            return reply in ("y", "yes", "1")
        dialog.tell("Type yes or no.")


def recovery_way(talk: Talk, page: Path | None, say_words: bool) -> RecoveryWay:
    """How recovery is given; the words are said once, and the answer of ``--json`` has them."""
    from access_kit.workflow.keep.vault_keys import RecoveryWay

    def show(given: GivenRecovery) -> None:
        talk.tell(given.problems)
        if given.words is None:
            place = given.shown_page
            talk.say(f"Wrote the recovery page, {place}: print it, lock it up, delete the file.")
            return
        talk.say("Recovery words. Write them down and lock them up; they are said only once:")
        for number, word in enumerate(given.words, start=1):
            talk.say(f"{number}. {word}")

    return RecoveryWay(page, say_words, show)
