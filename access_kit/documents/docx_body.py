"""The words of a Word file: each block of the tree as Word's own paragraphs, lists and tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Twips
from docx.text.paragraph import Paragraph as WordParagraph

from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import (
    direction,
    isolate,
    isolate_values,
    split_isolated,
)
from access_kit.documents.docx_styles import (
    DEEPEST,
    TICKS,
    begin_list,
    indent_twips,
    measure_mm,
    prepare_word_file,
    save_word_file,
)
from access_kit.documents.docx_xml import (
    Element,
    bold_properties,
    check_box,
    element,
    field,
    language_properties,
    mark_decorative,
    put,
    rule_beside,
    size_properties,
    text_field,
)
from access_kit.documents.renderers import label, label_language
from access_kit.documents.svg import MEDIA_TYPE, draw_svg
from access_kit.documents.templates import body_size_pt
from access_kit.documents.text_width import text_width_em, unbroken_parts
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Contact,
    ContactBox,
    Document,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    PageBreak,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)
from access_kit.model.look import Look

DEEPEST_HEADING = 6
CELL_PADDING_EM = 0.6
WIDER = 1.2
"""How much wider the letters of a reader's computer may be than those that we can measure."""

PX_PER_MM = 96 / 25.4
SHARP = 3
"""Pixels of a drawn picture in one of the page: about 300 an inch."""

_HOLE = re.compile(r"(\{pages?\})")
_NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def build_word_file(document: Document, look: Look) -> bytes:
    """The bytes of the file."""
    word = docx.Document()
    prepare_word_file(word, document, look)
    _Writer(word, document, look).write()
    return save_word_file(word)


@dataclass(frozen=True)
class _Place:
    """Where a block stands: its language, its depth in lists, inside of a box or not."""

    lang: str
    depth: int = 0
    in_list: bool = False
    boxed: bool = False


class _Writer:
    def __init__(self, word: WordDocument, document: Document, look: Look) -> None:
        self._word = word
        self._document = document
        self._look = look
        self._level = 0
        self._ids = 0

    def write(self) -> None:
        document, place = self._document, _Place(self._document.lang)
        title = self._paragraph("Title", place)
        self._add(title, (Text(document.title),), place)
        self._blocks(document.draft_banner, replace(place, boxed=True))
        self._blocks(document.blocks, place)
        self._write_margins()

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, blocks: Blocks, place: _Place) -> None:
        for block in blocks:
            lang = getattr(block, "lang", None) or place.lang
            self._block(block, replace(place, lang=lang))

    def _block(self, block: Block, place: _Place) -> None:
        match block:
            case Heading(level, content):
                self._level = level
                self._heading(level, content, place)
            case Paragraph(content):
                self._text(content, place)
            case BulletList(items):
                self._items(items, "List Bullet", place, None)
            case Steps(items, start):
                number = begin_list(self._word, min(place.depth, DEEPEST), start)
                self._items(items, "List Number", place, number)
            case TickList(items):
                self._tick_items(items, place)
            case Question():
                self._question(block, place)
            case WriteLine():
                self._write_line(block, place)
            case Table():
                self._table(block, place)
            case Image():
                self._picture(block, place)
            case Callout(title, blocks):
                level, self._level = self._level, self._level + 1
                self._heading(self._level, title, replace(place, boxed=True))
                self._blocks(blocks, replace(place, boxed=True))
                self._level = level
            case ContactBox(title, contacts):
                self._heading(self._level + 1, title, replace(place, boxed=True))
                for contact in contacts:
                    self._contact(contact, replace(place, boxed=True))
            case PageBreak():
                self._run(self._paragraph("Normal", place)).add_break(WD_BREAK.PAGE)
            case _:
                pass

    def _heading(self, level: int, content: Inlines, place: _Place) -> None:
        made = self._paragraph(f"Heading {min(level, DEEPEST_HEADING)}", place)
        self._add(made, content, place)

    def _text(self, content: Inlines, place: _Place, *, strong: bool = False) -> WordParagraph:
        made = self._paragraph("List Continue" if place.in_list else "Normal", place)
        self._add(made, content, place, strong=strong)
        return made

    def _items(
        self, items: tuple[ListItem, ...], style: str, place: _Place, number: int | None
    ) -> None:
        for item in items:
            made = self._list_paragraph(style, place, number)
            self._add(made, item.content, place)
            self._below(item, place)

    def _tick_items(self, items: tuple[ListItem, ...], place: _Place) -> None:
        for item in items:
            self._tick("", item.content, place)
            self._below(item, place)

    def _below(self, item: ListItem, place: _Place) -> None:
        depth = place.depth + 1
        self._blocks(item.children, replace(place, depth=depth, in_list=True))

    def _tick(self, key: str, content: Inlines, place: _Place) -> WordParagraph:
        made = self._list_paragraph("List Paragraph", place, TICKS)
        made._p.append(check_box(key, self._next_id()))
        made._p.append(element("r", element("tab")))
        self._add(made, content, place)
        return made

    def _list_paragraph(self, style: str, place: _Place, number: int | None) -> WordParagraph:
        made = self._paragraph(style, place)
        depth = min(place.depth, DEEPEST)
        if number is not None or depth:
            parts = [element("ilvl", val=depth)]
            own = self._word.styles[style].element.find(f".//{qn('w:numId')}")
            parts.append(element("numId", val=number or own.get(qn("w:val"))))
            put(made._p.get_or_add_pPr(), element("numPr", *parts))
        return made

    def _question(self, block: Question, place: _Place) -> None:
        if block.kind:
            kind = self._text((Text(block.kind),), place)
            kind.paragraph_format.keep_with_next = True
        asked = self._text(block.content, place, strong=True)
        asked.paragraph_format.keep_with_next = True
        for answer in block.answers:
            ticked = self._tick(block.key, (Text(answer),), place)
            ticked.paragraph_format.keep_with_next = answer is not block.answers[-1]
        if block.note:
            self._text(block.note, place)

    def _write_line(self, block: WriteLine, place: _Place) -> None:
        made = self._text((Text(f"{block.label}: "),), place)
        end = round(measure_mm(self._look) * 1440 / 25.4)
        stop = element("tab", val="right", leader="underscore", pos=end)
        put(made._p.get_or_add_pPr(), element("tabs", stop))
        made._p.append(text_field(block.key, self._next_id()))

    def _contact(self, contact: Contact, place: _Place) -> None:
        value = clean_text(contact.value)
        shown: Inline = Link(value, contact.url) if contact.url else Text(value, isolate=True)
        self._text((Text(f"{contact.label}: "), shown), place)

    def _picture(self, block: Image, place: _Place) -> None:
        data = block.data
        if block.media_type == MEDIA_TYPE:  # Word shows line pictures only from 2019 on
            data = draw_svg(data, SHARP * block.width_px, SHARP * block.height_px)
        width = min(Mm(measure_mm(self._look)), Mm(block.width_px / PX_PER_MM))
        made = self._paragraph("Normal", place)
        self._run(made).add_picture(io.BytesIO(data), width=Emu(width))
        properties = made._p.findall(f".//{qn('wp:docPr')}")[-1]
        number = str(self._next_id())
        properties.set("id", number)
        properties.set("name", number)
        properties.set("descr", "" if block.decorative else clean_text(block.alt))
        for inner in made._p.iter(qn("pic:cNvPr")):
            inner.set("name", number)
        if block.decorative:
            mark_decorative(properties)

    # -- tables ---------------------------------------------------------------------------------

    def _table(self, block: Table, place: _Place) -> None:
        if block.caption:
            made = self._paragraph("Caption", place)
            made.paragraph_format.keep_with_next = True
            self._add(made, block.caption, place)
        widths = self._column_widths(block, place.lang)
        if widths is None:
            self._table_as_lines(block, place)
        else:
            self._real_table(block, widths, place)

    def _real_table(self, block: Table, widths: list[float], place: _Place) -> None:
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
        size = self._size(place.lang)
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
                self._dress(inner, place)
                self._add(inner, content, place, strong=number == 0)
        self._gap(place)

    def _gap(self, place: _Place) -> None:
        """An empty line keeps a table from the next one; Word would join them."""
        made = self._paragraph("Normal", place)
        made.paragraph_format.space_after = Twips(0)

    def _table_as_lines(self, block: Table, place: _Place) -> None:
        """A table that is too wide: a row at a time, each value after its heading."""
        for row in block.rows:
            for head, cell in zip(block.header, row, strict=True):
                bold = tuple(replace(p, strong=True) if isinstance(p, Text) else p for p in head)
                made = self._text((*bold, Text(": "), *cell), place)
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
        spare = measure_mm(self._look) * 72 / 25.4 / self._size(lang) - sum(least)
        if spare < 0:
            return None
        more = [w - n for w, n in zip(wished, least, strict=True)]
        share = min(1.0, spare / sum(more)) if sum(more) else 0.0
        return [n + share * m for n, m in zip(least, more, strict=True)]

    def _width(self, text: str, lang: str) -> float:
        return WIDER * text_width_em(text, bold=True, lang=lang)

    # -- paragraphs and runs --------------------------------------------------------------------

    def _paragraph(self, style: str, place: _Place) -> WordParagraph:
        made = self._word.add_paragraph(style=style)
        self._dress(made, place)
        return made

    def _dress(self, made: WordParagraph, place: _Place) -> None:
        properties, rtl = made._p.get_or_add_pPr(), direction(place.lang) == "rtl"
        if place.in_list and made.style is not None and made.style.name == "List Continue":
            indent = indent_twips(place.depth - 1, self._look.body_pt)
            made.paragraph_format.left_indent = Twips(indent)
        if place.boxed:
            put(properties, rule_beside(self._look.colours.rule, rtl=rtl))
        if rtl:
            put(properties, element("bidi"))
        elif direction(self._document.lang) == "rtl":
            put(properties, element("bidi", val=0))

    def _add(
        self, made: WordParagraph, content: Inlines, place: _Place, *, strong: bool = False
    ) -> None:
        for part in content:
            if isinstance(part, LineBreak):
                self._run(made).add_break()
            elif isinstance(part, Link):
                self._link(made, part, place, strong)
            else:
                self._words(made, part, place, strong or part.strong)

    def _words(self, made: WordParagraph, part: Text, place: _Place, strong: bool) -> None:
        lang, around = part.lang or place.lang, direction(place.lang)
        text = clean_text(part.text)
        if part.isolate or direction(lang) != around:
            text = isolate(text, around)
        else:
            text = isolate_values(text, around)
        for run in self._runs(text, lang, place, strong):
            made._p.append(run)

    def _link(self, made: WordParagraph, part: Link, place: _Place, strong: bool) -> None:
        lang = part.lang or place.lang
        text = isolate(clean_text(part.text), direction(place.lang))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        key = made.part.relate_to(clean_text(part.url), kind, is_external=True)
        link = element("hyperlink", history=1)
        link.set(qn("r:id"), key)
        for run in self._runs(text, lang, place, strong):
            put(run.get_or_add_rPr(), element("rStyle", val="Hyperlink"))
            link.append(run)
        made._p.append(link)

    def _runs(self, text: str, lang: str, place: _Place, strong: bool) -> Iterator[Element]:
        """``text`` as runs, each of which runs one way."""
        for piece, way in split_isolated(text, direction(lang)):
            run = element("r")
            properties = run.get_or_add_rPr()
            for one in bold_properties() if strong else ():
                put(properties, one)
            if self._factor(lang) != self._factor(self._document.lang):
                for one in size_properties(self._size(lang)):
                    put(properties, one)
            rtl = way == "rtl"
            if rtl or lang != self._document.lang:
                for one in language_properties(lang, rtl=rtl):
                    put(properties, one)
            words = element("t")
            words.text = piece
            words.set(qn("xml:space"), "preserve")
            run.append(words)
            yield run

    def _run(self, made: WordParagraph) -> Any:  # noqa: ANN401 (python-docx's own)
        return made.add_run()

    def _size(self, lang: str) -> float:
        return body_size_pt(self._look, lang)

    def _factor(self, lang: str) -> float:
        return self._size(lang) / self._look.body_pt

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids

    # -- above and below each page --------------------------------------------------------------

    def _write_margins(self) -> None:
        """The draft banner above each page, and below it the page's number."""
        section = self._word.sections[0]
        place = _Place(label_language(self._document) or self._document.lang)
        number = section.footer.paragraphs[0]
        self._dress(number, place)
        for part in _HOLE.split(label(self._document, "page")):
            if part in _NUMBERS:
                number._p.append(field(_NUMBERS[part]))
            elif part:
                self._words(number, Text(part), place, False)
        lines = [one for one in self._document.draft_banner if isinstance(one, Paragraph)]
        for at, line in enumerate(lines):
            header = section.header
            made = header.paragraphs[0] if at == 0 else header.add_paragraph()
            inner = _Place(line.lang or self._document.lang, boxed=True)
            self._dress(made, inner)
            self._add(made, line.content, inner)


def _words(part: Inline) -> str:
    return " " if isinstance(part, LineBreak) else part.text
