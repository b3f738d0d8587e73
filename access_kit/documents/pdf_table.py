"""A table as the lists that ``typeset/template.typ`` walks: columns, and what stays together."""

from __future__ import annotations

from math import ceil
from typing import Any

from access_kit.documents.pdf_inlines import InlineSetter, lines_of
from access_kit.documents.text_width import unbroken_parts
from access_kit.model.document import Inlines, Table

CELL_PADDING_EM = 0.35
LINES_KEPT_TOGETHER = 6
MOST_OF_A_PAGE = 0.7


class TableSetter:
    """``page_lines`` is how many lines a page holds at least."""

    def __init__(self, words: InlineSetter, page_lines: float) -> None:
        self._words = words
        self._page_lines = page_lines

    def build(self, table: Table) -> list[Any]:
        """The shape of a table, which is read as lines where its columns do not fit."""
        shares = self._column_widths(table)
        header = self._cells(table.header, shares, bold=True)
        rows = [self._cells(row, shares) for row in table.rows]
        long = [shares is None or self._is_long(row, table, shares) for row in table.rows]
        return ["tb", shares, self._words.inlines(table.caption), header, rows, long]

    def _cells(
        self, row: tuple[Inlines, ...], shares: list[float] | None, *, bold: bool = False
    ) -> list[Any]:
        if shares is None:
            return [self._words.inlines(cell, bold=bold) for cell in row]
        cells = []
        for cell, share in zip(row, shares, strict=True):
            with self._words.on((share - 2 * CELL_PADDING_EM) * self._words.factor):
                cells.append(self._words.inlines(cell, bold=bold))
        return cells

    def _column_widths(self, table: Table) -> list[float] | None:
        """Width of each column in ems, or None when the words do not fit side by side.

        They do not where most rows would stand alone on their page below the header.

        Each column is at least as wide as its longest word. What is left is shared out evenly, and
        a column that needs less than its share leaves the rest to the others.
        """
        least, more = [], []
        for cells in zip(table.header, *table.rows, strict=True):
            texts = [text for cell in cells for text in lines_of(cell)]
            words = [word for text in texts for word in unbroken_parts(text)] or [""]
            least.append(max(self._words.width(word) for word in words) + 2 * CELL_PADDING_EM)
            widest = max(self._words.width(text) for text in texts) + 2 * CELL_PADDING_EM
            more.append(widest - least[-1])
        spare = self._words.line / self._words.factor - sum(least)
        if spare < 0:
            return None
        widths = list(least)
        modest_first = sorted(range(len(more)), key=more.__getitem__)
        for left, column in zip(range(len(more), 0, -1), modest_first, strict=True):
            given = min(more[column], spare / left)
            widths[column] += given
            spare -= given
        shares = [round(width, 2) for width in widths]
        tall = sorted(self._lines_in(row, shares) for row in table.rows)
        few = self._lines_in(table.header, shares) + tall[len(tall) // 2] if tall else 0
        return shares if few <= MOST_OF_A_PAGE * self._page_lines else None

    def _is_long(self, row: tuple[Inlines, ...], table: Table, shares: list[float]) -> bool:
        """Whether a row has so many lines that keeping them on one page would leave a hole.

        It stands below the header, which is there again on each page.
        """
        lines, header = self._lines_in(row, shares), self._lines_in(table.header, shares)
        return lines > LINES_KEPT_TOGETHER or lines + header > self._page_lines

    def _lines_in(self, row: tuple[Inlines, ...], shares: list[float]) -> float:
        """At most so many lines: no line is left emptier than a third for a long word."""
        return max(
            sum(max(1.0, ceil(1.5 * self._words.width(text) / share)) for text in lines_of(cell))
            for cell, share in zip(row, shares, strict=True)
        )
