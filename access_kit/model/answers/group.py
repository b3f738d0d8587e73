"""What ``group`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class GroupNewAnswer(Answer):
    """The group's file that was written."""

    schema: Annotated[str, Schema("access-kit/group-new/1")] = field(init=False)
    file: str


@dataclass(frozen=True)
class GroupCheckAnswer(Answer):
    """A group that has no mistakes, and what to look at."""

    schema: Annotated[str, Schema("access-kit/group-check/1")] = field(init=False)
    group: Annotated[str, Doc("Its id.")]
    next: Annotated[str, Doc("The id of its next meeting; empty when none is ahead.")]
    people: Annotated[tuple[str, ...], Doc("Who comes to the next meeting.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class MeetingAnswer:
    """One date of a group."""

    id: str
    starts: Annotated[str, Doc("ISO 8601 with offset.")]
    cancelled: bool
    moved: bool
    people: Annotated[tuple[str, ...], Doc("Empty where they are in a folder.")]
    joins: tuple[str, ...]
    leaves: tuple[str, ...]
    guests: tuple[str, ...]
    handouts: tuple[str, ...]
    mailed: Annotated[int, Doc("To how many people papers were handed over or posted.")]


@dataclass(frozen=True)
class OpenAnswer:
    """What is to be done for one person, as ``status`` says it."""

    id: str
    next: str


@dataclass(frozen=True)
class MeetingLeftovers:
    """What is still to be done about one meeting, person by person."""

    session: Annotated[str, Doc("The meeting's id.")]
    open: tuple[OpenAnswer, ...]


@dataclass(frozen=True)
class GroupShowAnswer(Answer):
    """A group: its dates, who comes, and what is open for the next one."""

    schema: Annotated[str, Schema("access-kit/group-show/1")] = field(init=False)
    group: str
    title: str
    file: str
    next: Annotated[str, Doc("The id of the next meeting; empty when none is ahead.")]
    meetings: Annotated[tuple[MeetingAnswer, ...], Doc("All so far, and at most twelve ahead.")]
    open: tuple[OpenAnswer, ...]
    problems: Annotated[
        tuple[ProblemAnswer, ...], Doc("Dates for which papers went out and that are not held.")
    ] = ()
    untold: Annotated[
        tuple[MeetingLeftovers, ...], Doc("Dates that are off, and who has still to be told.")
    ] = ()
