"""The quiz: our questions, and an agency's own from a file of the same form."""

from __future__ import annotations

from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.materials.library import find_builtin
from access_kit.materials.quiz import QuizQuestion, quiz_of
from access_kit.workflow.handouts.handout_files import read_handout

OURS = "quiz"


def read_quiz(also: Path | None) -> tuple[tuple[QuizQuestion, ...], tuple[Problem, ...]]:
    """The questions in order, and notes; ``BadInput`` for a file that is no quiz."""
    ours = find_builtin(OURS)
    asked: list[QuizQuestion] = []
    problems: list[Problem] = []
    for path in (one for one in (ours, also) if one):
        handout, found = read_handout(path)
        problems += found
        if handout:
            questions, found = quiz_of(handout.document)
            asked += questions
            problems += found
    if any(one.is_error for one in problems):
        raise BadInput(problems)
    return tuple(asked), tuple(problems)
