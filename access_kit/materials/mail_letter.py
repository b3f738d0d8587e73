"""The body of an e-mail: the letter's short text, which one word answers.

It is one paper with one title. The forms are attached, and are also a page to fill in, which makes
the text of a reply. In the long form the body holds them too.
"""

from __future__ import annotations

import dataclasses

from access_kit.i18n.fallback import same_language
from access_kit.materials.agency_words import under
from access_kit.materials.agreement import build_consent
from access_kit.materials.blocks import heading, make_document, one_paragraph, paragraph
from access_kit.materials.contacts import crisis_box
from access_kit.materials.context import PaperContext
from access_kit.materials.letter import build_letter, hours_said, short_blocks
from access_kit.materials.note import how_brief, note_blocks, note_questions
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.tech_check import build_tech_check
from access_kit.materials.values import session_values
from access_kit.model.document import Blocks, Document, FormLine, Heading, Purpose, Text

ANSWER_PAGE = "answers.html"
WITH_FORMS = (Purpose.EMAIL, Purpose.ANSWERS)
"""Papers that hold every form that a person is asked."""

APART = {
    Purpose.EMAIL: (
        frozenset[Purpose](),
        frozenset({Purpose.CONSENT}),
        frozenset({Purpose.CONSENT, Purpose.TECH_CHECK}),
    ),
    Purpose.ANSWERS: (frozenset[Purpose](), frozenset({Purpose.CONSENT})),
}
"""Which forms a paper does without, so that it is in its reader's language: as few as will do. Each
comes as a paper of its own.
"""

MAIL_WORDS = 150
"""So many words an e-mail has for somebody who has been there, questions with them."""

END = 2
"""How many blocks of an e-mail stand below its forms."""


def build_message(context: PaperContext) -> Document:
    """The letter's short text, how a word answers it, and how to stop.

    In the long form, everything: the letter, how to answer, and the forms.
    """
    words = context.words
    if context.is_note:
        return _note_mail(context, how_brief(lambda brief: _note_mail(context, brief), MAIL_WORDS))
    letter = build_letter(context)
    if not context.is_long:
        blocks = short_blocks(context, _answering(context))
        return make_document(words, letter.title, Purpose.EMAIL, blocks)
    forms = _forms(context)
    blocks = (
        *letter.blocks,
        heading(words, "message.reply-heading"),
        paragraph(words, "message.reply-how" if forms else "message.reply-ok"),
        paragraph(words, "message.reply-page", file=Text(ANSWER_PAGE, isolate=True)),
        *_below_all(forms),
        heading(words, "message.stop-heading"),
        paragraph(words, "message.stop"),
    )
    made = make_document(words, letter.title, Purpose.EMAIL, blocks)
    return dataclasses.replace(made, form=_form_of(forms))


def _answering(context: PaperContext) -> Blocks:
    """One word is an answer; what is attached; how to change or stop."""
    words = context.words
    attached = "message.attached-check" if context.is_discreet else "message.attached"
    page = Text(ANSWER_PAGE, isolate=True)
    return one_paragraph(
        [
            *hours_said(context),
            words.inlines("message.reply-ok"),
            words.inlines(attached, file=page),
            words.inlines("first.change"),
            words.inlines("message.stop-short"),
        ]
    )


def _note_mail(context: PaperContext, brief: int) -> Document:
    title = context.words.text("letter.title", date=context.when.short_date())
    blocks = (*note_blocks(context, brief), *_note_end(context))
    return make_document(context.words, title, Purpose.EMAIL, blocks)


def _note_end(context: PaperContext) -> Blocks:
    """Whom to call, how a word answers, and how to stop."""
    words, facts = context.words, person_facts(context)
    ends = [words.inlines("note.reply"), words.inlines("message.stop-short")]
    return (
        *one_paragraph(ends),
        paragraph(words, "letter.signed-host", **session_values(context)),
        *note_questions(context),
        *crisis_box(words, context.crisis, facts, context.caller),
    )


def build_answers(context: PaperContext) -> Document:
    """The forms alone, to be filled in on a page."""
    words, forms = context.words, _forms(context)
    blocks = (paragraph(words, "answers.how"), *_below_all(forms))
    made = make_document(words, words.text("answers.title"), Purpose.ANSWERS, blocks)
    address = context.session.facilitator.email or context.kit.agency.email
    return dataclasses.replace(made, form=_form_of(forms), reply_to=address or "")


def with_form(document: Document, form: Document) -> Document:
    """An e-mail or a page to fill in with one more form below the others, if in its language."""
    if not same_language(document.lang, form.lang):
        return document
    if document.purpose is Purpose.EMAIL and not document.form:
        return document  # a short e-mail holds no form
    at = len(document.blocks) - (END if document.purpose is Purpose.EMAIL else 0)
    blocks = (*document.blocks[:at], *_below(form), *document.blocks[at:])
    return dataclasses.replace(document, blocks=blocks)


def _forms(context: PaperContext) -> tuple[Document, ...]:
    built = {Purpose.TECH_CHECK: build_tech_check, Purpose.CONSENT: build_consent}
    left_out = {
        *context.apart,
        *({Purpose.CONSENT} if context.is_discreet else ()),
        *({Purpose.TECH_CHECK} if context.is_note else ()),
    }
    return tuple(build(context) for form, build in built.items() if form not in left_out)


def _below_all(forms: tuple[Document, ...]) -> Blocks:
    return tuple(block for form in forms for block in _below(form))


def _form_of(forms: tuple[Document, ...]) -> tuple[FormLine, ...]:
    return tuple(line for form in forms for line in form.form)


def _below(document: Document) -> Blocks:
    """A paper as a part of another: its title becomes a heading."""
    return under(Heading(1, (Text(document.title),)), document.blocks)
