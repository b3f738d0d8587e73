"""What ``tour`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class TourStopAnswer:
    name: Annotated[str, Doc("A file or folder of the session's.")]
    about: Annotated[str, Doc("What it is, as the rest of a sentence.")]


@dataclass(frozen=True)
class TourAnswer(Answer):
    """The example's papers, and a sentence about each."""

    schema: Annotated[str, Schema("access-kit/tour/1")] = field(init=False)
    folder: Annotated[str, Doc("Where they lie.")]
    results: tuple[TourStopAnswer, ...]
