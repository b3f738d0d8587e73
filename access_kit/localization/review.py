"""Approval of a language: what a person saw, and that they stand for it.

The papers for review show each source beside its translation. An approval is written above each
message that has one, with digests of both: what is changed later is no longer approved.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from access_kit.i18n.message import Message, TranslationState, review_of
from access_kit.i18n.po_reader import Catalogue
from access_kit.i18n.words import Words
from access_kit.model.document import (
    Block,
    Document,
    Heading,
    Inlines,
    Paragraph,
    Purpose,
    Table,
    Text,
    WriteLine,
)

_NAME = re.compile(r"(\{\w+\})")


@dataclass(frozen=True)
class Reviewer:
    """Who checked a translation, what makes them able to, and on which day."""

    name: str
    qualification: str
    on: datetime.date


@dataclass(frozen=True)
class ReviewedCatalogue:
    """A catalogue under review; ``heading`` is the key of its heading in the papers."""

    heading: str
    catalogue: Catalogue
    template: Catalogue

    @property
    def messages(self) -> tuple[Message, ...]:
        """What there is to review: translations of sources that the template still has."""
        wanted = {message.id for message in self.template.messages}
        return tuple(m for m in self.catalogue.messages if m.is_translated and m.id in wanted)


def build_review(
    words: Words,
    parts: Iterable[ReviewedCatalogue],
    *,
    locale: str,
    language: str,
    reviewer: Reviewer | None,
) -> Document:
    """The papers for review in the words of the source; the translation has its own language."""
    blocks = (
        Paragraph(words.inlines("review.intro")),
        *(block for part in parts for block in _part(words, part, locale)),
        *_signature(words, reviewer),
    )
    labels = {
        "page": words.text("page.number", page="{page}", pages="{pages}"),
        "skip_to_content": words.text("page.skip"),
    }
    title = words.text("review.title", language=language)
    return Document(title, words.locale, Purpose.HANDOUT, blocks, labels)


def _part(words: Words, part: ReviewedCatalogue, locale: str) -> Iterator[Block]:
    header = (words.inlines("review.source"), words.inlines("review.target"))
    rows = tuple(
        (_cell(f"{number}. ", message.source), _cell("", message.target, lang=locale))
        for number, message in enumerate(part.messages, 1)
    )
    if rows:
        yield Heading(1, words.inlines(part.heading))
        yield Table(header, rows)


def _cell(before: str, text: str, lang: str | None = None) -> Inlines:
    """A message as it will look: bold is bold, and each name in braces keeps its order."""
    shown = " / ".join(line for line in text.split("\n") if line.strip())
    parts = [Text(before)] if before else []
    for number, run in enumerate(shown.split("**")):
        for piece in filter(None, _NAME.split(run)):
            is_name = _NAME.fullmatch(piece) is not None
            own = None if is_name else lang
            parts.append(Text(piece, strong=number % 2 == 1, isolate=is_name, lang=own))
    return tuple(parts)


def _signature(words: Words, reviewer: Reviewer | None) -> Iterator[Block]:
    if reviewer is None:
        yield WriteLine("reviewer", words.text("review.name"))
        yield WriteLine("date", words.text("review.date"))
        return
    values = {"name": reviewer.name, "qualification": reviewer.qualification}
    yield Paragraph(words.inlines("review.by", **values, date=reviewer.on.isoformat()))


def approve_part(part: ReviewedCatalogue, reviewer: Reviewer) -> Catalogue:
    """The catalogue with every translation under review approved; earlier approvals stay."""
    reviewed = {message.id for message in part.messages}
    return dataclasses.replace(
        part.catalogue,
        messages=tuple(
            _approve(message, reviewer)
            if message.id in reviewed and message.state is not TranslationState.APPROVED
            else message
            for message in part.catalogue.messages
        ),
    )


def _approve(message: Message, reviewer: Reviewer) -> Message:
    review = review_of(
        message,
        TranslationState.APPROVED,
        by=reviewer.name,
        qualification=reviewer.qualification,
        on=reviewer.on,
    )
    notes = tuple(note for note in message.notes if not note.startswith("state:"))
    remarks = tuple(note for note in message.remarks if not note.startswith("state:"))
    return dataclasses.replace(message, notes=(*notes, review.as_note()), remarks=remarks)
