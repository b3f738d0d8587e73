"""Why things were not as usual, each cause once, however many meetings it was told in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from access_kit.console import word_code
from access_kit.errors import Problem, Severity
from access_kit.model.answers.due import CauseAnswer
from access_kit.workflow.week.due_meetings import MeetingDone

GRAVEST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True)
class ToldCause:
    """``first`` is the problem by which it was told first, of ``count``; ``said`` are meetings."""

    first: Problem
    count: int
    said: tuple[str, ...]

    def answer(self) -> CauseAnswer:
        """Without a value of anybody's."""
        code, severity = self.first.code, self.first.severity.value
        return CauseAnswer(code, severity, self.count, self.said, word_code(code))


def causes_of(done: Sequence[MeetingDone]) -> tuple[ToldCause, ...]:
    """Each code once, the gravest first, and among those what was told most often."""
    told = [(problem, one.said) for one in done for problem in one.problems]
    counts = Counter(problem.code for problem, _ in told)
    firsts = {problem.code: problem for problem, _ in reversed(told)}
    where: dict[str, dict[str, None]] = {code: {} for code in counts}
    for problem, said in told:
        where[problem.code][said] = None
    found = [ToldCause(firsts[code], count, tuple(where[code])) for code, count in counts.items()]
    return tuple(sorted(found, key=_rank))


def _rank(cause: ToldCause) -> tuple[int, int, str]:
    return GRAVEST.index(cause.first.severity), -cause.count, cause.first.code


def each_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems that differ in anything; what is wrong with the kit is told with each meeting."""
    known: dict[tuple[object, ...], Problem] = {}
    for one in problems:
        facts = tuple(sorted((name, str(value)) for name, value in one.facts.items()))
        known.setdefault((one.code, one.severity, one.file, one.line, one.where, facts), one)
    return tuple(known.values())


def gravest_code(done: Iterable[MeetingDone]) -> int:
    """The exit code of all: the highest of one meeting, as ``errors`` orders them."""
    return max((one.code for one in done), default=0)
