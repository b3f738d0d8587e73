"""The letter: one sheet that says when, how to join, who helps, and what could not be arranged.

The long one begins with that sheet word for word, and adds what is good to know.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from access_kit.documents.linear import count_words
from access_kit.errors import Problem, Severity
from access_kit.i18n import Words, list_texts
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import (
    heading,
    make_document,
    one_paragraph,
    paragraph,
)
from access_kit.materials.contacts import crisis_box, hours_of_all, local_box, short_helpers_box
from access_kit.materials.context import PaperContext
from access_kit.materials.crisis_lines import emergency_ways, voice_alone
from access_kit.materials.letter_parts import Parts
from access_kit.materials.letter_short import COMFORT, ShortParts, most_words
from access_kit.materials.note import build_note
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import (
    AddressCarrier,
    Blocks,
    Document,
    Inlines,
    Purpose,
    Question,
    Text,
)

BETTER = ("as-now", "larger", "smaller", "other-format", "simpler", "other-language")
"""What a person may want to be different next time: size, format, language."""

MOST_NAMED = 3
"""So many papers a letter in brief names, the last of them for several."""

REACHABLE = ("host_number", "host_email")


def build_letter(context: PaperContext, address: AddressCarrier | None = None) -> Document:
    """The letter for one person. ``address`` is set before it as a sheet of its own."""
    if context.is_note:
        return dataclasses.replace(build_note(context), address=address)
    words, facts = context.words, person_facts(context)
    blocks = short_blocks(context)
    if context.is_long:
        blocks = (*blocks, *_more(context, facts))
    title = words.text("letter.title", date=context.when.day())
    document = make_document(words, title, Purpose.LETTER, blocks)
    return dataclasses.replace(document, address=address)


def short_blocks(context: PaperContext, told_after: Blocks | None = None) -> Blocks:
    """The one sheet that goes first, which stands in an e-mail too; in brief where it is long.

    ``told_after`` stands in place of what comes with the letter and how to answer.
    """
    title = context.words.text("letter.title", date=context.when.day())
    blocks: Blocks = ()
    for brief in range(len(COMFORT) + 1):
        blocks = _short_blocks(context, told_after, brief=brief)
        whole = make_document(context.words, title, Purpose.LETTER, blocks)
        if count_words(whole) <= most_words(context):
            break
    return blocks


def _short_blocks(context: PaperContext, told_after: Blocks | None, *, brief: int) -> Blocks:
    words, facts = context.words, person_facts(context)
    values, parts = session_values(context), ShortParts(context, facts, brief)
    return (
        paragraph(words, "letter.hello", name=context.profile.name),
        *parts.welcome(),
        *parts.unmet(),
        *parts.when(),
        *parts.joining(),
        *parts.expect(),
        *short_helpers_box(context, facts),
        *(_enclosed(context, values, brief=brief) if told_after is None else told_after),
        *(_signed(context, values) if context.is_large else ()),
        *crisis_box(words, context.crisis, facts, context.caller),
        *(() if context.is_large else _signed(context, values)),
    )


def _more(context: PaperContext, facts: frozenset[str]) -> Blocks:
    """What is good to know beside the one sheet."""
    words, parts = context.words, Parts(context, facts)
    return (
        heading(words, "first.more"),
        *parts.when(),
        *parts.joining(),
        *parts.listed("choose.heading", "choose"),
        *parts.listed("offer.heading", "offer"),
        *local_box(context, facts),
        *parts.drop(),
        *_right_for_you(words),
        heading(words, "stop.heading"),
        paragraph(words, "stop.text"),
    )


def check_letter(context: PaperContext) -> tuple[Problem, ...]:
    """What the letter could not give this person, for the operator."""
    facts = person_facts(context)
    codes = {
        "letter.no-way-to-take-part": "no_live_way" in facts and not facts & {*REACHABLE},
        "letter.only-voice": "voice" not in facts and "host_email" not in facts,
    }
    who = {"id": context.profile.id}
    problems = [Problem(code, Severity.WARNING, facts=who) for code, so in codes.items() if so]
    return (*problems, *_check_emergency(context))


def _check_emergency(context: PaperContext) -> Iterator[Problem]:
    """A number for danger that the kit has, and not where this person is, or not without voice."""
    lines, caller = context.kit.crisis, context.caller
    if voice_alone(lines, caller, discreet=context.is_discreet):
        kind = "letter.voice-only-lines"
        number = next(one.call or one.name for one in emergency_ways(lines, caller) or lines)
        yield Problem(kind, Severity.WARNING, facts={"id": context.profile.id, "value": number})
    if emergency_ways(lines) and not emergency_ways(lines, caller):
        facts = {"id": context.profile.id, "country": caller.country or caller.home or ""}
        yield Problem("letter.no-emergency-line", Severity.WARNING, facts=facts)


def hours_said(context: PaperContext) -> tuple[Inlines, ...]:
    """When those who help can be reached, said once."""
    hours = hours_of_all(context)
    return (context.words.inlines("first.both-in", hours=hours),) if hours else ()


def _enclosed(context: PaperContext, values: Mapping[str, FilledIn], *, brief: int) -> Blocks:
    """What comes with the letter, by when an answer helps, and how to change or stop."""
    words = context.words
    named = context.enclosed
    if brief and len(named) > MOST_NAMED:
        named = (*named[: MOST_NAMED - 1], Text(words.text("first.and-handouts")))
    titles = list_texts(named, words.formats)
    by = "first.answer-by" if context.answer_by else "first.answer-late"
    return one_paragraph(
        [
            *hours_said(context),
            *((words.inlines("first.enclosed", titles=titles),) if titles else ()),
            words.inlines(by, **values),
            words.inlines("first.change"),
        ]
    )


def _right_for_you(words: Words) -> Blocks:
    """Boxes by which a person says that size, format or language does not suit them."""
    answers = tuple(words.text(f"answer.{answer}") for answer in BETTER)
    return (
        heading(words, "right.heading"),
        Question("lt-right", words.inlines("right.want"), answers),
    )


def _signed(context: PaperContext, values: Mapping[str, FilledIn]) -> Blocks:
    words, agency = context.words, context.kit.agency
    name = agency.from_name if context.is_discreet else agency.name
    signed = "letter.signed" if name else "letter.signed-host"
    return (paragraph(words, signed, **{**values, "agency": name}),)
