"""Blocks from words: the few shapes of which all papers here are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from access_kit.documents.labels import labels_for
from access_kit.i18n import Words
from access_kit.i18n.words import FilledIn
from access_kit.model.document import (
    Blocks,
    BulletList,
    Document,
    Heading,
    Inlines,
    ListItem,
    Paragraph,
    Purpose,
    Steps,
    Text,
    TickList,
)


def heading(words: Words, key: str, /, level: int = 1, **values: FilledIn) -> Heading:
    return Heading(level, words.inlines(key, **values), words.lang_of(key))


def paragraph(words: Words, key: str, /, **values: FilledIn) -> Paragraph:
    return Paragraph(words.inlines(key, **values), words.lang_of(key))


def run_on(lines: Sequence[Inlines]) -> Inlines:
    """The sentences of ``lines`` one after the other."""
    gap: Inlines = (Text(" "),)
    return tuple(part for line in lines for part in (*gap, *line))[1:]


def one_paragraph(lines: Sequence[Inlines]) -> Blocks:
    """The sentences of ``lines`` as one paragraph, or nothing."""
    joined = run_on(lines)
    return (Paragraph(joined),) if joined else ()


def items(lines: Iterable[Inlines]) -> tuple[ListItem, ...]:
    return tuple(ListItem(line) for line in lines)


def bullets(lines: Iterable[Inlines]) -> Blocks:
    """A list of ``lines``; one alone is a plain paragraph, none is nothing."""
    return _list(tuple(lines), BulletList)


def steps(lines: Iterable[Inlines]) -> Blocks:
    """Numbered steps; one alone is a plain paragraph, for it needs no number."""
    return _list(tuple(lines), Steps)


def _list(lines: tuple[Inlines, ...], kind: type[BulletList] | type[Steps]) -> Blocks:
    if len(lines) == 1:
        return (Paragraph(lines[0]),)
    return (kind(items(lines)),) if lines else ()


def ticks(lines: Iterable[Inlines]) -> Blocks:
    made = items(lines)
    return (TickList(made),) if made else ()


def section(head: Heading, *parts: Blocks) -> Blocks:
    """A heading with what stands below it, or nothing at all when nothing does."""
    body = tuple(block for part in parts for block in part)
    return (head, *body) if body else ()


def draft_banner(words: Words, source: Words, *, machine: bool) -> Blocks:
    """What stands above a translation that no person has approved, in both its languages."""
    both = (words,) if words.locale == source.locale else (words, source)
    key = "draft.machine" if machine else "draft.not-checked"
    return tuple(Paragraph(one.inlines(key), one.locale) for one in both)


def mark_unconfirmed(document: Document, words: Words, source: Words) -> Document:
    """A paper of which nobody has confirmed the order of its words says so above each page."""
    both = (words,) if words.locale == source.locale else (words, source)
    said = tuple(Paragraph(one.inlines("draft.order"), one.locale) for one in both)
    return replace(document, draft_banner=(*said, *document.draft_banner))


def mark_draft_text(document: Document, words: Words) -> Document:
    """Text messages that nobody checked: the first of them says so."""
    first, *others = document.blocks
    assert isinstance(first, Paragraph)
    content = run_on([words.inlines("text.draft"), first.content])
    return replace(document, blocks=(replace(first, content=content), *others))


def make_document(words: Words, title: str, purpose: Purpose, blocks: Blocks) -> Document:
    """A document in the language of ``words``."""
    return Document(title, words.locale, purpose, blocks, labels_for(words))
