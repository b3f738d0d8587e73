"""A Document as the plain lists that ``typeset/template.typ`` walks.

The shapes, kept short because they are parsed for every page of every person:

- inline: ``"text"``, ``0`` (line end), or ``{s, b?, u?, l?, r?, d?, x?, k?}``: text, bold, URL,
  language, region, direction, size factor, kept on one line
- block: ``[kind, …]``; its last part is ``{l, r?, d, x, f}`` where its language differs
- a paragraph or item ends with whether it is kept on one page
- questions that follow one another are one list: ``["qs", [question, …]]``
- a box that is the one before in a second language: ``["2l", block]``
- what follows headings knows how much of the page they take: ``["ah", ems, block]``

Widths are in ems of the body size for Latin letters, whatever the script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby, pairwise
from math import ceil
from typing import Any

from access_kit.documents.bilingual import answers_of
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import Direction, direction, isolate, isolate_values
from access_kit.documents.easy_read import (
    PICTURE_SHARE,
    Pictured,
    Together,
    pair_pictures,
    picture_of_item,
)
from access_kit.documents.fonts import body_factor
from access_kit.documents.pdf_runs import (
    Data,
    image_data,
    is_number,
    join_groups,
    language_data,
    printed_target,
    split_arabic,
    split_numbers,
)
from access_kit.documents.renderers import label
from access_kit.documents.text_width import UNSPACED, text_width_em, unbroken_parts
from access_kit.i18n.scripts import script_of
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
    Inline,
    Inlines,
    LineBreak,
    Link,
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

_ZERO_WIDTH_SPACE = "\u200b"
_AT_SIGNS = re.compile(r"(?<=[/?&=-])(?!/)|(?=[.@_])")
_ISOLATED_PHONE = re.compile("\u2066[+(]?[0-9][0-9 ().-]{5,}[0-9]\u2069")
_SPACED = re.compile(r"\s")
_LONG_WORD = re.compile(rf"[^\s\u200b{UNSPACED}]{{12,}}")


class PdfData:
    """Builds the data of one document and gathers its characters for the glyph gate on the way.

    ``line_em`` is the width of a full line; a word wider than its line gets break opportunities,
    so that it cannot run off the page, and a number that fits is kept on one line. ``page_lines``
    is how many lines a page holds at least, ``larger`` how much larger than the body the title and
    the headings of each level are set. With ``easy_read`` each picture stands beside its words.
    """

    def __init__(
        self,
        document: Document,
        line_em: float,
        *,
        page_lines: float = 20,
        larger: Sequence[float] = (1, 1, 1, 1),
        easy_read: bool = False,
    ) -> None:
        self.texts: list[str] = []
        self._document = document
        self._line = line_em
        self._page_lines = page_lines
        self._larger = larger
        self._easy_read = easy_read
        self._level = 0
        self._enter(document.lang)

    def _enter(self, lang: str) -> None:
        self._lang = lang
        self._direction: Direction = direction(lang)
        self._script = script_of(lang)
        self._factor = body_factor(self._script)

    @contextmanager
    def _on(self, width: float) -> Iterator[None]:
        """On lines of ``width``."""
        whole, self._line = self._line, width
        yield
        self._line = whole

    def _enlarged(self, level: int) -> AbstractContextManager[None]:
        """In the letters of a heading; level 0 is the title."""
        return self._on(self._line / self._larger[min(level, len(self._larger) - 1)])

    def build(self) -> Data:
        document = self._document
        with self._enlarged(0):
            title = self._plain(document.title)
        return {
            "title": title,
            "language": language_data(document.lang),
            "page": self._seen(clean_text(label(document, "page"))),
            "banner": self._blocks(document.draft_banner),
            "address": self._address(document.address),
            "blocks": self._blocks(document.blocks),
        }

    def _blocks(self, blocks: Blocks) -> list[list[Any]]:
        paired = pair_pictures(blocks, self._lang) if self._easy_read else blocks
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
            if kind is not Heading and above:
                some[0], above = ["ah", round(above, 2), some[0]], 0.0
            shapes += some
        return shapes

    def _heading_em(self, shape: list[Any]) -> float:
        """At most so much of a page, in ems of the body, is taken by a heading."""
        _, level, words, *_ = shape
        larger = self._larger[min(level, len(self._larger) - 1)] * self._factor
        text: str = "".join(p["s"] if isinstance(p, dict) else str(p or " ") for p in words)
        lines = ceil(1.3 * self._width(text) * larger / self._line)
        return float(larger * (1.5 * lines + 1))

    def _plain_blocks(self, blocks: Blocks) -> list[list[Any]]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block | Pictured | Together) -> list[Any]:
        lang: str | None = getattr(block, "lang", None)
        if lang is None or lang == self._lang:
            return self._shape(block)
        around = self._lang
        self._enter(lang)
        shape = self._shape(block)
        self._enter(around)
        return [*shape, language_data(lang)]

    def _shape(self, block: Block | Pictured | Together) -> list[Any]:
        match block:
            case Pictured(image, blocks):
                beside = self._line * (1 - PICTURE_SHARE) - self._factor
                with self._on(beside):
                    words = self._plain_blocks(blocks)
                return ["ip", *self._shape(image)[1:5], words]
            case Together(blocks):
                return ["gr", self._plain_blocks(blocks)]
            case Heading(level, content):
                self._level = level
                return ["h", level, self._heading(level, content), False]
            case Paragraph(content):
                words = self._inlines(content)
                return ["p", words, _is_parted(words)]
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
                return ["wl", self._plain(words), self._also_label(block.also)]
            case Table():
                return self._table(block)
            case Image():
                return image_data(block, self._plain(block.alt))
            case Callout(title, blocks):
                return self._callout(title, blocks)
            case ContactBox(title, contacts):
                level = min(self._level + 1, 6)
                with self._on(self._line - BOX_INSET_EM * self._factor):
                    rows = [self._contact(contact) for contact in contacts]
                    return ["cb", level, self._heading(level, title), rows]
            case Pair():
                return self._pair(block)
            case PageBreak():
                return ["pb"]

    def _heading(self, level: int, content: Inlines) -> list[Any]:
        with self._enlarged(level):
            return self._inlines(content)

    def _items(self, items: Sequence[ListItem], marker: float) -> tuple[float, list[list[Any]]]:
        """How far the words of a list stand from the start of the line, and its items."""
        hung = (marker + MARKER_GAP_EM) * self._factor
        with self._on(self._line - hung):
            return round(hung, 2), [self._item(item) for item in items]

    def _item(self, item: ListItem) -> list[Any]:
        pictured = picture_of_item(item) if self._easy_read else None
        if pictured is not None:
            return [[], [self._block(pictured)], False]
        words, below = self._inlines(item.content), self._blocks(item.children)
        in_two_languages = len(below) == 1 and below[0][0] == "p"
        return [words, below, in_two_languages or (_is_parted(words) and not below)]

    def _question(self, block: Question) -> list[Any]:
        kind = self._plain(block.kind) if block.kind else ""
        answers = [self._answer(answer) for answer in answers_of(block)]
        content, note = self._inlines(block.content), self._inlines(block.note)
        return ["q", kind, content, answers, note, self._also_question(block.also)]

    def _answer(self, answer: Inlines) -> list[Any]:
        """Whether the words fit on a line behind their box, and the words."""
        parts = self._inlines(answer)
        return [self._fits_line(f"{TICK_BOX} {' '.join(_lines_of(answer))}"), parts]

    def _also_question(self, also: Question | None) -> list[Any]:
        """The words of the same question in a second language; its boxes stand already."""
        if also is None:
            return []
        around, lang = self._lang, also.lang or self._lang
        self._enter(lang)
        parts = [self._inlines(also.content), self._inlines(also.note), language_data(lang)]
        self._enter(around)
        return parts

    def _also_label(self, also: WriteLine | None) -> list[Any]:
        if also is None:
            return []
        around, lang = self._lang, also.lang or self._lang
        self._enter(lang)
        parts = [self._plain(also.label), language_data(lang)]
        self._enter(around)
        return parts

    def _pair(self, pair: Pair) -> list[Any]:
        """Two columns, or none where a line is too short for two."""
        half = (self._line - COLUMN_GAP_EM * self._factor) / 2
        beside = half >= LEAST_COLUMN_EM
        level = self._level
        with self._on(half if beside else self._line):
            first = self._blocks(pair.first)
            self._level = level
            second = self._blocks(pair.second)
        is_head = isinstance(pair.first[-1], Heading)
        return ["pr", beside, is_head, first, second]

    def _callout(self, title: Inlines, blocks: Blocks) -> list[Any]:
        outside = self._level
        self._level = min(outside + 1, 6)
        with self._on(self._line - BOX_INSET_EM * self._factor):
            shown = self._heading(self._level, title)
            shape = ["co", self._level, shown, self._blocks(blocks)]
        self._level = outside
        return shape

    def _contact(self, contact: Contact) -> list[Any]:
        value = isolate(clean_text(contact.value), self._direction)
        run: Any = {"s": self._seen(self._break_long(value)), "b": True}
        if is_number(value) and self._fits_line(value):
            run["k"] = 1
        if contact.url:
            run["u"] = clean_text(contact.url)
        return [self._plain(contact.label), run]

    def _table(self, table: Table) -> list[Any]:
        shares = self._column_widths(table)
        header = self._cells(table.header, shares, bold=True)
        rows = [self._cells(row, shares) for row in table.rows]
        long = [shares is None or self._is_long(row, table, shares) for row in table.rows]
        return ["tb", shares, self._inlines(table.caption), header, rows, long]

    def _cells(
        self, row: tuple[Inlines, ...], shares: list[float] | None, *, bold: bool = False
    ) -> list[Any]:
        if shares is None:
            return [self._inlines(cell, bold=bold) for cell in row]
        cells = []
        for cell, share in zip(row, shares, strict=True):
            with self._on((share - 2 * CELL_PADDING_EM) * self._factor):
                cells.append(self._inlines(cell, bold=bold))
        return cells

    def _column_widths(self, table: Table) -> list[float] | None:
        """Width of each column in ems, or None when the words do not fit side by side.

        They do not where most rows would stand alone on their page below the header.

        Each column is at least as wide as its longest word. What is left is shared out evenly, and
        a column that needs less than its share leaves the rest to the others.
        """
        least, more = [], []
        for cells in zip(table.header, *table.rows, strict=True):
            texts = [text for cell in cells for text in _lines_of(cell)]
            words = [word for text in texts for word in unbroken_parts(text)] or [""]
            least.append(max(self._width(word) for word in words) + 2 * CELL_PADDING_EM)
            widest = max(self._width(text) for text in texts) + 2 * CELL_PADDING_EM
            more.append(widest - least[-1])
        spare = self._line / self._factor - sum(least)
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
            sum(max(1.0, ceil(1.5 * self._width(text) / share)) for text in _lines_of(cell))
            for cell, share in zip(row, shares, strict=True)
        )

    def _width(self, text: str) -> float:
        return text_width_em(clean_text(text), bold=True, lang=self._lang)

    def _inlines(self, content: Inlines, *, bold: bool = False) -> list[Any]:
        parts: list[Any] = []
        for inline in content:
            parts.extend(self._inline(inline, bold))
        return parts

    def _inline(self, inline: Inline, bold: bool) -> list[Any]:
        match inline:
            case LineBreak():
                return [0]
            case Link(text, url, lang):
                return self._link(text, url, lang)
            case Text(text, strong, apart, lang):
                return self._text(text, strong or bold, apart, lang)

    def _text(self, text: str, strong: bool, apart: bool, lang: str | None) -> list[Any]:
        text = clean_text(text)
        if apart or (lang is not None and direction(lang) != self._direction):
            text = isolate(text, self._direction)
        else:
            text = isolate_values(text, self._direction)
        style: Data = {"b": True} if strong else {}
        if lang is not None and lang != self._lang:
            style |= language_data(lang, inside=True)
        return [
            self._run(self._breakable(part), style | extra | self._kept(part))
            for piece in split_numbers(text, self._direction)
            for part, extra in self._by_script(piece)
        ]

    def _by_script(self, text: str) -> list[tuple[str, Data]]:
        if self._script == "Arab" or text.isascii():
            return [(text, {})]
        return split_arabic(text)

    def _kept(self, text: str) -> Data:
        """A number that has parts stays whole where it fits, with a sign behind it."""
        return {"k": 1} if is_number(text) and self._fits_line(f"{text},") else {}

    def _link(self, text: str, url: str, lang: str | None) -> list[Any]:
        shown = isolate(clean_text(text), self._direction)
        style: Data = {"u": clean_text(url)}
        if lang is not None and lang != self._lang:
            style |= language_data(lang, inside=True)
        target = printed_target(text, url)
        if target:
            shown = f"{shown} ({isolate(clean_text(target), self._direction)})"
        elif not _SPACED.search(shown) and self._fits_line(f"{shown},"):
            style["k"] = 1
        return [self._run(self._breakable(shown), style)]

    def _run(self, text: str, style: Data) -> Data | str:
        return {"s": self._seen(text), **style} if style else self._seen(text)

    def _plain(self, text: str) -> str:
        text = isolate_values(clean_text(text), self._direction)
        return self._seen(self._breakable(text))

    def _seen(self, text: str) -> str:
        self.texts.append(text)
        return text

    def _breakable(self, text: str) -> str:
        """``text`` with break opportunities in words that are wider than a whole line.

        An address breaks at its signs, so that no line ends on a full stop that ends nothing;
        only what is still too wide breaks anywhere.
        """
        if self._direction == "rtl":
            text = _ISOLATED_PHONE.sub(lambda found: join_groups(found[0]), text)
        return self._break_long(text)

    def _break_long(self, text: str) -> str:
        if len(text) < 12 or not _LONG_WORD.search(text):
            return text
        return _LONG_WORD.sub(lambda found: self._break_word(found[0]), text)

    def _break_word(self, word: str) -> str:
        if self._fits_line(word):
            return word
        parts = [part for part in _AT_SIGNS.split(word) if part]
        return _ZERO_WIDTH_SPACE.join(
            part if self._fits_line(part) else _ZERO_WIDTH_SPACE.join(part) for part in parts
        )

    def _fits_line(self, word: str) -> bool:
        return text_width_em(word, bold=True, lang=self._lang) * self._factor <= self._line

    def _address(self, carrier: AddressCarrier | None) -> Data | None:
        if carrier is None:
            return None
        safe, reveal = carrier.safe, carrier.reveal
        return {
            "lines": [self._seen(clean_text(line)) for line in carrier.lines],
            "box": [safe.left, safe.top, safe.width, safe.height],
            "reveal": [reveal.left, reveal.top, reveal.right, reveal.bottom],
            "folds": list(carrier.folds),
            "size": carrier.size_pt,
        }


TICK_BOX = "\u2610"
TICK_BOX_EM = 1.1
BULLET_EM = 0.5
MARKER_GAP_EM = 0.6
BOX_INSET_EM = 0.8
CELL_PADDING_EM = 0.35
COLUMN_GAP_EM = 1.5
LEAST_COLUMN_EM = 9
"""The narrowest column that holds two or three words a line, in ems of Latin letters."""
LINES_KEPT_TOGETHER = 6
MOST_OF_A_PAGE = 0.7


def _is_foreign(shape: list[Any]) -> bool:
    return isinstance(shape[-1], dict) and "f" in shape[-1]


def _is_parted(words: list[Any]) -> bool:
    """Whether an address goes on on the next line: then its page must hold all of it."""
    texts = (part["s"] if isinstance(part, dict) else part for part in words if part != 0)
    return any(_ZERO_WIDTH_SPACE in text for text in texts)


def _lines_of(content: Inlines) -> list[str]:
    """The words of a cell, one string for each line that the author began."""
    lines = [""]
    for part in content:
        if isinstance(part, LineBreak):
            lines.append("")
        else:
            lines[-1] += part.text
    return lines
