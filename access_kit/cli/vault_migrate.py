"""``access-kit vault migrate``: people carried from one store into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk
from access_kit.cli.vault_init import PageFile, SayWords, recovery_way
from access_kit.console import Talk
from access_kit.model.answers.vault import VaultMigrateAnswer

if TYPE_CHECKING:
    from access_kit.workflow.keep.move_store import MovedStore

EXAMPLE = "Example: access-kit vault migrate vault.db postgresql://db.example/kit"


def migrate(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The kit's store, as kit.toml has it: vault.db.")
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW", help="Where to: a new file, or postgresql:// and a database."
        ),
    ],
    door: KitDoor,
    talk: QuickTalk,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be carried.")
    ] = False,
    page: PageFile = None,
    say_words: SayWords = False,
) -> None:
    """Carry everybody from a vault to a server, back, or into another vault: all or nothing.

    People, agreements, messages, answers and the log go as they stand. NEW must hold nobody. Each
    row is read again before kit.toml is told; OLD is left as it is. Nobody else can write
    meanwhile. A new vault asks for its passphrase after that of OLD.
    """
    from access_kit.workflow.keep.move_store import move_store

    way = recovery_way(talk, page, say_words)
    moved = move_store(door.access(talk), old, new, way, dry_run=dry_run)
    rows = moved.rows
    answer = VaultMigrateAnswer(
        old=old,
        new=new,
        dry_run=dry_run,
        people=rows["person"],
        versions=rows["profile"],
        consents=rows["consent"],
        mails=rows["mail"],
        documents=rows["document"],
        entries=rows["audit"],
        recovery_page=moved.given.shown_page,
        recovery_words=moved.given.words,
    )
    talk.say(
        f"{'Would be carried' if dry_run else 'Carried'}: people {answer.people}, versions of"
        f" profiles {answer.versions}, agreements {answer.consents}, messages {answer.mails},"
        f" other papers {answer.documents}, entries of the log {answer.entries}."
    )
    if not dry_run:
        _say_done(talk, moved)
    more = ", only tried" if dry_run else ", a vault" if moved.new.is_vault else ""
    say_next(talk, f"vault migrate{more}", old=old, new=new)
    talk.answer(answer)


def _say_done(talk: Talk, moved: MovedStore) -> None:
    old, new = moved.old, moved.new
    talk.say("All of it was read again and is the same.")
    talk.say(f"kit.toml says now where people are kept: {new.url}")
    talk.say(f"{old.url} is as it was and still holds everybody. Nobody writes there from now on:")
    talk.say("whoever has a kit of their own that names it needs the new line first.")
    if old.is_vault:
        talk.say(
            f"When the new store is looked at, delete {old.path.name} and"
            f" {old.path.with_suffix('.key').name} yourself, with its backups and earlier copies."
        )
        talk.say("Not by access-kit vault erase: that would end the new one.")
    else:
        talk.say(
            "When the new store is looked at, have who looks after the server remove it, and its"
            " dumps: DROP SCHEMA access_kit CASCADE;"
        )
