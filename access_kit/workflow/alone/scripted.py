"""One scripted text on its own: its words filled in from the next meeting, the kit and the profile.

Nothing is sent. Whoever sends it by hand is told where the person did not call texts safe.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import shown
from access_kit.i18n import When, Words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.words import FilledIn
from access_kit.kit_files import read_resources
from access_kit.materials.callers import caller_of
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.scripted_texts import BLANK, build_script
from access_kit.materials.values import session_values
from access_kit.model.document import Document
from access_kit.model.kit import Kit
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import Channel, Mode, Profile
from access_kit.model.series import is_off
from access_kit.model.session import Session
from access_kit.recommend.person import recommend_person
from access_kit.recommend.situation import Situation
from access_kit.session_files import read_session
from access_kit.workflow.prepare.languages import Scribe, Written
from access_kit.workflow.prepare.plan import choose_locale
from access_kit.workflow.prepare.read import read_book


@dataclass(frozen=True)
class TextOrder:
    """Which text, when, and in which language, if that is not the person's own."""

    name: str
    now: datetime.datetime
    locale: str | None = None
    session: Path | None = None


@dataclass(frozen=True)
class TextFor:
    """Whom a text is for, and from which kit. Without a person or a kit, lines are to fill in."""

    person: Profile | None
    kit: Kit | None
    folder: Path | None


def write_text(order: TextOrder, reader: TextFor, scribe: Scribe) -> tuple[Written, list[Problem]]:
    """The text in the reader's language, and what whoever sends it should know."""
    problems = _check_safe(reader.person)
    session = None
    if order.session and reader.folder is None:
        raise BadInput(Problem("kit.missing", file=shown(order.session)))
    if order.session:
        session, found = read_session(order.session, now=order.now)
        problems += found
        if session is None:
            raise BadInput(problems)
        if is_off(session):
            raise BadInput(Problem("group.cancelled", file=shown(order.session)))
    plan = _plan(order, reader, session)

    def build(words: Words, _: object) -> Document:
        facts, values = frozenset({"no_session"}), _blanks(reader)
        if session and reader.kit:
            context = _context(words, session, reader, plan)
            hours = {"hours"} if session.facilitator.hours else set()
            facts = person_facts(context) if isinstance(context, PaperContext) else facts | hours
            values = {**values, **session_values(context)}
        return build_script(words, order.name, facts, values, mark)

    mark, locale = "", _locale(order, reader, scribe)
    written = scribe.write(locale, build)
    if written.draft:  # what a draft has to say needs room
        mark = scribe.words(written.document.lang).text("text.draft")
        written = scribe.write(locale, build)
    return written, problems


def _check_safe(person: Profile | None) -> list[Problem]:
    """A person's no to texts stands, whoever sends them."""
    if person is None:
        return []
    if Channel.SMS in person.contact.safe and Mode.SMS not in person.talk.avoided:
        return []
    return [Problem("handout.texts-not-safe", Severity.WARNING, facts={"id": person.id})]


def _locale(order: TextOrder, reader: TextFor, scribe: Scribe) -> str:
    usual = reader.kit.defaults.locale if reader.kit else SOURCE_LOCALE
    if order.locale or reader.person is None:
        return order.locale or usual
    return choose_locale(reader.person, scribe.words, usual)


def _blanks(reader: TextFor) -> Mapping[str, FilledIn]:
    said = dict.fromkeys(("name", "host", "date", "start", "end", "way"), BLANK)
    return {**said, "name": reader.person.name} if reader.person else said


def _plan(order: TextOrder, reader: TextFor, session: Session | None) -> PersonPlan | None:
    """What the rules say of this person in the session: which way to join is theirs."""
    if not (session and reader.person and reader.kit and reader.folder):
        return None
    resources, _ = read_resources(reader.folder, today=order.now.date())
    book, problems = read_book(reader.folder)
    if book is None:
        raise BadInput(problems)
    situation = Situation(order.now, session, reader.kit, resources)
    return recommend_person(reader.person, situation, book)


def _context(
    words: Words, session: Session, reader: TextFor, plan: PersonPlan | None
) -> SessionContext:
    """What is known of the meeting and, of a person, what their plan says."""
    person, kit = reader.person, reader.kit
    assert kit is not None
    when = When(session.begins, session.timezone, words.formats, words)
    shared = SessionContext(kit, session, GroupPlan({}, ()), words, when)
    if person is None or plan is None:
        return shared
    known = {field.name: getattr(shared, field.name) for field in dataclasses.fields(shared)}
    return PaperContext(
        **{**known, "caller": caller_of(person, plan.settings, kit)},
        profile=person,
        plan=plan,
        contents=person.contact.contents or kit.defaults.contents,
    )
