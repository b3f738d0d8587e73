"""The friendly letter: when, how to join, what is yours to choose, who helps, how to stop."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from access_kit.errors import Problem, Severity
from access_kit.i18n import Words, list_texts
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import heading, make_document, paragraph
from access_kit.materials.contacts import crisis_box, helpers_box, local_box
from access_kit.materials.context import PaperContext
from access_kit.materials.crisis_lines import emergency_ways
from access_kit.materials.letter_parts import Parts
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import (
    AddressCarrier,
    Blocks,
    Document,
    LineBreak,
    Paragraph,
    Purpose,
    Question,
)

BETTER = ("as-now", "larger", "smaller", "other-format", "simpler", "other-language")
"""What a person may want to be different next time: size, format, language."""

REACHABLE = ("host_number", "host_email")


def build_letter(context: PaperContext, address: AddressCarrier | None = None) -> Document:
    """The letter for one person. ``address`` is set before it as a sheet of its own."""
    words, facts, values = context.words, person_facts(context), session_values(context)
    parts = Parts(context, facts)
    blocks = (
        *_greeting(context, values),
        *parts.when(),
        *parts.joining(),
        *parts.listed("choose.heading", "choose"),
        *parts.listed("offer.heading", "offer"),
        *parts.short(),
        *helpers_box(context, facts),
        *local_box(context, facts),
        *parts.drop(),
        *_right_for_you(words),
        heading(words, "stop.heading"),
        paragraph(words, "stop.text"),
        *crisis_box(words, context.crisis, facts, context.caller),
        *_close(context, values),
    )
    title = words.text("letter.title", date=context.when.short_date())
    document = make_document(words, title, Purpose.LETTER, blocks)
    return dataclasses.replace(document, address=address)


def check_letter(context: PaperContext) -> tuple[Problem, ...]:
    """What the letter could not give this person, for the operator."""
    facts = person_facts(context)
    codes = {
        "letter.no-way-to-take-part": "by_text" in facts and not facts & {*REACHABLE},
        "letter.only-voice": "voice" not in facts and "host_email" not in facts,
    }
    who = {"id": context.profile.id}
    problems = [Problem(code, Severity.WARNING, facts=who) for code, so in codes.items() if so]
    return (*problems, *_check_emergency(context))


def _check_emergency(context: PaperContext) -> Iterator[Problem]:
    """A number for danger that the kit has, and not where this person is."""
    lines, caller = context.kit.crisis, context.caller
    if emergency_ways(lines) and not emergency_ways(lines, caller):
        facts = {"id": context.profile.id, "country": caller.country or caller.home or ""}
        yield Problem("letter.no-emergency-line", Severity.WARNING, facts=facts)


def _greeting(context: PaperContext, values: Mapping[str, FilledIn]) -> Blocks:
    words = context.words
    intro = "letter.intro-discreet" if context.is_discreet else "letter.intro"
    titles = list_texts(context.enclosed, words.formats)
    return (
        paragraph(words, "letter.hello", name=context.profile.name),
        paragraph(words, intro, **values),
        *((paragraph(words, "letter.enclosed", titles=titles),) if titles else ()),
    )


def _right_for_you(words: Words) -> Blocks:
    """Boxes by which a person says that size, format or language does not suit them."""
    answers = tuple(words.text(f"answer.{answer}") for answer in BETTER)
    return (
        heading(words, "right.heading"),
        Question("lt-right", words.inlines("right.want"), answers),
    )


def _close(context: PaperContext, values: Mapping[str, FilledIn]) -> Blocks:
    words, agency = context.words, context.kit.agency
    name = agency.from_name if context.is_discreet else agency.name
    signed = "letter.signed" if name else "letter.signed-host"
    values = {**values, "agency": name}
    lines = (*words.inlines("letter.close"), LineBreak(), *words.inlines(signed, **values))
    return (Paragraph(lines),)
