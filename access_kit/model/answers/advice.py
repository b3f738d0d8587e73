"""What ``recommend`` answers, and the parts of a plan that advise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer, AnswerValue
from access_kit.model.answers.packet import ArtefactAnswer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class RecommendationAnswer:
    rule: str
    duty: str
    setting: str
    value: AnswerValue
    because: Annotated[str, Doc("A neutral sentence.")]
    source: Annotated[str, Doc("A citation key.")]


@dataclass(frozen=True)
class NotMetAnswer:
    rule: str
    setting: str
    value: AnswerValue
    because: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class BookingAnswer:
    rule: str
    what: str
    book_by: str
    late: bool


@dataclass(frozen=True)
class ParticipantAnswer:
    id: str
    recommendations: tuple[RecommendationAnswer, ...]
    artefacts: tuple[ArtefactAnswer, ...]
    not_met: tuple[NotMetAnswer, ...]
    bookings: tuple[BookingAnswer, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class GroupAnswer:
    settings: Mapping[str, AnswerValue]
    recommendations: tuple[RecommendationAnswer, ...]
    not_met: tuple[NotMetAnswer, ...]
    artefacts: tuple[ArtefactAnswer, ...]


@dataclass(frozen=True)
class RecommendAnswer(Answer):
    """What would help a person, or each person of a session and the group."""

    schema: Annotated[str, Schema("access-kit/recommend/1")] = field(init=False)
    participants: tuple[ParticipantAnswer, ...]
    group: GroupAnswer | None
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ChoiceLineAnswer:
    """One line of a choice sheet, in a sentence that would be true if it were met."""

    key: Annotated[str, Doc("A feature, or a rule and its setting; the same on every platform.")]
    sentence: str
    reason: Annotated[str, Doc("Why it is not met, or not known.")]
    note: Annotated[str, Doc("The plan or setting that it needs.")]


@dataclass(frozen=True)
class PlatformAnswer:
    """What one platform gives this person."""

    platform: str
    name: str
    kinds: tuple[str, ...]
    met: tuple[ChoiceLineAnswer, ...]
    not_met: tuple[ChoiceLineAnswer, ...]
    unknown: tuple[ChoiceLineAnswer, ...]
    not_needed: Annotated[tuple[ChoiceLineAnswer, ...], Doc("What means nothing here.")]
    alternatives: Annotated[tuple[str, ...], Doc("For what it may not give.")]
    stale: Annotated[bool, Doc("Whether what is known of it has to be looked up again.")]


@dataclass(frozen=True)
class CompareAnswer(Answer):
    """One person on several platforms."""

    schema: Annotated[str, Schema("access-kit/recommend-compare/1")] = field(init=False)
    id: str
    choices: Annotated[tuple[PlatformAnswer, ...], Doc("In the order asked for.")]
    notice: Annotated[str, Doc("What no platform does by itself.")]
