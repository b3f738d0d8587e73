"""What ``prepare``, ``send`` and ``remind`` share with ``--due``: options, what is said, the pages.

A line a meeting, then each cause once. The pages go beside the papers, into ``out``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli import fault_of
from access_kit.cli.options import read_now
from access_kit.console import Talk, counted, word_problem, wrapped
from access_kit.errors import AccessKitError, BadInput, Problem
from access_kit.files import shown
from access_kit.workflow.sum_up import say_ids

if TYPE_CHECKING:
    from access_kit.workflow.week.due_meetings import DueFor, MeetingDone, OpenKit

DueFlag = Annotated[
    bool,
    typer.Option(
        "--due",
        help="In place of SESSION: every meeting of the kit for which it is time. Writes "
        "due.html, due.csv and due.json into out.",
    ),
]

NAMED = 3
"""So many meetings are named with a cause; more are counted."""


def require_one(*, named: bool, due: bool) -> None:
    """``BadInput`` where neither a session nor ``--due`` was said, or both."""
    if named is due:
        raise BadInput(Problem("command.session-or-due"))


def refuse_beside_due(**said: object) -> None:
    """``BadInput`` for options that mean one meeting or one person, by their names."""
    names = [f"--{name.replace('_', '-')}" for name, value in said.items() if value]
    if names:
        raise BadInput(Problem("command.not-with-due", where=", ".join(names)))


def fault_of_meeting(error: Exception) -> AccessKitError | None:
    """What is told of an error that stopped one meeting; ``None`` for what stops the whole run."""
    ends_all = type(error).__name__ in ("Abort", "Exit") or hasattr(error, "format_message")
    return None if ends_all or isinstance(error, BrokenPipeError) else fault_of(error)


def tell_errors(talk: Talk, done: Sequence[MeetingDone], *, all_of_them: bool) -> None:
    """Errors with their files, each once; what is milder stands in the causes."""
    from access_kit.workflow.week.causes import each_once

    problems = each_once(problem for one in done for problem in one.problems)
    talk.tell(one for one in problems if all_of_them or one.is_error)


def say_causes(talk: Talk, done: Sequence[MeetingDone]) -> None:
    """Each cause once: how often, and in which meetings."""
    from access_kit.workflow.week.causes import causes_of

    causes = causes_of(done)
    if not causes:
        return
    talk.sum_up("")
    talk.sum_up("By cause:")
    for cause in causes:
        problem = cause.first
        where = say_ids(cause.said, NAMED)
        times = counted(cause.count, "time")
        said = f"{problem.severity.value}: {word_problem(problem).message} [{problem.code}]"
        for line in wrapped(f"- {said}: {times}, in {where}", "  ", "    "):
            talk.sum_up(line)


def write_pages(
    talk: Talk, kit: OpenKit, what: DueFor, done: Sequence[MeetingDone]
) -> tuple[Problem, ...]:
    """The pages of this run; where they cannot be written, why: that undoes nothing."""
    from access_kit.workflow.week.due_page import run_of, write_due

    now = read_now()
    try:
        page = write_due(kit.folder, run_of(what, done, now), now)
    except AccessKitError as error:
        talk.tell(error.problems)
        return error.problems
    talk.sum_up("")
    talk.sum_up(f"Wrote {shown(page)}, and the same as due.csv and due.json.")
    return ()


def end_with(done: Sequence[MeetingDone], unwritten: Sequence[Problem]) -> None:
    """Ends with the gravest exit code of a meeting; 4 at least where a page was not written."""
    from access_kit.errors import CannotWrite
    from access_kit.workflow.week.causes import gravest_code

    code = max(gravest_code(done), CannotWrite.exit_code if unwritten else 0)
    if code:
        raise typer.Exit(code)
