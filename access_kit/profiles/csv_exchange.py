"""Profiles ⇄ a table: one row a person, one column a key path, or columns that somebody confirmed.

Rules of this file:
- Rows are read one by one and never gathered: fifty thousand people need no more memory than ten.
- Every fault of every row is told, up to ``MOST_TOLD``; then they are only counted.
- Writing guards cells that a spreadsheet would run as a formula; reading undoes it.
"""

from __future__ import annotations

import csv
import datetime
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.errors import Problem, Severity
from access_kit.files import shown
from access_kit.intake.reader import closest, shown_value
from access_kit.model.profile import Profile
from access_kit.profiles.cells import unguard, write_cell
from access_kit.profiles.csv_lines import Row, read_rows
from access_kit.profiles.fields import fields_by_key, get_path, profile_fields
from access_kit.profiles.record_rows import join_records
from access_kit.profiles.sheet_rows import read_sheet
from access_kit.profiles.table_columns import LEFT_OUT, MOST_ABOVE, Columns, looks_like_heads
from access_kit.profiles.table_rows import RowReader
from access_kit.profiles.tree import from_tree, to_tree
from access_kit.profiles.usual_forms import Usual

REQUIRED = ("id", "name", "stated_by")
MOST_TOLD = 1_000
_BOM = b"\xef\xbb\xbf"


def write_csv(people: Iterable[Profile]) -> Iterator[bytes]:
    """The table in pieces: UTF-8 with a BOM, for spreadsheets that know it only by that."""
    fields = profile_fields()
    yield _BOM + _line([one.key for one in fields])
    for person in people:
        tree = to_tree(person)
        yield _line([write_cell(one, get_path(tree, one.path)) for one in fields])


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()


@dataclass
class TableReading:
    """What became of a table while ``read_table`` went through it.

    ``rejected`` are the lines that no person came of, if they are to be kept; ``header`` the line
    with the heads, as it was; ``columns`` the fields that the table has.
    """

    keep_rejected: bool = False
    header: str = ""
    columns: tuple[str, ...] = ()
    accepted: int = 0
    refused: int = 0
    rejected: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    broken: bool = False
    """The header is wrong, so no row could be read at all."""

    @property
    def has_errors(self) -> bool:
        return self.untold > 0 or any(problem.is_error for problem in self.problems)

    def reject(self, row: Row) -> None:
        self.refused += 1
        if self.keep_rejected:
            self.rejected.append(row)

    def tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if len(self.problems) < MOST_TOLD:
                self.problems.append(problem)
            elif problem.is_error:
                self.untold += 1

    def all_problems(self, file: str) -> list[Problem]:
        """What was told, and a last word about what was only counted."""
        if not self.untold:
            return self.problems
        more = Problem("csv.more-faults", file=file, facts={"count": self.untold})
        return [*self.problems, more]


@dataclass(frozen=True)
class TablePlan:
    """How a table is read. ``columns`` are those of a table that is not ours, as confirmed.

    ``said`` is what is true of everybody in it; ``ids`` are given to people who have none there.
    """

    columns: Columns | None = None
    usual: Usual = field(default_factory=Usual)
    said: Mapping[str, str] = field(default_factory=dict)
    ids: Iterator[str] | None = None


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a table of any kind that is read."""
    return read_sheet(path) if path.name.lower().endswith(".xlsx") else read_rows(path)


def read_heads(path: Path) -> tuple[str, ...]:
    """The heads of a table's columns; what stands above them is passed over."""
    first = None
    for row in itertools.islice(rows_of(path), MOST_ABOVE):
        first = first or row
        if not row.fault and looks_like_heads(row.cells):
            return _heads(row)
    return _heads(first) if first and not first.fault else ()


def _heads(row: Row) -> tuple[str, ...]:
    return tuple(one for cell in row.cells if (one := unguard(cell).strip()))


def read_table(
    path: Path, *, today: datetime.date, reading: TableReading, plan: TablePlan | None = None
) -> Iterator[Profile]:
    """Every sound person of a table, in order; what is wrong gathers in ``reading``."""
    file, plan = shown(path), plan or TablePlan()
    rows = rows_of(path)
    confirmed = None if plan.columns is None else tuple(plan.columns.fields)
    heads = next((row for row in rows if confirmed in (None, _heads(row))), None)
    columns = _read_header(heads, file, reading, plan.columns)
    if columns is None:
        reading.broken = True
        return
    reading.columns = tuple(columns)
    seen: dict[str, int] = {}
    reader = RowReader(columns, plan.usual, plan.said, is_ours=plan.columns is None)
    for row in join_records(rows, heads.cells if heads else (), columns):
        person, problems = _read_row(row, reader, file, today, plan.ids)
        problems = problems + _find_twin(person, row, seen, file)
        reading.tell(problems)
        if person is None or any(problem.is_error for problem in problems):
            reading.reject(row)
            continue
        reading.accepted += 1
        yield person


def _find_twin(person: Profile | None, row: Row, seen: dict[str, int], file: str) -> list[Problem]:
    if person is None:
        return []
    first = seen.setdefault(person.id.casefold(), row.line)
    if first == row.line:
        return []
    return [_problem("csv.duplicate-id", file, row.line, "id", id=person.id, first=first)]


# -- the header -------------------------------------------------------------------------------


def _read_header(
    row: Row | None, file: str, reading: TableReading, columns: Columns | None
) -> list[str] | None:
    """The field of each column, or ``None`` with the faults told."""
    if row is None:
        reading.tell([Problem("csv.empty", file=file)])
        return None
    if row.fault:
        reading.tell([_problem(f"csv.{row.fault}", file, row.line)])
        return None
    reading.header = row.text
    names = [unguard(cell).strip() for cell in row.cells]
    while names and not names[-1]:
        names.pop()
    if columns is not None:
        return [columns.fields.get(name, LEFT_OUT) for name in names]
    names = [name.lower() for name in names]
    problems = [*_header_faults(names, list(fields_by_key()), file, row.line)]
    reading.tell(problems)
    return None if problems else names


def _header_faults(
    names: Sequence[str], known: Sequence[str], file: str, line: int
) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(names, start=1):
        if name in seen:
            yield _problem("csv.duplicate-column", file, line, value=shown_value(name))
        elif name not in known:
            guess = closest(name, known)
            facts: dict[str, str | int] = {
                "value": shown_value(name),
                "number": number,
                "guess": guess,
            }
            yield Problem("csv.unknown-column", file=file, line=line, facts=facts)
        seen.add(name)
    for name in REQUIRED:
        if name not in seen:
            yield _problem("csv.missing-column", file, line, key=name)


# -- a row ------------------------------------------------------------------------------------


def _read_row(
    row: Row, reader: RowReader, file: str, today: datetime.date, ids: Iterator[str] | None
) -> tuple[Profile | None, list[Problem]]:
    if row.fault:
        return None, [_problem(f"csv.{row.fault}", file, row.line)]
    columns = reader.columns
    extra = [cell for cell in row.cells[len(columns) :] if cell.strip()]
    if extra:
        facts = {"count": len(row.cells), "wanted": len(columns)}
        return None, [Problem("csv.too-many-cells", file=file, line=row.line, facts=facts)]
    tree, unclear = reader.read(row, file)
    if ids is not None:
        tree.setdefault("id", next(ids))
    person, problems = from_tree(tree, file=file, line=row.line, today=today)
    return person, unclear + problems


def _problem(
    code: str, file: str, line: int, where: str | None = None, **facts: str | int
) -> Problem:
    return Problem(code, Severity.ERROR, file, line, where, facts)


def write_rejected(reading: TableReading) -> bytes:
    """The rows that were not taken, below the header, as they stood in the table."""
    lines = [reading.header, *(row.text for row in reading.rejected)]
    return "\n".join([*lines, ""]).encode("utf-8", "surrogateescape")
