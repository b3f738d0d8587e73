"""The version of a form: a digest of what it says, in its language, item by item.

Two people who are shown the same statements get the same version; one changed word makes another.
The line that prints the version is left out of what is hashed, and so is the address sheet. What
stands below that line is good to know and is not signed: the long form has the version of the short
one that it begins with.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from itertools import takewhile

from access_kit.documents.check_tree import plain_text
from access_kit.i18n import Words
from access_kit.model.document import (
    FORM_VERSION,
    Block,
    Document,
    Heading,
    NewLineMark,
    Pair,
    Paragraph,
    Question,
    Text,
    WriteLine,
)

SHORT = re.compile(FORM_VERSION)


def form_version(document: Document) -> str:
    """SHA-256 of the form's title, language and blocks, as 64 hexadecimal digits."""
    blocks = [_plain(block) for block in _signed(document)]
    said = {"title": document.title, "lang": document.lang, "blocks": blocks}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _signed(document: Document) -> Iterator[Block]:
    """The blocks that a version covers: those above it, without what only points at lines."""
    above = takewhile(lambda block: not _has_version_line(block), document.blocks)
    return (block for block in above if not isinstance(block, NewLineMark))


def line_digests(document: Document) -> dict[str, str]:
    """By the id of each line of a form, a digest of what it says and of what hangs on it.

    The number in front does not count: a line stays the same when another comes before it. What
    stands apart from lines has the key of its part, as ``part_key`` gives it.
    """
    numbers = {line.number: line.key for line in document.form}
    said: dict[str, list[object]] = {}
    key = PART
    for block in _signed(document):
        found, words = _line_of(block, numbers)
        if found:
            key = found
        if isinstance(block, Heading):
            key = part_key(block)
        elif isinstance(block, WriteLine):
            key = ""
        if key:
            said.setdefault(key, []).append(words if found else _plain(block))
    return {
        key: hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]
        for key, parts in said.items()
    }


PART = "#"
"""What the key of a part of a form begins with; that of its beginning is no more than this."""


def part_key(block: Heading) -> str:
    """The key of the part below a heading."""
    return PART + hashlib.sha256(plain_text(block.content).encode()).hexdigest()[:8]


def _line_of(block: Block, numbers: Mapping[str, str]) -> tuple[str, str]:
    """The line that a block begins, and its words without the number."""
    if not isinstance(block, Question | Paragraph):
        return "", ""
    first, _, rest = plain_text(block.content).partition(" ")
    if isinstance(block, Question):
        return block.key, rest
    return numbers.get(first.strip(".*\u2068\u2069"), ""), rest


def mark_lines(document: Document, keys: Collection[str], words: Words) -> Document:
    """The form with a word before each of these lines, and below the heading of each of these
    parts; its version stays as it is.
    """
    numbers = {line.number: line.key for line in document.form}
    mark = NewLineMark(words.inlines("agree.new-line"))
    blocks: list[Block] = [mark] if PART in keys else []
    for block in document.blocks:
        if _line_of(block, numbers)[0] in keys:
            blocks.append(mark)
        blocks.append(block)
        if isinstance(block, Heading) and part_key(block) in keys:
            blocks.append(mark)
    return dataclasses.replace(document, blocks=tuple(blocks))


def short_version(version: str) -> str:
    """``7F3A-21B0-9C44``: the first 12 digits of ``version``."""
    digits = version[:12].upper()
    return "-".join(digits[at : at + 4] for at in range(0, 12, 4))


def print_version(document: Document, words: Words) -> Document:
    """The form with its version on the last line."""
    shown = short_version(form_version(document))
    line = Paragraph(words.inlines("consent.version", version=shown))
    return dataclasses.replace(document, blocks=(*document.blocks, line))


def _is_version_line(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(
        isinstance(inline, Text) and inline.isolate and SHORT.fullmatch(inline.text)
        for inline in block.content
    )


def _has_version_line(block: Block) -> bool:
    """Also one in two languages."""
    if isinstance(block, Pair):
        return any(map(_is_version_line, (*block.first, *block.second)))
    return _is_version_line(block)


def _plain(value: object) -> object:
    """A tree of dictionaries, each with the name of its class, so that no two shapes look alike."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if dataclasses.is_dataclass(value):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    return value
