"""``access-kit purge``: take away what was made for sessions that are long over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.options import KitFolder, QuickTalk, Yes, make_app, read_now
from access_kit.cli.unlock import find_kit_here
from access_kit.console import counted, problem_answers
from access_kit.errors import CannotWrite, Problem, Severity
from access_kit.files import shown
from access_kit.model.answers.kit import PurgeAnswer
from access_kit.store.out_folders import out_folders
from access_kit.store.purge import DueFolder, list_files, purge_due, purge_folder

app = make_app()


@app.command(epilog="Example: access-kit purge --dry-run")
def purge(
    talk: QuickTalk,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
    kit: KitFolder = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Yes = False,
) -> None:
    """Take away what was made for sessions that are long over.

    How long papers stay is retention.out_days in kit.toml. Files that were changed, or that
    access-kit did not make, stay and are named.
    """
    folder, read = find_kit_here(kit)
    days = read.retention.out_days
    outs = (out,) if out else out_folders(folder)
    due = [one for place in outs for one in purge_due(place, out_days=days, now=read_now())]
    if not due:
        talk.say(f"Nothing to take away: no session ended more than {days} days ago.")
    for one in due:
        files = counted(list_files(one.path)[0], "file")
        talk.say(f"{one.session}, ended {one.ended.date()}: {files}.")
    wanted = bool(due) and not dry_run
    if wanted and not yes:
        typer.confirm("Take them away for good?", abort=True, err=True)
    removed, problems = _purge_all(due, really=wanted)
    if wanted:
        talk.say(f"Took away {counted(removed, 'file')} of {counted(len(due), 'session')}.")
    talk.tell(problems)
    talk.answer(
        PurgeAnswer(
            dry_run=dry_run,
            sessions=tuple(one.session for one in due),
            removed=removed,
            problems=problem_answers(problems),
        )
    )


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
