"""What ``start`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class StartAnswer(Answer):
    """How far the first hour came, and where its papers lie."""

    schema: Annotated[str, Schema("access-kit/start/1")] = field(init=False)
    kit: Annotated[str, Doc("The kit's folder.")]
    person: Annotated[str, Doc("The id of who was asked; empty before that.")]
    session: Annotated[str, Doc("The file of the session or group; empty before it is written.")]
    folder: Annotated[str, Doc("Where the papers lie; empty before they are made.")]
    finished: Annotated[bool, Doc("Whether all was asked and made; else the next start goes on.")]
    problems: tuple[ProblemAnswer, ...]
