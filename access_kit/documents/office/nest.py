"""Entries that stand one after the other, as lists that lie in each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from access_kit.documents.office.pieces import DEEPEST, Entry, OfficePiece
from access_kit.model.document import (
    Block,
    BulletList,
    Heading,
    Inlines,
    ListItem,
    Paragraph,
    Steps,
    Text,
    TickList,
)

_BOXES = ("☐", "☑", "☒", "□", "[ ]", "[x]", "[X]", "❏", "❑", "\u25a2")


def as_entry(
    pieces: Iterable[OfficePiece], level: int, number: int | None
) -> Iterator[OfficePiece]:
    """The pieces of one item: its first paragraph is the entry, and what follows lies in it.

    A heading or an entry of its own ends it.
    """
    waiting: Entry | None = None
    for piece in pieces:
        if waiting is None and isinstance(piece, Paragraph):
            waiting = Entry(level, piece.content, number)
        elif waiting is not None and not isinstance(piece, Entry | Heading):
            waiting = replace(waiting, more=(*waiting.more, piece))
        else:
            if waiting:
                yield waiting
                waiting = None
            yield piece
    if waiting:
        yield waiting


def nest(pieces: Iterable[OfficePiece]) -> Iterator[Block]:
    """The blocks, with every run of entries as one list or more."""
    run: list[Entry] = []
    for piece in pieces:
        if isinstance(piece, Entry):
            run.append(replace(piece, level=min(piece.level, DEEPEST)))
            continue
        yield from _lists(run)
        run = []
        yield piece
    yield from _lists(run)


def _lists(entries: Sequence[Entry]) -> Iterator[Block]:
    """Lists of the first entry's level; what lies deeper belongs to the item before it."""
    items: list[ListItem] = []
    at, first = 0, None
    while at < len(entries):
        one = entries[at]
        after = at + 1
        while after < len(entries) and entries[after].level > one.level:
            after += 1
        if first is not None and not _goes_on(first, len(items), one):
            yield _list(items, first)
            items, first = [], None
        first = first or one
        inner = tuple(_lists(entries[at + 1 : after]))
        items.append(ListItem(one.content, (*one.more, *inner)))
        at = after
    if first is not None:
        yield _list(items, first)


def _goes_on(first: Entry, count: int, entry: Entry) -> bool:
    if first.number is None or entry.number is None:
        return first.number is None and entry.number is None
    return entry.number == first.number + count


def _list(items: list[ListItem], first: Entry) -> Block:
    if first.number is not None:
        return Steps(tuple(items), start=first.number)
    if all(_box_of(item.content) for item in items):
        return TickList(tuple(_without_box(item) for item in items))
    return BulletList(tuple(items))


def _box_of(content: Inlines) -> str:
    first = content[0] if content else None
    text = first.text if isinstance(first, Text) else ""
    return next((box for box in _BOXES if text.startswith(box)), "")


def box_in(content: Inlines) -> bool:
    """Whether a paragraph begins with a box to tick."""
    return bool(_box_of(content))


def _without_box(item: ListItem) -> ListItem:
    first, box = item.content[0], _box_of(item.content)
    assert isinstance(first, Text)
    rest = first.text.removeprefix(box).lstrip()
    kept = (replace(first, text=rest),) if rest else ()
    content = (*kept, *item.content[1:])
    return replace(item, content=content) if content else item
