"""An edition beside its source: what a reader of one is told and a reader of the other is not.

Where both have the same parts in the same order, they are compared part by part, so that two
values which changed places are seen. Where they have not, that is told, and the values are compared
as a whole. Nothing here says that an edition is right: words are not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access_kit.documents.check_tree import walk_blocks
from access_kit.errors import Problem, Severity
from access_kit.localization.segments import Slot, map_document, plain
from access_kit.localization.written_values import (
    ValueKind,
    WrittenValue,
    link_value,
    values_in,
)
from access_kit.model.document import (
    BulletList,
    Callout,
    ContactBox,
    Document,
    Heading,
    Image,
    Inlines,
    Link,
    Paragraph,
    Question,
    Steps,
    Table,
    TickList,
)

_COUNTED = {
    Heading: "headings",
    Paragraph: "paragraphs",
    BulletList: "lists",
    Steps: "numbered lists",
    TickList: "lists to tick",
    Table: "tables",
    Image: "pictures",
    Callout: "boxes",
    ContactBox: "boxes of contacts",
    Question: "questions",
}
_NO_ORDER = (ValueKind.DATE, ValueKind.NAME, ValueKind.LINK)


@dataclass(frozen=True)
class ComparedFile:
    """A document with the name of its file, and its lines where they can be read as text."""

    file: str
    document: Document
    lines: Sequence[str] = ()

    def line_of(self, *said: str) -> int | None:
        """The line that has the first of ``said`` that any has."""
        for text in filter(None, said):
            found = next((at for at, line in enumerate(self.lines, 1) if text in line), None)
            if found:
                return found
        return None


@dataclass(frozen=True)
class _Part:
    """Some words of a document; ``kind`` is where they stand."""

    kind: str
    text: str
    values: tuple[WrittenValue, ...]

    @property
    def start(self) -> str:
        """Words by which their line is found."""
        return " ".join(self.text.split()[:4])


def compare_editions(source: ComparedFile, edition: ComparedFile) -> list[Problem]:
    """What differs, as warnings in the edition's file, each with its place in the source."""
    parts, others = _parts(source.document), _parts(edition.document)
    found = list(_compare_shape(source, edition))
    if [one.kind for one in parts] == [one.kind for one in others]:
        for one, other in zip(parts, others, strict=True):
            found += _compare_values(source, edition, one, other)
    else:
        found += _compare_values(source, edition, _whole(parts), _whole(others))
    return found


def _parts(document: Document) -> list[_Part]:
    found: list[_Part] = []

    def note(slot: Slot) -> tuple[Inlines, str | None]:
        text = plain(slot.content)
        links = [link_value(part.url) for part in slot.content if isinstance(part, Link)]
        found.append(_Part(slot.kind, text, (*links, *values_in(text, document.lang))))
        return slot.content, None

    map_document(document, note)
    for block in walk_blocks(document.blocks):
        if isinstance(block, ContactBox):
            for contact in block.contacts:
                if contact.url:
                    values = (link_value(contact.url), *values_in(contact.value, document.lang))
                    found.append(_Part("way", contact.value, values))
    return found


def _whole(parts: Sequence[_Part]) -> _Part:
    return _Part("", "", tuple(value for part in parts for value in part.values))


def _compare_shape(source: ComparedFile, edition: ComparedFile) -> Iterator[Problem]:
    counts = [_shape(one.document) for one in (source, edition)]
    for what in dict.fromkeys((*counts[0], *counts[1])):
        wanted, found = counts[0][what], counts[1][what]
        if wanted != found:
            facts: dict[str, str | int] = {
                "what": what,
                "found": found,
                "wanted": wanted,
                "source": source.file,
            }
            yield Problem("edition.structure", Severity.WARNING, edition.file, facts=facts)


def _shape(document: Document) -> Counter[str]:
    found = Counter[str]()
    for block in walk_blocks(document.blocks):
        name = _COUNTED.get(type(block))
        if name:
            found[name] += 1
        if isinstance(block, BulletList | Steps | TickList):
            found["list items"] += len(block.items)
        if isinstance(block, Table):
            found["rows of tables"] += len(block.rows)
    return found


def _compare_values(
    source: ComparedFile, edition: ComparedFile, one: _Part, other: _Part
) -> Iterator[Problem]:
    missing, added = _unmatched(one.values, other.values), _unmatched(other.values, one.values)
    # A name of a day or month may be shortened or bent; another one is another day.
    if not any(value.kind is ValueKind.NAME for value in added):
        missing = [value for value in missing if value.kind is not ValueKind.NAME]
    facts: dict[str, str | int] = {"source": source.file}
    there = source.line_of(*(value.written for value in missing), one.start)
    if there:
        facts["source"] = f"{source.file}, line {there}"
    line = edition.line_of(*(value.written for value in added), other.start)
    if missing and added:
        code = "edition.values"
    elif missing:
        code = "edition.value-missing"
    elif added:
        code = "edition.value-added"
    elif _is_reordered(_order(one.values), _order(other.values)):
        code = "edition.value-order"
        facts["values"] = _say(_ordered(other.values))
    else:
        return
    facts |= {"missing": _say(missing), "added": _say(added)}
    yield Problem(code, Severity.WARNING, edition.file, line, facts=facts)


def _unmatched(
    values: Sequence[WrittenValue], others: Sequence[WrittenValue]
) -> list[WrittenValue]:
    left, found = list(others), []
    for value in values:
        like = next((one for one in left if value.is_like(one)), None)
        if like is None:
            found.append(value)
        else:
            left.remove(like)
    return found


def _ordered(values: Sequence[WrittenValue]) -> list[WrittenValue]:
    return [value for value in values if value.kind not in _NO_ORDER]


def _is_reordered(one: Sequence[str], other: Sequence[str]) -> bool:
    return one != other and sorted(one) == sorted(other)


def _order(values: Sequence[WrittenValue]) -> list[str]:
    return [value.same for value in _ordered(values)]


def _say(values: Sequence[WrittenValue]) -> str:
    return ", ".join(dict.fromkeys(value.written for value in values))
