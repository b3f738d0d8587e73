"""JSON and TOML from a file: whatever stands in it, a value or one kind of error.

Everything that is parsed goes through here: syntax, depth and numbers too long to be numbers are
``NotParsed``, which is a ``ValueError``, so that no caller keeps a list of what a library raises.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from access_kit.budgets import DATA_DEPTH, DATA_PARTS, DATA_VALUES, OWN_BYTES

Pairs = Callable[[list[tuple[str, Any]]], Any]


class NotParsed(ValueError):
    """``fault`` says why, in English; ``line`` counts from 1, where it is known.

    ``kind`` ends the code of the problem: ``syntax``, or what is wrong where that can be seen, and
    ``facts`` are what its words are made of.
    """

    def __init__(
        self, fault: str, line: int | None = None, kind: str = "syntax", **facts: str
    ) -> None:
        self.fault = fault
        self.line = line
        self.kind = kind
        self.facts = facts or {"fault": fault}
        super().__init__(fault)


TOO_DEEP = "too deeply nested"
TOO_LONG = "a number has too many digits"


def parse_json(
    text: str | bytes, *, pairs: Pairs | None = None, constant: Callable[[str], Any] | None = None
) -> Any:  # noqa: ANN401 (JSON)
    """The value that ``text`` holds; ``NotParsed`` for anything else.

    ``pairs`` makes a value of an object's pairs, ``constant`` of NaN and the infinities, which
    are no JSON and refused otherwise.
    """
    if _is_too_much(text):
        raise NotParsed("too many values")
    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_constant=constant or _no_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise NotParsed(error.msg, error.lineno) from None
    except RecursionError:
        raise NotParsed(TOO_DEEP) from None
    except UnicodeDecodeError:
        raise NotParsed("not UTF-8 text") from None
    except NotParsed:
        raise
    except ValueError:
        raise NotParsed(TOO_LONG) from None
    _require_shallow(value)
    return value


def parse_toml(text: str) -> dict[str, Any]:
    """The table that ``text`` holds; ``NotParsed`` for anything else."""
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _of_toml(str(error), text) from None
    except RecursionError:
        raise NotParsed(TOO_DEEP) from None
    except ValueError:
        raise NotParsed(TOO_LONG) from None
    _require_shallow(value)
    return value


def read_own_json(path: Path) -> Any:  # noqa: ANN401 (JSON)
    """What a file of ours holds; ``None`` where there is none, or it is no JSON."""
    try:
        with path.open("rb") as stream:
            data = stream.read(OWN_BYTES + 1)
        return parse_json(data) if len(data) <= OWN_BYTES else None
    except (OSError, ValueError):
        return None


def _no_constant(name: str) -> Any:  # noqa: ANN401 (never returns)
    raise NotParsed(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotParsed(TOO_LONG)
    return number


def _is_too_much(text: str | bytes) -> bool:
    """Whether there are more values than memory should hold, told by their signs alone."""
    if isinstance(text, bytes):
        opened, divided = text.count(b"[") + text.count(b"{"), text.count(b",")
    else:
        opened, divided = text.count("[") + text.count("{"), text.count(",")
    return opened > DATA_PARTS or divided > DATA_VALUES


def _of_toml(message: str, text: str) -> NotParsed:
    place = re.search(r"\(at line (\d+), column (\d+)\)|\(at end of document\)", message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    reason = message[: place.start()].strip() if place else message
    lines = text.splitlines()
    said = lines[line - 1] if line <= len(lines) else ""
    if (said.partition("=")[2] or said).lstrip(" \t[")[:1] in _CURLY:
        return NotParsed(reason, line, "curly-quotes")
    if opened := _open_quote(reason, line, lines):
        return NotParsed(reason, opened, "open-quote")
    if reason.startswith(_NO_VALUE) and _BARE_TEXT.match(said.partition("=")[2]):
        return NotParsed(reason, line, "no-quotes")
    if first := _first_of_twins(lines, line):
        return NotParsed(reason, line, "key-twice", key=_key_of(said), first=str(first))
    return NotParsed(reason[:1].lower() + reason[1:], line)


_NO_VALUE = ("Invalid value", "Expected newline or end of document after a statement")
_BARE_TEXT = re.compile(r"\s*\+?(?:[^\W\d_]|[0-9]+ )")
_OPENS = re.compile(r"=\s*(?:\"{3}|'{3}|\"[^\"]*$|'[^']*$)")


def _open_quote(reason: str, line: int, lines: list[str]) -> int:
    """The line of a text that has no quote at its end; 0 where that is not what is wrong."""
    if reason.startswith(r"Illegal character '\n'"):
        return line
    if not reason.startswith(("Unterminated string", "Expected \"'")):
        return 0
    return max((at for at, one in enumerate(lines, start=1) if _OPENS.search(one)), default=line)


_CURLY = frozenset("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb")
"""Quotes of word processors, with which no value may begin."""


def _key_of(line: str) -> str:
    return line.partition("=")[0].strip()


def _first_of_twins(lines: list[str], line: int) -> int:
    """The line of the same key, or table, above ``line`` in its table; 0 where there is none."""
    said = lines[line - 1].strip() if line <= len(lines) else ""
    if said.startswith("["):
        twins = [n for n, one in enumerate(lines[: line - 1], start=1) if one.strip() == said]
        return twins[0] if twins and not said.startswith("[[") else 0
    key = _key_of(said)
    for number in range(line - 1, 0, -1):
        above = lines[number - 1].strip()
        if above.startswith("["):
            return 0
        if key and "=" in above and _key_of(above) == key:
            return number
    return 0


def _require_shallow(value: object) -> None:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DATA_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise NotParsed(TOO_DEEP)
