"""Every word of a document, for those who look for one: titles, labels and texts of pictures too.

It goes by what a value is, and not by a list of blocks: a new kind of block is read as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from access_kit.model.document import Block, Document, LineBreak, Link, Text

_NOT_WORDS = frozenset({"key", "lang", "media_type", "labels", "purpose", "print_pages"})


def all_words(document: Document) -> str:
    """One line a run of words that belong together."""
    return "\n".join((document.title, *_lines((*document.draft_banner, *document.blocks))))


def words_of_block(block: Block) -> str:
    """The same of one block."""
    return "\n".join(_lines(block))


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and value and all(map(_is_inline, value)):
        yield "".join(getattr(part, "text", " ") for part in value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _lines(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _NOT_WORDS:
                yield from _lines(getattr(value, field.name))


def _is_inline(part: object) -> bool:
    return isinstance(part, Text | Link | LineBreak)
