"""One typed reader for every TOML file: values are checked once, at the door.

``Intake(file, text).read(Profile)`` gives the typed value, or ``None`` with every mistake of the
file in ``problems``. Rules come from the annotations of the model's dataclasses. A value that the
model calls ``Stated`` may be written bare or as ``{ value = …, wish = "need" }``; a list with a
wish applies to each of its values.
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from access_kit.budgets import YEARS
from access_kit.errors import Problem, Severity
from access_kit.intake.text_formats import FORMS, hidden_characters, near_timezone
from access_kit.intake.toml_lines import Path, find_lines
from access_kit.model.constraint import (
    AtLeast,
    Choice,
    InsteadOf,
    Length,
    NameOf,
    OtherKeys,
    Pattern,
    Range,
    Schema,
    TextFormat,
)
from access_kit.model.shape import FieldShape, Shape, ShapeKind, fields_of
from access_kit.model.stated import Stated, Wish
from access_kit.notation import NotParsed, parse_toml

T = TypeVar("T")

WRONG = object()
"""Stands for a value that could not be read; its Problem is already told."""

_SHOWN = 60
_LARGEST = 10**300
"""Whole numbers from here on are no numbers with a fraction."""
_NAMES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text in quotes",
    datetime.date: "a date like 2026-11-20, without quotes",
    datetime.datetime: "a date and time like 2026-12-03T18:00:00, without quotes",
}


def shown_value(value: object) -> str:
    """A faulty value as a message may repeat it: one line, short, nothing hidden."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def show_path(path: Path) -> str:
    """``reading.formats[0]``"""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


@dataclass(frozen=True)
class ReadTable:
    """A table as it stands in the file, and by field what could be read of it."""

    path: Path
    raw: Mapping[str, Any]
    values: Mapping[str, Any]

    def texts(self, key: str) -> tuple[str, ...]:
        """The text or texts under a key, whatever else stands beside them."""
        raw = self.raw.get(key, ())
        return tuple(one for one in (raw if isinstance(raw, list) else [raw]) if type(one) is str)


class Intake:
    """One file being read. ``kind`` prefixes its codes: ``profile.unknown-key``.

    ``names`` are the lists that ``NameOf`` speaks of. ``checks`` look at a whole table of a class
    when it was read, right or wrong, and tell what only several of its keys together can say.
    """

    def __init__(
        self,
        file: str,
        text: str,
        *,
        kind: str,
        names: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.file = file
        self.kind = kind
        self.names = dict(names)
        self.checks: dict[type, Callable[[ReadTable], None]] = {}
        self.problems: list[Problem] = []
        self.data: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        try:
            self.data = parse_toml(text)
        except NotParsed as error:
            facts = {name: shown_value(one) for name, one in error.facts.items()}
            self.problems.append(
                Problem(f"toml.{error.kind}", file=file, line=error.line or 1, facts=facts)
            )
            self.valid = False
        else:
            self.lines = find_lines(text)
            self.valid = True

    def tell(
        self,
        suffix: str,
        path: Path,
        severity: Severity = Severity.ERROR,
        /,
        **facts: str | int | float,
    ) -> None:
        """Add a Problem at a key path."""
        line, where = self._place(path)
        code = f"{self.kind}.{suffix}"
        self.problems.append(Problem(code, severity, self.file, line, where, facts))

    def _place(self, path: Path) -> tuple[int | None, str | None]:
        """The line of the nearest key that stands there, and the key path as it is shown."""
        near = path
        while near and near not in self.lines:
            near = near[:-1]
        return self.lines.get(near, 1), show_path(path) or None

    @property
    def ok(self) -> bool:
        return not any(problem.is_error for problem in self.problems)

    def read(self, cls: type[T]) -> T | None:
        """The whole file as ``cls``, or ``None`` when any of it is wrong."""
        if not self.valid:
            return None
        value = self._table(cls, self.data, ())
        return typing.cast(T, value) if self.ok and value is not WRONG else None

    # -- values ---------------------------------------------------------------------------------

    def _table(self, cls: type, data: object, path: Path) -> object:
        if not isinstance(data, dict):
            self.tell("wrong-type", path, wanted="a table", value=shown_value(data))
            return WRONG
        fields = {one.key: one for one in fields_of(cls) if not one.shape.mark(OtherKeys)}
        if "schema" in fields and not self._check_schema(fields["schema"].shape, data, path):
            return WRONG
        others, names = self._other_keys(cls, fields)
        self._unknown_keys(data, [*fields, *names], path)
        values: dict[str, object] = {}
        for key, field in fields.items():
            if key in data and not (data[key] == "" and _may_be_empty(field)):
                values[field.name] = self._value(field.shape, data[key], (*path, key))
            elif key == "schema":
                values[key] = WRONG  # its absence is told above
            elif field.is_required:
                self._missing(field, path)
                values[field.name] = WRONG
            other = field.shape.mark(InsteadOf)
            if other and (key in data) == (other.other in data):
                self.tell(other.suffix, path)
        if others:
            rest = {key: data[key] for key in data if key not in fields and key in names}
            values[others.name] = self._mapping(others.shape, rest, path)
        if cls in self.checks:
            good = {name: value for name, value in values.items() if value is not WRONG}
            self.checks[cls](ReadTable(path, data, good))
        return WRONG if any(v is WRONG for v in values.values()) else cls(**values)

    def _other_keys(
        self, cls: type, fields: Mapping[str, FieldShape]
    ) -> tuple[FieldShape | None, Sequence[str]]:
        """The field that takes the keys of no other field, and which keys these may be."""
        others = next((one for one in fields_of(cls) if one.key not in fields), None)
        listed = others.shape.inner[0].mark(NameOf) if others else None
        return others, self.names[listed.names] if listed else ()

    def _missing(self, field: FieldShape, path: Path) -> None:
        least = field.shape.mark(AtLeast)
        if least:
            self.tell(least.suffix, (*path, field.key), count=0, wanted=least.count)
        else:
            self.tell("missing-key", (*path, field.key), key=field.key)

    def _check_schema(self, shape: Shape, data: dict[str, Any], path: Path) -> bool:
        mark = shape.mark(Schema)
        assert mark
        wanted = mark.text
        found = data.get("schema")
        if found is None:
            self.tell("missing-key", (*path, "schema"), key="schema", wanted=wanted)
        elif found != wanted:
            self.tell("unknown-schema", (*path, "schema"), value=shown_value(found), wanted=wanted)
        return found in (None, wanted)

    def _unknown_keys(self, data: dict[str, Any], known: Sequence[str], path: Path) -> None:
        for key in data:
            if key not in known:
                guess = closest(key, known)
                self.tell(
                    "unknown-key",
                    (*path, key),
                    key=shown_value(key),
                    guess=guess,
                    known=", ".join(known),
                )

    def _value(self, shape: Shape, raw: object, path: Path) -> object:
        if shape.kind is ShapeKind.STATED:
            return self._stated(shape.element, raw, path)
        if shape.kind is ShapeKind.MAPPING:
            return self._mapping(shape, raw, path)
        if shape.kind is ShapeKind.LIST:
            return self._list(shape, raw, path)
        if shape.kind is ShapeKind.CHOICE:
            return self._choice(shape.cls, raw, path)
        if shape.kind is ShapeKind.TABLE:
            return self._some_table(shape, raw, path)
        if shape.kind is ShapeKind.ONE_OF:
            return self._one_of(shape, raw, path)
        return self._scalar(shape, raw, path)

    def _some_table(self, shape: Shape, raw: object, path: Path) -> object:
        if isinstance(raw, dict) and self._too_few(shape, raw, path):
            return WRONG
        return self._table(shape.cls, raw, path)

    def _one_of(self, shape: Shape, raw: object, path: Path) -> object:
        """A value of several types: that of its own."""
        for one in shape.inner:
            if type(raw) is (list if one.kind is ShapeKind.LIST else one.cls):
                return self._value(one, raw, path)
        wanted = " or ".join(_wanted(one, path) for one in shape.types)
        self.tell("wrong-type", path, wanted=wanted, value=shown_value(raw))
        return WRONG

    def _too_few(self, shape: Shape, raw: list[Any] | dict[str, Any], path: Path) -> bool:
        least = shape.mark(AtLeast)
        if least is None or len(raw) >= least.count:
            return False
        self.tell(least.suffix, path, count=len(raw), wanted=least.count)
        return True

    def _wish(self, raw: dict[str, Any], path: Path) -> Wish | object:
        self._unknown_keys(raw, ["value", "wish"], path)
        if "wish" not in raw:
            return Wish.PREFER
        return self._choice(Wish, raw["wish"], (*path, "wish"))

    def _stated(self, inner: Shape, raw: object, path: Path) -> object:
        wish: object = Wish.PREFER
        if isinstance(raw, dict) and "value" in raw:
            wish, raw, path = self._wish(raw, path), raw["value"], (*path, "value")
        value = self._value(inner, raw, path)
        return WRONG if value is WRONG or wish is WRONG else Stated(value, typing.cast(Wish, wish))

    def _list(self, shape: Shape, raw: object, path: Path) -> object:
        inner, shared = shape.element, None
        if isinstance(raw, dict) and "value" in raw and inner.kind is ShapeKind.STATED:
            shared, raw, path = self._wish(raw, path), raw["value"], (*path, "value")
        if not isinstance(raw, list):
            self.tell("wrong-type", path, wanted=_wanted(shape, path), value=shown_value(raw))
            return WRONG
        if self._too_few(shape, raw, path):
            return WRONG
        bounds = shape.mark(Length)
        if bounds and not bounds.low <= len(raw) <= bounds.high:
            self.tell("wrong-length", path, count=len(raw), low=bounds.low, high=bounds.high)
            return WRONG
        values = []
        for index, element in enumerate(raw):
            place = (*path, index)
            if shared is None:
                values.append(self._value(inner, element, place))
                continue
            if isinstance(element, dict):
                self.tell("wish-twice", place)
                values.append(WRONG)
                continue
            value = self._value(inner.element, element, place)
            values.append(WRONG if value is WRONG else Stated(value, typing.cast(Wish, shared)))
        self._repeats(values, path)
        return WRONG if shared is WRONG or any(v is WRONG for v in values) else tuple(values)

    def _mapping(self, shape: Shape, raw: object, path: Path) -> object:
        """A table whose keys are data too: each is checked as a value is."""
        if not isinstance(raw, dict):
            self.tell("wrong-type", path, wanted="a table", value=shown_value(raw))
            return WRONG
        kinds = shape.inner
        keys = [self._value(kinds[0], key, (*path, key)) for key in raw]
        values = {key: self._value(kinds[1], one, (*path, key)) for key, one in raw.items()}
        return WRONG if any(one is WRONG for one in (*keys, *values.values())) else values

    def _repeats(self, values: list[object], path: Path) -> None:
        seen: list[object] = []
        for index, value in enumerate(values):
            bare = value.value if isinstance(value, Stated) else value
            if isinstance(bare, Enum | str) and bare in seen:
                self.tell("repeated-value", (*path, index), value=shown_value(bare))
                values[index] = WRONG
            seen.append(bare)

    def _choice(self, cls: type[Choice], raw: object, path: Path) -> object:
        known = [member.value for member in cls]
        if isinstance(raw, str):
            for plain in (raw, "_".join(re.split(r"[\s_-]+", raw.strip().lower()))):
                if plain in known:  # "In person" is as plain as in_person
                    return cls(plain)
        self.tell(
            "unknown-value",
            path,
            value=shown_value(raw),
            noun=cls.noun(),
            guess=closest(raw, known) if isinstance(raw, str) else "",
            known=", ".join(filter(None, known)),
        )
        return WRONG

    def _scalar(self, shape: Shape, raw: object, path: Path) -> object:
        cls = shape.cls
        if cls is float and isinstance(raw, int) and not isinstance(raw, bool):
            raw = float(raw) if abs(raw) < _LARGEST else math.inf
        if type(raw) is not cls:
            self.tell("wrong-type", path, wanted=_NAMES[cls], value=shown_value(raw) or '""')
            return WRONG
        if isinstance(raw, datetime.datetime) and raw.year not in YEARS:
            self.tell("far-off", path, value=raw.year, low=YEARS[0], high=YEARS[-1])
            return WRONG
        fault = next(filter(None, (self._fault(mark, raw) for mark in shape.marks)), None)
        if fault:
            self.tell(fault[0], path, **fault[1])
            return WRONG
        return raw

    def _fault(self, mark: object, raw: Any) -> tuple[str, Mapping[str, str | int | float]] | None:  # noqa: ANN401
        """What ``raw`` breaks of one constraint: code suffix and facts."""
        if isinstance(mark, Range):
            if mark.low <= raw <= mark.high:
                return None
            return "out-of-range", {
                "value": shown_value(raw),
                "low": mark.low,
                "high": mark.high,
                "unit": mark.unit,
            }
        if isinstance(mark, Pattern):
            if re.fullmatch(mark.regex, raw):
                return None
            return "bad-pattern", {"value": shown_value(raw), "means": mark.means}
        if isinstance(mark, NameOf):
            known = self.names[mark.names]
            if raw in known:
                return None
            return mark.suffix, {"value": shown_value(raw), "guess": closest(raw, known)}
        if isinstance(mark, Length):
            if not raw.strip() and mark.low:
                return "empty-text", {}
            if len(raw) > mark.high:
                return "too-long", {"count": len(raw), "high": mark.high}
            return None
        if isinstance(mark, TextFormat):
            suffix = FORMS[mark](raw)
            if suffix == "hidden-character":
                return suffix, {"characters": ", ".join(hidden_characters(raw)[:5])}
            facts = {"value": shown_value(raw)}
            if suffix == "unknown-timezone":
                facts["guess"] = near_timezone(raw)
            return (suffix, facts) if suffix else None
        return None


def _may_be_empty(field: FieldShape) -> bool:
    """Whether an empty text is the same as leaving the key out: a text may be empty itself."""
    *_, inmost = field.shape.layers()
    is_text = field.shape.kind is not ShapeKind.LIST and inmost.cls is str
    return field.shape.optional or not (field.is_required or is_text)


def _wanted(shape: Shape, path: Path) -> str:
    """What may stand at a place, in words."""
    if shape.kind is not ShapeKind.LIST:
        return "a name in quotes" if shape.mark(NameOf) else _NAMES[shape.cls]
    if shape.element.kind is not ShapeKind.TABLE:
        return "a list in [ ]"
    return f"tables headed [[{'.'.join(part for part in path if isinstance(part, str))}]]"


def closest(word: str, known: Sequence[str]) -> str:
    """The known word nearest to a mistyped one, or an empty text."""
    found = difflib.get_close_matches(word.lower(), [k for k in known if k], n=1, cutoff=0.6)
    return found[0] if found else ""


def unknown_word(option: str, value: str, known: Sequence[str], noun: str) -> Problem:
    """A value of an option of the command line that is none of those that are known."""
    facts = {"value": value, "noun": noun, "guess": closest(value, known)}
    return Problem(
        "command.unknown-value", where=option, facts={**facts, "known": ", ".join(known)}
    )
