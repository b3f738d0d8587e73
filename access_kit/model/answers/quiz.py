"""What ``quiz`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class QuizQuestionAnswer:
    """A question of the quiz, with what there is to say to its answers."""

    theme: str
    question: str
    choices: tuple[str, ...]
    right: Annotated[str, Doc("The letter of the answer that fits best.")]
    why: str


@dataclass(frozen=True)
class QuizAnswer(Answer):
    """The questions. What somebody answers is kept nowhere, and stands here neither."""

    schema: Annotated[str, Schema("access-kit/quiz/1")] = field(init=False)
    questions: tuple[QuizQuestionAnswer, ...]
