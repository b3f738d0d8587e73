"""Marks in the agency's own papers: which parts every participant gets.

A heading that ends in ``{participants}`` marks what stands below it, a list item that ends in
``{required}`` marks itself. In the plan for a crisis, a heading that ends in one of ``PLAN_PARTS``
(``{wait}``) says which question of a script what stands below it answers. A mark is never printed,
and several may stand in a row: ``{required} {phone}``, of which ``way_marks`` reads the second.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from access_kit.documents.front_matter import WAYS
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Document,
    Heading,
    Inlines,
    Link,
    ListItem,
    Steps,
    Text,
    TickList,
)

PARTICIPANTS, REQUIRED = "{participants}", "{required}"
PLAN_PARTS = ("wait", "reach", "voicemail", "supervisor", "emergency", "group", "next-day")
"""What an agency's plan says of somebody who drops off: how long to wait, whom to reach …"""

_OF_HEADINGS = frozenset({PARTICIPANTS, *(f"{{{part}}}" for part in PLAN_PARTS)})
WAY_MARKS = {f"{{{way}}}": way for way in WAYS}
_MARKS = frozenset({*_OF_HEADINGS, REQUIRED, *WAY_MARKS})

_UNSEEN = " \t\r\n\xa0\xad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Blanks and characters that nobody sees, as programs leave them behind a word."""

MOST_CRISIS_LINES = 8
"""Lines of the agency's short page for a crisis: it stands in every agreement."""


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without the marks that it ends in, and these in their order, in small letters."""
    said, found = text.rstrip(_UNSEEN), list[str]()
    while said.endswith("}") and (
        one := next((one for one in _MARKS if said.lower().endswith(one)), "")
    ):
        said = said[: -len(one)].rstrip(_UNSEEN)
        found.insert(0, one)
    return (said, tuple(found)) if found else (text, ())


def marks_of(content: Inlines) -> tuple[str, ...]:
    """The marks that words end in."""
    last = content[-1] if content else None
    return split_marks(last.text)[1] if isinstance(last, Text | Link) else ()


def clean(content: Inlines, marks: Collection[str]) -> Inlines:
    """``content`` without those of its marks that are among ``marks``; the others stay."""
    if set(marks).isdisjoint(marks_of(content)):
        return content
    *before, last = content
    assert isinstance(last, Text | Link)
    said, found = split_marks(last.text)
    text = " ".join(filter(None, (said, *(one for one in found if one not in marks))))
    return (*before, dataclasses.replace(last, text=text)) if text else tuple(before)


def count_lines(blocks: Blocks) -> int:
    """Paragraphs and list items."""
    return sum(len(getattr(block, "items", (block,))) for block in blocks)


def without_marks(document: Document) -> Document:
    """``document`` as it is printed."""
    return dataclasses.replace(document, blocks=tuple(map(_unmarked, document.blocks)))


def for_participants(document: Document) -> Document | None:
    """What stands below headings with the mark, those headings too; ``None`` without any."""
    blocks = tuple(map(_unmarked, _below_marks(document.blocks)))
    return dataclasses.replace(document, blocks=blocks) if blocks else None


def lines_of_agency(document: Document, *, required: bool) -> Document | None:
    """The lines of an agreement that have the mark, or those that have not, as one list."""
    found = tuple(
        dataclasses.replace(item, content=clean(item.content, {REQUIRED}))
        for block in document.blocks
        if isinstance(block, BulletList | Steps | TickList)
        for item in block.items
        if (REQUIRED in marks_of(item.content)) is required
    )
    return dataclasses.replace(document, blocks=(BulletList(found),)) if found else None


def has_bare_mark(document: Document) -> bool:
    """Whether an item of a list is a mark and nothing else: a line that would be signed empty."""
    lists = (b for b in document.blocks if isinstance(b, BulletList | Steps | TickList))
    items = (item.content for one in lists for item in one.items)
    return any(REQUIRED in marks_of(content) and not clean(content, _MARKS) for content in items)


def items_of(blocks: Blocks) -> tuple[Inlines, ...]:
    """The items of the lists among ``blocks``."""
    lists = (block for block in blocks if isinstance(block, BulletList))
    return tuple(item.content for one in lists for item in one.items)


def plan_parts(document: Document) -> dict[str, Blocks]:
    """What the agency's plan says below the heading of each part that it marks."""
    marks = {part: f"{{{part}}}" for part in PLAN_PARTS}
    found = {part: tuple(_below_marks(document.blocks, mark))[1:] for part, mark in marks.items()}
    return {part: blocks for part, blocks in found.items() if blocks}


def _below_marks(blocks: Blocks, mark: str = PARTICIPANTS) -> Iterator[Block]:
    level = 0
    for block in blocks:
        if isinstance(block, Heading) and not (level and block.level > level):
            level = block.level if mark in marks_of(block.content) else 0
        if level:
            yield block


def _unmarked(block: Block) -> Block:
    if isinstance(block, Heading):
        return dataclasses.replace(block, content=clean(block.content, _OF_HEADINGS))
    if isinstance(block, BulletList | Steps | TickList):
        items = tuple(
            ListItem(clean(item.content, {REQUIRED}), item.children) for item in block.items
        )
        return dataclasses.replace(block, items=items)
    return block
