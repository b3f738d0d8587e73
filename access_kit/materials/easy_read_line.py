"""Papers with pictures: what such a handout should be, and the line that says it is untested.

Easy Read is what people who need it have tried out; no program can make a paper of that. So each
paper with pictures says that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from access_kit.documents.check_tree import walk_blocks
from access_kit.errors import Problem, Severity
from access_kit.i18n import Words
from access_kit.materials.plain.passages import passages_of
from access_kit.materials.plain.sentences import words_of
from access_kit.model.document import Document, Image, Paragraph

MAX_WORDS = 1000
"""Easy Read Standard 1.0 (2026)."""


def mark_untested(document: Document, words: Words) -> Document:
    """A document with pictures, with a line in front that says that no reader has tried it."""
    if not any(isinstance(block, Image) for block in walk_blocks(document.blocks)):
        return document
    note = Paragraph(words.inlines("easy_read.untested"), _lang_of(words, document))
    return replace(document, blocks=(note, *document.blocks))


def _lang_of(words: Words, document: Document) -> str | None:
    return None if words.locale == document.lang else words.locale


def check_easy_read(document: Document) -> Iterator[Problem]:
    """Paragraphs without a picture, and a paper that is long; sentences are checked elsewhere."""
    alone = sum(
        1
        for before, block in zip((None, *document.blocks), document.blocks, strict=False)
        if isinstance(block, Paragraph) and not isinstance(before, Image)
    )
    if alone:
        yield Problem("easy-read.no-picture", Severity.WARNING, facts={"count": alone})
    words = sum(len(words_of(passage.text)) for passage in passages_of(document))
    if words > MAX_WORDS:
        facts = {"words": words, "limit": MAX_WORDS}
        yield Problem("easy-read.too-long", Severity.WARNING, facts=facts)
