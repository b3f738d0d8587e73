"""The first sheet of a workbook (XLSX) as rows of cells. A formula gives what it gave last.

The archive is held against its budget before the library unpacks anything of it.
"""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from access_kit.archives import ArchiveFault, open_archive
from access_kit.budgets import PEOPLE_BYTES, SHEET, SHEET_ROWS
from access_kit.errors import BadInput, MissingPart, Problem
from access_kit.files import read_bytes, shown
from access_kit.profiles.csv_lines import Row


def read_sheet(path: Path) -> Iterator[Row]:
    """Every row that is not blank. ``BadInput`` when it is no workbook, or larger than one is."""
    try:
        import openpyxl
    except ImportError:
        facts = {"extra": "office"}
        raise MissingPart(Problem("extra.missing", file=shown(path), facts=facts)) from None
    data = read_bytes(path, limit=PEOPLE_BYTES)
    damaged = BadInput(Problem("sheet.damaged", file=shown(path)))
    try:
        with open_archive(data, SHEET):
            pass
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (ArchiveFault, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise damaged from None
    if not book.worksheets:
        raise damaged
    try:
        yield from _rows(book.worksheets[0].iter_rows(values_only=True), shown(path))
    except (KeyError, ValueError, TypeError, OSError, SyntaxError):
        raise damaged from None
    finally:
        book.close()


def _rows(rows: Iterable[tuple[Any, ...]], file: str) -> Iterator[Row]:
    for line, values in enumerate(rows, start=1):
        if line > SHEET_ROWS:
            raise BadInput(Problem("sheet.too-many-rows", file=file, facts={"limit": SHEET_ROWS}))
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Row(line, _as_line(cells), tuple(cells))


def _text(value: Any) -> str:  # noqa: ANN401 (what a cell holds)
    """A cell as somebody would type it: a whole number without a point, a day without an hour."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return " ".join(str(value).split())


def _as_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
