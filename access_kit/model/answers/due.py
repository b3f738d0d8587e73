"""What ``prepare``, ``send`` and ``remind`` answer with ``--due``, and the page of it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.mail import DispatchAnswer
from access_kit.model.answers.plan import MadeFileAnswer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class CauseAnswer:
    """Why something was not as usual, once for all meetings."""

    code: str
    severity: str
    count: Annotated[int, Doc("How often, in all meetings.")]
    groups: Annotated[tuple[str, ...], Doc("In which meetings.")]
    message: Annotated[str, Doc("In words, without any value.")]


@dataclass(frozen=True)
class GroupPapers:
    """One meeting's packets, by id of whom they are for."""

    session: Annotated[str, Doc("The meeting's id; empty where its file cannot be read.")]
    made: tuple[str, ...]
    reused: Annotated[tuple[str, ...], Doc("Whose packet stayed as it was.")]
    failed: Annotated[tuple[str, ...], Doc("Whose packet could not be made.")]
    file: Annotated[str, Doc("How to name the meeting to a command.")]
    code: Annotated[int, Doc("The exit code that the command for this one alone has.")]
    files: Annotated[
        tuple[MadeFileAnswer, ...] | None, Doc("With --explain: each file, and why it was made.")
    ] = None


@dataclass(frozen=True)
class PrepareDueAnswer(Answer):
    """What ``prepare --due`` made, or would make with ``--dry-run``."""

    schema: Annotated[str, Schema("access-kit/prepare-due/1")] = field(init=False)
    dry_run: bool
    groups: Annotated[tuple[GroupPapers, ...], Doc("A meeting each, the soonest first.")]
    causes: tuple[CauseAnswer, ...]
    problems: Annotated[tuple[ProblemAnswer, ...], Doc("Each once.")]


@dataclass(frozen=True)
class GroupMessages:
    """One meeting's messages; everyone is in it."""

    session: Annotated[str, Doc("The meeting's id; empty where its file cannot be read.")]
    messages: tuple[DispatchAnswer, ...]
    file: Annotated[str, Doc("How to name the meeting to a command.")]
    code: Annotated[int, Doc("The exit code that the command for this one alone has.")]


@dataclass(frozen=True)
class SendDueAnswer(Answer):
    """What ``send --due`` or ``remind --due`` handed over or laid ready, or would."""

    schema: Annotated[str, Schema("access-kit/send-due/1")] = field(init=False)
    dry_run: bool
    via: str
    groups: Annotated[tuple[GroupMessages, ...], Doc("A meeting each, the soonest first.")]
    causes: tuple[CauseAnswer, ...]
    problems: Annotated[tuple[ProblemAnswer, ...], Doc("Each once.")]


@dataclass(frozen=True)
class GroupCounts:
    """What became of one meeting, in numbers."""

    group: str
    code: int
    counts: Annotated[Mapping[str, int], Doc("Packets or messages by what became of them.")]
    causes: Annotated[Mapping[str, int], Doc("How often each code was told.")]


@dataclass(frozen=True)
class DueRunAnswer:
    """The last run of one command."""

    command: Annotated[str, Doc("prepare, send or remind")]
    at: Annotated[str, Doc("ISO 8601 with offset")]
    groups: Annotated[tuple[GroupCounts, ...], Doc("What somebody has to see to comes first.")]
    causes: tuple[CauseAnswer, ...]


@dataclass(frozen=True)
class DueAnswer(Answer):
    """``due.json``: the last runs over all that was due, in counts. No person is in it."""

    schema: Annotated[str, Schema("access-kit/due/1")] = field(init=False)
    runs: tuple[DueRunAnswer, ...]
