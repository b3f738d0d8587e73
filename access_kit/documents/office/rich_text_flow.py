"""Where the text of an RTF file goes: paragraphs that become pieces, and the table they lie in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from access_kit.documents.office.grid import GridCell, GridRow, set_grid
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.errors import Severity
from access_kit.model.document import Heading, Paragraph, Text

_NUMBER = re.compile(r"\(?([0-9]{1,6})[.)]?")
_LETTERED = re.compile(r"\(?[^\W_][\w.]{0,8}[.)]")


@dataclass
class RtfShape:
    """What holds for a paragraph: heading level, list, and whether it lies in a table."""

    level: int | None = None
    list_id: int = 0
    list_level: int = 0
    in_table: bool = False


@dataclass
class RtfFlow:
    """Pieces as they come. ``marker`` is what stands before the next entry of a list."""

    gathered: Gathering
    pieces: list[OfficePiece] = field(default_factory=list)
    marker: str = ""
    _rows: list[GridRow] = field(default_factory=list)
    _cells: list[GridCell] = field(default_factory=list)
    _cell: list[OfficePiece] = field(default_factory=list)
    _tables: int = 0

    def __post_init__(self) -> None:
        self.phrase = self.gathered.phrase()

    def end_paragraph(self, shape: RtfShape, *, in_table: bool) -> None:
        content = self.phrase.done()
        self.phrase = self.gathered.phrase()
        marker, self.marker = self.marker.strip(), ""
        if not in_table:
            self.end_table()
        if not content:
            return
        number = _NUMBER.fullmatch(marker)
        piece: OfficePiece = Paragraph(content)
        if shape.level is not None:
            piece = Heading(shape.level, (Text(f"{marker} "), *content) if number else content)
        elif not number and _LETTERED.fullmatch(marker):
            self.gathered.tell("office.numbers-changed", severity=Severity.NOTE)
            piece = Paragraph((Text(f"{marker} "), *content))
        elif marker or shape.list_id:
            piece = Entry(shape.list_level, content, int(number[1]) if number else None)
        self.add(piece, in_table=in_table)

    def add(self, piece: OfficePiece, *, in_table: bool) -> None:
        (self._cell if in_table else self.pieces).append(piece)

    def end_cell(self) -> None:
        self._cells.append(GridCell(tuple(self._cell)))
        self._cell = []

    def end_row(self) -> None:
        if self._cell:
            self.end_cell()
        if self._cells:
            self._rows.append(tuple(self._cells))
        self._cells = []

    def end_table(self) -> None:
        self.end_row()
        if self._rows:
            self._tables += 1
            self.pieces += set_grid(self._rows, self.gathered, f"table {self._tables}")
            self._rows = []

    def end(self, shape: RtfShape) -> None:
        self.end_paragraph(shape, in_table=False)
        self.end_table()
