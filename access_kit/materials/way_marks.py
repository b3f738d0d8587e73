"""Papers about a way that somebody avoids: which they are, and which parts of others.

- ``about: phone`` at the top of a handout says which way it is for. With several ways, it is for
  who may use any of them.
- A heading that ends in ``{phone}`` marks what stands below it. A list item, a paragraph, a
  question, a row of a table or a line of a contact block marks itself, and a paragraph the picture
  in front of it. Of several marks in a row, who avoids one of their ways goes without.

Who avoids the way gets neither. A mark is never printed. An agency's own papers have marks of parts
alone: everyone gets the paper.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterator

from access_kit.documents.special_blocks import contact_url
from access_kit.materials.marks import WAY_MARKS, clean, marks_of, split_marks
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
_LIKE_A_MARK = re.compile(r"\{([A-Za-z_ -]{1,20})\}\Z")

Kept = Callable[[Block], bool]
"""Whether a block is for everyone, whatever its mark says."""

_IsMarked = Callable[[Inlines], bool]


def avoided_ways(profile: Profile) -> frozenset[str]:
    """The ways to talk that a person avoids, and captions where they want none."""
    captions = profile.hearing.captions
    hidden = {CAPTIONS} if captions and not captions.wanted else set()
    return frozenset({one.value for one in profile.talk.avoided} | hidden)


def unknown_marks(text: str) -> Iterator[tuple[int, str]]:
    """What stands at the end of a line as a mark does and is none, with the line's number."""
    for at, line in enumerate(text.split("\n"), start=1):
        found = _LIKE_A_MARK.search(split_marks(line.rstrip(" \t\r|"))[0])
        if found:
            yield at, found[1]


def without_ways(
    document: Document, ways: Collection[str], kept: Kept = lambda _: False
) -> Document:
    """``document`` as it is printed for somebody who avoids ``ways``: without what they mark."""

    avoided = {mark for mark, way in WAY_MARKS.items() if way in ways}

    def is_marked(content: Inlines) -> bool:
        return not avoided.isdisjoint(marks_of(content))

    return dataclasses.replace(document, blocks=_blocks(document.blocks, is_marked, kept))


def _blocks(blocks: Blocks, is_marked: _IsMarked, kept: Kept) -> Blocks:
    found: list[Block] = []
    level = 0
    for block in blocks:
        if isinstance(block, Heading) and not (level and block.level > level):
            level = block.level if is_marked(block.content) else 0
        left = _left_of(block, _below_a_mark if level else is_marked, kept)
        if left:
            found.append(left)
        elif isinstance(block, Paragraph) and found and isinstance(found[-1], Image):
            found.pop()
    return tuple(found)


def _below_a_mark(_: Inlines) -> bool:
    """All that stands below a marked heading."""
    return True


def _left_of(block: Block, is_marked: _IsMarked, kept: Kept) -> Block | None:
    """A block without its marks and what they leave out; ``None`` where nothing of it stays."""
    match block:
        case Heading(content=content) | Paragraph(content=content) | Question(content=content):
            gone = is_marked(content) and not kept(block)
            return None if gone else dataclasses.replace(block, content=_clean(content))
        case BulletList(items=items) | Steps(items=items) | TickList(items=items):
            lines = tuple(
                ListItem(_clean(item.content), _blocks(item.children, is_marked, kept))
                for item in items
                if not is_marked(item.content) or kept(dataclasses.replace(block, items=(item,)))
            )
            return dataclasses.replace(block, items=lines) if lines else None
        case Table(rows=rows):
            left = tuple(
                (*row[:-1], _clean(row[-1]))
                for row in rows
                if not is_marked(row[-1]) or kept(dataclasses.replace(block, rows=(row,)))
            )
            return dataclasses.replace(block, rows=left) if left else None
        case ContactBox(contacts=contacts):
            ways_left = tuple(
                _clean_contact(one)
                for one in contacts
                if not is_marked((Text(one.value),))
                or kept(dataclasses.replace(block, contacts=(one,)))
            )
            return dataclasses.replace(block, contacts=ways_left) if ways_left else None
        case Callout(blocks=blocks):
            inside = _blocks(blocks, is_marked, kept)
            return dataclasses.replace(block, blocks=inside) if inside else None
    return block if kept(block) or not is_marked(()) else None


def _clean_contact(contact: Contact) -> Contact:
    value, marks = split_marks(contact.value)
    return Contact(contact.label, value, contact_url(value)) if marks else contact


def _clean(content: Inlines) -> Inlines:
    return clean(content, WAY_MARKS)
