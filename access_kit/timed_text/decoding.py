"""Bytes to text for files that a player would show anyway: faults are found, not fatal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from access_kit.budgets import TOLD
from access_kit.errors import BadInput, Problem

UTF8_BOM = b"\xef\xbb\xbf"


def decode_leniently(data: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """``data`` as UTF-8 text, line ends as LF, faulty bytes as U+FFFD with one problem each line.

    A leading BOM goes; NULs become U+FFFD, as the WebVTT parser has it. UTF-16 is refused with
    ``BadInput``, because nothing of it can be read as UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(Problem("file.utf-16", file=name))
    data = data.removeprefix(UTF8_BOM)
    text = unify_line_ends(data.decode("utf-8", errors="replace"))
    found = islice(_lines_with(text, "\0"), TOLD)
    problems = [Problem("timed-text.nul", file=name, line=line) for line in found]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = unify_line_ends(data[: error.start].decode("utf-8"))
        problems.append(Problem("timed-text.not-utf-8", file=name, line=before.count("\n") + 1))
    return text.replace("\0", "\ufffd"), tuple(problems)


def unify_line_ends(text: str) -> str:
    """CRLF and CR become LF; other separators are text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines_with(text: str, mark: str) -> Iterator[int]:
    if mark in text:
        yield from (n for n, line in enumerate(text.split("\n"), 1) if mark in line)
