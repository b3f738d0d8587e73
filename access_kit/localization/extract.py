"""Documents and sentences of data files as a template for translators: ``docs.pot``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from access_kit.i18n.message import SAFETY, Message
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.segments import list_segments
from access_kit.localization.translate import message_key
from access_kit.localization.update import flag_names
from access_kit.model.document import Document

HEADER = {
    "Project-Id-Version": "access-kit",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
REMARKS = (
    "Documents, one message a block, and the sentences of the rules. Made by a program: do not",
    "edit it. Tags such as <1>…</1> and <2/> stand for what must not change.",
    "SPDX-License-Identifier: Apache-2.0",
)


@dataclass(frozen=True)
class SourceDocument:
    """A document to translate. ``name`` is its file's stem; with ``safety`` all of it is."""

    name: str
    document: Document
    safety: bool = False


def extract_docs(
    sources: Iterable[SourceDocument], sentences: Iterable[tuple[str, str]]
) -> Catalogue:
    """The template of ``sources`` and of ``sentences`` (key, text); each text once a key."""
    found: dict[tuple[str, str], Message] = {}
    for message in (*_sentences(sentences), *_blocks(sources)):
        before = found.setdefault(message.id, message)
        if message.is_safety and not before.is_safety:
            found[message.id] = dataclasses.replace(before, notes=(SAFETY, *before.notes))
    return Catalogue(header=HEADER, head_remarks=REMARKS, messages=tuple(found.values()))


def _sentences(sentences: Iterable[tuple[str, str]]) -> Iterator[Message]:
    """Each sentence once, under its first key: it is found by its words."""
    first: dict[str, str] = {}
    for key, text in sentences:
        first.setdefault(text, key)
    for text, key in first.items():
        yield Message(key, text, notes=("Why something is planned, or another way.",))


def _blocks(sources: Iterable[SourceDocument]) -> Iterator[Message]:
    for source in sources:
        for segment in list_segments(source.document):
            notes = tuple(segment.explain())
            if segment.safety or source.safety:
                notes = (SAFETY, *notes)
            message = Message(message_key(source.name, segment), segment.text, notes=notes)
            yield flag_names(message)
