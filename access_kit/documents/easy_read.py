"""The layout with pictures: a picture on the near side, a short sentence on the far side.

A handout for it is an ordinary one, in which pictures stand before the words that they go with.
The tree stays as it is; a renderer whose look asks for this layout pairs the blocks when it sets
them, so that every other format tells the same words in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.i18n.sentence_ends import next_sentences
from access_kit.model.document import (
    Block,
    Blocks,
    Image,
    Inline,
    Inlines,
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
    """The sentences of ``content``; a value, a link and bold words are never broken."""
    sentence: list[Inline] = []
    for part in content:
        if not isinstance(part, Text) or part.isolate or part.strong:
            sentence.append(part)
            continue
        start = 0
        for end in next_sentences(part.text, part.lang or lang):
            sentence.append(_piece(part, part.text[start:end].rstrip()))
            yield tuple(sentence)
            sentence, start = [], end
        if part.text[start:]:
            sentence.append(_piece(part, part.text[start:]))
    if sentence:
        yield tuple(sentence)


def _piece(part: Text, text: str) -> Text:
    return Text(text, part.strong, part.isolate, part.lang)
