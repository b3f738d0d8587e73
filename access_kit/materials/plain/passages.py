"""A text as passages: what is read in one go, each with its kind and language.

Block by block, so that a list is not read as one long sentence. What no writer can make easier is
left out before anything is counted: names, numbers, addresses, and the names of apps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from access_kit.documents.check_tree import walk_blocks
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    ContactBox,
    Document,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)


class PassageKind(Enum):
    PARAGRAPH = auto()
    ITEM = auto()
    LABEL = auto()
    """A heading, a label, an answer: words without a sentence; they count for words alone."""


@dataclass(frozen=True)
class Passage:
    """``lang`` is a BCP 47 tag; ``where`` is a place that a person can find."""

    text: str
    kind: PassageKind
    lang: str
    where: str = ""


APP_NAMES = (
    "Microsoft Teams",
    "Google Meet",
    "Zoom",
    "Teams",
    "Meet",
    "Webex",
    "Signal",
    "WhatsApp",
)
_APPS = re.compile(r"(?<!\w)(?:" + "|".join(APP_NAMES) + r")(?!\w)")
_VALUE_START, _VALUE_END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_VALUES = re.compile(
    rf"{_VALUE_START}[^{_VALUE_END}]{{0,400}}{_VALUE_END}|"
    r"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,253}\.\w+|"
    r"[+(]?\d[\d ().:/–-]*\d(?:\s?[ap]\.?m\.?)?|\d+|[#*]\d*"
)


def mask_values(text: str) -> str:
    """``text`` without addresses, numbers, times and names of apps."""
    return re.sub(r"[ \t\n]+", " ", _VALUES.sub("", _APPS.sub("", text))).strip()


def bare(text: str) -> str:
    """``text`` as it is shown, without the marks around its values."""
    return text.replace(_VALUE_START, "").replace(_VALUE_END, "")


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Every passage of a document, its title first."""
    return tuple(
        passage for passage in _all(document) if any(sign.isalnum() for sign in passage.text)
    )


def longest_list(blocks: Blocks) -> int:
    """Items of the longest list; the steps of a procedure count like any other."""
    lists = (b for b in walk_blocks(blocks) if isinstance(b, BulletList | Steps | TickList))
    return max((len(one.items) for one in lists), default=0)


def _all(document: Document) -> Iterator[Passage]:
    yield Passage(document.title, PassageKind.LABEL, document.lang)
    for block in walk_blocks(document.blocks):
        lang = getattr(block, "lang", None) or document.lang
        for kind, content in _contents(block):
            yield Passage(_say(content), kind, lang)


def _contents(block: Block) -> Iterator[tuple[PassageKind, Inlines]]:
    match block:
        case Heading(content=content):
            yield PassageKind.LABEL, content
        case Paragraph(content):
            yield PassageKind.PARAGRAPH, content
        case BulletList(items) | Steps(items) | TickList(items):
            for item in items:
                yield PassageKind.ITEM, item.content
        case Question(content=content, answers=answers, note=note):
            yield PassageKind.PARAGRAPH, content
            yield PassageKind.PARAGRAPH, note
            for answer in answers:
                yield PassageKind.LABEL, (Text(answer),)
        case WriteLine(label=label):
            yield PassageKind.LABEL, (Text(label),)
        case Callout(title=title):
            yield PassageKind.LABEL, title
        case ContactBox(title=title, contacts=contacts):
            yield PassageKind.LABEL, title
            for contact in contacts:
                yield PassageKind.LABEL, (Text(contact.label),)
        case Table(header=header, rows=rows):
            for cell in header:
                yield PassageKind.LABEL, cell
            for row in rows:
                for cell in row:
                    yield PassageKind.ITEM, cell
        case _:
            pass


def _say(content: Inlines) -> str:
    return "".join(map(_say_part, content))


def _say_part(part: Inline) -> str:
    if isinstance(part, LineBreak):
        return " "
    if isinstance(part, Text):
        return f"{_VALUE_START}{part.text}{_VALUE_END}" if part.isolate else part.text
    assert isinstance(part, Link)
    return part.text
