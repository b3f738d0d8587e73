"""What was planned and made: ``plan.json``, and what ``prepare`` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.advice import GroupAnswer, ParticipantAnswer
from access_kit.model.answers.base import Answer
from access_kit.model.answers.packet import ArtefactAnswer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class SessionAnswer:
    id: str
    starts: Annotated[str, Doc("ISO 8601 with offset")]
    timezone: str
    minutes: int
    platform: str


@dataclass(frozen=True)
class FacilitatorAnswer:
    artefacts: tuple[ArtefactAnswer, ...]


@dataclass(frozen=True)
class MailingAnswer:
    envelope: Annotated[str, Doc("One envelope for everyone.")]
    sheets: Annotated[Mapping[str, int], Doc("Sheets of each packet, printed on both sides.")]


@dataclass(frozen=True)
class PlanAnswer(Answer):
    """What was planned and made, by id: no name, address or number."""

    schema: Annotated[str, Schema("access-kit/plan/1")] = field(init=False)
    session: SessionAnswer
    participants: tuple[ParticipantAnswer, ...]
    group: GroupAnswer
    facilitator: FacilitatorAnswer
    mailing: MailingAnswer
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ChangedAnswer:
    """Whose papers now tell another meeting than those before."""

    id: str
    what: Annotated[
        tuple[str, ...],
        Doc("day, hour, length, platform, way_to_join, number, code: what changed."),
    ]


@dataclass(frozen=True)
class MadeFileAnswer:
    """A file, and why it was made."""

    file: Annotated[str, Doc("Relative to the session's folder.")]
    why: Annotated[
        str,
        Doc(
            "same: it stands as it was. new: there was none. lost: it was not as it had been made. "
            "Else what changed, separated by commas: program, agency, meeting, person, handouts."
        ),
    ]


@dataclass(frozen=True)
class PrepareAnswer(Answer):
    """What ``prepare`` did, or would do with ``--dry-run``."""

    schema: Annotated[str, Schema("access-kit/prepare/1")] = field(init=False)
    dry_run: bool
    folder: str
    made: Annotated[tuple[str, ...], Doc("Ids whose packet was made, or would be.")]
    reused: Annotated[tuple[str, ...], Doc("Ids whose packet stands as an earlier run made it.")]
    failed: Annotated[tuple[str, ...], Doc("Ids whose packet could not be made.")]
    changed: tuple[ChangedAnswer, ...]
    plan: PlanAnswer
    problems: tuple[ProblemAnswer, ...]
    files: Annotated[
        tuple[MadeFileAnswer, ...] | None, Doc("With --explain: each file, and why it was made.")
    ] = None
