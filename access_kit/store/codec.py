"""Frozen dataclasses ⇄ JSON text, for the inside of a store.

What equals its default is left out, so that a field added later reads as unknown in old records.
Values were checked at the door; here only their shape is, and a misfit is told as damage.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import types
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, cast

from access_kit.model.shape import Shape, ShapeKind, fields_of
from access_kit.model.stated import Stated, Wish
from access_kit.notation import parse_json

T = TypeVar("T")
_Read = Callable[[Any], Any]


class Misfit(ValueError):
    """A record that does not have the shape of its class."""


def to_text(value: object) -> str:
    """A dataclass as one line of JSON, keys in the order of its fields."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_text(cls: type[T], text: str) -> T:
    """The dataclass that ``to_text`` wrote; ``Misfit`` for anything else."""
    try:
        return cast(T, _read_dataclass(cast(Any, cls))(parse_json(text)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Misfit(cls.__name__) from error


def _plain(value: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, Stated):
        plain = _plain(value.value)
        return plain if value.wish is Wish.PREFER else {"value": plain, "wish": value.wish.value}
    if dataclasses.is_dataclass(value):
        found = {}
        for field in fields_of(cast(Any, type(value))):
            inner = getattr(value, field.name)
            if inner != field.default:
                found[field.name] = _plain(inner)
        return found
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value


@lru_cache(maxsize=1024)
def _reader_of(shape: Shape) -> _Read:
    """A function that reads plain JSON as the shape."""
    if shape.optional:
        inner = _reader_of(dataclasses.replace(shape, optional=False))
        return lambda raw: None if raw is None else inner(raw)
    if shape.kind is ShapeKind.STATED:
        return _read_stated(_reader_of(shape.element))
    if shape.kind is ShapeKind.LIST:
        element = _reader_of(shape.element)
        return lambda raw: tuple([element(part) for part in _of_type(raw, list)])
    if shape.kind is ShapeKind.MAPPING:
        value = _reader_of(shape.inner[1])
        return lambda raw: types.MappingProxyType(
            {_of_type(key, str): value(part) for key, part in _of_type(raw, dict).items()}
        )
    if shape.kind is ShapeKind.TABLE:
        return _read_dataclass(shape.cls)
    if issubclass(shape.cls, Enum):
        return cast(_Read, shape.cls)
    if shape.cls in (datetime.date, datetime.datetime):
        return cast(_Read, shape.cls.fromisoformat)
    return lambda raw: _of_type(raw, shape.cls)


def _of_type(raw: Any, cls: type) -> Any:  # noqa: ANN401 (JSON)
    if cls is float and type(raw) is int:
        return float(raw)
    if type(raw) is not cls:
        raise Misfit(cls.__name__)
    return raw


def _read_stated(inner: _Read) -> _Read:
    def read(raw: Any) -> Stated[Any]:  # noqa: ANN401 (JSON)
        if isinstance(raw, dict):
            return Stated(inner(raw["value"]), Wish(raw["wish"]))
        return Stated(inner(raw))

    return read


@lru_cache(maxsize=128)
def _read_dataclass(cls: type) -> _Read:
    readers = {field.name: _reader_of(field.shape) for field in fields_of(cls)}

    def read(raw: Any) -> Any:  # noqa: ANN401 (JSON)
        return cls(**{name: readers[name](part) for name, part in _of_type(raw, dict).items()})

    return read
