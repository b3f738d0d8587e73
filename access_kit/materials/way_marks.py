"""Papers about a way that somebody avoids: which they are, and which parts of others.

- ``about: phone`` at the top of a handout says which way it is for. With several ways, it is for
  who may use any of them.
- A heading that ends in ``{phone}`` marks what stands below it, and the title of a box what is in
  it; that of a whole handout is as ``about``. A list item, a paragraph, a question, a row of a
  table or a line of a contact block marks itself, and a paragraph the picture in front of it. Of
  several marks in a row, who avoids one of their ways goes without.

Who avoids the way gets neither. A mark is never printed; what only looks like one is told. An
agency's own papers have marks of parts alone: everyone gets the paper.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from access_kit.documents.plain_words import all_words
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
_LIKE_A_MARK = re.compile(r"\{[^\W\d][\w -]{0,19}\}")

Kept = Callable[[Block], bool]
"""Whether a block is for everyone, whatever its mark says."""

_IsMarked = Callable[[Inlines], bool]


def avoided_ways(profile: Profile) -> frozenset[str]:
    """The ways to talk that a person avoids, and captions where they want none."""
    captions = profile.hearing.captions
    hidden = {CAPTIONS} if captions and not captions.wanted else set()
    return frozenset({one.value for one in profile.talk.avoided} | hidden)


@dataclass(frozen=True)
class OddMark:
    """What looks like a mark and is printed. ``is_way``: it names a way, in a place that marks
    nothing; else it stands where a mark does, and names none.
    """

    said: str
    is_way: bool

    def ends(self, line: str) -> bool:
        """Whether it stands at the end of a line of Markdown, beside other marks perhaps."""
        behind = _LIKE_A_MARK.sub("", line.rpartition(self.said)[2])
        return not behind.strip(" |*_#")


def odd_marks(document: Document) -> Iterator[OddMark]:
    """The odd marks of a document without its marks, each once."""
    found: dict[OddMark, None] = {}
    for line in all_words(document).split("\n"):
        before = len(split_marks(line)[0].rstrip())
        for mark in _LIKE_A_MARK.finditer(line):
            is_way = mark[0].lower() in WAY_MARKS
            if is_way or mark.end() == before:
                found[OddMark(mark[0], is_way)] = None
    yield from found


def ways_of_title(document: Document) -> tuple[frozenset[str], str]:
    """The ways that the marks of a title name, and the title without them."""
    said, marks = split_marks(document.title)
    ways = frozenset(WAY_MARKS.get(one, "") for one in marks)
    return (ways, said) if "" not in ways else (frozenset(), document.title)


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
        case ContactBox(title=title, contacts=contacts):
            ways_left = tuple(
                _clean_contact(one)
                for one in contacts
                if not (is_marked(title) or is_marked((Text(one.value),)))
                or kept(dataclasses.replace(block, contacts=(one,)))
            )
            box = dataclasses.replace(block, title=_clean(title), contacts=ways_left)
            return box if ways_left else None
        case Callout(title=title, blocks=blocks):
            inside = _blocks(blocks, _below_a_mark if is_marked(title) else is_marked, kept)
            callout = dataclasses.replace(block, title=_clean(title), blocks=inside)
            return callout if inside else None
    return block if kept(block) or not is_marked(()) else None


def _clean_contact(contact: Contact) -> Contact:
    value, marks = split_marks(contact.value)
    return Contact(contact.label, value, contact_url(value)) if marks else contact


def _clean(content: Inlines) -> Inlines:
    return clean(content, WAY_MARKS)
