"""Bytes to text for files that a player would show anyway: faults are found, not fatal.

Rules of this file:
- A byte order mark says what a file is; zero bytes in every other place say UTF-16 as well.
- What is UTF-8 is read as that, with single damaged bytes too. Anything else is a code page, which
  is found by its letters and told, for only a person can see whether the words are right.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from access_kit.budgets import TOLD
from access_kit.errors import Problem, Severity
from access_kit.timed_text.code_pages import find_code_page

UTF8_BOM = b"\xef\xbb\xbf"
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def decode_leniently(data: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """``data`` as text, line ends as LF, and what was wrong with its bytes.

    UTF-16 and code pages are found by their content: ``timed-text.other-encoding`` tells which
    one. Of UTF-8 with damaged bytes those become U+FFFD, with one problem for the first. A leading
    BOM goes; NULs become U+FFFD, as the WebVTT parser has it. ``MissingPart`` where finding a code
    page needs the extra.
    """
    text, problems = _decode(data, name)
    text = unify_line_ends(text)
    found = islice(_lines_with(text, "\0"), TOLD)
    nuls = tuple(Problem("timed-text.nul", file=name, line=line) for line in found)
    return text.replace("\0", "\ufffd"), (*nuls, *problems)


def _decode(data: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    if wide := _wide_encoding(data):
        problem = _tell_encoding("UTF-16", Severity.NOTE, name, None)
        text = data.decode(wide, errors="replace").removeprefix("\ufeff")
        lost = _line_of(text, "\ufffd")
        return text, (problem, *([_tell_damage(name, lost)] if lost else []))
    data = data.removeprefix(UTF8_BOM)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = unify_line_ends(data[: error.start].decode("utf-8")).count("\n") + 1
    if not _is_damaged_utf8(data):
        page = find_code_page(data)
        try:
            text = data.decode(page)
            return text, (_tell_encoding(page, Severity.WARNING, name, line),)
        except UnicodeDecodeError:
            pass
    return data.decode("utf-8", errors="replace"), (_tell_damage(name, line),)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 by its mark, or by the zeros that stand beside ASCII letters in it."""
    if data[:2] in _UTF16:
        return _UTF16[data[:2]]
    head = data[:1000]
    if len(head) < 8:
        return None
    first, second = head[::2], head[1::2]
    if second.count(0) * 2 > len(second) and not first.count(0):
        return "utf-16-le"
    if first.count(0) * 2 > len(first) and not second.count(0):
        return "utf-16-be"
    return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether clearly more bytes beyond ASCII make letters of UTF-8 than do not.

    Of a sentence in Big5 more than half happen to.
    """
    beyond = len(_BEYOND_ASCII.findall(data))
    good = sum(map(len, _UTF8_LETTER.findall(data)))
    return good * 5 > beyond * 3


def _tell_encoding(encoding: str, severity: Severity, name: str, line: int | None) -> Problem:
    facts = {"encoding": encoding}
    return Problem("timed-text.other-encoding", severity, name, line, facts=facts)


def _tell_damage(name: str, line: int) -> Problem:
    return Problem("timed-text.not-utf-8", file=name, line=line)


def _line_of(text: str, mark: str) -> int:
    """The line of the first ``mark``, or 0."""
    at = text.find(mark)
    return unify_line_ends(text[:at]).count("\n") + 1 if at >= 0 else 0


def unify_line_ends(text: str) -> str:
    """CRLF and CR become LF; other separators are text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines_with(text: str, mark: str) -> Iterator[int]:
    if mark in text:
        yield from (n for n, line in enumerate(text.split("\n"), 1) if mark in line)
