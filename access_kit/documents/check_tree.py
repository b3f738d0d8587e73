"""Checks of a Document before any renderer sets it: what the typesetter and browsers let pass.

Only what is wrong in every format stands here. A finding is about the tree, so it has no file or
line; ``markdown`` finds the same faults earlier, with theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from access_kit.errors import BadInput, Problem
from access_kit.model.document import (
    Block,
    Blocks,
    Callout,
    ContactBox,
    Document,
    Heading,
    Image,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Pair,
    Question,
    Table,
    Text,
    WriteLine,
)

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
LINK_SCHEMES = ("https:", "http:", "tel:", "mailto:", "sms:")


def require_sound_tree(document: Document) -> None:
    """Raise ``BadInput`` with every fault of the tree that would make an inaccessible file."""
    problems = tuple(check_tree(document))
    if problems:
        raise BadInput(problems)


def check_tree(document: Document) -> Iterator[Problem]:
    if not document.title.strip():
        yield Problem("document.no-title")
    if not _LANGUAGE_TAG.fullmatch(document.lang):
        yield Problem("document.no-language", facts={"value": document.lang})
    yield from _check_heading_levels(document.blocks)
    for index, block in enumerate(walk_blocks((*document.draft_banner, *document.blocks))):
        for problem in _check_block(block):
            yield Problem(problem.code, where=f"block {index + 1}", facts=problem.facts)


def walk_blocks(blocks: Blocks) -> Iterator[Block]:
    """Each block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Callout):
            yield from walk_blocks(block.blocks)
        if isinstance(block, Pair):
            yield from walk_blocks((*block.first, *block.second))
        if isinstance(block, Question) and block.also:
            yield block.also
        for item in getattr(block, "items", ()):
            yield from walk_blocks(item.children)


def plain_text(content: Inlines) -> str:
    """The words of inline content; a line end counts as a space."""
    return "".join(" " if isinstance(part, LineBreak) else part.text for part in content)


def texts_in(part: Any) -> Iterator[Text | Link]:  # noqa: ANN401 (any part of the tree)
    """Every run of words in ``part``, in reading order."""
    if isinstance(part, Text | Link):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_in(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts_in(getattr(part, one.name))


def _check_heading_levels(blocks: Blocks) -> Iterator[Problem]:
    level = 0
    for block in _open_pairs(blocks):
        if isinstance(block, Heading):
            if block.level > level + 1:
                facts = {"from_level": level, "to_level": block.level, "expected": level + 1}
                yield Problem("document.heading-skipped", facts=facts)
            level = block.level


def _open_pairs(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield from (*block.first, *block.second) if isinstance(block, Pair) else (block,)


def _check_block(block: Block) -> Iterator[Problem]:
    lang: str | None = getattr(block, "lang", None)
    if lang is not None and not _LANGUAGE_TAG.fullmatch(lang):
        yield Problem("document.no-language", facts={"value": lang})
    match block:
        case Heading(content=content):
            if not plain_text(content).strip():
                yield Problem("document.heading-empty")
        case Callout(title=title) | ContactBox(title=title):
            if not plain_text(title).strip():
                yield Problem("document.heading-empty")
        case Table():
            yield from _check_table(block)
        case Image(alt=alt, decorative=False) if not alt.strip():
            yield Problem("document.image-without-alt")
        case Question(answers=()):
            yield Problem("document.question-without-answers", facts={"key": block.key})
        case WriteLine(label=label) if not label.strip():
            yield Problem("document.line-without-label", facts={"key": block.key})
        case _:
            pass
    for content in _inlines_of(block):
        yield from _check_links(content)


def _check_table(table: Table) -> Iterator[Problem]:
    if not table.header or not all(plain_text(cell).strip() for cell in table.header):
        yield Problem("document.table-without-header")
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.header):
            facts = {"row": number, "cells": len(row), "columns": len(table.header)}
            yield Problem("document.table-uneven", facts=facts)


def _check_links(content: Inlines) -> Iterator[Problem]:
    for part in content:
        if isinstance(part, Link):
            if not part.text.strip():
                yield Problem("document.link-without-text")
            if not part.url.lower().startswith(LINK_SCHEMES):
                yield Problem("document.link-scheme", facts={"scheme": part.url.split(":")[0][:20]})


def _inlines_of(block: Block) -> Iterator[Inlines]:
    for name in ("content", "title", "note", "caption"):
        yield getattr(block, name, ())
    for item in getattr(block, "items", ()):
        assert isinstance(item, ListItem)
        yield item.content
    if isinstance(block, Table):
        yield from block.header
        for row in block.rows:
            yield from row
