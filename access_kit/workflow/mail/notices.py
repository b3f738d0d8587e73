"""Short messages about a session: a reminder, or that it does not take place.

They are written when they go, for what they say is only known then, and like every paper that goes
in words that somebody approved. Who cannot be written to is on the list of those whom a
person tells, with the number and the words, as far as a way for that is safe.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterable, Iterator

from access_kit.delivery.emails import Email, build_message
from access_kit.delivery.gate import Hours, Shut, ask, hours_of
from access_kit.delivery.outgoing import Outgoing
from access_kit.delivery.reach import reach
from access_kit.documents.mail_body import render_mail
from access_kit.materials.blocks import heading, make_document, paragraph
from access_kit.materials.contacts import crisis_box
from access_kit.materials.context import PaperContext
from access_kit.materials.forms import when_read
from access_kit.materials.letter_parts import Parts
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import Blocks, Document, Purpose
from access_kit.model.ledger import CANCEL, REMINDER, MailKey, is_packet, may_have
from access_kit.model.profile import Channel
from access_kit.model.session import Session
from access_kit.model.told import told_of
from access_kit.workflow.mail.choose import DAYS_OF_A_LETTER, SPOKEN, refused
from access_kit.workflow.mail.say import Build, Speaker, say_cancelled, say_left
from access_kit.workflow.mailed.changed import is_on_since
from access_kit.workflow.mailed.dispatches import (
    Dispatch,
    MailStep,
    Posting,
    Recipient,
    SendWish,
    first_message,
    posting,
    require_domain,
    standing_of,
)
from access_kit.workflow.mailed.messages import answers_to, entry_of, require_sender
from access_kit.workflow.prepare.calendar_entry import Edition, event_of, make_entry
from access_kit.workflow.prepare.shapes import SessionPlan


def build_reminder(context: PaperContext, *, is_open: bool) -> Document:
    """When and how to join, once more; ``is_open``: there were questions, and no answers came."""
    words = context.words
    parts = Parts(context, person_facts(context))
    asked = (paragraph(words, "reminder.text"),) if is_open else ()
    blocks = (*_hello(context), *parts.when(), *parts.joining(), *asked, *_end_of_mail(context))
    title = words.text("reminder.title", date=context.when.short_date())
    return make_document(words, title, Purpose.EMAIL, blocks)


def build_cancelled(context: PaperContext) -> Document:
    words = context.words
    title = words.text("cancel.title", date=context.when.short_date())
    blocks = (*_hello(context), *say_cancelled(context), *_end_of_mail(context))
    return make_document(words, title, Purpose.EMAIL, blocks)


def build_cancelled_letter(context: PaperContext) -> Document:
    words = context.words
    title = words.text("cancel.title", date=context.when.short_date())
    blocks = (*_hello(context), *say_cancelled(context), *_end(context))
    return make_document(words, title, Purpose.LETTER, blocks)


def build_left(context: PaperContext) -> Document:
    """To somebody who left the group; what takes it out of a calendar goes with it."""
    blocks = (*_hello(context), *say_left(context), *_end_of_mail(context))
    return make_document(context.words, context.words.text("left.title"), Purpose.EMAIL, blocks)


def _open_reminder(context: PaperContext) -> Document:
    return build_reminder(context, is_open=True)


def _hello(context: PaperContext) -> Blocks:
    return (paragraph(context.words, "letter.hello", name=context.profile.name),)


def _end(context: PaperContext) -> Blocks:
    """When answers are read, and whom to call in danger."""
    words, facts = context.words, person_facts(context)
    return (
        when_read(words, facts, session_values(context)),
        *crisis_box(words, context.crisis, facts, context.caller),
    )


def _end_of_mail(context: PaperContext) -> Blocks:
    """The same, and how to stop these e-mails."""
    words = context.words
    stop = (heading(words, "message.stop-heading"), paragraph(words, "message.stop"))
    return (*_end(context), *stop)


def choose_cancelled(
    speaker: Speaker, recipients: Iterable[Recipient], *, now: datetime.datetime, wish: SendWish
) -> Iterator[Posting | Dispatch]:
    """Everyone who knows of it, or may know: by e-mail where that is safe, else by hand."""
    notices, session = Notices(speaker, wish), speaker.plan.work.session
    for one in recipients:
        if not _may_know(one):
            yield Dispatch(one.profile.id, "", MailStep.NOT_REACHED, "nothing-went")
            continue
        tells = _tells(one, Channel.EMAIL, now)
        if tells is None and one.profile.contact.email:
            made = notices.posting(one, CANCEL, build_cancelled, now=now, is_last=True)
            yield made
            if isinstance(made, Posting) or made.step is MailStep.ALREADY:
                continue
        found = tuple(by_hand(one, "cancelled", now, told_until=session.begins))
        if tells is not None and _is_told(tells, one, found):
            yield refused(Dispatch(one.profile.id, Channel.EMAIL.value, MailStep.PLANNED), tells)
        yield from found


_SAID_NO = ("withdrawn", "stopped", "not-agreed", "held", "not-safe", "avoided")
"""Why somebody who chose e-mail gets none: told, so that it can be understood."""


def _may_know(recipient: Recipient) -> bool:
    """Whether a person knows of this date: by its papers, by those of another date of the group
    or its calendar entry; or by word of mouth, which nobody noted.
    """
    if recipient.knows_series or any(
        may_have(row) and row.key.documents != CANCEL for row in recipient.rows
    ):
        return True
    return any(
        way in recipient.profile.contact.safe for way in SPOKEN if way is not Channel.IN_PERSON
    )


def _is_told(tells: Shut, recipient: Recipient, by_hand: tuple[Dispatch, ...]) -> bool:
    """Whether it is said why somebody who had e-mail gets none now, once."""
    had = any(is_packet(row) and row.key.channel == Channel.EMAIL.value for row in recipient.rows)
    return had and tells.reason in _SAID_NO and all(one.why != tells.reason for one in by_hand)


def by_hand(
    recipient: Recipient,
    why: str,
    now: datetime.datetime,
    *,
    told_until: datetime.datetime | None = None,
) -> Iterator[Dispatch]:
    """A person whom somebody tells: by the best of their safe ways for that; else not reached.

    By letter where one comes in time, if it is early enough to hear of it until ``told_until``.
    """
    found = reach(recipient.profile, recipient.standing, today=now.date())
    way = next((way for way in SPOKEN if way in found.ways), None)
    if way is not None:
        yield Dispatch(recipient.profile.id, way.value, MailStep.BY_HAND, why)
    elif told_until and by_letter_in_time(recipient, found.ways, told_until, now):
        why = f"{why}-letter"
        yield Dispatch(recipient.profile.id, Channel.LETTER.value, MailStep.BY_HAND, why)
    elif found.ways:
        way = next((one for one in found.ways if one is not Channel.EMAIL), found.ways[0])
        yield Dispatch(recipient.profile.id, way.value, MailStep.NOT_REACHED, "no-quick-way")
    else:
        yield Dispatch(recipient.profile.id, "", MailStep.NOT_REACHED, found.reason)


def by_letter_in_time(
    recipient: Recipient,
    ways: Iterable[Channel],
    until: datetime.datetime,
    now: datetime.datetime,
) -> bool:
    """Whether a letter is safe, has an address, and comes before ``until``."""
    goes = Channel.LETTER in ways and recipient.profile.contact.post is not None
    return goes and until - now >= DAYS_OF_A_LETTER


def _tells(recipient: Recipient, way: Channel, now: datetime.datetime) -> Shut | None:
    return ask(recipient.profile, recipient.standing, way, now)


def choose_reminders(
    speaker: Speaker,
    session: Session,
    recipients: Iterable[Recipient],
    *,
    now: datetime.datetime,
    wish: SendWish,
) -> Iterator[Posting | Dispatch]:
    """A reminder to those who want one, by the ways they named; their answers are open.

    Where none of these ways may be used any more, a person tells them by another safe one.
    """
    notices = Notices(speaker, wish)
    for one in recipients:
        wanted = [way.value for way in one.profile.pace.reminders if way.wanted]
        if not wanted:
            continue
        shut = {way: _tells(one, way, now) for way in wanted}
        for way in (way for way in wanted if shut[way] is None):
            if way is Channel.EMAIL:
                yield notices.posting(one, REMINDER, _open_reminder, now=now)
            else:
                yield Dispatch(one.profile.id, way.value, MailStep.BY_HAND, "remind")
        if all(shut.values()):
            yield from by_hand(one, "remind", now)


CANCEL_DAYS = 366
"""So early it is told that there is no meeting: of a series, people know every date."""


class Notices:
    """Writes notices in each person's language, and makes messages of them."""

    def __init__(self, speaker: Speaker, wish: SendWish) -> None:
        self.speaker = speaker
        self.wish = wish

    @property
    def plan(self) -> SessionPlan:
        return self.speaker.plan

    def posting(
        self,
        recipient: Recipient,
        name: str,
        build: Build,
        *,
        now: datetime.datetime,
        is_last: bool = False,
        whole: bool = False,
    ) -> Posting | Dispatch:
        """``is_last``: that there is no meeting, which matters until it would be over.

        ``whole``: nor any other of its group, for this person.
        """
        address = recipient.profile.contact.email
        start = Dispatch(recipient.profile.id, Channel.EMAIL.value, MailStep.PLANNED)
        if address is None:
            return start.but(MailStep.REFUSED, "no-address")
        written = self.speaker.write(recipient.profile.id, build)
        hours = self._hours(is_last=is_last)
        shut = ask(recipient.profile, recipient.standing, Channel.EMAIL, now)
        if shut is not None:
            return refused(start, shut)
        person = self.speaker.people[recipient.profile.id]
        document = self.speaker.helped(recipient.profile.id, written).with_help().document
        text, page = (part.data for part in render_mail(document, person.look))
        session = self.plan.work.session
        version = hashlib.sha256(address.encode() + b"\0" + text).hexdigest()
        key = MailKey(session.id, recipient.profile.id, Channel.EMAIL.value, name, version)
        start = dataclasses.replace(start, key=key, address=address)
        before = [row for row in recipient.rows if row.key[:4] == key[:4]]
        # Who heard meanwhile that the meeting takes place is told once more that it does not.
        anew = name == CANCEL and is_on_since(recipient.rows, told_of(session))
        wish = dataclasses.replace(self.wish, again=self.wish.again or anew)
        stand = standing_of(start, before, wish, recipient.gone)
        if stand.step is not MailStep.PLANNED:
            return stand
        late = ask(recipient.profile, recipient.standing, Channel.EMAIL, now, hours=hours)
        if late is not None:
            return refused(stand, late)
        lang = written.document.lang
        calendar = self._cancelled(recipient, lang, whole=whole) if is_last else None
        kit = self.plan.work.kit
        follows = first_message([row for row in recipient.rows if is_packet(row)])

        def make(key: MailKey, date: datetime.datetime, message_id: str) -> Outgoing:
            email = Email(
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
                reply_to=answers_to(kit, session),
                follows=follows if is_last else "",
            )
            return build_message(key, email, message_id)

        told = str(told_of(session))
        made = posting(stand, make, before, require_domain(kit), told=told, hours=hours)
        return dataclasses.replace(made, entry=calendar)

    def _hours(self, *, is_last: bool) -> Hours | None:
        if not self.wish.by_server:
            return None
        session = self.plan.work.session
        days = CANCEL_DAYS if is_last else session.remind_days_before
        quiet = self.plan.work.kit.defaults.quiet_hours
        return hours_of(session, quiet, days, to_the_end=is_last)

    def _cancelled(self, recipient: Recipient, lang: str, *, whole: bool) -> bytes | None:
        """What takes the entry out of a calendar: its sequence is above that of the entry.

        Which one that was the store knows, also where the packet is gone. ``whole``: of a group all
        of it, and not this meeting alone.
        """
        from access_kit.delivery.calendar import next_sequence

        given = [entry_of(recipient.packet, None) if recipient.packet else None, recipient.entry]
        had = [entry for entry in given if entry is not None]
        if not (had and recipient.profile.contact.calendar):
            return None
        words = self.plan.work.approved_words(lang)
        person = self.speaker.people[recipient.profile.id]
        event = event_of(self.plan, words, person)
        before = max(next_sequence(event, entry) for entry in had)
        edition = Edition(before + 1, self.plan.work.now)
        return make_entry(self.plan, words, person, edition, cancelled=True, whole=whole)
