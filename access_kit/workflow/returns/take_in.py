"""What came back, taken into the store: answers, agreements, wishes to stop, failed deliveries.

A message belongs to a person when it answers one of ours: its id cannot be guessed. One that only
carries a person's address may be from somebody else; a wish to stop is honoured all the same, and
an agreement is not taken from it. Each message is taken in once, however often it is read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from access_kit.delivery.consent_rules import ALL, CHANNEL_ITEMS, NO, standing
from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.mailboxes import mailbox
from access_kit.delivery.replies import STOP, Phrases, Reply, read_reply, versions_in
from access_kit.errors import BadInput, Problem
from access_kit.materials.questionnaire import QUESTIONNAIRE, places
from access_kit.model.answers import FormAnswer
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.profiles import interview
from access_kit.profiles.interview import State, load_questions
from access_kit.profiles.interview_draft import load_draft, save_draft
from access_kit.store.protocol import Store
from access_kit.workflow.returns.answers import (
    CONSENT,
    FEEDBACK,
    TECH_CHECK,
    Answers,
    find_answers,
    keep_answers,
)
from access_kit.workflow.returns.asked import shown_forms
from access_kit.workflow.returns.failures import BOUNCED, take_notice

TAKEN = "return"
INTERVIEW_DRAFT = "interview-draft"
STOPPED = "stopped-by-withdrawal"
WAITING = (MailState.PLANNED, MailState.LAID_READY)
"""What did not go yet, and is stopped by a no."""
CHECK_WORD = "whole-check"
"""The item of the check that one word, READY or HELP, answers for all of it."""


@dataclass(frozen=True)
class Returned:
    """What came of one message. ``kind`` is a code; it holds nothing that a person wrote.

    ``others`` is the same for others, where a notice is about an address that several share.
    ``fault`` is why a message cannot be read.
    """

    kind: str
    person: str = ""
    session: str = ""
    forms: tuple[str, ...] = ()
    consent: str = ""
    help: tuple[str, ...] = ()
    right_for_you: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    also_wrote: bool = False
    others: tuple[Returned, ...] = ()
    fault: str = ""


@dataclass
class Desk:
    """What returns are read with. ``person`` and ``session``: whose they are, as the user said."""

    store: Store
    phrases: Phrases
    now: datetime.datetime
    recorded_by: str
    person: str = ""
    session: str = ""
    way: ConsentWay = ConsentWay.EMAIL
    _ids: dict[str, MailRow] = field(default_factory=dict)
    _addresses: dict[str, list[str]] = field(default_factory=dict)

    def row_of(self, incoming: Incoming) -> MailRow | None:
        if not self._ids:
            self._ids = {row.message_id: row for row in self.store.mail() if row.message_id}
        return next((self._ids[one] for one in incoming.refers_to if one in self._ids), None)

    def sender_of(self, address: str) -> str:
        """The one person with this address, if there is exactly one."""
        found = self.people_at(address)
        return found[0] if len(found) == 1 else ""

    def people_at(self, address: str) -> list[str]:
        """Everyone with this address, however its domain is written."""
        if not self._addresses:
            for profile in self.store.profiles():
                held = self._addresses.setdefault(mailbox(profile.contact.email or ""), [])
                held.append(profile.id)
        return self._addresses.get(mailbox(address), []) if mailbox(address) else []


def take_in(desk: Desk, incoming: Incoming) -> Returned:
    """Take one message in, whole or not at all."""
    store = desk.store
    if not incoming.is_readable:
        return Returned("unreadable", fault=incoming.fault)
    if store.document(TAKEN, incoming.digest):
        return Returned("already")
    row = desk.row_of(incoming)
    if incoming.notice:
        return _take_notice(desk, incoming, row)
    if incoming.is_automatic:
        return Returned("automatic", row.key.person if row else "")
    person, session, is_sure = _whose(desk, incoming, row)
    if not person:
        return Returned("unknown")
    reply, forms = _read(desk, incoming, person, session)
    with store.transaction():
        returned = _keep(desk, incoming, reply, forms, Returned("", person, session), is_sure)
        if row is not None and row.state is MailState.UNCERTAIN:
            store.move_mail(row.key, MailState.HANDED_OVER, reason="answered")
        if returned.kind != "nothing":
            _mark(desk, incoming, person)
    return returned


def _mark(desk: Desk, incoming: Incoming, person: str) -> None:
    desk.store.put_document(TAKEN, incoming.digest, b"", person=person)


def _whose(desk: Desk, incoming: Incoming, row: MailRow | None) -> tuple[str, str, bool]:
    """The person and session of a message, and whether that is sure."""
    if row is not None:
        return row.key.person, row.key.session, True
    person = desk.person or desk.sender_of(incoming.sender)
    if not person:
        return "", "", False
    return person, desk.session or _last_session(desk.store, person), bool(desk.person)


def _last_session(store: Store, person: str) -> str:
    rows = [row for row in store.mail(person=person) if row.state is not MailState.PLANNED]
    return max(rows, key=lambda row: row.at).key.session if rows else ""


def _read(
    desk: Desk, incoming: Incoming, person: str, session: str
) -> tuple[Reply, Mapping[str, FormAnswer]]:
    shown = shown_forms(desk.store, session, person, versions_in(incoming.text))
    reply = read_reply(incoming.text, shown, desk.phrases, subject=incoming.subject)
    return reply, {one.form: one for one in shown}


# -- notices of mail systems --------------------------------------------------------------------


def _take_notice(desk: Desk, incoming: Incoming, row: MailRow | None) -> Returned:
    """What a mail system says of our messages: one person, or all who share an address."""
    assert incoming.notice
    people: list[str] = [desk.person] if desk.person else []
    for named in (incoming.notice.recipients, incoming.notice.mentioned):
        people = people or list(dict.fromkeys(one for at in named for one in desk.people_at(at)))
    told = take_notice(desk.store, incoming, row, people, desk.session)
    first, *others = (Returned(one.kind, one.person, one.session) for one in told)
    if first.kind == BOUNCED:
        _mark(desk, incoming, first.person)
    return replace(first, others=tuple(others))


# -- answers ------------------------------------------------------------------------------------


def _keep(
    desk: Desk,
    incoming: Incoming,
    reply: Reply,
    forms: Mapping[str, FormAnswer],
    returned: Returned,
    is_sure: bool,
) -> Returned:
    person, session = returned.person, returned.session
    at = _moment(desk, incoming)
    if reply.word == STOP:
        withdraw(desk.store, person, Channel.EMAIL.value, desk.way, desk.recorded_by, at)
        return Returned(STOP, person, session, also_wrote=reply.also_wrote)
    kept: list[str] = []
    checks = {key: one[0] for key, one in reply.answers.get(TECH_CHECK, {}).items()}
    if not checks and reply.word and TECH_CHECK in forms:
        checks = {CHECK_WORD: "yes" if reply.word == "ready" else "need-help"}
    if checks and _keep_newer(desk, person, session, TECH_CHECK, checks, forms, at):
        kept.append(TECH_CHECK)
    if reply.tail:
        wishes = dict.fromkeys(reply.tail, "yes")
        if _keep_newer(desk, person, session, FEEDBACK, wishes, forms, at):
            kept.append(FEEDBACK)
    consent = _take_consent(desk, person, session, reply, forms, at, is_sure)
    if consent:
        kept.append(CONSENT)
    if _take_needs(desk, person, reply, forms):
        kept.append(QUESTIONNAIRE)
    needs = tuple(key for key, said in checks.items() if said in ("need-help", "not-yet"))
    return Returned(
        kind="answer" if kept else "nothing",
        person=person,
        session=session,
        forms=tuple(kept),
        consent=consent,
        help=needs,
        right_for_you=reply.tail,
        unclear=reply.unclear,
        also_wrote=reply.also_wrote,
    )


def _moment(desk: Desk, incoming: Incoming) -> datetime.datetime:
    """When it was said: what the message says, but never later than now."""
    return min(incoming.at, desk.now) if incoming.at else desk.now


def _keep_newer(
    desk: Desk,
    person: str,
    session: str,
    name: str,
    answers: Mapping[str, str],
    forms: Mapping[str, FormAnswer],
    at: datetime.datetime,
) -> bool:
    """Add answers to those given before; a message older than what is kept adds nothing."""
    before = find_answers(desk.store, session, person, name)
    if before and before.at and datetime.datetime.fromisoformat(before.at) > at:
        return False
    form = forms.get(name)
    merged = {**(before.answers if before else {}), **answers}
    if name == FEEDBACK:
        merged = dict(answers)
    said = Answers(
        form=name,
        answers=merged,
        version=form.version if form else "",
        sha256=form.sha256 if form else "",
        locale=form.locale if form else "",
        way=desk.way.value,
        recorded_by=desk.recorded_by,
        at=at.isoformat(),
    )
    keep_answers(desk.store, session, person, said)
    return True


def _take_consent(
    desk: Desk,
    person: str,
    session: str,
    reply: Reply,
    forms: Mapping[str, FormAnswer],
    at: datetime.datetime,
    is_sure: bool,
) -> str:
    """``given``; ``unsigned``: no yes to the whole; ``unsure``: only an address; ``older``."""
    form = forms.get(CONSENT)
    answers = {key: one[0] for key, one in reply.answers.get(CONSENT, {}).items()}
    if form is None or not (answers or reply.sign):
        return ""
    if not is_sure:
        return "unsure"
    now = standing(desk.store.consents(person), today=desk.now.date())
    if now.given_at and now.given_at > at:
        return "older"
    if not reply.sign:
        _keep_newer(desk, person, session, CONSENT, answers, forms, at)
        return "unsigned"
    give(desk.store, person, form, answers, desk.way, desk.recorded_by, at, sign=reply.sign)
    return "given"


def give(
    store: Store,
    person: str,
    form: FormAnswer,
    answers: Mapping[str, str],
    way: ConsentWay,
    recorded_by: str,
    at: datetime.datetime,
    *,
    sign: str = "",
    witness: str = "",
    until: datetime.date | None = None,
) -> tuple[MailRow, ...]:
    """Record an agreement as it was given; a choice that nobody ticked is a no.

    Gives the messages that were stopped because a way is no longer agreed to.
    """
    said = {item.key: NO for item in form.items if item.kind == "choice"}
    said |= answers
    if sign:
        said["cs-sign"] = sign
    record = ConsentRecord(
        person=person,
        act=ConsentAct.GIVEN,
        form=CONSENT,
        version=form.version,
        sha256=form.sha256,
        locale=form.locale,
        format=way.value,
        way=way,
        given_at=at,
        recorded_by=recorded_by,
        answers=said,
        until=until,
        witness=witness,
    )
    with store.transaction():
        store.add_consent(record)
        refused = {channel.value for channel, item in CHANNEL_ITEMS.items() if said.get(item) == NO}
        return tuple(_stop(store, person, refused))


def withdraw(
    store: Store,
    person: str,
    scope: str,
    way: ConsentWay,
    recorded_by: str,
    at: datetime.datetime,
) -> tuple[MailRow, ...]:
    """Take back an agreement, a way or an item, and stop what is queued, in one transaction."""
    now = standing(store.consents(person), today=at.date())
    record = ConsentRecord(
        person=person,
        act=ConsentAct.WITHDRAWN,
        form=CONSENT,
        version=now.version,
        sha256=now.sha256,
        locale="",
        format="",
        way=way,
        given_at=at,
        recorded_by=recorded_by,
        scope=scope,
    )
    with store.transaction():
        store.add_consent(record)
        return tuple(_stop(store, person, channels_of(scope)))


def channels_of(scope: str) -> frozenset[str]:
    """The ways that a withdrawal closes."""
    if scope == ALL:
        return frozenset(channel.value for channel in Channel)
    by_item = {item: channel.value for channel, item in CHANNEL_ITEMS.items()}
    return frozenset({scope, by_item.get(scope, scope)})


def scopes_of(items: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What can be taken back: everything, a way, or an item of the agreement."""
    return (ALL, *(channel.value for channel in Channel), *sorted(items))


def _stop(store: Store, person: str, channels: frozenset[str] | set[str]) -> Iterator[MailRow]:
    for row in store.mail(person=person):
        if row.key.channel in channels and row.state in WAITING:
            yield store.move_mail(row.key, MailState.TAKEN_BACK, reason=STOPPED)


# -- the questionnaire --------------------------------------------------------------------------


def _take_needs(desk: Desk, person: str, reply: Reply, forms: Mapping[str, FormAnswer]) -> bool:
    """Answers about access as an interview to go on with: read back, and confirmed, by people."""
    answers = reply.answers.get(QUESTIONNAIRE, {})
    written = reply.written.get(QUESTIONNAIRE, {})
    if QUESTIONNAIRE not in forms or not (answers or written):
        return False
    store, today = desk.store, desk.now.date()
    held = store.document(INTERVIEW_DRAFT, person)
    state = (load_draft(held.data) if held else None) or interview.start(
        store.profile(person), person, today=today
    )
    locale = forms[QUESTIONNAIRE].locale
    for key, values in answers.items():
        state = _said(state, places()[key].field, values, today, locale)
    for key, name in (("name", "name"), ("language", "language.written")):
        if key in written:
            state = _said(state, name, (written[key],), today, locale)
    store.put_document(INTERVIEW_DRAFT, person, save_draft(state), person=person)
    return True


def _said(
    state: State, name: str, values: tuple[str, ...], today: datetime.date, locale: str
) -> State:
    """``state`` with an answer, as if said in an interview; as it was when that cannot be."""
    question = next(one for one in load_questions() if one.key == name)
    choices = interview.choices_of(question, state)
    said = [str(choices.index(one) + 1) if one in choices else one for one in values]
    try:
        return interview.answer(state, question, ", ".join(said), today=today, locale=locale)
    except BadInput:
        return state


def require_person(store: Store, person: str) -> str:
    """The id as the store has it; ``BadInput`` for somebody unknown."""
    profile = store.profile(person)
    if profile is None:
        raise BadInput(Problem("store.unknown-person", where=person, facts={"id": person}))
    return profile.id
