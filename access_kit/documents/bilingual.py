"""One paper in two languages, from the same paper in each.

Both papers are built from the same facts, so their blocks stand in pairs. What a person fills in
stands once, in both languages: two rows of boxes for one question could be answered differently.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from access_kit.documents.check_tree import plain_text
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Document,
    Heading,
    Image,
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
from access_kit.model.profile import Bilingual

_TOO_WIDE = (Table, Callout)
"""Blocks that half a line is too narrow for."""


def make_bilingual(first: Document, second: Document, layout: Bilingual) -> Document:
    """``first`` with ``second`` beside or below it; its language, labels and address are kept.

    Where the two do not have the same blocks, ``second`` follows as a whole. ``ValueError`` for a
    layout that is none, or for one language twice.
    """
    if layout is Bilingual.NONE or first.lang == second.lang:
        raise ValueError("a bilingual paper needs a layout and two languages")
    blocks = join_blocks(first.blocks, second.blocks, second.lang, layout)
    title = Paragraph((Text(second.title, strong=True),), second.lang)
    return dataclasses.replace(first, blocks=(title, *blocks))


def join_blocks(first: Blocks, second: Blocks, lang: str, layout: Bilingual) -> Blocks:
    """Each block of ``first`` with its like in ``second``, which is in ``lang``."""
    if not _are_alike(first, second):
        return (*first, *in_language(second, lang))
    pairs = tuple(zip(first, second, strict=True))
    if layout is Bilingual.STACKED:
        return tuple(block for one, other in pairs for block in _stack(one, other, lang))
    return tuple(_set_beside(pairs, lang))


def answers_of(question: Question) -> tuple[Inlines, ...]:
    """The words beside each box, in both languages where there are two."""
    also = question.also
    if also is None:
        return tuple((Text(answer),) for answer in question.answers)
    return tuple(
        (Text(answer), Text(" / "), Text(other, lang=also.lang))
        for answer, other in zip(question.answers, also.answers, strict=True)
    )


def unfold(document: Document) -> Document:
    """``document`` as plain blocks one after the other, for formats that know no two columns.

    A question and its like become one: its words in both languages, and one set of answers.
    """
    return dataclasses.replace(document, blocks=tuple(_unfold(document.blocks)))


def _unfold(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Pair(first, second):
                yield from _unfold((*first, *second))
            case Question(also=Question() as also):
                yield dataclasses.replace(
                    block,
                    content=_join_words(block.content, also.content, also.lang),
                    note=_join_words(block.note, also.note, also.lang),
                    answers=tuple(plain_text(answer) for answer in answers_of(block)),
                    also=None,
                )
            case WriteLine(label=label, also=WriteLine() as also):
                yield dataclasses.replace(block, label=f"{label} / {also.label}", also=None)
            case Callout(blocks=inner):
                yield dataclasses.replace(block, blocks=tuple(_unfold(inner)))
            case _:
                yield block


def _join_words(first: Inlines, second: Inlines, lang: str | None) -> Inlines:
    marked = tuple(
        dataclasses.replace(part, lang=lang)
        if isinstance(part, Text | Link) and part.lang is None
        else part
        for part in second
    )
    return (*first, LineBreak(), *marked) if first and marked else (*first, *marked)


def in_language(blocks: Iterable[Block], lang: str) -> Blocks:
    """``blocks`` with their language on each that has none of its own."""
    return tuple(_in_language(block, lang) for block in blocks)


def _in_language(block: Block, lang: str) -> Block:
    if isinstance(block, PageBreak) or block.lang is not None:
        return block
    return dataclasses.replace(block, lang=lang)


def _are_alike(first: Blocks, second: Blocks) -> bool:
    return all(
        type(one) is type(other)
        and len(getattr(one, "items", ())) == len(getattr(other, "items", ()))
        and len(getattr(one, "answers", ())) == len(getattr(other, "answers", ()))
        for one, other in zip_longest(first, second)
    )


def _stack(first: Block, second: Block, lang: str) -> Blocks:
    """``first`` and below it ``second``; lists and forms become one that holds both."""
    return _join(first, second, lang) or (first, _in_language(second, lang))


def _join(first: Block, second: Block, lang: str) -> Blocks:
    """Both as one block, where they can be one."""
    lang = getattr(second, "lang", None) or lang
    if isinstance(first, BulletList | Steps | TickList):
        assert isinstance(second, BulletList | Steps | TickList)
        items = zip(first.items, second.items, strict=True)
        joined = tuple(_join_items(one, other, lang) for one, other in items)
        return (dataclasses.replace(first, items=joined),)
    if isinstance(first, Question):
        assert isinstance(second, Question)
        return (dataclasses.replace(first, also=dataclasses.replace(second, lang=lang)),)
    if isinstance(first, WriteLine):
        assert isinstance(second, WriteLine)
        return (dataclasses.replace(first, also=dataclasses.replace(second, lang=lang)),)
    return (first,) if isinstance(first, Image | PageBreak) else ()


def _join_items(first: ListItem, second: ListItem, lang: str) -> ListItem:
    below = Paragraph(second.content, lang)
    children = join_blocks(first.children, second.children, lang, Bilingual.STACKED)
    return ListItem(first.content, (below, *children))


def _set_beside(pairs: Iterable[tuple[Block, Block]], lang: str) -> Iterator[Block]:
    """Pairs side by side; a heading stays in one pair with what follows it."""
    left: list[Block] = []
    right: list[Block] = []
    for first, second in pairs:
        whole = _whole_line(first, second, lang)
        if not whole:
            left.append(first)
            right.append(_in_language(second, lang))
        if left and (whole or not isinstance(first, Heading)):
            yield Pair(tuple(left), tuple(right))
            left, right = [], []
        yield from whole
    if left:
        yield Pair(tuple(left), tuple(right))


def _whole_line(first: Block, second: Block, lang: str) -> Blocks:
    """What takes a whole line even side by side: forms, pictures, tables; else nothing."""
    if isinstance(first, _TOO_WIDE):
        return (first, _in_language(second, lang))
    if isinstance(first, BulletList | Steps):
        return ()
    return _join(first, second, lang)
