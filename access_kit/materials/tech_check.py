"""The check before the meeting: what is ready, and where help is wanted. It keeps nobody out."""

from __future__ import annotations

from collections.abc import Set

from access_kit.materials.blocks import heading, make_document, paragraph
from access_kit.materials.contacts import crisis_box, helpers_box
from access_kit.materials.context import PaperContext
from access_kit.materials.forms import FORM_LETTERS, ask, first_line, ways_to_return
from access_kit.materials.items import Item, choose_items, load_items
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import Document, Purpose

ANSWERS = ("yes", "not-yet", "need-help", "not-for-me")


def number_checks(facts: Set[str]) -> tuple[tuple[str, Item], ...]:
    """The statements that are shown, with the numbers by which people can answer them."""
    letter = FORM_LETTERS[Purpose.TECH_CHECK]
    chosen = choose_items(load_items("tech_check.toml"), facts)
    return tuple((f"{letter}{at}", item) for at, item in enumerate(chosen, start=1))


def build_tech_check(context: PaperContext) -> Document:
    """The statements that concern this person, in this session, at this contents level."""
    words, facts, values = context.words, person_facts(context), session_values(context)
    numbered = number_checks(facts)
    safety = any(item.id == "tc-safety" for _, item in numbered)
    blocks = (
        first_line(words, facts),
        paragraph(words, "check.intro", **values),
        heading(words, "check.heading"),
        *(ask(words, item, ANSWERS, values, number) for number, item in numbered),
        *(crisis_box(words, context.crisis, facts, context.caller) if safety else ()),
        *ways_to_return(context, facts, values),
        *helpers_box(context, facts),
    )
    return make_document(words, words.text("check.title"), Purpose.TECH_CHECK, blocks)
