"""What ``themes`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema


@dataclass(frozen=True)
class ThemeItemAnswer:
    """A handout that serves a theme."""

    name: Annotated[str, Doc("By which materials make finds it.")]
    title: str
    who: Annotated[tuple[str, ...], Doc("participant, leader, supervisor")]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ThemeLineAnswer:
    """What can be seen in somebody's work, or is recommended, and what helps with it."""

    what: str
    items: Annotated[tuple[str, ...], Doc("Names of handouts.")]


@dataclass(frozen=True)
class ThemeAnswer:
    """One of the ten themes of digital peer support."""

    number: int
    title: str
    items: tuple[ThemeItemAnswer, ...]
    seen: tuple[ThemeLineAnswer, ...]
    recommended: tuple[ThemeLineAnswer, ...]


@dataclass(frozen=True)
class ThemesAnswer(Answer):
    """The themes, with what serves each."""

    schema: Annotated[str, Schema("access-kit/themes/1")] = field(init=False)
    themes: tuple[ThemeAnswer, ...]
    opened: Annotated[str, Doc("The page that was made and shown; empty where none was.")] = ""
