"""A Document as the plain lists that ``typeset/template.typ`` walks.

The shapes, kept short because they are parsed for every page of every person:

- inline: ``"text"``, ``0`` (line end), ``1`` (a place for the draft banner), or
  ``{s, b?, u?, l?, r?, d?, x?, k?}``: text, bold, URL, language, region, direction, size factor,
  kept on one line
- block: ``[kind, …]``; its last part is ``{l, r?, d, x, f}`` where its language differs
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from access_kit.documents.bilingual import answers_of
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import Direction, direction, isolate, isolate_values, script_of
from access_kit.documents.easy_read import Pictured, Together, pair_pictures, picture_of_item
from access_kit.documents.fonts import body_factor
from access_kit.documents.pdf_runs import (
    Data,
    image_data,
    join_groups,
    language_data,
    printed_target,
    split_arabic,
)
from access_kit.documents.renderers import label
from access_kit.documents.text_width import UNSPACED, text_width_em, unbroken_parts
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
_DOZEN_WORDS = re.compile(r"\s*(?:\S+\s*){1,12}|\s+")
_BEHIND_SIGNS = re.compile(r"(?<=[/.@?&=_-])")
_PHONE = re.compile("[\u2066-\u2068]?[+(]?[0-9][0-9 ()./-]*[0-9][\u2069]?")
_ISOLATED_PHONE = re.compile("\u2066[+(]?[0-9][0-9 ().-]{5,}[0-9]\u2069")
_SPACED = re.compile(r"\s")
_LONG_WORD = re.compile(rf"[^\s\u200b{UNSPACED}]{{12,}}")


class PdfData:
    """Builds the data of one document and gathers its characters for the glyph gate on the way.

    ``line_em`` is the width of a full line in ems of the body size; a word wider than that gets
    break opportunities, so that it cannot run off the page. With ``easy_read`` each picture stands
    beside its words.
    """

    def __init__(self, document: Document, line_em: float, *, easy_read: bool = False) -> None:
        self.texts: list[str] = []
        self._document = document
        self._line_em = line_em
        self._easy_read = easy_read
        self._level = 0
        self._marked = False
        self._enter(document.lang)

    def _enter(self, lang: str) -> None:
        self._lang = lang
        self._direction: Direction = direction(lang)
        self._script = script_of(lang)

    def build(self) -> Data:
        document = self._document
        data = {
            "title": self._plain(document.title),
            "language": language_data(document.lang),
            "page": self._seen(clean_text(label(document, "page"))),
            "banner": self._blocks(document.draft_banner),
            "address": self._address(document.address),
        }
        self._marked = bool(document.draft_banner)
        return {**data, "blocks": self._blocks(document.blocks)}

    def _blocks(self, blocks: Blocks) -> list[list[Any]]:
        paired = pair_pictures(blocks) if self._easy_read else blocks
        return [self._block(block) for block in paired]

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
                return ["ip", *self._shape(image)[1:3], self._plain_blocks(blocks)]
            case Together(blocks):
                return ["gr", self._plain_blocks(blocks)]
            case Heading(level, content):
                self._level = level
                return ["h", level, self._inlines(content)]
            case Paragraph(content):
                return ["p", self._mark(self._inlines(content))]
            case BulletList(items):
                return ["ul", self._items(items)]
            case Steps(items, start):
                return ["ol", start, self._items(items)]
            case TickList(items):
                return ["tl", self._items(items)]
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
                rows = [self._contact(contact) for contact in contacts]
                return ["cb", level, self._inlines(title), rows]
            case Pair():
                return self._pair(block)
            case PageBreak():
                return ["pb"]

    def _items(self, items: Sequence[ListItem]) -> list[list[Any]]:
        return [self._item(item) for item in items]

    def _item(self, item: ListItem) -> list[Any]:
        pictured = picture_of_item(item) if self._easy_read else None
        if pictured is not None:
            return [[], [self._block(pictured)]]
        return [self._mark(self._inlines(item.content)), self._blocks(item.children)]

    def _question(self, block: Question) -> list[Any]:
        kind = self._plain(block.kind) if block.kind else ""
        answers = [self._inlines(answer) for answer in answers_of(block)]
        content, note = self._inlines(block.content), self._inlines(block.note)
        return ["q", kind, content, answers, note, self._also_question(block.also)]

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
        line, half = self._line_em, (self._line_em - COLUMN_GAP_EM) / 2
        beside = half * body_factor(self._script) >= LEAST_COLUMN_EM
        self._line_em = half if beside else line
        level = self._level
        first = self._blocks(pair.first)
        self._level = level
        second = self._blocks(pair.second)
        self._line_em = line
        is_head = isinstance(pair.first[-1], Heading)
        return ["pr", beside, is_head, first, second]

    def _callout(self, title: Inlines, blocks: Blocks) -> list[Any]:
        outside = self._level
        self._level = min(outside + 1, 6)
        shape = ["co", self._level, self._inlines(title), self._blocks(blocks)]
        self._level = outside
        return shape

    def _contact(self, contact: Contact) -> list[Any]:
        value = isolate(clean_text(contact.value), self._direction)
        run: Any = {"s": self._seen(self._break_long(value)), "b": True}
        if _PHONE.fullmatch(value) and self._fits_line(value):
            run["k"] = 1
        if contact.url:
            run["u"] = clean_text(contact.url)
        return [self._plain(contact.label), run]

    def _table(self, table: Table) -> list[Any]:
        shares = self._column_widths(table)
        limit = self._line_em
        if shares is not None:
            self._line_em = min(shares) - 2 * CELL_PADDING_EM
        header = [self._inlines(cell, bold=True) for cell in table.header]
        rows = [[self._inlines(cell) for cell in row] for row in table.rows]
        for row in rows:
            row[0] = self._mark(row[0])
        self._line_em = limit
        long = [shares is None or self._is_long(row, shares) for row in table.rows]
        return ["tb", shares, self._inlines(table.caption), header, rows, long]

    def _column_widths(self, table: Table) -> list[float] | None:
        """Width of each column in ems, or None when the words do not fit side by side.

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
        spare = self._line_em - sum(least)
        if spare < 0:
            return None
        widths = list(least)
        modest_first = sorted(range(len(more)), key=more.__getitem__)
        for left, column in zip(range(len(more), 0, -1), modest_first, strict=True):
            given = min(more[column], spare / left)
            widths[column] += given
            spare -= given
        return [round(width, 2) for width in widths]

    def _is_long(self, row: tuple[Inlines, ...], shares: list[float]) -> bool:
        """Whether a row has so many lines that keeping them on one page would leave a hole."""
        lines = (
            sum(max(1, self._width(text) / share) for text in _lines_of(cell))
            for cell, share in zip(row, shares, strict=True)
        )
        return max(lines) > LINES_KEPT_TOGETHER

    def _width(self, text: str) -> float:
        return text_width_em(clean_text(text), bold=True, lang=self._lang)

    def _inlines(self, content: Inlines, *, bold: bool = False) -> list[Any]:
        parts: list[Any] = []
        for inline in content:
            parts.extend(self._inline(inline, bold))
        return parts

    def _mark(self, parts: list[Any]) -> list[Any]:
        """Places for the draft banner: before the words and every dozen words on."""
        if not self._marked:
            return parts
        marked: list[Any] = []
        before = " "
        for part in parts:
            pieces = _DOZEN_WORDS.findall(part) if isinstance(part, str) else [part]
            for piece in pieces:
                # A mark is a place where a line may end: not between a bracket and its word.
                marked += [1, piece] if before[-1:].isspace() else [piece]
                before = piece if isinstance(piece, str) else _text_of(piece)
        return marked

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
        if apart and _PHONE.fullmatch(text) and self._fits_line(text):
            style |= {"k": 1}
        text = self._breakable(text)
        if self._script == "Arab" or text.isascii():
            return [self._run(text, style)]
        return [self._run(part, style | extra) for part, extra in split_arabic(text)]

    def _link(self, text: str, url: str, lang: str | None) -> list[Any]:
        shown = isolate(clean_text(text), self._direction)
        style: Data = {"u": clean_text(url)}
        if lang is not None and lang != self._lang:
            style |= language_data(lang, inside=True)
        target = printed_target(text, url)
        if target:
            shown = f"{shown} ({isolate(clean_text(target), self._direction)})"
        elif not _SPACED.search(shown) and self._fits_line(shown):
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

        An address breaks behind its signs; only what is still too wide breaks anywhere.
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
        parts = _BEHIND_SIGNS.split(word)
        return _ZERO_WIDTH_SPACE.join(
            part if self._fits_line(part) else _ZERO_WIDTH_SPACE.join(part) for part in parts
        )

    def _fits_line(self, word: str) -> bool:
        return text_width_em(word, bold=True, lang=self._lang) <= self._line_em

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


CELL_PADDING_EM = 0.35
COLUMN_GAP_EM = 1.5
LEAST_COLUMN_EM = 9
"""The narrowest column that holds two or three words a line, in ems of Latin letters."""
LINES_KEPT_TOGETHER = 4


def _text_of(piece: Data | int) -> str:
    """The words of a run; a line end counts as a space."""
    return str(piece["s"]) if isinstance(piece, dict) else " "


def _lines_of(content: Inlines) -> list[str]:
    """The words of a cell, one string for each line that the author began."""
    lines = [""]
    for part in content:
        if isinstance(part, LineBreak):
            lines.append("")
        else:
            lines[-1] += part.text
    return lines
