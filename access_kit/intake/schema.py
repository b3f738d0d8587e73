"""The JSON Schema (2020-12) of a model class, from the same annotations that the reader uses."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from access_kit.model.constraint import (
    AtLeast,
    Doc,
    InsteadOf,
    Length,
    Like,
    NameOf,
    OtherKeys,
    Pattern,
    Range,
    SaidOnce,
    Schema,
    TextFormat,
)
from access_kit.model.shape import FieldShape, Shape, ShapeKind, fields_of
from access_kit.model.stated import Wish

Json = dict[str, Any]

_SIMPLE: dict[type, Json] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
}
_FORMS: dict[TextFormat, Json] = {
    TextFormat.LANGUAGE: {"description": "A BCP 47 language tag."},
    TextFormat.TIMEZONE: {"description": "An IANA time zone."},
    TextFormat.EMAIL: {"format": "email"},
    TextFormat.PHONE: {
        "description": "A telephone number as dialled, best with + and country code."
    },
    TextFormat.COUNTRY: {"pattern": "^[A-Z]{2}$"},
    TextFormat.CLOCK: {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    TextFormat.URL: {"description": "A web address."},
    TextFormat.RRULE: {"description": "An iCalendar recurrence rule, or empty."},
    TextFormat.LINE: {},
}


def json_schema(
    cls: type,
    *,
    title: str,
    answer: bool = False,
    names: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Json:
    """The schema of a file or answer; an ``answer`` may hold null, and keys of later versions.

    ``names`` are the lists that ``NameOf`` speaks of. A name of another list may be any text.
    """
    maker = _SchemaMaker(answer, names)
    table = maker.table(cls)
    said = {name: {"enum": list(many)} for name, many in names.items()} | maker.said_once
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **table,
        **({"$defs": said} if said else {}),
    }


class _SchemaMaker:
    """The schema of one class being made. ``said_once`` are the tables that it refers to."""

    def __init__(self, answer: bool, names: Mapping[str, Sequence[str]]) -> None:
        self.answer = answer
        self.names = names
        self.said_once: Json = {}

    def table(self, cls: type) -> Json:
        fields = [one for one in fields_of(cls) if not one.shape.mark(OtherKeys)]
        required = [field.key for field in fields if field.is_required]
        schema: Json = {
            "type": "object",
            "description": " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split()),
            "properties": {field.key: self.of(_held(field)) for field in fields}
            | self._other_keys(cls),
            "additionalProperties": self.answer,
        }
        if required:
            schema["required"] = required
        if schema["description"].startswith(f"{cls.__name__}("):
            del schema["description"]  # the text that dataclass makes up says nothing
        for field in fields:
            other = field.shape.mark(InsteadOf)
            if other:
                schema["oneOf"] = [{"required": [field.key]}, {"required": [other.other]}]
        return schema

    def _other_keys(self, cls: type) -> Json:
        """The names of a list as keys of their table."""
        keys: Json = {}
        for field in fields_of(cls):
            if field.shape.mark(OtherKeys):
                name, value = field.shape.inner
                listed = name.mark(NameOf)
                assert listed
                keys |= {key: self.of(value) for key in self.names[listed.names]}
        return keys

    def of(self, shape: Shape) -> Json:
        like, once, listed = shape.mark(Like), shape.mark(SaidOnce), shape.mark(NameOf)
        if like:
            return _SchemaMaker(False, self.names).table(like.cls)
        if listed and listed.names in self.names:
            return {"$ref": f"#/$defs/{listed.names}"}
        if once:
            return self._refer(once, shape)
        schema = self._bare(shape)
        if shape.optional and self.answer:
            inner = schema.get("anyOf", [schema]) if shape.kind is ShapeKind.ONE_OF else [schema]
            schema = {"anyOf": [*inner, {"type": "null"}]}
        for mark in shape.marks:
            schema |= _marked(mark, schema)
        return schema

    def _refer(self, once: SaidOnce, shape: Shape) -> Json:
        if once.name not in self.said_once:
            self.said_once[once.name] = {}  # it may stand in itself
            others = tuple(mark for mark in shape.marks if mark is not once)
            self.said_once[once.name] = self.of(dataclasses.replace(shape, marks=others))
        return {"$ref": f"#/$defs/{once.name}"}

    def _bare(self, shape: Shape) -> Json:
        if shape.kind is ShapeKind.ONE_OF:
            several = [self.of(one) for one in shape.types]
            return {"anyOf": several} if len(several) > 1 else several[0]
        if shape.kind is ShapeKind.STATED:
            return _stated(self.of(shape.element))
        if shape.kind is ShapeKind.LIST:
            plain = {"type": "array", "items": self.of(shape.element)}
            if shape.element.kind is not ShapeKind.STATED:
                return plain
            bare = self.of(shape.element.element)
            return {"anyOf": [plain, _wished({"type": "array", "items": bare})]}
        if shape.kind is ShapeKind.MAPPING:
            return {"type": "object", "additionalProperties": self.of(shape.inner[1])}
        if shape.kind is ShapeKind.CHOICE:
            return {"enum": list(shape.choices)}
        if shape.kind is ShapeKind.TABLE:
            return self.table(shape.cls)
        return dict(_SIMPLE[shape.cls])


def _held(field: FieldShape) -> Shape:
    """What a field holds where it stands; one that is ``None`` by default is left out then."""
    return dataclasses.replace(field.shape, optional=field.shape.optional and field.is_required)


def _stated(value: Json) -> Json:
    return {"anyOf": [value, _wished(value)]}


def _wished(value: Json) -> Json:
    return {
        "type": "object",
        "properties": {"value": value, "wish": {"enum": [wish.value for wish in Wish]}},
        "required": ["value"],
        "additionalProperties": False,
    }


def _marked(mark: object, schema: Json) -> Json:
    if isinstance(mark, Doc):
        return {"description": mark.text}
    if isinstance(mark, Schema):
        return {"const": mark.text}
    if isinstance(mark, Range):
        return {"minimum": mark.low, "maximum": mark.high}
    if isinstance(mark, Pattern):
        return {"pattern": mark.regex}
    if isinstance(mark, TextFormat):
        return _FORMS[mark]
    if isinstance(mark, AtLeast):
        return {"minItems" if schema.get("type") == "array" else "minProperties": mark.count}
    if isinstance(mark, Length) and schema.get("type") == "array":
        return {"minItems": mark.low, "maxItems": mark.high}
    if isinstance(mark, Length):
        return {"minLength": mark.low, "maxLength": mark.high}
    return {}
