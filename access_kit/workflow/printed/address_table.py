"""The addresses of a mailing as a table, for a house that prints and folds.

A row says where a letter begins in the file of letters, and to where it goes, line by line as that
country's post wants it. Nothing in it says who the person is to us, what the letter is about, or
why somebody gets one.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.profiles.cells import guard

ADDRESSES = "addresses.csv"

Rows = dict[str, list[list[str]]]


@dataclass(frozen=True)
class AddressedLetter:
    """One person's letter: its first page in the file of letters, and the lines of the address."""

    id: str
    page: int
    sheets: int
    lines: tuple[str, ...]


def address_rows(letters: Sequence[AddressedLetter]) -> tuple[list[str], Rows]:
    """The heads of the table, and each person's row: as many lines as the longest address has."""
    most = max((len(one.lines) for one in letters), default=0)
    heads = ["page", "sheets", *(f"line_{number}" for number in range(1, most + 1))]
    return heads, {
        one.id: [[str(one.page), str(one.sheets), *_filled(one.lines, most)]] for one in letters
    }


def _filled(lines: Sequence[str], most: int) -> list[str]:
    return [*map(guard, lines), *[""] * (most - len(lines))]


def write_table(heads: Sequence[str], rows: Rows) -> bytes:
    """CSV by RFC 4180, in UTF-8 with a mark at its beginning, by which Excel knows it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [heads, *(row for one in rows.values() for row in one)]
    )
    return codecs.BOM_UTF8 + out.getvalue().encode()
