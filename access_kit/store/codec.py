"""Frozen dataclasses ⇄ JSON text, for the inside of a store.

What equals its default is left out, so that a field added later reads as unknown in old records.
Values were checked at the door; here only their shape is, and a misfit is told as damage.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, cast

from access_kit.model.stated import Stated, Wish

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
        return cast(T, _reader_of(cast(Any, cls))(json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Misfit(cls.__name__) from error


def _plain(value: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, Stated):
        plain = _plain(value.value)
        return plain if value.wish is Wish.PREFER else {"value": plain, "wish": value.wish.value}
    if dataclasses.is_dataclass(value):
        found = {}
        for name, default in _defaults(cast(Any, type(value))):
            inner = getattr(value, name)
            if inner != default:
                found[name] = _plain(inner)
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


@lru_cache(maxsize=128)
def _defaults(cls: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, _default(field)) for field in dataclasses.fields(cls))


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


@lru_cache(maxsize=256)
def _reader_of(hint: Any) -> _Read:  # noqa: ANN401 (any annotation)
    """A function that reads plain JSON as the annotated type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _reader_of(arguments[0])
    if origin in (typing.Union, types.UnionType):
        inner = _reader_of(next(a for a in arguments if a is not type(None)))
        return lambda raw: None if raw is None else inner(raw)
    if origin is Stated:
        return _read_stated(_reader_of(arguments[0]))
    if origin is tuple:
        element = _reader_of(arguments[0])
        return lambda raw: tuple([element(part) for part in _of_type(raw, list)])
    if origin is not None and issubclass(origin, Mapping):
        inner = _reader_of(arguments[1])
        return lambda raw: types.MappingProxyType(
            {_of_type(key, str): inner(part) for key, part in _of_type(raw, dict).items()}
        )
    if dataclasses.is_dataclass(hint):
        return _read_dataclass(typing.cast(type, hint))
    if issubclass(hint, Enum):
        return typing.cast(_Read, hint)
    if hint in (datetime.date, datetime.datetime):
        return typing.cast(_Read, hint.fromisoformat)
    return lambda raw: _of_type(raw, hint)


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


def _read_dataclass(cls: type) -> _Read:
    hints = typing.get_type_hints(cls, include_extras=True)
    readers = {field.name: _reader_of(hints[field.name]) for field in dataclasses.fields(cls)}

    def read(raw: Any) -> Any:  # noqa: ANN401 (JSON)
        return cls(**{name: readers[name](part) for name, part in _of_type(raw, dict).items()})

    return read
