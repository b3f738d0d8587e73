"""Rows of a survey's export that belong to one person, as one row.

REDCap writes a row for each event of a record, and one for each repeat of a form. What such rows
say of a person is put together; where two of them say different things, the record is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from access_kit.profiles.csv_lines import Row
from access_kit.profiles.table_columns import LEFT_OUT, is_checkbox, known_names, plain_head
from access_kit.profiles.usual_forms import UNCHECKED


def join_records(
    rows: Iterable[Row], heads: Sequence[str], columns: Sequence[str]
) -> Iterator[Row]:
    """The rows as they are, or one for each record where a table has many rows a record.

    The rows of a record stand together, as exports have them; ``fault`` tells those that do not,
    and those that differ in what is taken.
    """
    plain = [plain_head(head) for head in heads]
    known = known_names()["rows"]
    at = next((index for index, head in enumerate(plain) if head in known["record"]), None)
    if at is None or not set(plain) & set(known["part"]):
        yield from rows
        return
    seen: set[str] = set()
    for record, many in groupby(rows, key=lambda row: row.fault or _cell(row, at)):
        found = list(many)
        if found[0].fault or not record:
            yield from found
        elif record in seen:
            yield _one(found, columns, "record-apart")
        else:
            seen.add(record)
            yield _one(found, columns, "")


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""


def _one(rows: Sequence[Row], columns: Sequence[str], fault: str) -> Row:
    width = max(len(row.cells) for row in rows)
    cells = []
    for index in range(width):
        said = [cell for row in rows if (cell := _cell(row, index))]
        name = columns[index] if index < len(columns) else LEFT_OUT
        if is_checkbox(name):
            said = [cell for cell in said if cell.casefold() not in UNCHECKED] or said[:1]
        if name != LEFT_OUT and len(set(said)) > 1:
            fault = fault or "record-differs"
        cells.append(said[0] if said else "")
    text = "\n".join(row.text for row in rows)
    return Row(rows[0].line, text, () if fault else tuple(cells), fault)
