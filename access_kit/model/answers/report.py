"""What ``report`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class PeopleCount:
    """How many people have a yes or a no to one question: in fives; null is not shown."""

    question: Annotated[str, Doc("A code, such as language, format or time.")]
    of: Annotated[int | None, Doc("Of so many people at least; some are asked of few alone.")]
    yes: Annotated[int | None, Doc("So many at least.")]
    no: Annotated[int | None, Doc("So many at least.")]


@dataclass(frozen=True)
class CauseCount:
    """What at least five people did not get, and why."""

    setting: Annotated[str, Doc("As not_met has it in plan.json.")]
    because: Annotated[str, Doc("A neutral sentence.")]
    people: Annotated[int, Doc("So many at least, in fives.")]


@dataclass(frozen=True)
class ReportMonth:
    month: Annotated[str, Doc("In which meetings began, as 2026-11.")]
    people: Annotated[int | None, Doc("For whom papers were planned; in fives, or null.")]
    counts: tuple[PeopleCount, ...]
    causes: Annotated[
        tuple[CauseCount, ...], Doc("What people did not get; one may be in several.")
    ]


@dataclass(frozen=True)
class ReportPeople:
    """Everybody whose details the kit keeps, as they stand now."""

    people: Annotated[int | None, Doc("In fives, or null.")]
    counts: tuple[PeopleCount, ...]


@dataclass(frozen=True)
class ReportAnswer(Answer):
    """Who got papers that they can use, by month, in counts that tell of no single person."""

    schema: Annotated[str, Schema("access-kit/report/1")] = field(init=False)
    least: Annotated[int, Doc("Counts below it are null; the others are rounded down to it.")]
    months: Annotated[tuple[ReportMonth, ...], Doc("The oldest first; none without meetings.")]
    kept: ReportPeople
    unknown: Annotated[tuple[str, ...], Doc("Codes of what the report cannot know.")]
