"""A file to fill in, made from the model: required keys with values, the others as comments."""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from collections.abc import Mapping
from typing import Any

from access_kit.model.constraint import Choice, Doc, Range, Schema
from access_kit.model.stated import Stated

_KIND = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    datetime.date: "a date, like 2026-11-20",
    datetime.datetime: "a date and time, like 2026-12-03T18:00:00",
}


def toml_value(value: object) -> str:
    """A Python value as TOML: text, numbers, dates, lists and inline tables of them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_escape(c) for c in str(value)) + '"'
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(element) for element in value) + "]"
    return str(value)


def _escape(character: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    if character in short:
        return short[character]
    if ord(character) < 0x20 or ord(character) == 0x7F:
        return f"\\u{ord(character):04x}"
    return character


def write_template(cls: type, values: Mapping[str, Any]) -> str:
    """The TOML text of ``cls`` with ``values``; every key that has none is a comment."""
    head, tables = _lines(cls, values, "")
    return "\n".join([*head, *tables]) + "\n"


def _lines(cls: type, values: Mapping[str, Any], path: str) -> tuple[list[str], list[str]]:
    hints = typing.get_type_hints(cls, include_extras=True)
    head: list[str] = []
    tables: list[str] = []
    for field in dataclasses.fields(cls):
        hint, doc, span = _open(hints[field.name])
        if dataclasses.is_dataclass(hint):
            name = f"{path}{field.name}"
            optional = field.name not in values and field.default is None
            mark = "# " if optional else ""
            inner, deeper = _lines(typing.cast(type, hint), values.get(field.name, {}), f"{name}.")
            lines = [_comment(line) if optional else line for line in inner if line]
            tables += ["", f"{mark}[{name}]", *lines]
            tables += deeper
            continue
        if field.name in values:
            note = f"  # {doc}" if doc else ""
            head.append(f"{field.name} = {toml_value(values[field.name])}{note}")
            continue
        many = _many(hint)
        if many:
            inner, _ = _lines(many, {}, "")
            tables += ["", f"# [[{path}{field.name}]]", *(_comment(line) for line in inner)]
            continue
        head.append(
            f"# {field.name} = {_example(hint, span)}".rstrip() + (f". {doc}" if doc else "")
        )
    return head, tables


def _comment(line: str) -> str:
    return "# " + line.removeprefix("# ")


def _many(hint: Any) -> type | None:  # noqa: ANN401 (any annotation)
    """The class of a list of tables, such as the crisis entries of a kit."""
    if typing.get_origin(hint) is not tuple:
        return None
    inner, _, _ = _open(typing.get_args(hint)[0])
    return typing.cast(type, inner) if dataclasses.is_dataclass(inner) else None


def _open(hint: Any) -> tuple[Any, str, Range | None]:  # noqa: ANN401 (any annotation)
    """What a field holds in the end, its sentence and its bounds."""
    doc, span = "", None
    while True:
        origin = typing.get_origin(hint)
        if origin is typing.Annotated:
            hint, *marks = typing.get_args(hint)
            doc = next((m.text for m in marks if isinstance(m, Doc)), doc)
            span = next((m for m in marks if isinstance(m, Range)), span)
        elif origin in (typing.Union, types.UnionType):
            hint = next(a for a in typing.get_args(hint) if a is not type(None))
        elif origin is Stated:
            hint = typing.get_args(hint)[0]
        else:
            return hint, doc, span


def _example(hint: Any, span: Range | None) -> str:  # noqa: ANN401 (any annotation)
    if typing.get_origin(hint) is tuple:
        inner, _, _ = _open(typing.get_args(hint)[0])
        return f"[]  # any of: {_words(inner, None)}"
    if isinstance(hint, type) and issubclass(hint, Choice):
        return f'""  # one of: {_words(hint, None)}'
    return f"  # {_words(hint, span)}"


def _words(hint: Any, span: Range | None) -> str:  # noqa: ANN401 (any annotation)
    if isinstance(hint, type) and issubclass(hint, Choice):
        return " ".join(member.value for member in hint if member.value)
    if span:
        return f"{span.low:g} to {span.high:g} {span.unit}".strip()
    return _KIND[hint]


def schema_text(cls: type) -> str:
    """The ``schema`` value that files of this class carry."""
    hint = typing.get_type_hints(cls, include_extras=True)["schema"]
    return next(mark.text for mark in typing.get_args(hint) if isinstance(mark, Schema))
