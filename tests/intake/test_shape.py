"""What annotations mean, layer by layer."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import pytest

from access_kit.model.constraint import Choice, Doc, Length, Range
from access_kit.model.shape import ShapeKind, fields_of, shape_of
from access_kit.model.stated import Stated


class Colour(Choice):
    """a colour"""

    RED = "red"


@dataclass(frozen=True)
class Inner:
    number: int = 3
    many: tuple[int, ...] = field(default=(1,))


@pytest.mark.parametrize(
    ("hint", "kinds", "core"),
    [
        (int, [ShapeKind.SCALAR], int),
        (Colour, [ShapeKind.CHOICE], Colour),
        (Inner | None, [ShapeKind.TABLE], Inner),
        (Stated[Colour] | None, [ShapeKind.STATED, ShapeKind.CHOICE], Colour),
        (tuple[Stated[str], ...], [ShapeKind.LIST, ShapeKind.STATED, ShapeKind.SCALAR], str),
    ],
)
def test_layers_from_the_outside_in(hint, kinds, core):
    shape = shape_of(hint)
    assert [one.kind for one in shape.layers()] == kinds
    assert shape.core.cls is core
    assert shape.optional == (type(None) in typing.get_args(hint))


def test_each_mark_stands_at_its_layer():
    hint = Annotated[tuple[Stated[Annotated[int, Range(1, 9)]], ...], Length(1, 4), Doc("Some.")]
    listed, stated, number = shape_of(hint).layers()
    assert (listed.mark(Length), listed.mark(Range)) == (Length(1, 4), None)
    assert stated.marks == ()
    assert number.mark(Range) == Range(1, 9)


def test_marks_outside_of_an_optional_value_belong_to_it():
    assert shape_of(Annotated[int | None, Range(1, 9)]).mark(Range) == Range(1, 9)


def test_mappings_and_several_types():
    mapping = shape_of(Mapping[str, int])
    assert (mapping.kind, [one.cls for one in mapping.inner]) == (ShapeKind.MAPPING, [str, int])
    several = shape_of(int | str | None)
    assert (several.kind, several.optional) == (ShapeKind.ONE_OF, True)


def test_fields_know_their_defaults():
    number, many = fields_of(Inner)
    assert (number.name, number.is_required, number.default) == ("number", False, 3)
    assert many.default == (1,)
