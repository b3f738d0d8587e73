"""``access-kit vault init``, and how recovery is given, which ``vault_keys`` shares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
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
        bool, typer.Option("--keyring", help="Let this computer's keyring hold the key too.")
    ] = False,
) -> None:
    """Make the vault, and the recovery page that opens it when the passphrase is lost."""
    from access_kit.workflow.keep.vault_life import make_server_store, make_vault

    access = door.access(talk)
    if make_server_store(access, name):
        talk.say("The store on the server is ready.")
        talk.answer(VaultInitAnswer(vault=None, recovery_page=None, keyring=False))
        return
    vault = access.vault(name=name)
    given = make_vault(vault, recovery_way(talk, page, say_words), keyring=keyring)
    path = shown(vault.path)
    talk.say(f"Made {path} and its key file. Both belong together; only you can read them.")
    talk.say("Make a backup now and then: access-kit vault backup")
    talk.answer(VaultInitAnswer(path, given.shown_page, keyring, given.words))


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
