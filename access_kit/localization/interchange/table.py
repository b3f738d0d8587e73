"""Rows as a table: CSV, in UTF-8 with a mark that spreadsheets know it by, or XLSX.

A cell that a spreadsheet would run as a formula gets ``'`` in front, and loses it on its way back.
Rows may be sorted, and columns moved or added; none of ours may be left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from access_kit.budgets import SHEET_ROWS, TABLE_LINE
from access_kit.errors import BadInput, Problem
from access_kit.files import decode_text
from access_kit.localization.interchange.rows import ExchangeRow
from access_kit.profiles.cells import guard, unguard
from access_kit.workbook import load_openpyxl, read_first_sheet

COLUMNS = ("target", "source", *(one.name for one in fields(ExchangeRow)
                                 if one.name not in ("target", "source", "line")))  # fmt: skip
_WIDE = {"target": 60, "source": 60, "plural": 30, "notes": 40, "context": 30}
_MOST = 32_767
"""Characters in a cell of a workbook; what is longer would be cut."""

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_csv(rows: Iterable[ExchangeRow]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(row: ExchangeRow) -> list[str]:
    return [guard(str(getattr(row, name))) for name in COLUMNS]


def read_csv(data: bytes, file: str) -> list[ExchangeRow]:
    """``BadInput`` for what is no table of ours; the sign between cells is found."""
    text = decode_text(data, file)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(TABLE_LINE)
    lines = io.StringIO(text, newline="")
    try:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        return _read(((reader.line_num, cells) for cells in reader), file)
    except csv.Error:
        raise BadInput(Problem("exchange.damaged", file=file)) from None


def write_xlsx(rows: Iterable[ExchangeRow]) -> bytes:
    openpyxl = load_openpyxl()
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(COLUMNS)
    for row in rows:
        # Excel reads _x0041_ as a letter, so that one in a text is written with its line escaped.
        cells = [_ESCAPED.sub("_x005F_", cell) for cell in _cells(row)]
        if max(map(len, cells)) > _MOST:
            facts = {"limit": _MOST}
            raise BadInput(Problem("exchange.cell-too-long", where=row.context, facts=facts))
        sheet.append(cells)
    for number, name in enumerate(COLUMNS, 1):
        letter = openpyxl.utils.get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDE.get(name, 14)
        sheet.cell(1, number).font = Font(bold=True)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            cell.data_type = "s"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_xlsx(data: bytes, file: str) -> list[ExchangeRow]:
    """``BadInput`` for what is no workbook with a table of ours on its first sheet."""
    rows = read_first_sheet(data, file)
    return _read(((line, [_text(one) for one in cells]) for line, cells in rows), file)


def _text(value: object) -> str:
    """A cell as it was typed: a whole number has no point."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read(lines: Iterator[tuple[int, Sequence[str]]], file: str) -> list[ExchangeRow]:
    _, heads = next(lines, (1, ()))
    at = {name.strip().casefold(): number for number, name in enumerate(heads)}
    lacking = [name for name in COLUMNS if name not in at]
    if lacking:
        facts = {"columns": ", ".join(lacking)}
        raise BadInput(Problem("exchange.columns", file=file, line=1, facts=facts))
    found = []
    for line, cells in lines:
        if line > SHEET_ROWS:  # of a table in CSV
            raise BadInput(Problem("sheet.too-many-rows", file=file, facts={"limit": SHEET_ROWS}))
        if any(cell.strip() for cell in cells):
            values = {name: _cell(cells, at[name]) for name in COLUMNS}
            found.append(ExchangeRow(**values, line=line))
    return found


def _cell(cells: Sequence[str], at: int) -> str:
    """Spreadsheets end the lines inside of a cell in their own way."""
    text = unguard(cells[at]) if at < len(cells) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n")
