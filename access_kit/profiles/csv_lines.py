"""A table's file as rows of cells, one line at a time, whatever stands in it.

Rules of this file:
- A row is a line: no field holds a line break, so a quote left open ends with its line.
- Memory does not grow with the file: a line longer than ``TABLE_LINE`` is told and skipped.
- Faults are told with the number of their line, counted from 1; reading goes on behind them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.budgets import TABLE_LINE
from access_kit.errors import BadInput
from access_kit.files import read_bytes

"""Longest line in characters: far above anything a profile can hold."""

_DELIMITERS = (",", ";", "\t")
_SAYS_DELIMITER = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """``fault`` says why there are no cells. ``text`` is the line as it was, without its end."""

    line: int
    text: str
    cells: tuple[str, ...] = ()
    fault: str = ""


def read_rows(path: Path) -> Iterator[Row]:
    """Every row that is not blank; the first tells which sign parts the cells.

    A line above it that says so itself (``sep=;``) is Excel's. ``BadInput`` when the path is no
    file of text.
    """
    delimiter = ""
    for line, text, too_long in _lines(path):
        if not text.strip(" \t,;\r"):
            continue
        if not delimiter and (said := _SAYS_DELIMITER.fullmatch(text.strip())):
            delimiter = said[1]
            continue
        fault = "line-too-long" if too_long else _fault(text)
        if fault:
            yield Row(line, text, fault=fault)
            continue
        delimiter = delimiter or find_delimiter(text)
        yield _parse(line, text, delimiter)


def _encoding(path: Path) -> str:
    """UTF-16 where the file says so, else UTF-8. ``BadInput`` unless it is a file that is read."""
    try:
        read_bytes(path, limit=0)
    except BadInput as error:
        if error.problems[0].code != "file.too-large":
            raise
    with path.open("rb") as stream:
        is_wide = stream.read(2) in (b"\xff\xfe", b"\xfe\xff")
    return "utf-16" if is_wide else "utf-8-sig"


def _lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Number, text and whether it was cut, of each line. Bytes that are no UTF-8 stay visible."""
    encoding, number = _encoding(path), 0
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    with path.open(encoding=encoding, errors=errors) as text:
        while line := text.readline(TABLE_LINE + 1):
            number += 1
            too_long = len(line) > TABLE_LINE and not line.endswith("\n")
            rest = line
            while too_long and rest and not rest.endswith("\n"):
                rest = text.readline(TABLE_LINE)
            yield number, line[:80] if too_long else line.rstrip("\n"), too_long


def _fault(text: str) -> str:
    if "\0" in text:
        return "nul"
    unread = any("\udc80" <= sign <= "\udcff" or sign == "\ufffd" for sign in text)
    return "not-utf-8" if unread else ""


def find_delimiter(header: str) -> str:
    """The sign that parts a header into the most cells outside quotes."""
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _parse(line: int, text: str, delimiter: str) -> Row:
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        open_quote = "end of data" in str(error)
        return Row(line, text, fault="open-quote" if open_quote else "bad-quote")
    return Row(line, text, tuple(rows[0]))
