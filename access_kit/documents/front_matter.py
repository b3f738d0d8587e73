"""The few facts at the head of a Markdown file, between two lines of ``---``.

Either TOML (``title = "Things that help me"``) or plain ``key: value`` lines, where a list is
written ``[one, two]`` or as lines that begin with a hyphen. Unknown keys are errors: a misspelt
``discreet`` must not go unseen.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from access_kit.errors import Problem
from access_kit.model.profile import Mode
from access_kit.notation import NotParsed, parse_toml

KEYS = ("title", "lang", "discreet", "about", "who", "theme", "date", "sources", "grade")
PARTICIPANT = "participant"
READERS = (PARTICIPANT, "leader", "supervisor")
"""For whom a paper can be: who takes part, who leads, and who stands behind the one who leads."""

WAYS = (*(one.value for one in Mode), "captions")
"""What a handout can be about: the ways to talk, and captions."""

THEMES = range(1, 11)
"""The themes of digital peer support, by number (JMIR Ment Health 2021;8(12):e30221, Table 1)."""
_FENCE = "---"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_TOML_LINE = re.compile(r"\s*[\w-]+\s*=")
_PLAIN_LINE = re.compile(r"([\w-]+)\s*:\s*(.*)")


@dataclass(frozen=True)
class FrontMatter:
    """``grade`` is the reading grade that the author aimed at; ``date`` when steps were checked.

    ``about`` are the ways that it is about, of ``WAYS``. ``who`` is for whom it is, of ``READERS``;
    ``theme`` which of the study's it serves.
    """

    title: str | None = None
    lang: str | None = None
    discreet: bool = False
    about: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    theme: tuple[int, ...] = ()
    date: date | None = None
    sources: tuple[str, ...] = ()
    grade: float | None = None


@dataclass(frozen=True)
class _Entry:
    value: Any
    line: int


def read_front_matter(text: str) -> tuple[FrontMatter, int, tuple[Problem, ...]]:
    """The front matter of ``text``, the number of lines that it takes, and what is wrong with it.

    Lines of problems count from 1; their ``file`` is left to the caller.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return FrontMatter(), 0, ()
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        return FrontMatter(), len(lines), (Problem("document.front-matter-open", line=1),)
    problems: list[Problem] = []
    entries = _read_entries(lines[1:end], problems)
    return _to_front_matter(entries, problems), end + 1, tuple(problems)


def _read_entries(lines: list[str], problems: list[Problem]) -> dict[str, _Entry]:
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    if _TOML_LINE.match(first):
        return _read_toml(lines, problems)
    return _read_plain(lines, problems)


def _read_toml(lines: list[str], problems: list[Problem]) -> dict[str, _Entry]:
    try:
        table = parse_toml("\n".join(lines))
    except NotParsed as error:
        line = error.line + 1 if error.line else 2
        problems.append(Problem("document.front-matter-syntax", line=line))
        return {}
    places = {line.split("=")[0].strip(): at for at, line in reversed(list(enumerate(lines, 2)))}
    return {key: _Entry(value, places.get(key, 2)) for key, value in table.items()}


def _read_plain(lines: list[str], problems: list[Problem]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    key = ""
    for at, line in enumerate(lines, 2):
        if not line.strip() or line.startswith("#"):
            continue
        item = line.strip()
        if item.startswith("- ") and key and isinstance(entries[key].value, list):
            entries[key].value.append(_unquote(item[2:]))
            continue
        match = _PLAIN_LINE.fullmatch(item)
        if match is None:
            problems.append(Problem("document.front-matter-syntax", line=at))
            continue
        key = match[1]
        if key in entries:
            problems.append(Problem("document.front-matter-twice", line=at, facts={"key": key}))
        entries[key] = _Entry(_plain_value(key, match[2]), at)
    return entries


def _plain_value(key: str, text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [_unquote(part) for part in text[1:-1].split(",") if part.strip()]
    if not text and key == "sources":
        return []
    return _unquote(text)


def _unquote(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def _to_front_matter(entries: dict[str, _Entry], problems: list[Problem]) -> FrontMatter:
    known: dict[str, Any] = {}
    for key, entry in entries.items():
        if key not in KEYS:
            problems.append(_unknown_key(key, entry.line))
            continue
        value = next(_convert(key, entry.value), None)
        if value is None:
            facts = {"key": key, "value": str(entry.value)[:60]}
            problems.append(Problem("document.front-matter-value", line=entry.line, facts=facts))
        else:
            known[key] = value
    return FrontMatter(**known)


def _unknown_key(key: str, line: int) -> Problem:
    near = difflib.get_close_matches(key.lower(), KEYS, n=1)
    if near:
        facts = {"key": key, "suggestion": near[0]}
        return Problem("document.front-matter-misspelt", line=line, facts=facts)
    facts = {"key": key, "known": ", ".join(KEYS)}
    return Problem("document.front-matter-unknown", line=line, facts=facts)


def _convert(key: str, value: object) -> Iterator[object]:
    """The value in the type of its key; nothing when it does not fit."""
    match key, value:
        case "title", str(text) if text.strip():
            yield text.strip()
        case "lang", str(tag) if _LANGUAGE_TAG.fullmatch(tag):
            yield tag
        case "discreet", bool(flag):
            yield flag
        case "discreet", ("true" | "false") as word:
            yield word == "true"
        case "about" | "who" | "theme", list(items):
            found = [one for item in items for one in _convert_one(key, item)]
            if found and len(found) == len(items):
                yield tuple(found)
        case "about" | "who" | "theme", one:
            yield from ((found,) for found in _convert_one(key, one))
        case "date", datetime():
            return
        case "date", date() as day:
            yield day
        case "date", str(text):
            yield from _iso_date(text)
        case "sources", list(items) if all(isinstance(item, str) for item in items):
            yield tuple(items)
        case "sources", str(text) if text.strip():
            yield (text,)
        case "grade", bool():
            return
        case "grade", int() | float() | str() as number:
            yield from _grade(number)


def _convert_one(key: str, value: object) -> Iterator[object]:
    """One way or reader by name, or one theme by number."""
    if (key == "about" and value in WAYS) or (key == "who" and value in READERS):
        yield value
    elif key == "theme" and not isinstance(value, bool) and str(value) in map(str, THEMES):
        yield int(str(value))


def _iso_date(text: str) -> Iterator[date]:
    try:
        yield date.fromisoformat(text)
    except ValueError:
        return


def _grade(value: float | str) -> Iterator[float]:
    try:
        grade = float(value)
    except (ValueError, TypeError, OverflowError):
        return
    if 0 <= grade <= 20:
        yield grade
