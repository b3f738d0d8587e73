"""What is said of a meeting that changed, is cancelled, or is soon: first in a mail, or by hand.

All of it is in the person's language where somebody approved the words, else in the source's: who
calls may have an interpreter beside them, and a mail that waits for a translator comes too late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from access_kit.documents.check_tree import plain_text
from access_kit.i18n import Words
from access_kit.i18n.fallback import same_language
from access_kit.i18n.phones import say_phone
from access_kit.materials.blocks import make_document, paragraph
from access_kit.materials.context import PaperContext
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.texts import when_texts_are_read
from access_kit.materials.values import session_values
from access_kit.model.document import Blocks, Document, Paragraph, Purpose, Text
from access_kit.model.ledger import LEFT
from access_kit.model.profile import Bilingual
from access_kit.model.told import JOINING, TIME, Change
from access_kit.workflow.mailed.messages import LeadingLine
from access_kit.workflow.prepare.contexts import OwnWords, paper_context
from access_kit.workflow.prepare.languages import Scribe, Written
from access_kit.workflow.prepare.shapes import PlannedPerson, SessionPlan
from access_kit.workflow.prepare.write import (
    PaperWriter,
    asked_layout,
    join_written,
    second_locale,
)

Build = Callable[[PaperContext], Document]


@dataclass(frozen=True)
class LeadingWords:
    """A subject, and a first line in each language that the person asked for."""

    subject: str
    lines: tuple[LeadingLine, ...]


class Speaker:
    """Says things about one session. The plan is made when something is said for the first time."""

    def __init__(self, make_plan: Callable[[], SessionPlan]) -> None:
        self._make_plan = make_plan

    @cached_property
    def plan(self) -> SessionPlan:
        return self._make_plan()

    @cached_property
    def people(self) -> dict[str, PlannedPerson]:
        return {person.profile.id: person for person in self.plan.people}

    def helped(self, person: str, written: Written) -> Written:
        """With the line about help above it, where it is not in the person's language."""
        return self._writer.helped(written, self.people[person])

    @cached_property
    def _writer(self) -> PaperWriter:
        return PaperWriter(self.plan)

    @cached_property
    def _scribe(self) -> Scribe:
        return Scribe(self.plan.work.catalogues, self.plan.work.home_country, approved=True)

    def write(self, person: str, build: Build) -> Written:
        """A document in the person's language, as far as somebody approved the words.

        In two languages for who asked for that, as the papers are.
        """
        first, *second = self._in_each(person, build)
        layout = asked_layout(self.people[person])
        return join_written(first, second[0], layout) if second else first

    def news(self, person: str, changed: tuple[Change, ...]) -> LeadingWords:
        """What stands first in a mail to somebody who was told something else before."""

        def build(context: PaperContext) -> Document:
            return _document(context, change_title(context, changed), say_change(context, changed))

        said = [one.document for one in self._in_each(person, build)]
        lines = tuple(LeadingLine(" ".join(_lines(one)), one.lang) for one in said)
        return LeadingWords(said[0].title, lines)

    def by_hand(
        self, person: str, why: str, changed: tuple[Change, ...] = (), *, typed: bool = False
    ) -> str:
        """What to say to a person, or what is ``typed``, a line each; ``why`` is the dispatch's.

        The last says when answers are read. What is typed is in both languages for who asked for
        two; it is told in the first.
        """

        def build(context: PaperContext) -> Document:
            said = {"cancelled": say_cancelled, LEFT: say_left_by_hand}.get(why, say_when)
            blocks = _change_and_ways(context, changed) if why == "changed" else said(context)
            blocks = (*blocks, _when_read(context, typed=typed))
            return _document(context, context.words.text("calendar.summary"), blocks)

        said = self._in_each(person, build) if typed else [self._in_first(person, build)]
        return "\n".join(line for one in said for line in _lines(one.document))

    def _in_each(self, person: str, build: Build) -> list[Written]:
        """In the person's language and, where they asked for two in one paper, the other."""
        first, whose = self._in_first(person, build), self.people[person]
        other = second_locale(whose, self.plan.work)
        if other is None or asked_layout(whose) is Bilingual.NONE:
            return [first]
        second = self._in(other, person, build)
        is_same = same_language(first.document.lang, second.document.lang)
        return [first] if is_same else [first, second]

    def _in_first(self, person: str, build: Build) -> Written:
        return self._in(self.people[person].locale, person, build)

    def _in(self, locale: str, person: str, build: Build) -> Written:
        def in_words(words: Words, parts: object) -> Document:
            return build(paper_context(self.plan, self.people[person], words, OwnWords()))

        return self._scribe.write(locale, in_words)


def _document(context: PaperContext, title: str, blocks: Blocks) -> Document:
    return make_document(context.words, title, Purpose.EMAIL, blocks)


def _lines(document: Document) -> list[str]:
    return [plain_text(block.content) for block in document.blocks if isinstance(block, Paragraph)]


# -- sentences ----------------------------------------------------------------------------------


def change_title(context: PaperContext, changed: tuple[Change, ...]) -> str:
    moved = "change.time-title" if TIME & set(changed) else "change.join-title"
    key = "change.on-title" if Change.ON in changed else moved
    return context.words.text(key, date=context.when.short_date())


def say_change(context: PaperContext, changed: tuple[Change, ...]) -> Blocks:
    """The new time, and that the way to join is another one, as far as they changed."""
    words, values = context.words, session_values(context)
    keys = {
        "change.on": {Change.ON} & set(changed),
        "change.time": TIME & set(changed),
        "change.join": JOINING & set(changed),
    }
    return tuple(paragraph(words, key, **values) for key, holds in keys.items() if holds)


def _change_and_ways(context: PaperContext, changed: tuple[Change, ...]) -> Blocks:
    """The change, and what somebody writes down at the telephone: link, number and code."""
    session, facts = context.session, person_facts(context)
    values = [session.join_url] if "app" in facts else []
    if session.number and "by_phone" in facts:
        values.append(say_phone(session.number, context.caller.is_in))
        values.append(session.dial_in.pin if session.dial_in else "")
    ways = values if JOINING & set(changed) else []
    said = say_change(context, changed)
    return (*said, *(Paragraph((Text(one, isolate=True),)) for one in ways if one))


def _when_read(context: PaperContext, *, typed: bool) -> Paragraph:
    if typed:
        return Paragraph(when_texts_are_read(context))
    key = "back.hours" if "hours" in person_facts(context) else "back.hours-unknown"
    return paragraph(context.words, key, **session_values(context))


def say_when(context: PaperContext) -> Blocks:
    words, values = context.words, session_values(context)
    return tuple(paragraph(words, key, **values) for key in ("when.date", "when.time"))


def say_cancelled(context: PaperContext) -> Blocks:
    """That the meeting does not take place, whom to turn to, and what comes next."""
    said = paragraph(context.words, "cancel.text", date=context.when.day())
    return (said, _whom_to_ask(context, "cancel.next", "cancel.next-reply"))


def say_left(context: PaperContext) -> Blocks:
    """That the message takes the group out of a calendar, and whom to tell if that is wrong."""
    said = paragraph(context.words, "left.text")
    return (said, _whom_to_ask(context, "left.next", "left.next-reply"))


def say_left_by_hand(context: PaperContext) -> Blocks:
    return (paragraph(context.words, "left.by-hand"),)


def _whom_to_ask(context: PaperContext, key: str, without: str) -> Paragraph:
    """By the person's own way to whoever leads; ``without`` is said where no way is known."""
    words, values = context.words, session_values(context)
    voice = "voice" in person_facts(context)
    ways = ("host_number", "host_email") if voice else ("host_email", "host_number")
    way = next((values[one] for one in ways if one in values), None)
    if way is None:
        return paragraph(words, without, **values)
    return paragraph(words, key, **{**values, "contact": way})
