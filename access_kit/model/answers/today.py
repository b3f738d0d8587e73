"""What ``today`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.answers.status import WordsAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class TaskAnswer:
    """One thing to do, for one person, one session or the kit."""

    what: Annotated[
        str, Doc("A code: what status says is next, why nothing goes, or what a check found.")
    ]
    session: Annotated[str, Doc("The meeting's id; empty for the kit.")]
    id: Annotated[str, Doc("The person's; empty where it is about no single one.")]
    by: Annotated[str, Doc("By when, ISO 8601 with offset; empty where nothing says so.")]
    command: Annotated[str, Doc("What to type; empty where no command does it.")]


@dataclass(frozen=True)
class AheadAnswer:
    """A meeting ahead."""

    session: Annotated[str, Doc("Its id.")]
    title: str
    starts: Annotated[str, Doc("ISO 8601 with offset.")]
    send_from: Annotated[str, Doc("From when its papers are due to go, ISO 8601 with offset.")]


@dataclass(frozen=True)
class TodayAnswer(Answer):
    """What is due and what is wrong, in all sessions and groups of a kit."""

    schema: Annotated[str, Schema("access-kit/today/1")] = field(init=False)
    words: Annotated[
        tuple[WordsAnswer, ...],
        Doc("What people wrote and nobody has seen yet; who asks for help comes first."),
    ]
    due: tuple[TaskAnswer, ...]
    wrong: tuple[TaskAnswer, ...]
    ahead: Annotated[tuple[AheadAnswer, ...], Doc("The next meeting of each, the soonest first.")]
    problems: Annotated[tuple[ProblemAnswer, ...], Doc("What the codes of checks mean, in words.")]
