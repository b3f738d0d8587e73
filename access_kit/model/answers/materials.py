"""What ``materials`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class HandoutAnswer:
    """A handout that can be named."""

    name: str
    title: str
    origin: Annotated[str, Doc("kit or built-in")]


@dataclass(frozen=True)
class MaterialsListAnswer(Answer):
    """The handouts of the kit and those that are built in."""

    schema: Annotated[str, Schema("access-kit/materials-list/1")] = field(init=False)
    handouts: tuple[HandoutAnswer, ...]


@dataclass(frozen=True)
class MaterialsMakeAnswer(Answer):
    """A handout in the formats that were named."""

    schema: Annotated[str, Schema("access-kit/materials-make/1")] = field(init=False)
    files: tuple[str, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class MaterialsConfirmAnswer(Answer):
    """In which order a handout is read, and whether somebody found that right."""

    schema: Annotated[str, Schema("access-kit/materials-confirm/1")] = field(init=False)
    file: str
    confirmed: bool
    lines: tuple[str, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class MaterialsPreviewAnswer(Answer):
    """A picture of the printed pages."""

    schema: Annotated[str, Schema("access-kit/materials-preview/1")] = field(init=False)
    file: str
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ReadingAnswer:
    """How hard one file is to read, as far as a formula can tell."""

    file: str
    kind: str
    language: str
    measure: Annotated[str, Doc("The formula; empty where there is none for the language.")]
    value: Annotated[float | None, Doc("Null where no number holds.")]
    verdict: str
    words: int
    sentences: int
    words_a_sentence: float
    long_words_percent: float | None


@dataclass(frozen=True)
class UnreadAnswer:
    """A file of which the words were not read."""

    file: str
    kind: str
    language: str
    verdict: Annotated[str, Doc("not_read")]


@dataclass(frozen=True)
class MaterialsCheckAnswer(Answer):
    """Whether everyone can read the files, and whether they are easy."""

    schema: Annotated[str, Schema("access-kit/materials-check/1")] = field(init=False)
    files: tuple[str, ...]
    reading: tuple[ReadingAnswer | UnreadAnswer, ...]
    problems: tuple[ProblemAnswer, ...]
