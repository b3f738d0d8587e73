"""The JSON Schema (2020-12) of a model class, from the same annotations that the reader uses."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
from typing import Any

from access_kit.model.constraint import Doc, Form, Length, Like, Pattern, Range, Schema
from access_kit.model.shape import FieldShape, Kind, Shape, fields_of
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
_FORMS: dict[Form, Json] = {
    Form.LANGUAGE: {"description": "A BCP 47 language tag."},
    Form.TIMEZONE: {"description": "An IANA time zone."},
    Form.EMAIL: {"format": "email"},
    Form.PHONE: {"description": "A telephone number as dialled, best with + and country code."},
    Form.COUNTRY: {"pattern": "^[A-Z]{2}$"},
    Form.CLOCK: {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    Form.URL: {"description": "A web address."},
    Form.RRULE: {"description": "An iCalendar recurrence rule, or empty."},
    Form.LINE: {},
}


def json_schema(cls: type, *, title: str, answer: bool = False) -> Json:
    """The schema of a file or answer; an ``answer`` may hold null, and keys of later versions."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_table(cls, answer),
    }


def _table(cls: type, answer: bool) -> Json:
    fields = fields_of(cls)
    required = [_key(field.name) for field in fields if field.is_required]
    schema: Json = {
        "type": "object",
        "description": " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split()),
        "properties": {_key(field.name): _of(_held(field), answer) for field in fields},
        "additionalProperties": answer,
    }
    if required:
        schema["required"] = required
    if schema["description"].startswith(f"{cls.__name__}("):
        del schema["description"]  # the text that dataclass makes up says nothing
    return schema


def _held(field: FieldShape) -> Shape:
    """What a field holds where it stands; one that is ``None`` by default is left out then."""
    return dataclasses.replace(field.shape, optional=field.shape.optional and field.is_required)


def _key(name: str) -> str:
    """A key that is a word of Python has a line behind it."""
    return name.rstrip("_")


def _of(shape: Shape, answer: bool) -> Json:
    like = shape.mark(Like)
    if like:
        return _table(like.cls, answer=False)
    schema = _bare(shape, answer)
    if shape.optional and answer:
        inner = schema["anyOf"] if shape.kind is Kind.ONE_OF else [schema]
        schema = {"anyOf": [*inner, {"type": "null"}]}
    for mark in shape.marks:
        schema |= _marked(mark, schema)
    return schema


def _bare(shape: Shape, answer: bool) -> Json:
    if shape.kind is Kind.ONE_OF:
        return {"anyOf": [_of(one, answer) for one in shape.inner]}
    if shape.kind is Kind.STATED:
        return _stated(_of(shape.element, answer))
    if shape.kind is Kind.LIST:
        plain = {"type": "array", "items": _of(shape.element, answer)}
        if shape.element.kind is not Kind.STATED:
            return plain
        bare = _of(shape.element.element, answer)
        return {"anyOf": [plain, _wished({"type": "array", "items": bare})]}
    if shape.kind is Kind.MAPPING:
        return {"type": "object", "additionalProperties": _of(shape.inner[1], answer)}
    if shape.kind is Kind.CHOICE:
        return {"enum": list(shape.choices)}
    if shape.kind is Kind.TABLE:
        return _table(shape.cls, answer)
    return dict(_SIMPLE[shape.cls])


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
    if isinstance(mark, Form):
        return _FORMS[mark]
    if isinstance(mark, Length) and schema.get("type") == "array":
        return {"minItems": mark.low, "maxItems": mark.high}
    if isinstance(mark, Length):
        return {"minLength": mark.low, "maxLength": mark.high}
    return {}
