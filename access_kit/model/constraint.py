"""What a value of a file must look like: said once, used by the reader and by the JSON Schemas.

A field says it with ``Annotated``: ``Annotated[int, Range(12, 48, "pt"), Doc("Size of print")]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """a value from a fixed list

    The first line of a subclass's docstring is its noun with an article (``a format``); messages
    and schemas use it.
    """

    @classmethod
    def noun(cls) -> str:
        return (cls.__doc__ or "a value").strip().splitlines()[0]


@dataclass(frozen=True)
class Doc:
    """One sentence about a field, for the schema and the reference."""

    text: str


@dataclass(frozen=True)
class Range:
    """Inclusive bounds of a number, in ``unit``."""

    low: float
    high: float
    unit: str = ""


@dataclass(frozen=True)
class Pattern:
    """A regular expression that the whole text matches; ``means`` says it in words."""

    regex: str
    means: str


@dataclass(frozen=True)
class Length:
    """Bounds of a text in characters, or of a list in entries."""

    low: int = 0
    high: int = 1_000


@dataclass(frozen=True)
class AtLeast:
    """The fewest entries of a list, or keys of a table. What has fewer is told as ``suffix``."""

    count: int
    suffix: str


@dataclass(frozen=True)
class NameOf:
    """A name out of the list ``names``, which comes with the file; another is told as ``suffix``.

    Such lists are data (settings, facts, citations), so that no class can hold their members.
    """

    names: str
    suffix: str


@dataclass(frozen=True)
class InsteadOf:
    """One of this key and the key ``other`` stands in a table, else it is told as ``suffix``."""

    other: str
    suffix: str


@dataclass(frozen=True)
class OtherKeys:
    """Marks the mapping that takes those keys of its table that no other field has."""


@dataclass(frozen=True)
class SaidOnce:
    """A table that a schema tells once, under ``name``: it stands in many places, or in itself."""

    name: str


class TextFormat(StrEnum):
    """Text with a form that needs more than a pattern; the reader knows how to check each."""

    LANGUAGE = "language"
    TIMEZONE = "timezone"
    EMAIL = "email"
    PHONE = "phone"
    COUNTRY = "country"
    CLOCK = "clock"
    URL = "url"
    RRULE = "rrule"
    LINE = "line"
    """One line of ordinary text: no control or direction-override characters."""


@dataclass(frozen=True)
class Schema:
    """The ``schema`` key of a file; ``text`` is the only value it may have."""

    text: str


@dataclass(frozen=True)
class Like:
    """Marks a mapping that has the shape of a file of ours; ``cls`` is that file's class."""

    cls: type


@dataclass(frozen=True)
class Private:
    """Marks a value that may leave the file only where the person expects it."""
