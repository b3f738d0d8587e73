"""What the annotations of a dataclass say, told once: readers, writers and schemas go by this.

``fields_of(Profile)`` gives each field with its ``Shape``. A shape is one layer of an annotation:
a scalar, a choice, a table (a dataclass), a list, a mapping, a value that may carry a wish, or a
value of several types. What is inside it is a shape again.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any, TypeVar

from access_kit.model.constraint import Choice
from access_kit.model.stated import Stated

M = TypeVar("M")


class ShapeKind(Enum):
    """What one layer of an annotation is."""

    SCALAR = auto()
    CHOICE = auto()
    TABLE = auto()
    LIST = auto()
    MAPPING = auto()
    STATED = auto()
    ONE_OF = auto()


@dataclass(frozen=True)
class Shape:
    """One layer. ``cls`` is the class of a scalar, choice or table.

    ``inner``: what a list or a stated value holds; key and value of a mapping; the types of one of
    several. ``marks`` are the constraints that stand at this layer, and ``optional`` says that it
    may be absent (``| None``).
    """

    kind: ShapeKind
    cls: Any
    inner: tuple[Shape, ...] = ()
    marks: tuple[object, ...] = ()
    optional: bool = False

    def mark(self, cls: type[M]) -> M | None:
        """The constraint of a class at this layer."""
        return next((one for one in self.marks if isinstance(one, cls)), None)

    @property
    def element(self) -> Shape:
        """What a list or a stated value holds."""
        return self.inner[0]

    def layers(self) -> Iterator[Shape]:
        """This shape and those inside it, down to the type of one value."""
        shape = self
        while True:
            yield shape
            if shape.kind not in (ShapeKind.LIST, ShapeKind.STATED):
                return
            shape = shape.element

    @property
    def types(self) -> tuple[Shape, ...]:
        """The types of a value of several; a whole number is a number."""
        scalars = [one.cls for one in self.inner]
        return tuple(one for one in self.inner if not (one.cls is int and float in scalars))

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a choice."""
        return tuple(member.value for member in self.cls)

    @property
    def core(self) -> Shape:
        """The innermost layer: the type of one value."""
        return list(self.layers())[-1]

    def has(self, kind: ShapeKind) -> bool:
        """Whether any layer is of a kind: a list, or a value with a wish."""
        return any(one.kind is kind for one in self.layers())


@dataclass(frozen=True)
class FieldShape:
    """A field of a dataclass. ``default`` is its value when nothing was said."""

    name: str
    shape: Shape
    is_required: bool
    default: object

    @property
    def key(self) -> str:
        """The field in a file: a name that is a word of Python has a line behind it."""
        return self.name.rstrip("_")


@lru_cache(maxsize=256)
def fields_of(cls: type) -> tuple[FieldShape, ...]:
    """The fields of a dataclass in their order."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(
        FieldShape(one.name, shape_of(hints[one.name]), _is_required(one), _default(one))
        for one in dataclasses.fields(cls)
    )


@lru_cache(maxsize=1024)
def shape_of(hint: Any) -> Shape:  # noqa: ANN401 (any annotation)
    """The shape of an annotation."""
    hint, marks = _unwrapped(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _one_of(arguments, marks)
    if origin is Stated:
        return Shape(ShapeKind.STATED, Stated, (shape_of(arguments[0]),), marks)
    if origin is tuple:
        return Shape(ShapeKind.LIST, tuple, (shape_of(arguments[0]),), marks)
    if origin is not None and issubclass(origin, Mapping):
        return Shape(
            ShapeKind.MAPPING, dict, (shape_of(arguments[0]), shape_of(arguments[1])), marks
        )
    if isinstance(hint, type) and issubclass(hint, Choice):
        return Shape(ShapeKind.CHOICE, hint, marks=marks)
    if dataclasses.is_dataclass(hint):
        return Shape(ShapeKind.TABLE, typing.cast(type, hint), marks=marks)
    return Shape(ShapeKind.SCALAR, hint, marks=marks)


def _one_of(arguments: tuple[Any, ...], marks: tuple[object, ...]) -> Shape:
    """Several types, or one that may be absent; then the marks belong to that one."""
    inner = tuple(shape_of(one) for one in arguments if one is not types.NoneType)
    optional = types.NoneType in arguments
    if len(inner) > 1:
        return Shape(ShapeKind.ONE_OF, object, inner, marks, optional)
    return dataclasses.replace(inner[0], marks=(*marks, *inner[0].marks), optional=optional)


def _unwrapped(hint: Any) -> tuple[Any, tuple[object, ...]]:  # noqa: ANN401 (any annotation)
    """An annotation without its ``Annotated`` layers, and their marks."""
    marks: tuple[object, ...] = ()
    while typing.get_origin(hint) is typing.Annotated:
        hint, *more = typing.get_args(hint)
        marks = (*marks, *more)
    return hint, marks


def _is_required(spec: dataclasses.Field[Any]) -> bool:
    return spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING


def _default(spec: dataclasses.Field[Any]) -> object:
    if spec.default_factory is not dataclasses.MISSING:
        return spec.default_factory()
    return spec.default
