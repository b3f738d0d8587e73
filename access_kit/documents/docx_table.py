"""A table of a Word file; one that is too wide for the page is written a line a value."""

from __future__ import annotations

from dataclasses import replace

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Twips

from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import direction
from access_kit.documents.docx_paragraphs import BlockPlace, ParagraphWriter
from access_kit.documents.docx_styles import measure_mm
from access_kit.documents.docx_xml import element
from access_kit.documents.text_width import text_width_em, unbroken_parts
from access_kit.model.document import Inline, LineBreak, Table, Text
from access_kit.model.look import Look

CELL_PADDING_EM = 0.6
WIDER = 1.2
"""How much wider the letters of a reader's computer may be than those that we can measure."""


class WordTableWriter:
    """Writes tables at the end of ``word``."""

    def __init__(self, word: WordDocument, text: ParagraphWriter, look: Look) -> None:
        self._word = word
        self._text = text
        self._look = look

    def write(self, block: Table, place: BlockPlace) -> None:
        if block.caption:
            made = self._text.paragraph("Caption", place)
            made.paragraph_format.keep_with_next = True
            self._text.add(made, block.caption, place)
        widths = self._column_widths(block, place.lang)
        if widths is None:
            self._table_as_lines(block, place)
        else:
            self._real_table(block, widths, place)

    def _real_table(self, block: Table, widths: list[float], place: BlockPlace) -> None:
        rows = (block.header, *block.rows)
        table = self._word.add_table(len(rows), len(block.header), style="Table Grid")
        table.autofit = False
        properties = table._tbl.tblPr
        if direction(place.lang) == "rtl":
            properties.find(qn("w:tblStyle")).addnext(element("bidiVisual"))
        look = properties.find(qn("w:tblLook"))
        if look is not None:
            look.attrib.clear()
            look.set(qn("w:val"), "0020")
            look.set(qn("w:firstRow"), "1")
        size = self._text.size(place.lang)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(round(width * size * 20))
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            marks = row._tr.get_or_add_trPr()
            marks.append(element("cantSplit"))
            if number == 0:
                marks.append(element("tblHeader"))
            for cell, content, width in zip(row.cells, cells, widths, strict=True):
                cell.width = Twips(round(width * size * 20))
                inner = cell.paragraphs[0]
                inner.paragraph_format.space_after = Twips(0)
                self._text.dress(inner, place)
                self._text.add(inner, content, place, strong=number == 0)
        self._gap(place)

    def _gap(self, place: BlockPlace) -> None:
        """An empty line keeps a table from the next one; Word would join them."""
        made = self._text.paragraph("Normal", place)
        made.paragraph_format.space_after = Twips(0)

    def _table_as_lines(self, block: Table, place: BlockPlace) -> None:
        """A table that is too wide: a row at a time, each value after its heading."""
        for row in block.rows:
            for head, cell in zip(block.header, row, strict=True):
                bold = tuple(replace(p, strong=True) if isinstance(p, Text) else p for p in head)
                made = self._text.body((*bold, Text(": "), *cell), place)
                last = cell is row[-1]
                made.paragraph_format.keep_with_next = not last
                if not last:
                    made.paragraph_format.space_after = Twips(0)

    def _column_widths(self, block: Table, lang: str) -> list[float] | None:
        """Widths in ems: each column at least its longest word; ``None`` when they do not fit."""
        least, wished = [], []
        for cells in zip(block.header, *block.rows, strict=True):
            texts = [clean_text("".join(_words(part) for part in cell)) for cell in cells]
            parts = [part for text in texts for part in unbroken_parts(text)] or [""]
            least.append(max(self._width(part, lang) for part in parts) + 2 * CELL_PADDING_EM)
            wished.append(max(self._width(text, lang) for text in texts) + 2 * CELL_PADDING_EM)
        spare = measure_mm(self._look) * 72 / 25.4 / self._text.size(lang) - sum(least)
        if spare < 0:
            return None
        more = [w - n for w, n in zip(wished, least, strict=True)]
        share = min(1.0, spare / sum(more)) if sum(more) else 0.0
        return [n + share * m for n, m in zip(least, more, strict=True)]

    def _width(self, text: str, lang: str) -> float:
        return WIDER * text_width_em(text, bold=True, lang=lang)


def _words(part: Inline) -> str:
    return " " if isinstance(part, LineBreak) else part.text
