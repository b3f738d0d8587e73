"""What a form asked of one person, as data: an answer is read against what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.materials.agreement import CHOICE, MORE, SIGN_ITEM
from access_kit.materials.form_version import PART, SHORT, form_version, line_digests, short_version
from access_kit.materials.forms import FORM_LETTERS
from access_kit.materials.questionnaire import QUESTIONNAIRE, places
from access_kit.model.document import Document, Paragraph, Purpose, Question, WriteLine

WRITE, MANY = "write", "many"
"""Kinds of items: a line to write on, and a question that takes more than one answer."""


@dataclass(frozen=True)
class AskedItem:
    """One statement: the number printed before it, its stable id, its part, the answers to tick.

    ``labels`` are the answers as they were shown; of a line to write on, what stands before it.
    ``said`` is a digest of what the statement says, and of what hangs on it.
    """

    number: str
    key: str
    kind: str
    answers: tuple[str, ...]
    labels: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True)
class AskedForm:
    """``version`` is what is printed, ``sha256`` covers all that was shown, in ``locale``.

    ``parts`` are digests of what stands apart from lines, by the keys of its parts.
    """

    form: str
    version: str
    sha256: str
    locale: str
    items: tuple[AskedItem, ...]
    parts: Mapping[str, str] = field(default_factory=dict)


def asked_form(
    document: Document, *, handout: str = "", goes_first: bool = True
) -> AskedForm | None:
    """What ``document`` asks; ``None`` when it asks nothing.

    ``handout`` is the name of a handout. A long form that does not go first (``goes_first``) is
    read too, but nobody is waited for to answer what stands in it alone.
    """
    is_note = document.purpose is Purpose.LETTER and bool(document.form)
    if document.purpose in (Purpose.TECH_CHECK, Purpose.CONSENT) or is_note:
        items = _lines_asked(document, goes_first)
    elif handout == QUESTIONNAIRE:
        items = _questions(document)
    else:
        return None
    digest = form_version(document)
    version = _printed_version(document) or short_version(digest)
    form = handout or (Purpose.TECH_CHECK if is_note else document.purpose).value
    said = line_digests(document) if document.purpose is Purpose.CONSENT else {}
    parts = {key: one for key, one in said.items() if key.startswith(PART)}
    return AskedForm(form, version, digest, document.lang, tuple(items), parts)


def _lines_asked(document: Document, goes_first: bool) -> Iterator[AskedItem]:
    labels = {block.key: block.answers for block in _questions_in(document)}
    choices = document.purpose is Purpose.CONSENT
    said = line_digests(document)
    for line in document.form:
        kind = CHOICE if line.kind == MORE and choices and goes_first else line.kind
        if line.answers:
            shown = labels.get(line.key, ()) if line.key != SIGN_ITEM else ()
            digest = said.get(line.key, "")
            yield AskedItem(line.number, line.key, kind, line.answers, shown or ("",), digest)
    yield from _lines(document)


def _questions(document: Document) -> Iterator[AskedItem]:
    letter = FORM_LETTERS[Purpose.QUESTIONNAIRE]
    for at, block in enumerate(_questions_in(document), start=1):
        answers = places()[block.key].answers
        kind = MANY if block.many else ""
        yield AskedItem(f"{letter}{at}", block.key, kind, answers, block.answers)
    yield from _lines(document)


def _questions_in(document: Document) -> list[Question]:
    """Every question once: a paper in two languages may show each twice."""
    found: dict[str, Question] = {}
    for block in walk_blocks(document.blocks):
        if isinstance(block, Question):
            found.setdefault(block.key, block)
    return list(found.values())


def _lines(document: Document) -> Iterator[AskedItem]:
    labels: dict[str, list[str]] = {}
    for block in walk_blocks(document.blocks):
        if isinstance(block, WriteLine):
            labels.setdefault(block.key, []).append(block.label)
    for key, shown in labels.items():
        yield AskedItem("", key, WRITE, (), tuple(shown))


def _printed_version(document: Document) -> str:
    for block in walk_blocks(document.blocks):
        found = (
            re.search(SHORT, plain_text(block.content)) if isinstance(block, Paragraph) else None
        )
        if found:
            return found.group()
    return ""
