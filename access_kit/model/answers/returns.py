"""What ``returns`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.answers.status import HeldAnswer, WordsAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class ReturnAnswer:
    """What came of one message that came back."""

    file: str
    number: Annotated[int, Doc("Which message of the file, from 1.")]
    kind: Annotated[
        str,
        Doc(
            "answer, stop, may_stop, held, words, bounced (did not arrive), delayed, arrived, "
            "notice (of a mail system, and fits nobody), automatic, already, unknown, unreadable "
            "or nothing"
        ),
    ]
    id: str
    session: str
    forms: Annotated[tuple[str, ...], Doc("Forms of which answers were kept.")]
    consent: Annotated[str, Doc("Empty, given, unsigned or older.")]
    help: Annotated[tuple[str, ...], Doc("Ids of items with which the person wants help.")]
    right_for_you: Annotated[tuple[str, ...], Doc("What the person wants to be different.")]
    unclear: Annotated[tuple[str, ...], Doc("Numbers whose answer cannot be told.")]
    also_wrote: Annotated[bool, Doc("There are words that answer nothing: read them.")]
    stopped: Annotated[
        tuple[str, ...], Doc("Ids for whom a way was stopped, or held until somebody asked.")
    ]


@dataclass(frozen=True)
class ReturnsAnswer(Answer):
    """What ``returns import`` took in."""

    schema: Annotated[str, Schema("access-kit/returns/1")] = field(init=False)
    words: Annotated[tuple[WordsAnswer, ...], Doc("Who asks for help comes first.")]
    held: tuple[HeldAnswer, ...]
    messages: tuple[ReturnAnswer, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class BouncedAnswer(Answer):
    """What ``returns bounced`` wrote down."""

    schema: Annotated[str, Schema("access-kit/bounced/1")] = field(init=False)
    id: str
    session: str
    channel: str
    state: Annotated[str, Doc("came_back")]
