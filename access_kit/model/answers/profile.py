"""What ``profile`` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Like, Schema
from access_kit.model.profile import Profile


@dataclass(frozen=True)
class ProfileNewAnswer(Answer):
    """The profile that was begun."""

    schema: Annotated[str, Schema("access-kit/profile-new/1")] = field(init=False)
    file: Annotated[str | None, Doc("Null when it is in the vault.")]
    id: Annotated[str | None, Doc("Told when it is in the vault.")] = None


@dataclass(frozen=True, kw_only=True)
class ProfileInterviewAnswer(Answer):
    """How an interview ended; what it holds beyond that is told once it is finished."""

    schema: Annotated[str, Schema("access-kit/profile-interview/1")] = field(init=False)
    id: str
    finished: bool
    rather_not_say: Annotated[tuple[str, ...] | None, Doc("Questions passed over.")] = None
    not_asked: Annotated[tuple[str, ...] | None, Doc("Questions left for another day.")] = None
    problems: tuple[ProblemAnswer, ...] | None = None


@dataclass(frozen=True)
class ProfileEditAnswer(Answer):
    """Whether a profile was changed."""

    schema: Annotated[str, Schema("access-kit/profile-edit/1")] = field(init=False)
    id: str
    changed: bool
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ProfileCheckAnswer(Answer):
    """Profiles that have no mistakes, and what to look at."""

    schema: Annotated[str, Schema("access-kit/profile-check/1")] = field(init=False)
    profiles: Annotated[tuple[str, ...], Doc("Their ids.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ProfileShowAnswer(Answer):
    """What a profile says."""

    schema: Annotated[str, Schema("access-kit/profile-show/1")] = field(init=False)
    profile: Annotated[Mapping[str, object], Like(Profile)]


@dataclass(frozen=True)
class ProfileCopyAnswer(Answer):
    """The person's own copy."""

    schema: Annotated[str, Schema("access-kit/profile-copy/1")] = field(init=False)
    id: str
    file: str
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ListedPerson:
    id: str
    name: str
    review_by: Annotated[str | None, Doc("The day to look at the profile again, ISO 8601.")]
    version: int


@dataclass(frozen=True)
class ProfileListAnswer(Answer):
    """Everybody."""

    schema: Annotated[str, Schema("access-kit/profile-list/1")] = field(init=False)
    people: tuple[ListedPerson, ...]
    begun: Annotated[tuple[str, ...], Doc("Ids whose interview was stopped half-way.")]


@dataclass(frozen=True)
class ProfileImportAnswer(Answer):
    """People taken in from a file."""

    schema: Annotated[str, Schema("access-kit/profile-import/1")] = field(init=False)
    read: Annotated[int, Doc("How many people were read.")]
    changed: Annotated[int, Doc("How many of them are new or changed.")]
    rejected: Annotated[str | None, Doc("The file of the rows that were not taken.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ProfileExportAnswer(Answer):
    """People written into a file."""

    schema: Annotated[str, Schema("access-kit/profile-export/1")] = field(init=False)
    file: str
    people: Annotated[int, Doc("How many.")]
    narrowed: Annotated[
        int, Doc("How many of them without a safe way that they took back, or that is held.")
    ]


@dataclass(frozen=True, kw_only=True)
class ProfileEraseAnswer(Answer):
    """What was erased: of a person in the vault, or a profile's file; and their papers."""

    schema: Annotated[str, Schema("access-kit/profile-erase/1")] = field(init=False)
    id: Annotated[str | None, Doc("Who was erased from the vault.")] = None
    file: Annotated[str | None, Doc("The profile's file that was removed.")] = None
    profiles: Annotated[int | None, Doc("How many versions of the profile.")] = None
    consents: int | None = None
    mails: int | None = None
    documents: int | None = None
    kept_consents: Annotated[int | None, Doc("Kept, as was said.")] = None
    backups: Annotated[
        tuple[str, ...] | None,
        Doc("Copies of the store that hold the person."),
    ] = None
    removed: Annotated[tuple[str, ...] | None, Doc("Papers that went away.")] = None
    rewritten: Annotated[tuple[str, ...] | None, Doc("Papers of others, now without them.")] = None
    papers: Annotated[tuple[str, ...] | None, Doc("Files that hold the person and stay.")] = None
    problems: tuple[ProblemAnswer, ...]
