"""The layout with pictures: a picture on the near side, a short sentence on the far side.

A handout for it is an ordinary one, in which pictures stand before the words that they go with.
The tree stays as it is; a renderer whose look asks for this layout pairs the blocks when it sets
them, so that every other format tells the same words in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from access_kit.i18n.sentence_ends import next_sentences
from access_kit.model.document import (
    Block,
    Blocks,
    Image,
    Inline,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    Text,
)

PICTURE_SHARE = 0.27
"""The picture's part of a line; the words have the rest, less a gap."""


@dataclass(frozen=True)
class Pictured:
    """A picture and the blocks that stand beside it."""

    image: Image
    blocks: Blocks
    lang: str | None = None


@dataclass(frozen=True)
class Together:
    """Blocks that come from one: the sentences of a paragraph, or nothing where it went."""

    blocks: Blocks
    lang: str | None = None


def pair_pictures(blocks: Blocks, lang: str) -> tuple[Block | Pictured | Together, ...]:
    """``blocks`` with each picture beside the paragraph that follows it, a sentence to a line.

    As many as there were, so that whoever counts blocks finds each in its place.
    """
    return tuple(_pair(blocks, lang))


def picture_of_item(item: ListItem) -> Pictured | None:
    """An item of a list with its first picture beside its words; ``None`` when it has none."""
    if not item.children or not isinstance(item.children[0], Image):
        return None
    return Pictured(item.children[0], (Paragraph(item.content), *item.children[1:]))


def _pair(blocks: Blocks, lang: str) -> Iterator[Block | Pictured | Together]:
    rest = list(blocks)
    while rest:
        block = rest.pop(0)
        if isinstance(block, Image) and rest and isinstance(rest[0], Paragraph):
            yield Pictured(block, tuple(one_sentence_a_line(rest.pop(0), lang)))
            yield Together(())
        elif isinstance(block, Paragraph):
            yield Together(tuple(one_sentence_a_line(block, lang)))
        else:
            yield block


def one_sentence_a_line(block: Block, lang: str) -> Iterator[Block]:
    """A paragraph as one paragraph a sentence; any other block as it is."""
    if not isinstance(block, Paragraph):
        yield block
        return
    for content in split_sentences(block.content, block.lang or lang):
        yield Paragraph(content, block.lang)


def split_sentences(content: Inlines, lang: str) -> Iterator[Inlines]:
    """The sentences of ``content``, whatever parts they are made of.

    A value, a link and bold words are never broken; a sentence may end where one of them does.
    """
    ends = set(next_sentences("".join(map(_said, content)), lang))
    sentence: list[Inline] = []
    at = 0
    for part in content:
        for piece in _pieces(part, at, ends):
            if at in ends and sentence and not _is_number(sentence):
                yield _trimmed(sentence)
                sentence = []
            sentence.append(piece)
            at += len(_said(piece))
    if sentence:
        yield _trimmed(sentence)


def _is_number(sentence: Sequence[Inline]) -> bool:
    """Whether it is only the number of a line, such as ``B1.``, which belongs to what follows."""
    said = "".join(map(_said, sentence)).strip()
    return any(map(str.isdigit, said)) and not any(map(str.isspace, said))


def _said(part: Inline) -> str:
    return "\n" if isinstance(part, LineBreak) else part.text


def _pieces(part: Inline, at: int, ends: Set[int]) -> Iterator[Inline]:
    """A part, which begins at ``at``, cut where sentences begin in it, if it may be cut."""
    if not isinstance(part, Text) or part.isolate or part.strong:
        yield part
        return
    places = (0, *sorted(end - at for end in ends if at < end < at + len(part.text)))
    for start, end in pairwise((*places, len(part.text))):
        yield replace(part, text=part.text[start:end])


def _trimmed(sentence: Sequence[Inline]) -> Inlines:
    """A sentence without the spaces that parted it from the next."""
    parts = list(sentence)
    while parts and isinstance(parts[-1], Text) and not parts[-1].isolate:
        bare = parts[-1].text.rstrip()
        if bare:
            parts[-1] = replace(parts[-1], text=bare)
            break
        parts.pop()
    return tuple(parts)
