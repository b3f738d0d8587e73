"""What ``init``, ``session``, ``open``, ``purge`` and ``doctor`` answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class InitAnswer(Answer):
    """The kit that was started."""

    schema: Annotated[str, Schema("access-kit/init/1")] = field(init=False)
    file: Annotated[str, Doc("The kit's file.")]


@dataclass(frozen=True)
class SessionNewAnswer(Answer):
    """The session file that was written."""

    schema: Annotated[str, Schema("access-kit/session-new/1")] = field(init=False)
    file: str


@dataclass(frozen=True)
class SessionCheckAnswer(Answer):
    """A session that has no mistakes, and what to look at."""

    schema: Annotated[str, Schema("access-kit/session-check/1")] = field(init=False)
    session: Annotated[str, Doc("Its id.")]
    people: Annotated[tuple[str, ...], Doc("The ids of those who take part.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class OpenedAnswer(Answer):
    """Where the papers lie, and whether this computer showed them."""

    schema: Annotated[str, Schema("access-kit/open/1")] = field(init=False)
    folder: str
    file: Annotated[str, Doc("What was opened, or would be: a file, or the folder itself.")]
    opened: bool


@dataclass(frozen=True)
class PurgeAnswer(Answer):
    """What was taken away of sessions long over, or would be with ``--dry-run``."""

    schema: Annotated[str, Schema("access-kit/purge/1")] = field(init=False)
    dry_run: bool
    sessions: Annotated[tuple[str, ...], Doc("The ids of sessions that ended long enough ago.")]
    removed: Annotated[int, Doc("How many files.")]
    words: Annotated[
        int, Doc("How many messages of people, seen long enough ago, go from the vault.")
    ]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class HearingFitAnswer:
    """A way to hear recordings, and whether this computer has room for it."""

    name: str
    memory_mb: Annotated[int, Doc("What it takes at its peak.")]
    pace: Annotated[float, Doc("Its time for each second of sound, on two cores.")]
    fits: Annotated[bool | None, Doc("null: this computer does not tell its memory.")]


@dataclass(frozen=True)
class DoctorAnswer(Answer):
    """What works on this computer."""

    schema: Annotated[str, Schema("access-kit/doctor/1")] = field(init=False)
    version: Annotated[str, Doc("Of access-kit.")]
    python: Annotated[str, Doc("The version of Python.")]
    missing: Annotated[tuple[str, ...], Doc("Modules that access-kit cannot do without.")]
    extras: Annotated[Mapping[str, bool], Doc("Each extra, and whether all of it is there.")]
    fonts: Annotated[tuple[str, ...], Doc("The fonts that ship with access-kit.")]
    hearing: Annotated[tuple[HearingFitAnswer, ...], Doc("Ways to hear recordings.")]
    aligns_without_model: Annotated[bool, Doc("Whether the voice for it is installed.")]
    problems: tuple[ProblemAnswer, ...]
