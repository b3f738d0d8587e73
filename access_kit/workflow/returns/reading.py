"""A message as it was read: what it answers, of which forms, and when it was said."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.replies import Phrases, Reply, read_reply, versions_in
from access_kit.delivery.single_words import HELP, MAY_STOP, NOT_YET, READY, asks_for_help
from access_kit.model.answers import ManifestForm
from access_kit.model.consent import ConsentWay
from access_kit.model.ledger import MailRow
from access_kit.store.protocol import Store
from access_kit.workflow.kept.forms_shown import shown_forms
from access_kit.workflow.kept.kept_answers import NEEDS_HELP, TECH_CHECK
from access_kit.workflow.returns.agreements import SaidBy
from access_kit.workflow.returns.whose import (
    SaidTimes,
    Senders,
    Whose,
    last_session,
    when_said,
)


@dataclass
class ReturnsDesk:
    """What returns are read with. ``person`` and ``session``: whose they are, as the user said."""

    store: Store
    phrases: Phrases
    now: datetime.datetime
    recorded_by: str
    person: str = ""
    session: str = ""
    way: ConsentWay = ConsentWay.EMAIL

    @cached_property
    def senders(self) -> Senders:
        return Senders(self.store)

    @cached_property
    def _ids(self) -> dict[str, MailRow]:
        return {row.message_id: row for row in self.store.mail() if row.message_id}

    def row_of(self, incoming: Incoming) -> MailRow | None:
        return next((self._ids[one] for one in incoming.refers_to if one in self._ids), None)

    def may_be_of(self, person: str, incoming: Incoming) -> bool:
        """Whether a message answers one to a person, or bears their address."""
        row = self.row_of(incoming)
        return bool(row and row.key.person == person) or person in self.senders.named(incoming)

    def no_of(self, person: str, reading: ReadReply) -> SaidBy:
        """Who says no, and when: a no counts from its own moment, which may be later."""
        return SaidBy(person, self.way, self.recorded_by, reading.said.no_at)


@dataclass(frozen=True)
class ReadReply:
    """``forms`` are those that were shown, by name; ``said`` is when it was said."""

    reply: Reply
    forms: Mapping[str, ManifestForm]
    said: SaidTimes

    @property
    def has_answers(self) -> bool:
        reply = self.reply
        return bool(
            reply.answers
            or reply.tail
            or reply.sign
            or reply.written
            or reply.word in (READY, NOT_YET)
        )

    @property
    def needs(self) -> tuple[str, ...]:
        """Items of the check with which the person wants help."""
        checks = self.reply.answers.get(TECH_CHECK, {})
        return tuple(key for key, one in checks.items() if one[0] in NEEDS_HELP)

    @property
    def asks_help(self) -> bool:
        reply = self.reply
        wants = any(one[0] == "need-help" for one in reply.answers.get(TECH_CHECK, {}).values())
        return wants or reply.word == HELP or asks_for_help(reply.wrote)

    @property
    def words(self) -> str:
        """What is to be shown: all that the person wrote, where not all of it is known answers."""
        reply = self.reply
        wrote = reply.also_wrote or TECH_CHECK in reply.written
        if not (wrote or reply.word == HELP or reply.stop == MAY_STOP or self.needs):
            return ""
        return reply.wrote or "; ".join(f"{key}: need help" for key in self.needs)


def read(desk: ReturnsDesk, incoming: Incoming, whose: Whose) -> ReadReply:
    """A message against the forms of whoever it is of.

    Where several may have written it, against those of each: what answers one of them is an answer.
    """
    alone = whose.people[0] if len(whose.people) == 1 else ""
    said = when_said(desk.store, incoming, alone, whose.session, desk.now)
    if len(whose.people) < 2:
        return _read_as(desk, incoming, alone, whose.session, said)
    readings = [
        _read_as(desk, incoming, one, last_session(desk.store, one), said) for one in whose.people
    ]
    return next((one for one in readings if one.has_answers), readings[0])


def _read_as(
    desk: ReturnsDesk, incoming: Incoming, person: str, session: str, said: SaidTimes
) -> ReadReply:
    shown: tuple[ManifestForm, ...] = ()
    name = ""
    if person:
        shown = shown_forms(desk.store, session, person, versions_in(incoming.text))
        profile = desk.store.profile(person)
        name = profile.name if profile else ""
    reply = read_reply(incoming.text, shown, desk.phrases, subject=incoming.subject, name=name)
    return ReadReply(reply, {one.form: one for one in shown}, said)
