"""The body of an e-mail: the letter, then the forms, so that one reply can answer all of it.

It is one paper with one title. Nothing has to be opened: whoever reads the text alone has all of
it, and what is attached says the same words in the person's own formats. The forms are also a page
to fill in, which makes the text of a reply.
"""

from __future__ import annotations

import dataclasses

from access_kit.i18n.fallback import same_language
from access_kit.materials.agency_words import under
from access_kit.materials.agreement import build_consent
from access_kit.materials.blocks import heading, make_document, paragraph
from access_kit.materials.context import PaperContext
from access_kit.materials.letter import build_letter
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.document import Blocks, Document, Heading, Purpose, Text

ANSWER_PAGE = "answers.html"
WITH_FORMS = (Purpose.EMAIL, Purpose.ANSWERS)
"""Papers that hold every form that a person is asked."""

END = 2
"""How many blocks of an e-mail stand below its forms."""


def build_message(context: PaperContext) -> Document:
    """The letter, how to answer, the check and, where contents are full, the agreement."""
    words = context.words
    letter = build_letter(context)
    blocks = (
        *letter.blocks,
        heading(words, "message.reply-heading"),
        paragraph(words, "message.reply-how"),
        paragraph(words, "message.reply-page", file=Text(ANSWER_PAGE, isolate=True)),
        *_forms(context),
        heading(words, "message.stop-heading"),
        paragraph(words, "message.stop"),
    )
    return make_document(words, letter.title, Purpose.EMAIL, blocks)


def build_answers(context: PaperContext) -> Document:
    """The forms alone, to be filled in on a page."""
    words = context.words
    blocks = (paragraph(words, "answers.how"), *_forms(context))
    return make_document(words, words.text("answers.title"), Purpose.ANSWERS, blocks)


def with_form(document: Document, form: Document) -> Document:
    """An e-mail or a page to fill in with one more form below the others, if in its language."""
    if not same_language(document.lang, form.lang):
        return document
    at = len(document.blocks) - (END if document.purpose is Purpose.EMAIL else 0)
    blocks = (*document.blocks[:at], *_below(form), *document.blocks[at:])
    return dataclasses.replace(document, blocks=blocks)


def _forms(context: PaperContext) -> Blocks:
    agreement = () if context.is_discreet else _below(build_consent(context))
    return (*_below(build_tech_check(context)), *agreement)


def _below(document: Document) -> Blocks:
    """A paper as a part of another: its title becomes a heading."""
    return under(Heading(1, (Text(document.title),)), document.blocks)
