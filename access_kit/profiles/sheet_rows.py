"""The first sheet of a workbook (XLSX) as rows of cells."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from access_kit.budgets import PEOPLE_BYTES
from access_kit.files import read_bytes, shown
from access_kit.profiles.csv_lines import Row
from access_kit.workbook import read_first_sheet


def read_sheet(path: Path) -> Iterator[Row]:
    """Every row that is not blank. ``BadInput`` when it is no workbook, or larger than one is."""
    data = read_bytes(path, limit=PEOPLE_BYTES)
    for line, values in read_first_sheet(data, shown(path)):
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
