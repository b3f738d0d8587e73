"""Reading JSON objects with their mistakes gathered, each with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass

from access_kit.errors import BadInput, Problem, Severity
from access_kit.notation import NotParsed, parse_json
from access_kit.timed_text.decoding import decode_leniently
from access_kit.timed_text.told_problems import ToldProblems


def load_json(data: bytes, name: str) -> object:
    """Whatever a JSON file holds; ``BadInput`` where it is no JSON or not all of it can be read.

    JSON is UTF-8; UTF-16, as some consoles save what a program says, is read as well.
    """
    text, problems = decode_leniently(data, name)
    if faults := [one for one in problems if one.severity is not Severity.NOTE]:
        code_page = [one for one in faults if one.code == "timed-text.other-encoding"]
        told = [Problem("timed-text.not-utf-8", file=name, line=one.line) for one in code_page]
        raise BadInput(told or faults)
    try:
        return parse_json(text)
    except NotParsed as error:
        line = error.line or 1
        raise BadInput(Problem("timed-text.bad-json", file=name, line=line)) from None


def load_object(data: bytes, name: str, schema: str) -> dict[str, object]:
    """The one object in a JSON file; ``BadInput`` where it is none or of another schema."""
    return require_object(load_json(data, name), name, schema)


def require_object(value: object, name: str, schema: str) -> dict[str, object]:
    """``value`` where it is an object of this schema.

    One without ``schema`` is taken for this one: the file's suffix has said so already.
    """
    if not isinstance(value, dict):
        raise BadInput(Problem("timed-text.json-not-object", file=name))
    if value.get("schema", schema) != schema:
        facts = {"schema": str(value["schema"])[:60], "expected": schema}
        raise BadInput(Problem("timed-text.wrong-schema", file=name, where="schema", facts=facts))
    return value


LATEST_MS = 10**15
"""No recording is that long: 30,000 years."""
_LARGEST = 10**300


@dataclass
class Checker:
    """Takes values out of objects; what is wrong is gathered and raised in one go."""

    name: str

    def __post_init__(self) -> None:
        self.problems = ToldProblems(self.name)

    def wrong(self, where: str, expected: str) -> None:
        place, facts = where.removeprefix("."), {"expected": expected}
        self.problems.add(
            Problem("timed-text.wrong-value", file=self.name, where=place, facts=facts)
        )

    def objects(self, holder: dict[str, object], key: str) -> list[tuple[str, dict[str, object]]]:
        """The list of objects under ``key`` with their places; a missing one is empty."""
        found = []
        for place, value in self.items(holder, key):
            if isinstance(value, dict):
                found.append((place, value))
            else:
                self.wrong(place, "an object")
        return found

    def texts(self, holder: dict[str, object], key: str) -> tuple[str, ...]:
        found = []
        for place, value in self.items(holder, key):
            if isinstance(value, str):
                found.append(value)
            else:
                self.wrong(place, "a text")
        return tuple(found)

    def items(self, holder: dict[str, object], key: str) -> list[tuple[str, object]]:
        values = holder.get(key, [])
        if not isinstance(values, list):
            self.wrong(key, "a list")
            return []
        return [(f"{key}[{index}]", value) for index, value in enumerate(values)]

    def text(self, holder: dict[str, object], key: str, where: str) -> str:
        value = holder.get(key, "")
        if isinstance(value, str):
            return value
        self.wrong(f"{where}.{key}", "a text")
        return ""

    def maybe_text(self, holder: dict[str, object], key: str, where: str) -> str | None:
        return None if holder.get(key) is None else self.text(holder, key, where) or None

    def time(self, holder: dict[str, object], key: str, where: str) -> int:
        value = holder.get(key)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LATEST_MS:
            return value
        self.wrong(f"{where}.{key}", "whole milliseconds from 0")
        return 0

    def number(self, holder: dict[str, object], key: str, where: str, usual: float) -> float:
        value = holder.get(key, usual)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(max(-_LARGEST, min(value, _LARGEST)))
        self.wrong(f"{where}.{key}", "a number")
        return usual

    def confidence(self, holder: dict[str, object], where: str) -> float | None:
        value = holder.get("confidence")
        if value is None:
            return None
        number = self.number(holder, "confidence", where, 0.0)
        if 0 <= number <= 1:
            return number
        self.wrong(f"{where}.confidence", "a number from 0 to 1")
        return None

    def finish(self) -> None:
        if problems := self.problems.all():
            raise BadInput(problems)


def dump_object(value: dict[str, object]) -> bytes:
    """JSON as people can read it, one line end at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
