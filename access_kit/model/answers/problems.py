"""What is wrong, and a command that failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Schema


@dataclass(frozen=True)
class ProblemAnswer:
    code: str
    severity: str
    file: str | None
    line: int | None
    where: str | None
    message: str
    hint: str


@dataclass(frozen=True)
class ProblemsAnswer(Answer):
    """A command that failed."""

    schema: Annotated[str, Schema("access-kit/problems/1")] = field(init=False)
    problems: tuple[ProblemAnswer, ...]
