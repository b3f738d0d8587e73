"""What every answer is: a frozen dataclass whose ``schema`` stands in its annotation alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

from access_kit.model.constraint import Schema
from access_kit.model.shape import fields_of

AnswerValue = bool | int | float | str | tuple[str, ...]


class Answer:
    """One object of JSON with a name: the answer of a command, or a file that it writes.

    A class below it is a frozen dataclass that begins with its name, which nobody repeats::

        schema: Annotated[str, Schema("access-kit/init/1")] = field(init=False)
    """

    schema: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "schema", schema_of(type(self)))


def schema_of(cls: type) -> str:
    """The name that a class has by the annotation of its ``schema``; empty when it has none."""
    if not dataclasses.is_dataclass(cls):
        return ""
    marks = (one.shape.mark(Schema) for one in fields_of(cls) if one.name == "schema")
    return next((mark.text for mark in marks if mark), "")


def to_plain(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """A frozen answer as plain JSON values.

    A field that is ``None`` unless said otherwise is left out while it is; others are null.
    """
    if dataclasses.is_dataclass(value):
        held = ((one, getattr(value, one.name)) for one in dataclasses.fields(value))
        return {
            one.name.rstrip("_"): to_plain(inner)
            for one, inner in held
            if inner is not None or one.default is not None
        }
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(element) for element in value]
    return value.value if isinstance(value, Enum) else value
