"""Every word said to the operator: errors, progress, answers.

Rules of this file:
- stdout is for the answer, stderr for the talk. With ``--json`` stdout holds one object.
- A problem says what is wrong and where, then what to do. Its words live in ``problem_words/``.
- Output is read aloud: words before symbols, lines before tables, no boxes, no colour.
- At a terminal lines are broken between words; for a program each stays whole.
- Nothing that came from a file reaches the terminal with control or direction marks in it.
- A log holds codes and ids, never values.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import re
import sys
import textwrap
import time
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from access_kit.errors import Problem, Severity
from access_kit.files import PRIVATE_FILE, telling_write_errors
from access_kit.model.answers.base import Answer, to_plain
from access_kit.model.answers.problems import ProblemAnswer, ProblemsAnswer

PROGRAM = "access-kit"
_QUIET_SECONDS = 2.0
_LINE_EVERY_SECONDS = 3.0
MOST_NAMED = 12
"""Of people, in one line."""


@lru_cache(maxsize=1)
def _all_words() -> Mapping[str, Mapping[str, str]]:
    words: dict[str, Mapping[str, str]] = {}
    for path in sorted((Path(__file__).parent / "problem_words").glob("*.toml")):
        words |= tomllib.loads(path.read_text(encoding="utf-8"))
    return words


@dataclasses.dataclass(frozen=True)
class Worded:
    """A Problem in words: one sentence of what is wrong, one of what to do (may be empty)."""

    message: str
    hint: str


def word_problem(problem: Problem) -> Worded:
    """The words of a Problem; ``*.suffix`` serves every file of the same fault."""
    words = _all_words()
    entry = words.get(problem.code) or words.get("*." + problem.code.rpartition(".")[2])
    if entry is None:
        return Worded(problem.code, "")
    hint = entry.get("hint", "")
    if problem.facts.get("guess"):
        hint = entry.get("hint_guess", hint)
    elif not all(problem.facts.get(name, True) for name in entry.get("hint_needs", "").split()):
        hint = ""
    facts = {name: _plain_number(value) for name, value in problem.facts.items()}
    return Worded(_one_line(entry["message"].format_map(facts)), _one_line(hint.format_map(facts)))


def word_code(code: str) -> str:
    """What a code says of nobody and nothing: its words, with dots in place of each fact."""
    words = _all_words()
    entry = words.get(code) or words.get("*." + code.rpartition(".")[2])
    return _one_line(entry["message"].format_map(_Dots())) if entry else code


class _Dots(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _plain_number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def clean(text: str) -> str:
    """Text that cannot steer a terminal: no control, format or direction characters."""
    return "".join(
        c
        if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
        else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )


def _one_line(text: str) -> str:
    """A name of a file may hold the end of a line: what is told of it stays on its own."""
    return clean(text).replace("\n", "\N{REPLACEMENT CHARACTER}")


_SEVERAL = {"person": "people", "entry": "entries"}


def counted(count: int, singular: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{count} {singular if count == 1 else _SEVERAL.get(singular, singular + 's')}"


def problem_answer(problem: Problem) -> ProblemAnswer:
    """A Problem in words, as every answer holds it."""
    worded = word_problem(problem)
    return ProblemAnswer(
        code=problem.code,
        severity=problem.severity.value,
        file=problem.file,
        line=problem.line,
        where=problem.where,
        message=worded.message,
        hint=worded.hint,
    )


def problem_answers(problems: Iterable[Problem]) -> tuple[ProblemAnswer, ...]:
    """Problems in words, in their order."""
    return tuple(problem_answer(problem) for problem in problems)


def problem_lines(problem: Problem) -> list[str]:
    """``access-kit: error: K-07.toml, line 14: reading.formats[0]: … [code]`` and its hint."""
    worded = word_problem(problem)
    place = problem.file or ""
    if place and problem.line:
        place += f", line {problem.line}"
    parts = [PROGRAM, problem.severity.value, _one_line(place), _one_line(problem.where or "")]
    lines = [": ".join(part for part in (*parts, worded.message) if part) + f" [{problem.code}]"]
    if worded.hint:
        lines.append(f"{PROGRAM}: hint: {worded.hint}")
    return lines


COLUMNS = 80
"""Of the terminal that a screen is counted by."""


def rows_of(line: str) -> int:
    """Rows that a line takes on a terminal of ``COLUMNS``."""
    return len(_fitted(line, WIDTH))


WIDTH = COLUMNS - 1
"""So many characters fit into the line of any terminal."""

_LEAST_COLUMNS = 20
_COMMAND = re.compile(r"access-kit [a-z][^;,()]*$")
_KEPT = "\x00"
"""A blank that no line is broken at."""


def width_of(stream: TextIO) -> int | None:
    """Characters that fit into a line of a terminal; ``None`` for what is none: lines stay whole.

    ``COLUMNS`` of the environment counts before what the terminal says.
    """
    if not stream.isatty():
        return None
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(_LEAST_COLUMNS, int(columns)) - 1
    try:
        return max(_LEAST_COLUMNS, os.get_terminal_size(stream.fileno()).columns) - 1
    except (OSError, ValueError):
        return WIDTH


def wrapped(text: str, indent: str = "", later: str = "") -> list[str]:
    """The lines of a paragraph, as wide as the terminal that questions are put to, and no wider.

    The first line begins with ``indent``, those after it with ``later``.
    """
    return _broken(clean(text), min(WIDTH, width_of(sys.stderr) or WIDTH), indent, later)


def _fitted(line: str, width: int | None) -> list[str]:
    """A line as it stands on a screen: what stands further in stays there, commands stay whole."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    if width is None or len(line) <= width or line.strip().startswith(f"{PROGRAM} "):
        return [line]
    return _broken(line.lstrip(" "), width, indent, indent)


def _broken(text: str, width: int, indent: str, later: str) -> list[str]:
    """A word longer than a line, such as a link, stays whole; so does a command at the end."""
    if len(indent) + len(text) <= width:
        return [indent + text]
    command = _COMMAND.search(text)
    if command and len(later) + len(command[0]) <= width:
        text = text[: command.start()] + command[0].replace(" ", _KEPT)
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ") for line in lines]


FIRST_TOLD = "edition.value"
"""The codes that begin so are never left to ``--verbose``."""

BRIEF_ROWS = 8
"""So many rows of warnings and notes a command that sums up says; the rest is counted."""


class Talk:
    """How one command speaks: the flags that every command takes, in one place."""

    def __init__(
        self,
        *,
        json: bool = False,
        plain: bool = False,
        quiet: bool = False,
        log: Path | None = None,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.as_json = json
        self.plain = plain
        self.quiet = quiet
        self._log = log
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    @classmethod
    def silent(cls) -> Talk:
        """One that says nothing: for a command that another one runs, and tells of in its way."""
        return cls(quiet=True, out=io.StringIO(), err=io.StringIO())

    def say(self, line: str = "") -> None:
        """A line of the answer; silent with ``--json``, whose answer is one object."""
        if not self.as_json:
            for row in clean(line).split("\n"):
                print(*_fitted(row, width_of(self._out)), sep="\n", file=self._out)

    def sum_up(self, line: str) -> None:
        """A line on what was done, beside the files that are the answer: silent when asked."""
        if not self.quiet:
            self.say(line)

    def answer(self, value: Answer) -> None:
        """The one object of ``--json``."""
        if self.as_json:
            text = json.dumps(to_plain(value), ensure_ascii=False, indent=2)
            print(text, file=self._out)

    def tell(self, problems: Iterable[Problem], *, brief: bool = False) -> int:
        """Problems on stderr, errors last, so that they stand next to the prompt; rows that it took

        ``brief``: see ``_in_brief``.
        """
        ranks = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}
        ranked = sorted(problems, key=lambda p: (ranks[p.severity], *p.sort_key()))
        for problem in ranked:
            self.log(problem.code, file_line=problem.line)
        heard = _together([one for one in ranked if one.is_error or not self.quiet])
        lines = _in_brief(heard) if brief else [line for p in heard for line in problem_lines(p)]
        for line in lines:
            print(*_fitted(line, width_of(self._err)), sep="\n", file=self._err)
        return sum(map(rows_of, lines))

    def fail(self, problems: Iterable[Problem]) -> None:
        """A command that ends with these problems: told, and as one object with ``--json``."""
        ordered = sorted(problems, key=Problem.sort_key)
        self.tell(ordered)
        self.answer(ProblemsAnswer(problem_answers(ordered)))

    def log(self, event: str, **ids: str | int | None) -> None:
        if self._log is None:
            return
        words = [f"{name}={value}" for name, value in ids.items() if value is not None]
        line = " ".join([time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), event, *words])
        with telling_write_errors(self._log):
            descriptor = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
                stream.write(line + "\n")

    @contextlib.contextmanager
    def progress(self, doing: str, total: int) -> Iterator[Progress]:
        """Steps of longer work: a bar in a terminal, lines with ``--plain``, else nothing."""
        bar = self._err.isatty() and not self.plain
        show = not self.quiet and (bar or self.plain)
        progress = Progress(self._err, doing, total, bar=bar, show=show)
        try:
            yield progress
        finally:
            progress.end()


def _together(ranked: list[Problem]) -> list[Problem]:
    """Notes that differ in nothing but whom they are about, as one of all of them."""
    about: dict[tuple[object, ...], list[Problem]] = {}
    for one in ranked:
        is_alike = one.severity is Severity.NOTE and one.where and one.line is None
        facts = tuple(sorted((name, str(value)) for name, value in one.facts.items()))
        kind = (one.code, one.file, facts) if is_alike else (id(one),)
        about.setdefault(kind, []).append(one)
    return [
        dataclasses.replace(alike[0], where=_all_of(alike)) if len(alike) > 1 else alike[0]
        for alike in about.values()
    ]


def _all_of(alike: list[Problem]) -> str:
    named = list(dict.fromkeys(one.where or "" for one in alike))
    left = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {left} more" if left > 0 else "")


def _in_brief(ranked: list[Problem]) -> list[str]:
    """Lines of problems in a few rows: every error, then warnings before notes.

    Of several of one code the first stands for all, with a count; a note is its one line.
    """
    alike = Counter(one.code for one in ranked if not one.is_error)
    firsts = {one.code: one for one in reversed(ranked) if not one.is_error}
    said: dict[str, list[str]] = {}
    rows = 0
    for one in sorted(firsts.values(), key=_weight):
        lines = _brief_lines(one, alike[one.code])
        rows += sum(map(rows_of, lines))
        if rows <= BRIEF_ROWS or not said:
            said[one.code] = lines
    left = sum(number for code, number in alike.items() if code not in said)
    more = [f"{PROGRAM}: and {_more_told(left)}: --verbose"] if left else []
    mild = (
        line for one in ranked if firsts.get(one.code) is one for line in said.get(one.code, ())
    )
    return [*mild, *more, *(line for one in ranked if one.is_error for line in problem_lines(one))]


def _weight(problem: Problem) -> tuple[bool, bool]:
    """What is said first: warnings, and among them another number than readers elsewhere get."""
    return problem.severity is Severity.NOTE, not problem.code.startswith(FIRST_TOLD)


def _more_told(left: int) -> str:
    return "1 more warning or note" if left == 1 else f"{left} more warnings or notes"


def _brief_lines(problem: Problem, alike: int) -> list[str]:
    lines = problem_lines(problem)
    more = [f"{PROGRAM}: and {alike - 1} more like this: --verbose"] if alike > 1 else []
    return [*(lines[:1] if problem.severity is Severity.NOTE else lines), *more]


class Progress:
    """Counts steps. Says nothing in the first two seconds: short work needs no talk."""

    def __init__(self, err: TextIO, doing: str, total: int, *, bar: bool, show: bool) -> None:
        self._err = err
        self._doing = doing
        self._total = total
        self._bar = bar
        self._show = show
        self._done = 0
        self._started = time.monotonic()
        self._last = self._started + _QUIET_SECONDS - _LINE_EVERY_SECONDS
        self._drawn = False

    def step(self, count: int = 1) -> None:
        self._done += count
        now = time.monotonic()
        every = 0.1 if self._bar and self._drawn else _LINE_EVERY_SECONDS
        if self._show and now - self._last >= every:
            self._last = now
            self._draw(now)

    def _draw(self, now: float) -> None:
        self._drawn = True
        left = (now - self._started) / max(self._done, 1) * (self._total - self._done)
        line = f"{self._doing}: {self._done} of {self._total}, about {left:.0f} s left"
        if self._bar:
            filled = 20 * self._done // max(self._total, 1)
            line = f"\r{'#' * filled}{'.' * (20 - filled)} {line}  "
        print(line, end="" if self._bar else "\n", file=self._err, flush=True)

    def end(self) -> None:
        if self._bar and self._drawn:
            print(f"\r{' ' * 79}\r", end="", file=self._err, flush=True)
