"""The page that everyone gets alike: when, how to join, what is there, how we are together.

It is made from the group's plan alone. No count, no id, nothing that points at one person.
"""

from __future__ import annotations

from access_kit.materials.blocks import bullets, heading, make_document, paragraph, section
from access_kit.materials.contacts import helpers_box
from access_kit.materials.context import SessionContext
from access_kit.materials.items import Item, choose_items
from access_kit.materials.letter_parts import Parts
from access_kit.materials.paper_facts import everyone_facts
from access_kit.materials.values import session_values
from access_kit.model.document import Document, Purpose

RULES = (
    Item("kind", "group.rule.kind"),
    Item("turns", "group.rule.turns", unless=("writing",)),
    Item("private", "group.rule.private"),
    Item("record", "group.rule.record", unless=("recording",)),
    Item("record", "group.rule.record-me", needs=("recording",)),
    Item("advice", "group.rule.advice"),
    Item("stop", "group.rule.stop", needs=("stop_word", "remote")),
)


def build_group_notice(context: SessionContext) -> Document:
    """The same bytes for every member, and with or without a member whom the baseline covers."""
    words, facts, values = context.words, everyone_facts(context), session_values(context)
    parts = Parts(context, facts)
    rules = (words.inlines(item.word, **values) for item in choose_items(RULES, facts))
    helpers = "helpers_may_be_present" in facts
    blocks = (
        paragraph(words, "group.intro", **values),
        *parts.when(),
        *parts.joining(),
        *parts.listed("choose.heading", "choose"),
        *parts.listed("offer.heading", "offer"),
        *((paragraph(words, "group.helpers"),) if helpers else ()),
        *section(heading(words, "group.rules"), bullets(rules)),
        *parts.drop(),
        *helpers_box(context, facts),
    )
    title = words.text("group.title", date=context.when.day())
    return make_document(words, title, Purpose.HANDOUT, blocks)
