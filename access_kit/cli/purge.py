"""``access-kit purge``: take away what was made for sessions that are long over, and old words."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import Door, KitDoor
from access_kit.cli.options import QuickTalk, Yes, make_app, read_now
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import CannotWrite, Problem, Severity
from access_kit.files import shown
from access_kit.model.answers.kit import PurgeAnswer
from access_kit.store.opening import split_url, vault_path
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.store.purge import DueFolder, list_files, purge_due, purge_folder
from access_kit.workflow.returns.forget import Forgettable, find_forgettable, forget

app = make_app()


@app.command(epilog="Example: access-kit purge --dry-run")
def purge(
    talk: QuickTalk,
    door: KitDoor,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Yes = False,
) -> None:
    """Take away what was made for sessions that are long over.

    How long papers stay is retention.out_days in kit.toml. Files that were changed, or that
    access-kit did not make, stay and are named. What people wrote goes from the vault as many days
    after somebody saw it; what nobody saw stays.
    """
    folder, read = door.find()
    days = read.retention.out_days
    outs = (out,) if out else out_folders(folder)
    due = [one for place in outs for one in purge_due(place, out_days=days, now=read_now())]
    for one in due:
        files = counted(list_files(one.path)[0], "file")
        talk.say(f"{one.session}, ended {one.ended.date()}: {files}.")
    with contextlib.ExitStack() as stack:
        store, locked = _store_of(stack, door, talk)
        words = find_forgettable(store, days=days, now=read_now()) if store else Forgettable()
        if words.due:
            talk.say(f"Seen more than {days} days ago: {counted(len(words.due), 'message')}.")
        wanted = bool(due or words.due) and not dry_run
        if not (due or words.due):
            talk.say(f"Nothing to take away: no session ended more than {days} days ago.")
        if wanted and not yes:
            typer.confirm("Take them away for good?", abort=True, err=True)
        removed, problems = _purge_all(due, really=wanted)
        if store and wanted:
            forget(store, words)
    problems += [*locked, *(_still_open(who) for who in words.open_of)]
    if wanted:
        talk.say(f"Took away {counted(removed, 'file')} of {counted(len(due), 'session')}.")
    talk.tell(problems)
    talk.answer(
        PurgeAnswer(
            dry_run=dry_run,
            sessions=tuple(one.session for one in due),
            removed=removed,
            words=len(words.due),
            problems=problem_answers(problems),
        )
    )


def _store_of(
    stack: contextlib.ExitStack, door: Door, talk: Talk
) -> tuple[Store | None, list[Problem]]:
    """The kit's store, open; ``None`` where there is none, and told where it cannot be opened.

    Papers go without it: who cleans up on a timer types no passphrase.
    """
    folder, kit = door.find()
    vault = vault_path(kit.store.url, folder)
    if split_url(kit.store.url)[0] == "folder" or (vault and not vault.exists()):
        return None, []
    if door.passphrase_fd is None and not sys.stdin.isatty():
        return None, [Problem("purge.vault-locked", Severity.NOTE)]
    _, store = stack.enter_context(door.store(talk))
    return store, []


def _still_open(person: str) -> Problem:
    return Problem("purge.words-unseen", Severity.WARNING, where=person, facts={"id": person})


def _purge_all(due: list[DueFolder], *, really: bool) -> tuple[int, list[Problem]]:
    """Files removed (or that would be), and a warning for each that stays."""
    removed = 0
    problems: list[Problem] = []
    for one in due:
        try:
            if really:
                purged = purge_folder(one.path)
                count, kept = purged.removed, purged.kept
            else:
                count, kept = list_files(one.path)
        except CannotWrite as error:
            raise CannotWrite((*problems, *error.problems)) from None
        removed += count
        problems += [Problem("purge.kept", Severity.WARNING, file=shown(path)) for path in kept]
    return removed, problems
