"""Problems of one file, as many as somebody can read; how many more there are is one more."""

from __future__ import annotations

from collections.abc import Iterable

from access_kit.budgets import TOLD
from access_kit.errors import Problem, Severity


class ToldProblems:
    """The first ``TOLD`` problems of a file, and a count of the others."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept: list[Problem] = []
        self._more = self._errors = 0

    def add(self, problem: Problem) -> None:
        if len(self._kept) < TOLD:
            self._kept.append(problem)
        else:
            self._more += 1
            self._errors += problem.is_error

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    def all(self) -> tuple[Problem, ...]:
        """What is told. That there are more is an error where one of those is."""
        if not self._more:
            return tuple(self._kept)
        severity = Severity.ERROR if self._errors else Severity.WARNING
        facts = {"count": self._more}
        more = Problem("timed-text.more-problems", severity, file=self._name, facts=facts)
        return (*self._kept, more)
