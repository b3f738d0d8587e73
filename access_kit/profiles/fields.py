"""Every field of a profile by its key path: the one list that tables, edits and questions share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from access_kit.model.constraint import Choice, TextFormat
from access_kit.model.profile import Profile
from access_kit.model.shape import ShapeKind, fields_of


@dataclass(frozen=True)
class Field:
    """``path`` is (``reading``, ``level``); ``kind`` the type of one value.

    ``many`` for lists; ``stated`` where a wish (need, prefer, avoid) may stand beside the value;
    ``form`` what a text has to be.
    """

    path: tuple[str, ...]
    kind: type
    many: bool
    stated: bool
    form: TextFormat | None = None

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


def _fields_of(cls: type, path: tuple[str, ...]) -> Iterator[Field]:
    for one in fields_of(cls):
        place, shape = (*path, one.name), one.shape
        if shape.core.kind is ShapeKind.TABLE:
            yield from _fields_of(shape.core.cls, place)
        else:
            yield Field(
                place,
                shape.core.cls,
                shape.has(ShapeKind.LIST),
                shape.has(ShapeKind.STATED),
                shape.core.mark(TextFormat),
            )


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
