"""``access-kit purge``: take away what was made for sessions that are long over, and old words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk, Yes, make_app
from access_kit.console import counted, problem_answers
from access_kit.model.answers.kit import PurgeAnswer

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

    from access_kit.workflow.keep.purge_sessions import (
        closed_to_us,
        find_due,
        take_away,
        take_old_pages,
        words_to_forget,
    )

    access = door.access(talk)
    due, days = find_due(access, out)
    for one in due:
        talk.say(f"{one.session}, ended {one.ended}: {counted(one.files, 'file')}.")
    pages = take_old_pages(access, really=False)[0]
    if pages:
        talk.say(f"Pages made over {days} days ago: {pages}.")
    can_ask = door.passphrase_fd is not None or sys.stdin.isatty()
    with words_to_forget(access, days=days, can_ask=can_ask) as words:
        if words.count:
            talk.say(f"Words seen to over {days} days ago: {counted(words.count, 'message')}.")
        if words.drafts:
            begun = counted(words.drafts, "form")
            talk.say(f"Begun over {days} days ago and not finished: {begun}.")
        is_something = bool(due or pages or words.count or words.drafts)
        wanted = is_something and not dry_run
        closed = closed_to_us(access, out)
        if not (is_something or closed):
            talk.say(f"Nothing to take away: no session ended more than {days} days ago.")
        if wanted and not yes:
            typer.confirm("Take them away for good?", abort=True, err=True)
        removed, problems = take_away(due, really=wanted)
        gone, left = take_old_pages(access, really=wanted)
        removed, problems = removed + gone, problems + left
        if wanted:
            words.forget()
    problems += (*closed, *words.problems)
    if wanted:
        talk.say(f"Took away {counted(removed, 'file')} of {counted(len(due), 'session')}.")
    talk.tell(problems)
    talk.answer(
        PurgeAnswer(
            dry_run=dry_run,
            sessions=tuple(one.session for one in due),
            removed=removed,
            words=words.count,
            problems=problem_answers(problems),
        )
    )
