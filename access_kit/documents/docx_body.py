"""The words of a Word file: each block of the tree as Word's own paragraphs, lists and tables."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph as WordParagraph

from access_kit.documents.clean_text import clean_text
from access_kit.documents.docx_paragraphs import BlockPlace, ParagraphWriter
from access_kit.documents.docx_styles import (
    DEEPEST,
    TICKS,
    begin_list,
    measure_mm,
    prepare_word_file,
    save_word_file,
)
from access_kit.documents.docx_table import WordTableWriter
from access_kit.documents.docx_xml import (
    check_box,
    element,
    field,
    mark_decorative,
    put,
    text_field,
)
from access_kit.documents.renderers import label, label_language
from access_kit.documents.svg import MEDIA_TYPE, draw_svg
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


class _Writer:
    def __init__(self, word: WordDocument, document: Document, look: Look) -> None:
        self._word = word
        self._document = document
        self._look = look
        self._text = ParagraphWriter(word, document.lang, look)
        self._tables = WordTableWriter(word, self._text, look)
        self._level = 0

    def write(self) -> None:
        document, place = self._document, BlockPlace(self._document.lang)
        title = self._text.paragraph("Title", place)
        self._text.add(title, (Text(document.title),), place)
        self._blocks(document.draft_banner, replace(place, boxed=True))
        self._blocks(document.blocks, place)
        self._write_margins()

    def _blocks(self, blocks: Blocks, place: BlockPlace) -> None:
        for block in blocks:
            lang = getattr(block, "lang", None) or place.lang
            self._block(block, replace(place, lang=lang))

    def _block(self, block: Block, place: BlockPlace) -> None:
        match block:
            case Heading(level, content):
                self._level = level
                self._heading(level, content, place)
            case Paragraph(content):
                self._text.body(content, place)
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
                self._tables.write(block, place)
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
                self._text.paragraph("Normal", place).add_run().add_break(WD_BREAK.PAGE)
            case _:
                pass

    def _heading(self, level: int, content: Inlines, place: BlockPlace) -> None:
        made = self._text.paragraph(f"Heading {min(level, DEEPEST_HEADING)}", place)
        self._text.add(made, content, place)

    def _items(
        self, items: tuple[ListItem, ...], style: str, place: BlockPlace, number: int | None
    ) -> None:
        for item in items:
            made = self._list_paragraph(style, place, number)
            self._text.add(made, item.content, place)
            self._below(item, place)

    def _tick_items(self, items: tuple[ListItem, ...], place: BlockPlace) -> None:
        for item in items:
            self._tick("", item.content, place)
            self._below(item, place)

    def _below(self, item: ListItem, place: BlockPlace) -> None:
        depth = place.depth + 1
        self._blocks(item.children, replace(place, depth=depth, in_list=True))

    def _tick(self, key: str, content: Inlines, place: BlockPlace) -> WordParagraph:
        made = self._list_paragraph("List Paragraph", place, TICKS)
        made._p.append(check_box(key, self._text.next_id()))
        made._p.append(element("r", element("tab")))
        self._text.add(made, content, place)
        return made

    def _list_paragraph(self, style: str, place: BlockPlace, number: int | None) -> WordParagraph:
        made = self._text.paragraph(style, place)
        depth = min(place.depth, DEEPEST)
        if number is not None or depth:
            parts = [element("ilvl", val=depth)]
            own = self._word.styles[style].element.find(f".//{qn('w:numId')}")
            parts.append(element("numId", val=number or own.get(qn("w:val"))))
            put(made._p.get_or_add_pPr(), element("numPr", *parts))
        return made

    def _question(self, block: Question, place: BlockPlace) -> None:
        if block.kind:
            kind = self._text.body((Text(block.kind),), place)
            kind.paragraph_format.keep_with_next = True
        asked = self._text.body(block.content, place, strong=True)
        asked.paragraph_format.keep_with_next = True
        for answer in block.answers:
            ticked = self._tick(block.key, (Text(answer),), place)
            ticked.paragraph_format.keep_with_next = answer is not block.answers[-1]
        if block.note:
            self._text.body(block.note, place)

    def _write_line(self, block: WriteLine, place: BlockPlace) -> None:
        made = self._text.body((Text(f"{block.label}: "),), place)
        end = round(measure_mm(self._look) * 1440 / 25.4)
        stop = element("tab", val="right", leader="underscore", pos=end)
        put(made._p.get_or_add_pPr(), element("tabs", stop))
        made._p.append(text_field(block.key, self._text.next_id()))

    def _contact(self, contact: Contact, place: BlockPlace) -> None:
        value = clean_text(contact.value)
        shown: Inline = Link(value, contact.url) if contact.url else Text(value, isolate=True)
        self._text.body((Text(contact.before_value), shown), place)

    def _picture(self, block: Image, place: BlockPlace) -> None:
        data = block.data
        if block.media_type == MEDIA_TYPE:  # Word shows line pictures only from 2019 on
            data = draw_svg(data, SHARP * block.width_px, SHARP * block.height_px)
        width = min(Mm(measure_mm(self._look)), Mm(block.width_px / PX_PER_MM))
        made = self._text.paragraph("Normal", place)
        made.add_run().add_picture(io.BytesIO(data), width=Emu(width))
        properties = made._p.findall(f".//{qn('wp:docPr')}")[-1]
        number = str(self._text.next_id())
        properties.set("id", number)
        properties.set("name", number)
        properties.set("descr", "" if block.decorative else clean_text(block.alt))
        for inner in made._p.iter(qn("pic:cNvPr")):
            inner.set("name", number)
        if block.decorative:
            mark_decorative(properties)

    def _write_margins(self) -> None:
        """The draft banner above each page, and below it the page's number."""
        section = self._word.sections[0]
        place = BlockPlace(label_language(self._document) or self._document.lang)
        number = section.footer.paragraphs[0]
        self._text.dress(number, place)
        for part in _HOLE.split(label(self._document, "page")):
            if part in _NUMBERS:
                number._p.append(field(_NUMBERS[part]))
            elif part:
                self._text.add(number, (Text(part),), place)
        lines = [one for one in self._document.draft_banner if isinstance(one, Paragraph)]
        for at, line in enumerate(lines):
            header = section.header
            made = header.paragraphs[0] if at == 0 else header.add_paragraph()
            inner = BlockPlace(line.lang or self._document.lang, boxed=True)
            self._text.dress(made, inner)
            self._text.add(made, line.content, inner)
