"""What came back, taken into the store: answers, agreements, wishes to stop, failed deliveries.

Each message goes one way, once:

1. A wish to stop is looked for first, whatever machine sent it: it acts at once on From alone, for
   everyone with that address.
2. Whose it is: an answer is taken from the person's own address alone. What is doubtful is held and
   told, and taken in when somebody says whose it is.
3. Answers are kept by when they were said; a no to a way does not wait for anybody's decision.
4. What is no known answer is kept as words, for a human to read.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access_kit.delivery.consent_rules import CHANNEL_ITEMS, NO, standing
from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.replies import Reply
from access_kit.delivery.single_words import MAY_STOP, NOT_YET, READY, STOP, find_stop
from access_kit.materials.questionnaire import QUESTIONNAIRE
from access_kit.model.consent import ConsentWay
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.store.protocol import Store
from access_kit.workflow.kept.held import MessagePlace, Waiting, drop_held, keep_held
from access_kit.workflow.kept.kept_answers import (
    CONSENT,
    FEEDBACK,
    TECH_CHECK,
    Answers,
    find_answers,
    keep_answers,
    merged,
)
from access_kit.workflow.kept.kept_words import Wrote, keep_words
from access_kit.workflow.kept.same import ACTED, REFUSED, TAKEN, is_marked, mark, taken_as
from access_kit.workflow.returns.agreements import SaidBy, give, hold, withdraw
from access_kit.workflow.returns.failures import BOUNCED, take_notice
from access_kit.workflow.returns.needs import take_needs
from access_kit.workflow.returns.reading import ReadReply, ReturnsDesk, read
from access_kit.workflow.returns.whose import (
    DATE,
    NO_THREAD,
    OTHER_ADDRESS,
    Whose,
    find_whose,
)

HELD, MAYBE, WORDS = "held", "may_stop", "words"
CHECK_WORD = "whole-check"
"""The item of the check that one word, READY or NOT YET, answers for all of it."""

CHANNEL_OF: Mapping[ConsentWay, Channel] = {
    ConsentWay.SMS: Channel.SMS,
    ConsentWay.LETTER: Channel.LETTER,
    ConsentWay.PHONE: Channel.CALL,
    ConsentWay.VOICE: Channel.CALL,
}
"""The way that is meant by STOP where it came by that way; e-mail for any other."""


@dataclass(frozen=True)
class Returned:
    """What came of one message. ``kind`` is a code.

    ``people`` may have written it, ``stopped`` are those who get no more by that way or wait until
    somebody asked. ``held`` says why its answers wait. ``words`` is what the person wrote, whole,
    where it is no known answer or asks for help. ``is_guess``: any one of ``people``, of whom no
    more is known. ``refused`` are ways to which the answers that are held say no. ``others`` is the
    same for others, where a notice is about an address that several share; ``fault`` is why a
    message cannot be read.
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
    people: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    held: str = ""
    sender: str = ""
    words: str = ""
    asks_help: bool = False
    is_guess: bool = False
    refused: tuple[Channel, ...] = ()
    others: tuple[Returned, ...] = ()
    fault: str = ""


def take_in(desk: ReturnsDesk, incoming: Incoming, place: MessagePlace) -> Returned:
    """Take one message in, whole or not at all; ``place`` is where it lies."""
    store = desk.store
    if not incoming.is_readable and not find_stop((), incoming.subject).word:
        return Returned("unreadable", fault=incoming.fault)
    before = taken_as(store, incoming, desk.person)
    if before is not None and not (desk.person and before == WORDS):
        return Returned("already")
    row = desk.row_of(incoming)
    if incoming.notice:
        return _take_notice(desk, incoming, row)
    whose = find_whose(store, desk.senders, incoming, row, desk.person, desk.session)
    reading = read(desk, incoming, whose)
    with store.transaction():
        if row is not None and not whose.held and not incoming.is_automatic:
            _note_arrived(store, row)
        stopped = _stop_first(desk, incoming, whose, reading)
        if incoming.is_automatic:
            returned = _automatic(incoming, whose, reading, stopped)
        elif whose.held or not whose.people:
            returned = _hold(whose, reading, stopped)
        else:
            returned = _keep(desk, incoming, whose, reading, stopped)
        returned = dataclasses.replace(
            returned, sender=incoming.sender, people=whose.people, is_guess=whose.is_guess
        )
        if not whose.is_guess:
            returned = _refuse_ways(desk, incoming, returned, reading)
            _keep_words(desk, incoming, returned, reading)
        if returned.held:
            for person in whose.people:
                waits = Waiting(
                    person=person,
                    file=str(place.file.absolute()),
                    number=place.number,
                    sender=incoming.sender,
                    why=returned.held,
                    at=desk.now.isoformat(),
                    is_guess=whose.is_guess,
                )
                keep_held(store, incoming, waits)
        elif returned.kind not in ("unknown", "nothing", "automatic"):
            mark(store, TAKEN, incoming, returned.person, returned.kind)
            drop_held(store, incoming)
    return returned


def _note_arrived(store: Store, row: MailRow) -> None:
    """Who answers a message has it."""
    rows = store.mail(session=row.key.session, person=row.key.person)
    now = next((one.state for one in rows if one.key == row.key), None)
    if now in (MailState.UNCERTAIN, MailState.LAID_READY):
        store.move_mail(row.key, MailState.HANDED_OVER, reason="answered")


# -- stop ---------------------------------------------------------------------------------------


def _stop_first(
    desk: ReturnsDesk, incoming: Incoming, whose: Whose, reading: ReadReply
) -> tuple[str, ...]:
    """Act on a wish to stop, once; gives those for whom something was stopped or held."""
    stop = reading.reply.stop
    if not stop or (stop == MAY_STOP and incoming.is_automatic):
        return ()
    mine = () if whose.held == OTHER_ADDRESS else whose.people
    others = _who_shares(desk, incoming)
    meant = dict.fromkeys((*mine, *others))
    named = () if stop == MAY_STOP or whose.is_guess else whose.people
    asked = [one for one in named if one not in meant]
    if not is_marked(desk.store, ACTED, incoming):
        channel = CHANNEL_OF.get(desk.way, Channel.EMAIL)
        for person in meant:
            if stop == STOP:
                withdraw(desk.store, desk.no_of(person, reading), channel.value)
            else:
                hold(desk.store, desk.no_of(person, reading), channel)
        for person in asked:  # with the id of a message to them, and from another address
            hold(desk.store, desk.no_of(person, reading), channel)
        if meant or asked:
            mark(desk.store, ACTED, incoming, next(iter((*meant, *asked))))
    return (*meant, *asked)


def _who_shares(desk: ReturnsDesk, incoming: Incoming) -> tuple[str, ...]:
    """Everyone whose address a message comes from, also where somebody says whose it is.

    One that nobody has now counts for whoever had it, as long as nobody says.
    """
    if desk.person and desk.way is not ConsentWay.EMAIL:
        return ()
    around = desk.senders.around(incoming)
    return around if around or desk.person else desk.senders.formerly(incoming)


def _refuse_ways(
    desk: ReturnsDesk, incoming: Incoming, returned: Returned, reading: ReadReply
) -> Returned:
    """A no to a way does not wait with the answers that are held, acts once, and is told.

    It counts where the person surely wrote it; where that is not sure, the way waits with them.
    """
    said = reading.reply.answers.get(CONSENT, {})
    ways = [way for way, item in CHANNEL_ITEMS.items() if said.get(item) == (NO,)]
    if not (returned.held and ways):
        return returned
    for person in () if is_marked(desk.store, REFUSED, incoming) else returned.people:
        by = desk.no_of(person, reading)
        for way in ways:
            if returned.held == DATE:
                withdraw(desk.store, by, CHANNEL_ITEMS[way])
            else:
                hold(desk.store, by, way)
        mark(desk.store, REFUSED, incoming, person)
    stopped = tuple(dict.fromkeys((*returned.stopped, *returned.people)))
    return dataclasses.replace(returned, stopped=stopped, refused=tuple(ways))


# -- what is not taken in -----------------------------------------------------------------------


def _automatic(
    incoming: Incoming, whose: Whose, reading: ReadReply, stopped: tuple[str, ...]
) -> Returned:
    """What a machine wrote: nothing is kept but a wish to stop, and a call for help is shown."""
    person = stopped[0] if stopped else whose.people[0] if len(whose.people) == 1 else ""
    shows = whose.people and (reading.asks_help or reading.has_answers or reading.reply.stop)
    return Returned(
        kind=STOP if stopped else "automatic",
        person=person,
        session=whose.session,
        stopped=stopped,
        words=reading.words if shows else "",
        asks_help=reading.asks_help,
    )


def _hold(whose: Whose, reading: ReadReply, stopped: tuple[str, ...]) -> Returned:
    """What somebody has to decide: nothing is kept of it but a wish to stop, and its words."""
    reply = reading.reply
    waits = bool(whose.people) and (reading.has_answers or whose.held != NO_THREAD)
    kind = HELD if waits else WORDS if whose.people and reading.words else "nothing"
    if not whose.people:
        kind = "unknown"
    is_for_us = bool(whose.people) or reading.asks_help or bool(reply.stop)
    return Returned(
        kind=_stop_kind(reply, stopped) or kind,
        person=whose.people[0] if len(whose.people) == 1 else next(iter(stopped), ""),
        session=whose.session,
        stopped=stopped,
        held=whose.held if waits else "",
        words=reading.words if is_for_us else "",
        asks_help=reading.asks_help,
        also_wrote=reply.also_wrote,
    )


def _stop_kind(reply: Reply, stopped: Iterable[str]) -> str:
    if not tuple(stopped):
        return ""
    return STOP if reply.stop == STOP else MAYBE


# -- notices of mail systems --------------------------------------------------------------------


def _take_notice(desk: ReturnsDesk, incoming: Incoming, row: MailRow | None) -> Returned:
    """What a mail system says of our messages: one person, or all who share an address."""
    assert incoming.notice
    people: tuple[str, ...] = (desk.person,) if desk.person else ()
    for named in (incoming.notice.recipients, incoming.notice.mentioned):
        people = people or tuple(
            dict.fromkeys(one for address in named for one in desk.senders.at(address))
        )
    told = take_notice(desk.store, incoming, row, people, desk.session)
    first, *others = (Returned(one.kind, one.person, one.session) for one in told)
    if first.kind == BOUNCED:
        mark(desk.store, TAKEN, incoming, first.person)
    return dataclasses.replace(first, others=tuple(others))


# -- answers ------------------------------------------------------------------------------------


def _keep(
    desk: ReturnsDesk,
    incoming: Incoming,
    whose: Whose,
    reading: ReadReply,
    stopped: tuple[str, ...],
) -> Returned:
    """Keep the answers of the one person that a message is of."""
    reply, forms = reading.reply, reading.forms
    person, session = whose.people[0], whose.session
    start = Returned(
        kind="",
        person=person,
        session=session,
        unclear=reply.unclear,
        also_wrote=reply.also_wrote,
        stopped=stopped,
        words=reading.words,
        asks_help=reading.asks_help,
    )
    if reading.has_answers and reading.said.is_doubtful and not desk.person:
        return dataclasses.replace(start, kind=_stop_kind(reply, stopped) or HELD, held=DATE)
    kept: list[str] = []
    if _keep_check(desk, person, session, reading):
        kept.append(TECH_CHECK)
    if reply.tail:
        wishes = dict.fromkeys(reply.tail, "yes")
        if _keep_wishes(desk, person, session, wishes, reading):
            kept.append(FEEDBACK)
    consent = _take_consent(desk, person, session, reading)
    if consent:
        kept.append(CONSENT)
    if take_needs(desk.store, person, reply, forms, desk.now.date()):
        kept.append(QUESTIONNAIRE)
    kind = "answer" if kept else WORDS if start.words else "nothing"
    return dataclasses.replace(
        start,
        kind=_stop_kind(reply, stopped) or kind,
        forms=tuple(kept),
        consent=consent,
        help=reading.needs,
        right_for_you=reply.tail,
    )


def _keep_check(desk: ReturnsDesk, person: str, session: str, reading: ReadReply) -> bool:
    """The answers to the check, beside those given before: of each line the newest."""
    checks = {key: one[0] for key, one in reading.reply.answers.get(TECH_CHECK, {}).items()}
    if not checks and TECH_CHECK in reading.forms and reading.reply.word in (READY, NOT_YET):
        checks = {CHECK_WORD: "yes" if reading.reply.word == READY else "not-yet"}
    if checks:
        _merge(desk, person, session, TECH_CHECK, checks, reading)
    return bool(checks)


def _keep_wishes(
    desk: ReturnsDesk, person: str, session: str, wishes: Mapping[str, str], reading: ReadReply
) -> bool:
    """What was ticked at the end of a letter, all of it anew; not if something newer is kept."""
    before = find_answers(desk.store, session, person, FEEDBACK)
    if before and before.at and datetime.datetime.fromisoformat(before.at) > reading.said.at:
        return False
    keep_answers(desk.store, session, person, _said(desk, FEEDBACK, wishes, reading))
    return True


def _merge(
    desk: ReturnsDesk,
    person: str,
    session: str,
    name: str,
    answers: Mapping[str, str],
    reading: ReadReply,
) -> None:
    before = find_answers(desk.store, session, person, name)
    said = _said(desk, name, answers, reading)
    keep_answers(desk.store, session, person, merged(before, said))


def _said(desk: ReturnsDesk, name: str, answers: Mapping[str, str], reading: ReadReply) -> Answers:
    form = reading.forms.get(name)
    return Answers(
        form=name,
        answers=answers,
        version=form.version if form else "",
        sha256=form.sha256 if form else "",
        locale=form.locale if form else "",
        way=desk.way.value,
        recorded_by=desk.recorded_by,
        at=reading.said.at.isoformat(),
    )


def _take_consent(desk: ReturnsDesk, person: str, session: str, reading: ReadReply) -> str:
    """``given``; ``older`` than what holds now; ``unsigned``: no yes to the whole.

    A no to a choice counts without being signed.
    """
    reply, form = reading.reply, reading.forms.get(CONSENT)
    answers = {key: one[0] for key, one in reply.answers.get(CONSENT, {}).items()}
    if form is None or not (answers or reply.sign):
        return ""
    store, at = desk.store, reading.said.at
    if not reply.sign:
        for key in (key for key, one in answers.items() if one == NO):
            withdraw(store, desk.no_of(person, reading), key)
        _merge(desk, person, session, CONSENT, answers, reading)
        return "unsigned"
    before = standing(store.consents(person), today=desk.now.date())
    by = SaidBy(person, desk.way, desk.recorded_by, at)
    give(store, by, form, answers, sign=reply.sign)
    after = standing(store.consents(person), today=desk.now.date())
    is_newest = after.given_at == at and after.is_given
    return "given" if is_newest or before.given_at == at else "older"


def _keep_words(
    desk: ReturnsDesk, incoming: Incoming, returned: Returned, reading: ReadReply
) -> None:
    """Keep what is to be read of everyone who may have written it."""
    if returned.words:
        at, sender = reading.said.no_at.isoformat(), incoming.sender if returned.held else ""
        for person in returned.people:
            wrote = Wrote(person, returned.words, at, returned.asks_help, sender=sender)
            keep_words(desk.store, incoming, wrote)
