"""The agreement to take part: understand, agree, choose, confirm, sign, each kept apart.

- Every choice stands alone, and its first box is "No". A line left open is not answered.
- Numbers to call come from the kit's crisis entries; what must be told to others and what happens
  in an emergency are the agency's own words. A part that is missing is said, on the paper and to
  the operator.
- Joining has no condition of being sober. A disclosure consent for a drug or alcohol program is a
  different form, and not made here.
- This is no legal advice: an agency has the agreement checked for its own place and law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from access_kit.errors import Problem, Severity
from access_kit.i18n.words import FilledIn
from access_kit.materials.agency_words import under
from access_kit.materials.blocks import heading, make_document, paragraph, ticks
from access_kit.materials.contacts import agency_contacts, crisis_box
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.form_version import print_version
from access_kit.materials.forms import FORM_LETTERS, ask, first_line, say_numbered
from access_kit.materials.items import Item, choose_items, load_items
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import (
    Block,
    Blocks,
    Callout,
    ContactBox,
    Document,
    Purpose,
    Question,
    WriteLine,
)

PARTS = ("understand", "agree", "choice", "confirm", "sign")
CHOICE = ("no", "yes")


def build_consent(context: PaperContext) -> Document:
    """The agreement for one person, with its version on the last line."""
    words, facts, values = context.words, person_facts(context), session_values(context)
    values = {**values, "part": words.text("consent.reporting")}
    blocks = (
        first_line(words, facts),
        paragraph(words, "consent.intro", **values),
        *(_not_ready(context) if missing_parts(context) else ()),
        *_parts(context, facts, values),
        *_sign(context, facts),
        *_agency(context, facts),
    )
    title = words.text("consent.title")
    return print_version(make_document(words, title, Purpose.CONSENT, blocks), words)


def missing_parts(context: SessionContext) -> tuple[str, ...]:
    """The kit's keys without which the agreement is incomplete."""
    parts = {
        "documents.reporting": context.reporting,
        "documents.crisis_plan": context.crisis_plan,
        "crisis": context.crisis,
    }
    return tuple(key for key, given in parts.items() if not given)


def check_consent(context: SessionContext) -> tuple[Problem, ...]:
    """What the operator has to know before the agreement is used."""
    missing = (
        Problem("consent.incomplete", Severity.WARNING, "kit.toml", where=key, facts={"part": key})
        for key in missing_parts(context)
    )
    return (*missing, Problem("consent.have-it-checked", Severity.NOTE))


def _not_ready(context: PaperContext) -> Blocks:
    words = context.words
    text = paragraph(words, "consent.not-ready-text")
    return (Callout(words.inlines("consent.not-ready"), (text,)),)


def number_items(facts: Set[str]) -> tuple[tuple[str, Item], ...]:
    """The statements that are shown, with the numbers by which people can answer them."""
    items, letter = load_items("consent.toml"), FORM_LETTERS[Purpose.CONSENT]
    shown = (item for part in PARTS for item in choose_items(items, facts, part))
    return tuple((f"{letter}{at}", item) for at, item in enumerate(shown, start=1))


def _parts(
    context: PaperContext, facts: Set[str], values: Mapping[str, FilledIn]
) -> Iterator[Block]:
    words, numbered = context.words, number_items(facts)
    for part in PARTS:
        yield heading(words, f"consent.{part}")
        if part != "sign":
            yield paragraph(words, f"consent.{part}-how")
        here = [(number, item) for number, item in numbered if item.kind == part]
        if part == "choice":
            for number, item in here:
                yield ask(words, item, CHOICE, values, number)
        elif part != "sign":
            yield from ticks(say_numbered(words, item, values, number) for number, item in here)
        if part == "understand":
            yield from crisis_box(words, context.crisis, facts, context.caller)
            yield from _own_words(context)


def _own_words(context: PaperContext) -> Iterator[Block]:
    words = context.words
    for key, blocks in (
        ("consent.reporting", context.reporting),
        ("consent.emergency", context.crisis_plan),
    ):
        if blocks:
            yield from under(heading(words, key), blocks)


def _agency(context: PaperContext, facts: Set[str]) -> Blocks:
    contacts = tuple(agency_contacts(context, "voice" in facts, context.kit.agency.name))
    title = context.words.inlines("consent.agency")
    return (ContactBox(title, contacts),) if contacts else ()


def _sign(context: PaperContext, facts: Set[str]) -> Blocks:
    words = context.words
    spoken = ("sign-voice", "sign-phone") if "voice" in facts else ("sign-writing",)
    ways = tuple(words.text(f"answer.{way}") for way in ("sign-name", "sign-mark", *spoken))
    return (
        Question("cs-sign", words.inlines("cs.sign"), ways),
        WriteLine("cs-name", words.text("consent.name")),
        WriteLine("cs-date", words.text("consent.date")),
        WriteLine("cs-witness", words.text("consent.witness")),
        WriteLine("cs-emergency-contact", words.text("cs.emergency-contact")),
    )
