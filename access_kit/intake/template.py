"""A file to fill in, made from the model: required keys with values, the others as comments."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from access_kit.model.constraint import Doc, Range
from access_kit.model.shape import Shape, ShapeKind, fields_of

_KIND = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    dict: 'a text for each name, like { es = "texto" }',
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
    head: list[str] = []
    tables: list[str] = []
    for field in fields_of(cls):
        core = field.shape.core
        is_list = field.shape.has(ShapeKind.LIST)
        if core.kind is ShapeKind.TABLE and not is_list:
            name = f"{path}{field.name}"
            optional = field.name not in values and field.default is None
            mark = "# " if optional else ""
            inner, deeper = _lines(core.cls, values.get(field.name, {}), f"{name}.")
            lines = [_comment(line) if optional else line for line in inner if line]
            tables += ["", f"{mark}[{name}]", *lines]
            tables += deeper
            continue
        doc = _doc(field.shape)
        if field.name in values:
            note = f"  # {doc}" if doc else ""
            head.append(f"{field.name} = {toml_value(values[field.name])}{note}")
        elif core.kind is ShapeKind.TABLE:
            inner, _ = _lines(core.cls, {}, "")
            tables += ["", f"# [[{path}{field.name}]]", *(_comment(line) for line in inner)]
        else:
            example = _example(core, is_list=is_list)
            head.append(f"# {field.name} = {example}".rstrip() + (f". {doc}" if doc else ""))
    return head, tables


def _comment(line: str) -> str:
    return "# " + line.removeprefix("# ")


def _doc(shape: Shape) -> str:
    """The sentence about a field, from the innermost layer outside a list that has one."""
    doc = ""
    for layer in shape.layers():
        mark = layer.mark(Doc)
        doc = mark.text if mark else doc
        if layer.kind is ShapeKind.LIST:
            break
    return doc


def _example(core: Shape, *, is_list: bool) -> str:
    if is_list:
        return f"[]  # any of: {_words(core)}"
    if core.kind is ShapeKind.CHOICE:
        return f'""  # one of: {_words(core)}'
    return f"  # {_words(core)}"


def _words(core: Shape) -> str:
    if core.kind is ShapeKind.CHOICE:
        return " ".join(filter(None, core.choices))
    span = core.mark(Range)
    if span:
        return f"{span.low:g} to {span.high:g} {span.unit}".strip()
    return _KIND[core.cls]
