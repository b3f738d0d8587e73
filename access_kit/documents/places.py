"""Where things stand: the id of every piece of a document that is read out at one go.

Web pages and e-books carry these ids (``web/blocks.j2``), so that what is spoken can be followed in
the text. An id is the way to the piece: ``t-3-2`` is the second item of the third block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    ContactBox,
    Document,
    Heading,
    Image,
    Inlines,
    ListItem,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)

TITLE = "title"
BANNER, BODY = "b", "t"


@dataclass(frozen=True)
class DocumentPlace:
    """A piece of ``block`` with its id, words and language; ``block`` is None for the title."""

    id: str
    content: Inlines
    lang: str
    block: Block | None = None


def find_places(document: Document) -> Iterator[DocumentPlace]:
    """Every piece of a document in reading order, with its id."""
    if document.draft_banner:
        yield from _in_blocks(document.draft_banner, document.lang, BANNER)
    yield DocumentPlace(TITLE, (Text(document.title),), document.lang)
    yield from _in_blocks(document.blocks, document.lang, BODY)


def _in_blocks(blocks: Blocks, around: str, path: str) -> Iterator[DocumentPlace]:
    for number, block in enumerate(blocks, start=1):
        lang = getattr(block, "lang", None) or around
        yield from _in_block(block, lang, f"{path}-{number}")


def _in_block(block: Block, lang: str, at: str) -> Iterator[DocumentPlace]:
    match block:
        case Heading(content=content) | Paragraph(content=content):
            yield DocumentPlace(at, content, lang, block)
        case BulletList(items) | Steps(items) | TickList(items):
            yield from _in_items(block, items, lang, at)
        case Question():
            before = (Text(f"{block.kind} "),) if block.kind else ()
            yield DocumentPlace(at, (*before, *block.content), lang, block)
            for number, answer in enumerate(block.answers, start=1):
                yield DocumentPlace(f"{at}-{number}", (Text(answer),), lang, block)
            if block.note:
                yield DocumentPlace(f"{at}-note", block.note, lang, block)
        case WriteLine(label=words):
            yield DocumentPlace(at, (Text(words),), lang, block)
        case Table():
            yield from _in_table(block, lang, at)
        case Image(alt=alt, decorative=False):
            yield DocumentPlace(at, (Text(alt),), lang, block)
        case Callout(title, blocks):
            yield DocumentPlace(f"{at}-title", title, lang, block)
            yield from _in_blocks(blocks, lang, at)
        case ContactBox(title, contacts):
            yield DocumentPlace(f"{at}-title", title, lang, block)
            for number, contact in enumerate(contacts, start=1):
                said = (Text(f"{contact.label} "), Text(contact.value, isolate=True))
                yield DocumentPlace(f"{at}-{number}", said, lang, block)
        case _:
            pass


def _in_items(
    block: Block, items: tuple[ListItem, ...], lang: str, at: str
) -> Iterator[DocumentPlace]:
    for number, item in enumerate(items, start=1):
        yield DocumentPlace(f"{at}-{number}", item.content, lang, block)
        yield from _in_blocks(item.children, lang, f"{at}-{number}")


def _in_table(block: Table, lang: str, at: str) -> Iterator[DocumentPlace]:
    if block.caption:
        yield DocumentPlace(f"{at}-caption", block.caption, lang, block)
    for number, row in enumerate((block.header, *block.rows)):
        for column, cell in enumerate(row, start=1):
            yield DocumentPlace(f"{at}-{number}-{column}", cell, lang, block)
