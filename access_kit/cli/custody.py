"""Telling what lay ready and went away, and what a person has to see to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from access_kit.console import Talk
from access_kit.errors import CannotWrite, Problem, Severity
from access_kit.files import shown
from access_kit.model.profile import Channel
from access_kit.store.take_back import Taken, TakenBack

_AGAIN = {
    Channel.LETTER.value: "access-kit letters SESSION",
    Channel.SMS.value: "access-kit send SESSION",
}
"""What makes a file again that held others too."""


def tell_taken(talk: Talk, person: str, back: TakenBack) -> list[Problem]:
    """Tell it, and give it for an answer. ``CannotWrite`` when something could not go."""
    problems = list(taken_problems(person, back))
    faults = [problem for problem in problems if problem.is_error]
    talk.tell(problem for problem in problems if not problem.is_error)
    if faults:
        raise CannotWrite(faults)
    return problems


def taken_problems(person: str, back: TakenBack) -> Iterator[Problem]:
    """What went away, and as errors what could not."""
    for one in back.taken:
        facts = {"id": person, "file": shown(one.path), "command": _AGAIN.get(one.channel, "")}
        severity = Severity.WARNING if _code(one) == "custody.shared-removed" else Severity.NOTE
        yield Problem(_code(one), severity, where=person, facts=facts)
    for path in back.unsure:
        yield _unsure(person, path)
    for path, error in back.stuck:
        yield Problem("custody.stays", file=shown(path), where=person, facts={"id": person})
        yield from error.problems


def _code(one: Taken) -> str:
    if one.rewritten:
        return "custody.rewritten"
    return "custody.shared-removed" if one.shared else "consent.outbox-removed"


def _unsure(person: str, path: Path) -> Problem:
    facts = {"id": person, "file": shown(path)}
    return Problem("custody.unsure", Severity.WARNING, where=person, facts=facts)
