"""Telling what lay ready and went away."""

from __future__ import annotations

from collections.abc import Sequence

from access_kit.console import Talk
from access_kit.errors import CannotWrite, Problem


def tell_taken(talk: Talk, problems: Sequence[Problem]) -> None:
    """Tell it. ``CannotWrite`` when something could not go."""
    talk.tell(problem for problem in problems if not problem.is_error)
    faults = [problem for problem in problems if problem.is_error]
    if faults:
        raise CannotWrite(faults)
