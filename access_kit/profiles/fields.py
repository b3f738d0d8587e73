"""Every field of a profile by its key path: the one list that tables, edits and questions share."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from access_kit.model.constraint import Choice
from access_kit.model.profile import Profile
from access_kit.model.stated import Stated


@dataclass(frozen=True)
class Field:
    """``path`` is (``reading``, ``level``); ``kind`` the type of one value.

    ``many`` for lists; ``stated`` where a wish (need, prefer, avoid) may stand beside the value.
    """

    path: tuple[str, ...]
    kind: type
    many: bool
    stated: bool

    @property
    def key(self) -> str:
        """``reading.level``"""
        return ".".join(self.path)

    @property
    def is_free_text(self) -> bool:
        return self.kind is str

    @property
    def values(self) -> tuple[str, ...]:
        """The values of a choice, or of yes and no; empty for what is open."""
        if issubclass(self.kind, Choice):
            return tuple(member.value for member in self.kind)
        return ("true", "false") if self.kind is bool else ()


@lru_cache(maxsize=1)
def profile_fields() -> tuple[Field, ...]:
    """All fields in the order of the model."""
    return tuple(_fields_of(Profile, ()))


@lru_cache(maxsize=1)
def fields_by_key() -> dict[str, Field]:
    return {field.key: field for field in profile_fields()}


def _fields_of(cls: type, path: tuple[str, ...]) -> typing.Iterator[Field]:
    hints = typing.get_type_hints(cls, include_extras=True)
    for one in dataclasses.fields(cls):
        hint, many, stated = _open(hints[one.name])
        place = (*path, one.name)
        if dataclasses.is_dataclass(hint):
            yield from _fields_of(typing.cast(type, hint), place)
        else:
            yield Field(place, hint, many, stated)


def _open(hint: Any) -> tuple[Any, bool, bool]:  # noqa: ANN401 (any annotation)
    """The type of one value, whether there are many, and whether it carries a wish."""
    many = stated = False
    while True:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            hint = arguments[0]
        elif origin in (typing.Union, types.UnionType):
            hint = next(a for a in arguments if a is not type(None))
        elif origin is tuple:
            hint, many = arguments[0], True
        elif origin is Stated:
            hint, stated = arguments[0], True
        else:
            return hint, many, stated


def get_path(tree: dict[str, Any], path: tuple[str, ...]) -> Any:  # noqa: ANN401 (a raw value)
    """The value at a key path, or ``None``."""
    value: Any = tree
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def set_path(tree: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    """Put a value at a key path; ``None`` removes it, and tables left empty with it."""
    if value is None:
        _remove(tree, path)
        return
    for part in path[:-1]:
        inner = tree.setdefault(part, {})
        if not isinstance(inner, dict):
            inner = tree[part] = {}
        tree = inner
    tree[path[-1]] = value


def _remove(tree: dict[str, Any], path: tuple[str, ...]) -> None:
    inner = tree.get(path[0])
    if len(path) == 1:
        tree.pop(path[0], None)
    elif isinstance(inner, dict):
        _remove(inner, path[1:])
        if not inner:
            del tree[path[0]]
