"""The JSON Schema (2020-12) of a model class, from the same annotations that the reader uses."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any

from access_kit.model.constraint import Choice, Doc, Form, Length, Pattern, Range, Schema
from access_kit.model.stated import Stated, Wish

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
    hints = typing.get_type_hints(cls, include_extras=True)
    fields = dataclasses.fields(cls)
    required = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    schema: Json = {
        "type": "object",
        "description": " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split()),
        "properties": {field.name: _of(hints[field.name], answer) for field in fields},
        "additionalProperties": answer,
    }
    if required:
        schema["required"] = required
    if schema["description"].startswith(f"{cls.__name__}("):
        del schema["description"]  # the text that dataclass makes up says nothing
    return schema


def _of(hint: Any, answer: bool) -> Json:  # noqa: ANN401 (any annotation)
    marks: list[object] = []
    while typing.get_origin(hint) is typing.Annotated:
        inner, *extra = typing.get_args(hint)
        hint, marks = inner, [*marks, *extra]
    schema = dict(_bare(hint, answer))
    for mark in marks:
        schema |= _marked(mark, schema)
    return schema


def _bare(hint: Any, answer: bool) -> Json:  # noqa: ANN401 (any annotation)
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [_of(a, answer) for a in arguments if a is not type(None)]
        if answer and type(None) in arguments:
            inner.append({"type": "null"})
        return inner[0] if len(inner) == 1 else {"anyOf": inner}
    if origin is Stated:
        return _stated(_of(arguments[0], answer))
    if origin is tuple:
        items = _of(arguments[0], answer)
        plain = {"type": "array", "items": items}
        if typing.get_origin(arguments[0]) is not Stated:
            return plain
        bare = _of(typing.get_args(arguments[0])[0], answer)
        return {"anyOf": [plain, _wished({"type": "array", "items": bare})]}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(arguments[1], answer)}
    if isinstance(hint, type) and issubclass(hint, Choice):
        return {"enum": [member.value for member in hint]}
    if dataclasses.is_dataclass(hint):
        return _table(typing.cast(type, hint), answer)
    return _SIMPLE[hint]


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
