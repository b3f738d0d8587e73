"""A Document as lines one below the other, for whatever has neither columns nor boxes.

Plain text, text messages and braille are all set from these lines, so that they say the same words
in the same order. A table becomes one line a cell, its header in front: nobody has to count
columns by ear or by finger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from access_kit.documents.clean_text import clean_text
from access_kit.documents.renderers import label, label_language
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
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

TICK = "\N{BALLOT BOX}"
BULLET = "\N{BULLET}"


class LineKind(Enum):
    TITLE = auto()
    HEADING = auto()
    TEXT = auto()
    ITEM = auto()
    """A line of a list, or of a table: the next one follows without a gap."""
    NEW_PAGE = auto()


@dataclass(frozen=True)
class TextRun:
    """Words in one language. ``whole`` is never broken: an address, a number, a time."""

    text: str
    lang: str
    whole: bool = False


@dataclass(frozen=True)
class Line:
    """``level`` is that of a heading (1 is below the title), or the depth of an item from 0.

    ``first`` stands on the first line of a list, of a table's row, of a box: a gap goes before.
    ``mark`` is what an item begins with: a number, ``TICK``, ``BULLET`` or nothing.
    """

    kind: LineKind
    runs: tuple[TextRun, ...] = ()
    level: int = 0
    mark: str = ""
    first: bool = True

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def lines_of(document: Document, *, pictures: bool = True) -> tuple[Line, ...]:
    """The lines of a document, its title first. ``pictures``: tell what each one shows."""
    return tuple(_Reader(document, pictures).read())


class _Reader:
    def __init__(self, document: Document, pictures: bool) -> None:
        self._document = document
        self._pictures = pictures
        self._level = 0

    def read(self) -> Iterator[Line]:
        document = self._document
        lang = document.lang
        yield Line(LineKind.TITLE, (TextRun(clean_text(document.title), lang),))
        yield from self._blocks(document.draft_banner, lang)
        yield from self._blocks(document.blocks, lang)

    def _blocks(self, blocks: Blocks, lang: str, depth: int = 0) -> Iterator[Line]:
        for block in blocks:
            yield from self._block(block, getattr(block, "lang", None) or lang, depth)

    def _block(self, block: Block, lang: str, depth: int) -> Iterator[Line]:
        match block:
            case Heading(level, content):
                self._level = level
                yield Line(LineKind.HEADING, _runs(content, lang), level)
            case Paragraph(content):
                yield from self._text(content, lang, depth)
            case BulletList(items):
                yield from self._items(items, lang, depth, lambda _: BULLET)
            case Steps(items, start):
                yield from self._items(items, lang, depth, lambda number: f"{start + number}.")
            case TickList(items):
                yield from self._items(items, lang, depth, lambda _: TICK)
            case Question():
                yield from self._question(block, lang, depth)
            case WriteLine(label=words):
                yield Line(LineKind.TEXT, (TextRun(f"{clean_text(words)}:", lang),), depth)
            case Table():
                yield from _table(block, lang, depth)
            case Image(alt=alt, decorative=False) if self._pictures:
                before = TextRun(f"{label(self._document, 'picture')}: ", self._label_lang)
                yield Line(LineKind.TEXT, (before, TextRun(clean_text(alt), lang)), depth)
            case Callout(title, blocks):
                level, self._level = self._level, self._level + 1
                yield Line(LineKind.HEADING, _runs(title, lang), self._level)
                yield from self._blocks(blocks, lang, depth)
                self._level = level
            case ContactBox(title):
                yield Line(LineKind.HEADING, _runs(title, lang), self._level + 1)
                yield from _contacts(block, lang, depth)
            case PageBreak():
                yield Line(LineKind.NEW_PAGE)
            case _:
                pass

    @property
    def _label_lang(self) -> str:
        return label_language(self._document) or self._document.lang

    def _text(self, content: Inlines, lang: str, depth: int) -> Iterator[Line]:
        for number, part in enumerate(_split_lines(content)):
            yield Line(LineKind.TEXT, _runs(part, lang), depth, first=number == 0)

    def _items(
        self, items: tuple[ListItem, ...], lang: str, depth: int, mark: Callable[[int], str]
    ) -> Iterator[Line]:
        for number, item in enumerate(items):
            runs = _runs(item.content, lang)
            yield Line(LineKind.ITEM, runs, depth, mark(number), first=number == 0 and depth == 0)
            for line in self._blocks(item.children, lang, depth + 1):
                yield replace(line, first=False)

    def _question(self, block: Question, lang: str, depth: int) -> Iterator[Line]:
        if block.kind:
            yield Line(LineKind.TEXT, (TextRun(clean_text(block.kind), lang),), depth)
        yield Line(LineKind.TEXT, _runs(block.content, lang), depth, first=not block.kind)
        for answer in block.answers:
            run = TextRun(clean_text(answer), lang)
            yield Line(LineKind.ITEM, (run,), depth, TICK, first=False)
        if block.note:
            yield Line(LineKind.TEXT, _runs(block.note, lang), depth, first=False)


def _table(block: Table, lang: str, depth: int) -> Iterator[Line]:
    if block.caption:
        yield Line(LineKind.TEXT, _runs(block.caption, lang), depth)
    for row in block.rows:
        for number, (head, cell) in enumerate(zip(block.header, row, strict=True)):
            runs = (*_runs(head, lang), TextRun(": ", lang), *_runs(cell, lang))
            yield Line(LineKind.ITEM, runs, depth, first=number == 0)


def _contacts(block: ContactBox, lang: str, depth: int) -> Iterator[Line]:
    for number, contact in enumerate(block.contacts):
        before = TextRun(clean_text(contact.before_value), lang)
        value = TextRun(clean_text(contact.value), lang, whole=True)
        yield Line(LineKind.ITEM, (before, value), depth, first=number == 0)


def _split_lines(content: Inlines) -> list[Inlines]:
    lines: list[list[Inline]] = [[]]
    for part in content:
        if isinstance(part, LineBreak):
            lines.append([])
        else:
            lines[-1].append(part)
    return [tuple(line) for line in lines if line]


def _runs(content: Inlines, lang: str) -> tuple[TextRun, ...]:
    return tuple(run for part in content for run in _run(part, lang))


def _run(part: Inline, lang: str) -> Iterator[TextRun]:
    if isinstance(part, LineBreak):
        yield TextRun(" ", lang)
    elif isinstance(part, Text):
        yield TextRun(clean_text(part.text), part.lang or lang, whole=part.isolate)
    else:
        yield from _link(part, part.lang or lang)


def _link(link: Link, lang: str) -> Iterator[TextRun]:
    """The words of a link, and where it leads unless the words say so themselves."""
    words, target = clean_text(link.text), clean_text(link.url)
    scheme, _, rest = target.partition(":")
    is_address = scheme.lower() in ("http", "https")
    shown = target if is_address else rest
    said = _bare(shown) in _bare(words)
    yield TextRun(words, lang, whole=said)
    if not said:
        yield TextRun(" (", lang)
        yield TextRun(shown, lang, whole=True)
        yield TextRun(")", lang)


def _bare(text: str) -> str:
    """``text`` without what differs between a number as written and as dialled."""
    text = text.lower().removeprefix("https://").removeprefix("http://").removesuffix("/")
    return "".join(char for char in text if char.isalnum() or char in "@+")


def count_words(document: Document) -> int:
    """The words of ``document`` that somebody reads, title and numbers with them."""
    return sum(len(line.text.split()) for line in lines_of(document, pictures=False))
