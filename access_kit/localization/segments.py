"""A Document as messages, one a block, and messages back into blocks.

Bold words and links become numbered tags around words, ``<1>…</1>``; phone numbers, times, codes,
URLs, e-mail addresses and line ends become a tag alone, ``<2/>``. What a tag stands for stays with
the document, so no translation can change it, only move it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from access_kit.i18n.integrity import TAG, find_changes
from access_kit.i18n.words import in_language
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
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)

VALUE = re.compile(
    r"(?:https?://|mailto:|tel:|sms:)[^\s<>\")\]]*[^\s<>\")\].,;:!?]"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|<\d+/?>|</\d+>"  # words that look like a tag of ours
    r"|\b\d{1,2}[:.]\d{2}(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"  # 6:15 PM
    r"|\b\d{1,2}\s?[AaPp]\.?[Mm]\b\.?"  # 6 PM
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"  # 24/7
    r"|\+?\(?\d(?:(?:[ .-]|\) ?| \()?\d){2,40}\b"  # 988, 741741, +1 (603) 555-0101
)
"""What a translator gets as a tag alone: values that are right only as they are."""


TITLE = "title"
"""The kind of the segment that a document is named by."""


@dataclass(frozen=True)
class Slot:
    """Some words of a document. ``bare`` ones are plain text, which carries no language mark."""

    kind: str
    content: Inlines
    bare: bool = False
    safety: bool = False


@dataclass(frozen=True)
class Segment:
    """A slot as a message: its text, and what each numbered tag in it stands for."""

    kind: str
    text: str
    parts: tuple[Inline, ...] = ()
    bare: bool = False
    safety: bool = False

    @property
    def needs_words(self) -> bool:
        """Whether there is anything to translate beside values and signs."""
        return any(char.isalpha() for char in TAG.sub("", self.text))

    def explain(self) -> Iterator[str]:
        """A line about each tag, for translators."""
        for number, part in enumerate(self.parts, 1):
            match part:
                case LineBreak():
                    yield f"<{number}/> is a line end"
                case Link(url=url):
                    yield f"<{number}> is a link to {url}"
                case Text(text=text) if _is_value(part):
                    yield f"<{number}/> is {text}"
                case Text():
                    yield f"<{number}> is bold"


def cut(slot: Slot) -> Segment:
    """The message of a slot."""
    text, parts = "", list[Inline]()
    for part in _split_values(slot.content):
        if isinstance(part, Text) and not part.strong and not part.isolate:
            text += part.text
            continue
        parts.append(part)
        number = len(parts)
        if isinstance(part, LineBreak) or _is_value(part):
            text += f"<{number}/>"
        else:
            text += f"<{number}>{part.text}</{number}>"
    has_value = any(isinstance(part, Link) or _is_value(part) for part in parts)
    return Segment(slot.kind, text, tuple(parts), slot.bare, slot.safety or has_value)


def _is_value(part: Inline) -> bool:
    return isinstance(part, Text) and part.isolate


def _split_values(content: Inlines) -> Iterator[Inline]:
    for part in content:
        if not isinstance(part, Text) or part.isolate:
            yield part
            continue
        at = 0
        for match in VALUE.finditer(part.text):
            if match.start() > at:
                yield dataclasses.replace(part, text=part.text[at : match.start()])
            yield dataclasses.replace(part, text=match[0], isolate=True)
            at = match.end()
        if at < len(part.text):
            yield dataclasses.replace(part, text=part.text[at:])


def fill(segment: Segment, target: str) -> Inlines | None:
    """``target`` with what its tags stand for; ``None`` when it has altered any of them."""
    if find_changes(segment.text, target):
        return None
    made: list[Inline] = []
    at, opened = 0, 0
    for match in TAG.finditer(target):
        made += _words(target[at : match.start()], segment, opened)
        at = match.end()
        number = int(match[2])
        if not 1 <= number <= len(segment.parts):
            return None
        if match[3]:
            made.append(_inside(segment.parts[number - 1], segment, opened))
        else:
            opened = 0 if match[1] else number
    made += _words(target[at:], segment, opened)
    return tuple(made)


def _words(text: str, segment: Segment, opened: int) -> list[Inline]:
    if not text:
        return []
    around = segment.parts[opened - 1] if opened else Text("")
    return [around if isinstance(around, LineBreak) else dataclasses.replace(around, text=text)]


def _inside(value: Inline, segment: Segment, opened: int) -> Inline:
    """A value that stands between bold tags is bold."""
    around = segment.parts[opened - 1] if opened else None
    if isinstance(value, Text) and isinstance(around, Text):
        return dataclasses.replace(value, strong=True)
    return value


def plain(content: Inlines) -> str:
    return "".join("\n" if isinstance(part, LineBreak) else part.text for part in content)


ChangesWords = Callable[[Slot], tuple[Inlines, str | None]]
"""The new content of a slot, and its language where that is not the document's."""


def map_document(document: Document, change: ChangesWords) -> Document:
    """``document`` with the words of every slot changed; values of contacts stay."""
    title, _ = change(Slot(TITLE, (Text(document.title),), bare=True))
    blocks = map_blocks(document.blocks, change)
    return dataclasses.replace(document, title=plain(title), blocks=blocks)


def map_blocks(blocks: Blocks, change: ChangesWords) -> Blocks:
    return tuple(_map(block, change) for block in blocks)


def _map(block: Block, change: ChangesWords) -> Block:
    inside = _Inside(change)
    match block:
        case Heading(content=content) | Paragraph(content=content):
            kind = "heading" if isinstance(block, Heading) else "paragraph"
            changed, lang = change(Slot(kind, content))
            return dataclasses.replace(block, content=changed, lang=lang)
        case BulletList() | Steps() | TickList():
            return dataclasses.replace(block, items=tuple(inside.item(i) for i in block.items))
        case Question():
            return dataclasses.replace(
                block,
                kind=inside.bare("kind", block.kind) if block.kind else None,
                content=inside.run("question", block.content),
                answers=tuple(inside.bare("answer", answer) for answer in block.answers),
                note=inside.run("note", block.note),
            )
        case WriteLine(label=label):
            return dataclasses.replace(block, label=inside.bare("line", label))
        case Table():
            return dataclasses.replace(
                block,
                header=tuple(inside.run("column", cell) for cell in block.header),
                rows=tuple(tuple(inside.run("cell", c) for c in row) for row in block.rows),
                caption=inside.run("caption", block.caption),
            )
        case Image(alt=alt, decorative=False):
            return dataclasses.replace(block, alt=inside.bare("picture", alt))
        case Callout(title=title, blocks=blocks):
            return dataclasses.replace(
                block, title=inside.run("box", title), blocks=map_blocks(blocks, change)
            )
        case ContactBox(title=title, contacts=contacts):
            return dataclasses.replace(
                block,
                title=inside.run("box", title),
                contacts=tuple(inside.contact(contact) for contact in contacts),
            )
        case _:
            return block


class _Inside:
    """Changes of words inside a block, where each run carries its own language."""

    def __init__(self, change: ChangesWords) -> None:
        self._change = change

    def run(self, kind: str, content: Inlines) -> Inlines:
        if not content:
            return content
        changed, lang = self._change(Slot(kind, content))
        return in_language(changed, lang) if lang else changed

    def bare(self, kind: str, text: str, *, safety: bool = False) -> str:
        return plain(self._change(Slot(kind, (Text(text),), bare=True, safety=safety))[0])

    def item(self, item: ListItem) -> ListItem:
        return ListItem(self.run("item", item.content), map_blocks(item.children, self._change))

    def contact(self, contact: Contact) -> Contact:
        label = self.bare("contact", contact.label, safety=True)
        if contact.url is not None:
            return dataclasses.replace(contact, label=label)
        value = self.bare("contact-value", contact.value, safety=True)
        return dataclasses.replace(contact, label=label, value=value)


def list_segments(document: Document) -> tuple[Segment, ...]:
    """Every message of a document in reading order, each as often as it stands."""
    found: list[Segment] = []

    def note(slot: Slot) -> tuple[Inlines, str | None]:
        segment = cut(slot)
        if segment.needs_words:
            found.append(segment)
        return slot.content, None

    map_document(document, note)
    return tuple(found)
