"""Handouts about a way that somebody avoids: which they are, and which parts of others.

- ``about: phone`` at the top of a handout says which way it is for. With several ways, it is for
  who may use any of them.
- A heading that ends in ``{phone}`` marks what stands below it. A list item, a paragraph, a
  question, a row of a table or a line of a contact block marks itself, and a paragraph the picture
  in front of it.

Who avoids the way gets neither. A mark is never printed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from access_kit.documents.front_matter import WAYS
from access_kit.documents.special_blocks import contact_url
from access_kit.materials.marks import AGENCY_MARKS
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
    Inlines,
    ListItem,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
)
from access_kit.model.profile import Profile

CAPTIONS = "captions"
_MARK = re.compile(r"\{(" + "|".join(WAYS) + r")\}\Z")

_LIKE_A_MARK = re.compile(r"\{[A-Za-z_ -]{1,20}\}\Z")

Kept = Callable[[Block], bool]
"""Whether a block is for everyone, whatever its mark says."""


def avoided_ways(profile: Profile) -> frozenset[str]:
    """The ways to talk that a person avoids, and captions where they want none."""
    captions = profile.hearing.captions
    hidden = {CAPTIONS} if captions and not captions.wanted else set()
    return frozenset({one.value for one in profile.talk.avoided} | hidden)


def unknown_marks(text: str) -> Iterator[tuple[int, str]]:
    """What stands at the end of a line as a mark does and is none, with the line's number."""
    for at, line in enumerate(text.split("\n"), start=1):
        found = _LIKE_A_MARK.search(line.rstrip(" \t\r|"))
        if found and not _MARK.match(found[0]) and found[0] not in AGENCY_MARKS:
            yield at, found[0].strip("{}")


def without_ways(
    document: Document, ways: Collection[str], kept: Kept = lambda _: False
) -> Document:
    """``document`` as it is printed for somebody who avoids ``ways``: without what they mark."""
    return dataclasses.replace(document, blocks=_blocks(document.blocks, ways, kept))


def _blocks(blocks: Blocks, ways: Collection[str], kept: Kept) -> Blocks:
    found: list[Block] = []
    level = 0
    for block in blocks:
        if isinstance(block, Heading) and not (level and block.level > level):
            level = block.level if _way_of(block.content) in ways else 0
        if kept(block):
            found.append(_unmarked(block, (), kept) or block)
        elif not level:
            left = _unmarked(block, ways, kept)
            if left:
                found.append(left)
            elif isinstance(block, Paragraph) and found and isinstance(found[-1], Image):
                found.pop()
    return tuple(found)


def _unmarked(block: Block, ways: Collection[str], kept: Kept) -> Block | None:
    """A block without its marks and what they leave out; ``None`` where nothing of it stays."""
    match block:
        case Heading(content=content):
            return dataclasses.replace(block, content=_clean(content))
        case Paragraph(content=content) | Question(content=content):
            gone = _way_of(content) in ways
            return None if gone else dataclasses.replace(block, content=_clean(content))
        case BulletList(items=items) | Steps(items=items) | TickList(items=items):
            lines = tuple(_items(items, ways, kept))
            return dataclasses.replace(block, items=lines) if lines else None
        case Table(rows=rows):
            left = tuple(_rows(rows, ways))
            return dataclasses.replace(block, rows=left) if left else None
        case ContactBox(contacts=contacts):
            lines_left = tuple(_contacts(contacts, ways))
            return dataclasses.replace(block, contacts=lines_left) if lines_left else None
        case Callout(blocks=blocks):
            inside = _blocks(blocks, ways, kept)
            return dataclasses.replace(block, blocks=inside) if inside else None
    return block


def _items(items: Iterable[ListItem], ways: Collection[str], kept: Kept) -> Iterator[ListItem]:
    for item in items:
        if _way_of(item.content) not in ways:
            yield ListItem(_clean(item.content), _blocks(item.children, ways, kept))


def _rows(
    rows: Iterable[tuple[Inlines, ...]], ways: Collection[str]
) -> Iterator[tuple[Inlines, ...]]:
    for row in rows:
        if _way_of(row[-1]) not in ways:
            yield (*row[:-1], _clean(row[-1]))


def _contacts(contacts: Iterable[Contact], ways: Collection[str]) -> Iterator[Contact]:
    for one in contacts:
        found = _MARK.search(one.value)
        if found is None:
            yield one
        elif found[1] not in ways:
            value = one.value[: found.start()]
            yield Contact(one.label, value, contact_url(value))


def _way_of(content: Inlines) -> str:
    """The way that a mark at the end names; empty without one."""
    last = content[-1] if content else None
    found = _MARK.search(last.text.rstrip()) if isinstance(last, Text) else None
    return found[1] if found else ""


def _clean(content: Inlines) -> Inlines:
    if not _way_of(content):
        return content
    *before, last = content
    assert isinstance(last, Text)
    text = _MARK.sub("", last.text.rstrip()).rstrip()
    return (*before, dataclasses.replace(last, text=text)) if text else tuple(before)
