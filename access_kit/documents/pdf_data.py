"""A Document as the plain lists that ``typeset/template.typ`` walks.

The shapes, kept short because they are parsed for every page of every person:

- inline: ``"text"``, ``0`` (line end), or ``{s, b?, u?, l?, r?, d?, x?, k?}``: text, bold, URL,
  language, region, direction, size factor, kept on one line
- block: ``[kind, …]``; its last part is ``{l, r?, d, x, f}`` where its language differs
- a paragraph or item ends with whether it is kept on one page
- questions that follow one another are one list: ``["qs", [question, …]]``
- a box that is the one before in a second language: ``["2l", block]``
- an answer of a question and a line to write on end with the field that they are, or nothing
- what follows headings knows how much of the page they take: ``["ah", ems, block]``
- what stays on the page of the next block: ``["st", block]``

Widths are in ems of the body size for Latin letters, whatever the script.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import groupby, pairwise
from math import ceil
from typing import Any

from access_kit.documents.bilingual import answers_of
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import isolate
from access_kit.documents.easy_read import (
    PICTURE_SHARE,
    Pictured,
    Together,
    pair_pictures,
    picture_of_item,
)
from access_kit.documents.field_names import as_heard, field_name, words_of
from access_kit.documents.pdf_fields import PdfField
from access_kit.documents.pdf_inlines import InlineSetter, is_parted, lines_of
from access_kit.documents.pdf_runs import (
    Data,
    image_data,
    is_number,
    language_data,
)
from access_kit.documents.pdf_table import TableSetter
from access_kit.documents.renderers import label
from access_kit.documents.text_width import text_width_em
from access_kit.model.document import (
    AddressCarrier,
    Block,
    Blocks,
    BulletList,
    Callout,
    Contact,
    ContactBox,
    Document,
    Heading,
    Image,
    Inlines,
    ListItem,
    PageBreak,
    Pair,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)

TICK_BOX = "\u2610"
TICK_BOX_EM = 1.1
BULLET_EM = 0.5
MARKER_GAP_EM = 0.6
BOX_INSET_EM = 0.8
COLUMN_GAP_EM = 1.5
LEAST_COLUMN_EM = 9
"""The narrowest column that holds two or three words a line, in ems of Latin letters."""


class PdfData:
    """Builds the data of one document and gathers its characters for the glyph gate on the way.

    ``line_em`` is the width of a full line, ``page_lines`` how many lines a page holds at least,
    ``larger`` how much larger than the body the title and the headings of each level are set. With
    ``easy_read`` each picture stands beside its words. With ``has_fields`` it can be filled in:
    ``fields`` are what is set, in the order of their numbers.
    """

    def __init__(
        self,
        document: Document,
        line_em: float,
        *,
        page_lines: float = 20,
        larger: Sequence[float] = (1, 1, 1, 1),
        easy_read: bool = False,
        has_fields: bool = False,
    ) -> None:
        self._document = document
        self._has_fields = has_fields
        self.fields: list[PdfField] = []
        self._words = InlineSetter(document.lang, line_em)
        self._tables = TableSetter(self._words, page_lines)
        self._larger = larger
        self._easy_read = easy_read
        self._level = 0

    @property
    def texts(self) -> list[str]:
        """Every string that is set."""
        return self._words.texts

    def _enlarged(self, level: int) -> AbstractContextManager[None]:
        """In the letters of a heading; level 0 is the title."""
        return self._words.on(self._words.line / self._larger[min(level, len(self._larger) - 1)])

    def build(self) -> Data:
        document = self._document
        with self._enlarged(0):
            title = self._words.plain(document.title)
        return {
            "title": title,
            "language": language_data(document.lang),
            "page": self._words.seen(clean_text(label(document, "page"))),
            "banner": self._blocks(document.draft_banner),
            "address": self._address(document.address),
            "blocks": self._blocks(document.blocks),
        }

    def _blocks(self, blocks: Blocks) -> list[list[Any]]:
        paired = pair_pictures(blocks, self._words.lang) if self._easy_read else blocks
        shapes: list[list[Any]] = []
        above = 0.0
        for kind, found in groupby(paired, type):
            some = [self._block(block) for block in found]
            if kind is Question:
                some = [["qs", some]]
            if kind is Heading:
                above = sum(self._heading_em(shape) for shape in some)
                for one, next_one in pairwise(some):
                    next_one[3] = one[1] == next_one[1] and _is_foreign(next_one)
            elif kind in (Callout, ContactBox):
                some[1:] = [["2l", one] if _is_foreign(one) else one for one in some[1:]]
            if shapes and _is_signed(shapes[-1], kind):
                shapes[-1] = ["st", shapes[-1]]
            if kind is WriteLine:
                some[:-1] = [["st", one] for one in some[:-1]]
            if kind is not Heading and above:
                some[0], above = ["ah", round(above, 2), some[0]], 0.0
            shapes += some
        return shapes

    def _heading_em(self, shape: list[Any]) -> float:
        """At most so much of a page, in ems of the body, is taken by a heading."""
        _, level, words, *_ = shape
        larger = self._larger[min(level, len(self._larger) - 1)] * self._words.factor
        text: str = "".join(p["s"] if isinstance(p, dict) else str(p or " ") for p in words)
        lines = ceil(1.3 * self._words.width(text) * larger / self._words.line)
        return float(larger * (1.5 * lines + 1))

    def _plain_blocks(self, blocks: Blocks) -> list[list[Any]]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block | Pictured | Together) -> list[Any]:
        lang: str | None = getattr(block, "lang", None)
        if lang is None or lang == self._words.lang:
            return self._shape(block)
        with self._words.within(lang):
            return [*self._shape(block), language_data(lang)]

    def _shape(self, block: Block | Pictured | Together) -> list[Any]:
        match block:
            case Pictured(image, blocks):
                beside = self._words.line * (1 - PICTURE_SHARE) - self._words.factor
                with self._words.on(beside):
                    words = self._plain_blocks(blocks)
                return ["ip", *self._shape(image)[1:5], words]
            case Together(blocks):
                return ["gr", self._plain_blocks(blocks)]
            case Heading(level, content):
                self._level = level
                return ["h", level, self._heading(level, content), False]
            case Paragraph(content):
                words = self._words.inlines(content)
                return ["p", words, is_parted(words)]
            case BulletList(items):
                hung, shown = self._items(items, BULLET_EM)
                return ["ul", hung, shown]
            case Steps(items, start):
                marker = text_width_em(f"{start + len(items)}.")
                hung, shown = self._items(items, marker)
                return ["ol", hung, start, shown]
            case TickList(items):
                hung, shown = self._items(items, TICK_BOX_EM)
                return ["tl", hung, shown]
            case Question():
                return self._question(block)
            case WriteLine(label=words):
                field = PdfField(block.key, as_heard(words))
                also = self._also_label(block.also)
                return ["wl", self._words.plain(words), also, self._field(field)]
            case Table():
                return self._tables.build(block)
            case Image():
                return image_data(block, self._words.plain(block.alt))
            case Callout(title, blocks):
                return self._callout(title, blocks)
            case ContactBox(title, contacts):
                level = min(self._level + 1, 6)
                with self._words.on(self._words.line - BOX_INSET_EM * self._words.factor):
                    rows = [self._contact(contact) for contact in contacts]
                    return ["cb", level, self._heading(level, title), rows]
            case Pair():
                return self._pair(block)
            case PageBreak():
                return ["pb"]

    def _heading(self, level: int, content: Inlines) -> list[Any]:
        with self._enlarged(level):
            return self._words.inlines(content)

    def _items(self, items: Sequence[ListItem], marker: float) -> tuple[float, list[list[Any]]]:
        """How far the words of a list stand from the start of the line, and its items."""
        hung = (marker + MARKER_GAP_EM) * self._words.factor
        with self._words.on(self._words.line - hung):
            return round(hung, 2), [self._item(item) for item in items]

    def _item(self, item: ListItem) -> list[Any]:
        pictured = picture_of_item(item) if self._easy_read else None
        if pictured is not None:
            return [[], [self._block(pictured)], False]
        words, below = self._words.inlines(item.content), self._blocks(item.children)
        in_two_languages = len(below) == 1 and below[0][0] == "p"
        return [words, below, in_two_languages or (is_parted(words) and not below)]

    def _question(self, block: Question) -> list[Any]:
        kind = self._words.plain(block.kind) if block.kind else ""
        said = tuple(answers_of(block))
        texts = tuple(words_of(answer) for answer in said)
        statement = words_of(block.content)
        field = self._field(PdfField(field_name(block), statement, texts, many=block.many))
        places = [f"{field}.{at}" if field else "" for at in range(len(said))]
        answers = [self._answer(*one) for one in zip(said, places, strict=True)]
        content, note = self._words.inlines(block.content), self._words.inlines(block.note)
        return ["q", kind, content, answers, note, self._also_question(block.also)]

    def _answer(self, answer: Inlines, field: str) -> list[Any]:
        """Whether the words fit on a line behind their box, the words, and the field of the box."""
        parts = self._words.inlines(answer)
        fits = self._words.fits_line(f"{TICK_BOX} {' '.join(lines_of(answer))}")
        return [fits, parts, field]

    def _field(self, field: PdfField) -> str:
        """The number of a field in a file to be filled in; nothing in any other."""
        if not self._has_fields:
            return ""
        self.fields.append(field)
        return str(len(self.fields) - 1)

    def _also_question(self, also: Question | None) -> list[Any]:
        """The words of the same question in a second language; its boxes stand already."""
        if also is None:
            return []
        words, lang = self._words, also.lang or self._words.lang
        with words.within(lang):
            return [words.inlines(also.content), words.inlines(also.note), language_data(lang)]

    def _also_label(self, also: WriteLine | None) -> list[Any]:
        if also is None:
            return []
        lang = also.lang or self._words.lang
        with self._words.within(lang):
            return [self._words.plain(also.label), language_data(lang)]

    def _pair(self, pair: Pair) -> list[Any]:
        """Two columns, or none where a line is too short for two."""
        half = (self._words.line - COLUMN_GAP_EM * self._words.factor) / 2
        beside = half >= LEAST_COLUMN_EM
        level = self._level
        with self._words.on(half if beside else self._words.line):
            first = self._blocks(pair.first)
            self._level = level
            second = self._blocks(pair.second)
        is_head = isinstance(pair.first[-1], Heading)
        return ["pr", beside, is_head, first, second]

    def _callout(self, title: Inlines, blocks: Blocks) -> list[Any]:
        outside = self._level
        self._level = min(outside + 1, 6)
        with self._words.on(self._words.line - BOX_INSET_EM * self._words.factor):
            shown = self._heading(self._level, title)
            shape = ["co", self._level, shown, self._blocks(blocks)]
        self._level = outside
        return shape

    def _contact(self, contact: Contact) -> list[Any]:
        """Numbers to call are as large as the letters around them, whatever script those are of."""
        value = isolate(clean_text(contact.value), self._words.direction)
        large = value.lower() == value.upper()
        run: Any = {"s": self._words.seen(self._words.break_long(value)), "b": True}
        if is_number(value) and self._words.fits_line(value, large=large):
            run["k"] = 1
        if not large:
            run |= self._words.factor_of(value)
        if contact.url:
            run["u"] = clean_text(contact.url)
        joint = "" if contact.runs_on else ":"
        return [self._words.inlines((Text(contact.label),)), run, joint]

    def _address(self, carrier: AddressCarrier | None) -> Data | None:
        if carrier is None:
            return None
        safe, reveal = carrier.safe, carrier.reveal
        return {
            "lines": [self._words.seen(clean_text(line)) for line in carrier.lines],
            "box": [safe.left, safe.top, safe.width, safe.height],
            "reveal": [reveal.left, reveal.top, reveal.right, reveal.bottom],
            "folds": list(carrier.folds),
            "size": carrier.size_pt,
        }


def _is_signed(shape: list[Any], below: type[Block]) -> bool:
    """Whether a block is part of what is signed, as what stands ``below`` it is: the one question
    above lines to sign on, such a line above what is said of it.
    """
    kind, *parts = shape[-1] if shape[0] == "ah" else shape
    asked = kind == "qs" and len(parts[0]) == 1 and below is WriteLine
    return asked or (kind == "wl" and below is Paragraph)


def _is_foreign(shape: list[Any]) -> bool:
    return isinstance(shape[-1], dict) and "f" in shape[-1]
