"""What ``locales`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class CatalogueAnswer:
    """How far one catalogue of a language is: numbers of messages."""

    language: str
    domain: str
    total: int
    translated: int
    approved: int
    machine: Annotated[int, Doc("Made by a machine, and approved by nobody.")]
    fuzzy: Annotated[int, Doc("Unsure: what it translates has changed since.")]
    safety: Annotated[int, Doc("Messages on which somebody's safety depends.")]
    safety_approved: int


@dataclass(frozen=True)
class LocalesListAnswer(Answer):
    """How far each language is."""

    schema: Annotated[str, Schema("access-kit/locales-list/1")] = field(init=False)
    catalogues: tuple[CatalogueAnswer, ...]


@dataclass(frozen=True)
class LocalesExtractAnswer(Answer):
    """The template for translators."""

    schema: Annotated[str, Schema("access-kit/locales-extract/1")] = field(init=False)
    file: str
    messages: Annotated[int, Doc("How many messages it has.")]


@dataclass(frozen=True)
class LocalesUpdateAnswer(Answer):
    """The catalogues that were written; none when all were up to date."""

    schema: Annotated[str, Schema("access-kit/locales-update/1")] = field(init=False)
    files: tuple[str, ...]


@dataclass(frozen=True)
class LocalesCheckAnswer(Answer):
    """What was found in translations."""

    schema: Annotated[str, Schema("access-kit/locales-check/1")] = field(init=False)
    files: Annotated[tuple[str, ...], Doc("The catalogues that were looked at.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class LocalesExportAnswer(Answer):
    """A language in one file, for translators' tools."""

    schema: Annotated[str, Schema("access-kit/locales-export/1")] = field(init=False)
    file: str
    language: str
    rows: Annotated[int, Doc("How many texts it has; each form of a plural is one.")]


@dataclass(frozen=True)
class LocalesImportAnswer(Answer):
    """What was taken from such a file. Nothing is approved by it."""

    schema: Annotated[str, Schema("access-kit/locales-import/1")] = field(init=False)
    file: str
    language: str
    changed: Annotated[int, Doc("Messages whose translation is another now.")]
    left: Annotated[int, Doc("Messages left as they were where the file has no translation.")]
    files: Annotated[tuple[str, ...], Doc("The catalogues that were written.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ApprovalAnswer:
    """One language."""

    language: str
    file: Annotated[str, Doc("The paper to check it with, or what says who approved an edition.")]
    approved: Annotated[int, Doc("How many messages, or editions of a handout, were approved now.")]


@dataclass(frozen=True)
class LocalesApproveAnswer(Answer):
    """Papers to check translations with, and what was approved."""

    schema: Annotated[str, Schema("access-kit/locales-approve/1")] = field(init=False)
    approvals: tuple[ApprovalAnswer, ...]
    problems: tuple[ProblemAnswer, ...]
