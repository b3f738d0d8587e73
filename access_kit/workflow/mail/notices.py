"""Short messages about a session: a reminder, or that it does not take place.

They are written when they go, for what they say is only known then; and like every paper they are
refused while their words are a draft.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from access_kit.delivery.messages import Letter, build_message
from access_kit.delivery.outgoing import Outgoing
from access_kit.delivery.reach import earliest, reach
from access_kit.documents.mail import render_mail
from access_kit.i18n import Words
from access_kit.materials.blocks import heading, make_document, paragraph
from access_kit.materials.context import PaperContext
from access_kit.materials.facts import person_facts
from access_kit.materials.letter_parts import Parts
from access_kit.model.document import Blocks, Document, Purpose
from access_kit.model.ledger import MailKey, MailState
from access_kit.model.profile import Channel
from access_kit.workflow.mail.choose import (
    Dispatch,
    Posting,
    Recipient,
    Step,
    is_packet,
    standing_of,
    waiting_time,
)
from access_kit.workflow.mail.messages import require_sender
from access_kit.workflow.prepare.calendar_entry import CALENDAR_FILE, event_of, make_entry
from access_kit.workflow.prepare.contexts import OwnWords, paper_context
from access_kit.workflow.prepare.languages import Scribe, Written
from access_kit.workflow.prepare.plan import Person, SessionPlan

REMINDER, CANCEL = "reminder", "cancel"
"""What the ledger calls them."""

Build = Callable[[PaperContext], Document]


def build_reminder(context: PaperContext, *, is_open: bool) -> Document:
    """When and how to join, once more; ``is_open``: there were questions, and no answers came."""
    words = context.words
    parts = Parts(context, person_facts(context))
    asked = (paragraph(words, "reminder.text"),) if is_open else ()
    blocks = (*_hello(context), *parts.when(), *parts.joining(), *asked, *_stop(words))
    title = words.text("reminder.title", date=context.when.short_date())
    return make_document(words, title, Purpose.EMAIL, blocks)


def build_cancelled(context: PaperContext) -> Document:
    words = context.words
    said = paragraph(words, "cancel.text", date=context.when.date())
    title = words.text("cancel.title", date=context.when.short_date())
    return make_document(words, title, Purpose.EMAIL, (*_hello(context), said, *_stop(words)))


def _hello(context: PaperContext) -> Blocks:
    return (paragraph(context.words, "letter.hello", name=context.profile.name),)


def _stop(words: Words) -> Blocks:
    return (heading(words, "message.stop-heading"), paragraph(words, "message.stop"))


def choose_cancelled(
    plan: SessionPlan, recipients: Sequence[Recipient], *, resend: bool
) -> Iterator[Posting | Dispatch]:
    """A message to everyone whose papers went by e-mail, or may have."""
    notices = _Notices(plan)
    for one in recipients:
        went = (MailState.SENT, MailState.UNCERTAIN)
        if any(is_packet(row) and row.state in went for row in one.rows):
            yield notices.posting(one, CANCEL, build_cancelled, resend=resend, cancelled=True)


def choose_reminders(
    plan: SessionPlan,
    recipients: Iterable[Recipient],
    is_open: Callable[[str], bool],
    *,
    by_server: bool,
    resend: bool,
) -> Iterator[Posting | Dispatch]:
    """A reminder to those who want one and whose answers are open, by the ways they named."""
    notices = _Notices(plan)
    session, now = plan.work.session, plan.work.now
    wait = waiting_time(plan.work.kit, session, now) if by_server else None
    first = earliest(session, session.remind_days_before)
    if by_server and now < first:
        wait = ("too-early", first)
    for one in recipients:
        wanted = [way.value for way in one.profile.pace.reminders if way.wanted]
        if not wanted or not is_open(one.profile.id):
            continue
        found = reach(one.profile, one.standing, today=now.date())
        for way in (way for way in wanted if way in found.ways):
            start = Dispatch(one.profile.id, way.value, Step.READY)
            if way is not Channel.EMAIL:
                yield start.but(Step.BY_HAND, "remind")
            elif wait is not None:
                yield start.but(Step.WAITS, wait[0], until=wait[1])
            else:
                yield notices.posting(one, REMINDER, _open_reminder, resend=resend)


def _open_reminder(context: PaperContext) -> Document:
    return build_reminder(context, is_open=True)


class _Notices:
    """Writes notices in each person's language, and makes messages of them."""

    def __init__(self, plan: SessionPlan) -> None:
        self.plan = plan
        self.scribe = Scribe(plan.work.catalogues)
        self.people = {person.profile.id: person for person in plan.people}

    def posting(
        self, one: Recipient, name: str, build: Build, *, resend: bool, cancelled: bool = False
    ) -> Posting | Dispatch:
        person = self.people[one.profile.id]
        address = one.profile.contact.email
        start = Dispatch(one.profile.id, Channel.EMAIL.value, Step.READY)
        if address is None:
            return start.but(Step.REFUSED, "no-address")
        written = self._write(person, build)
        if written.draft:
            return start.but(Step.REFUSED, "draft")
        text, page = (part.data for part in render_mail(written.document, person.look))
        version = hashlib.sha256(address.encode() + b"\0" + text).hexdigest()
        key = MailKey(self.plan.work.session.id, one.profile.id, Channel.EMAIL.value, name, version)
        start = dataclasses.replace(start, key=key)
        before = [row for row in one.rows if row.key[:4] == key[:4]]
        stand = standing_of(start, before, resend=resend)
        if stand is not None:
            return stand
        calendar = self._cancelled(one, written.document.lang) if cancelled else None
        kit = self.plan.work.kit

        def make(key: MailKey, date: datetime.datetime) -> Outgoing:
            letter = Letter(
                from_name=kit.agency.from_name,
                from_address=require_sender(kit),
                to_address=address,
                subject=written.document.title,
                lang=written.document.lang,
                date=date,
                text=text.decode(),
                html=page.decode(),
                calendar=calendar,
                calendar_method="CANCEL",
            )
            return build_message(key, letter)

        return Posting(start, make)

    def _cancelled(self, one: Recipient, lang: str) -> bytes | None:
        """What takes the entry out of a calendar: its sequence is above that of the entry."""
        from access_kit.delivery.calendar import next_sequence

        packet = one.packet
        if packet is None or not packet.of_kind("calendar"):
            return None
        words = self.plan.work.words(lang)
        before = next_sequence(event_of(self.plan, words), packet.read(CALENDAR_FILE))
        return make_entry(
            dataclasses.replace(self.plan, sequence=before + 1), words, cancelled=True
        )

    def _write(self, person: Person, build: Build) -> Written:
        def in_words(words: Words, parts: object) -> Document:
            return build(paper_context(self.plan, person, words, OwnWords()))

        return self.scribe.write(person.locale, in_words)
