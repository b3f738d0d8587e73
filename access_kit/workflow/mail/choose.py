"""Step 6, before anything goes: who would get what, by which way, and who gets nothing and why."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol

from access_kit.delivery.addresses import postal_lines
from access_kit.delivery.consent_rules import ConsentStanding
from access_kit.delivery.emails import new_message_id
from access_kit.delivery.gate import Hours, Obstacle, Shut, ask, hours_of
from access_kit.delivery.outgoing import Outgoing
from access_kit.delivery.reach import PAPERS_BY, picks_up, reach
from access_kit.errors import AccessKitError, Problem
from access_kit.model.kit import Kit
from access_kit.model.ledger import (
    MAILED,
    PACKET,
    MailKey,
    MailRow,
    MailState,
    is_packet,
    next_time,
)
from access_kit.model.profile import Channel, Profile
from access_kit.model.session import Session
from access_kit.model.told import Change, changes, told_of
from access_kit.workflow.mail.say import LeadingWords
from access_kit.workflow.mailed.changed import changed_since_told
from access_kit.workflow.mailed.messages import (
    News,
    PacketMail,
    build_outgoing,
    choose_attachments,
    entry_of,
    packet_version,
)
from access_kit.workflow.mailed.versions import (
    letter_key,
    letter_stands,
    pick_up_key,
    text_key,
    text_stands,
    went_by_hand,
)
from access_kit.workflow.packets import Packet


class MailStep(StrEnum):
    """Where a message stands, for the operator and for ``--json``: states of mail, and what waits.

    ``planned`` in a dry run is what would go. ``by_hand`` is for a person to do.
    """

    PLANNED = "planned"
    LAID_READY = "laid_ready"
    HANDED_OVER = "handed_over"
    POSTED = "posted"
    ALREADY = "already"
    WAITS = "waits"
    BY_HAND = "by_hand"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CAME_BACK = "came_back"
    TAKEN_BACK = "taken_back"


SERVED = (MailStep.LAID_READY, MailStep.HANDED_OVER)


@dataclass(frozen=True)
class Dispatch:
    """One person, one way. ``why`` is a code; ``until`` is when to try again.

    ``left_out`` are files that are too large to go along. ``changed``: what the person was told
    before and is not so any more. ``number`` and ``words``, for a way that a person has to take:
    what to call, and what to say or write.
    """

    person: str
    channel: str
    step: MailStep
    why: str = ""
    until: datetime.datetime | None = None
    key: MailKey | None = None
    left_out: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    address: str = ""
    number: str = ""
    words: str = ""

    def but(self, step: MailStep, why: str = "", **changes: object) -> Dispatch:
        return dataclasses.replace(self, step=step, why=why, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Recipient:
    """Everything that is known of one person when messages are chosen.

    ``gone`` are messages that were laid ready and lie there no more: nobody knows why. ``entry`` is
    the calendar entry that they were given last, as far as the store knows.
    """

    profile: Profile
    standing: ConsentStanding
    packet: Packet | None
    rows: tuple[MailRow, ...] = ()
    gone: frozenset[MailKey] = frozenset()
    entry: bytes | None = None


class Builds(Protocol):
    """Makes the bytes of a message from its key, its date and its Message-ID."""

    def __call__(self, key: MailKey, date: datetime.datetime, message_id: str) -> Outgoing: ...


@dataclass(frozen=True)
class Posting:
    """A message that may go: where it stands, how its bytes are made, and what it tells.

    ``message_id`` is the one that the ledger has for it, or a new one. ``hours``: when it may leave
    the computer, ``None`` where it is only laid ready. ``entry`` is the calendar entry in it.
    """

    dispatch: Dispatch
    build: Builds
    message_id: str
    told: str = ""
    hours: Hours | None = None
    entry: bytes | None = None


@dataclass(frozen=True)
class SendWish:
    """How messages are to go.

    ``by_server``: they leave the computer now, so the day and the quiet hours count. ``resend``:
    those of which nobody knows if they arrived go again. ``again``: those that went go once more.
    """

    by_server: bool
    resend: bool = False
    again: bool = False


SaysNews = Callable[[str, tuple[Change, ...]], LeadingWords]
"""Says to a person what has changed."""


@dataclass(frozen=True)
class Choosing:
    """What messages are chosen by, the same for everyone."""

    kit: Kit
    session: Session
    now: datetime.datetime
    wish: SendWish
    news: SaysNews
    is_cancelled: bool = False

    @property
    def hours(self) -> Hours | None:
        """When a server may be given mail; a folder may be filled at any time."""
        if not self.wish.by_server:
            return None
        quiet, days = self.kit.defaults.quiet_hours, self.session.send_days_before
        return hours_of(self.session, quiet, days)


def choose(recipients: Iterable[Recipient], run: Choosing) -> Iterator[Posting | Dispatch]:
    """For each person and way: a message that is ready, or why there is none."""
    session, now, is_cancelled = run.session, run.now, run.is_cancelled
    for one in recipients:
        found = reach(one.profile, one.standing, today=now.date())
        if not found.ways:
            yield Dispatch(one.profile.id, "", MailStep.NOT_REACHED, found.reason)
            continue
        faults = faults_of(one, session, is_cancelled=is_cancelled)
        changed = changed_since_told(one.rows, told_of(session))
        waits = picks_up(one.profile, found.ways)
        carried = [way for way in found.ways if way in PAPERS_BY and not waits]
        told_soon = False
        for way in carried or [way for way in found.ways if not (waits and way in PAPERS_BY)]:
            start = Dispatch(one.profile.id, way.value, MailStep.PLANNED, changed=changed)
            shut = ask(one.profile, one.standing, way, now, faults=faults)
            if shut is not None and (way in PAPERS_BY or is_cancelled):
                yield refused(start, shut)
            elif way is Channel.EMAIL:
                made = _on_time(_by_email(one, run, start), one, way, now)
                told_soon = told_soon or isinstance(made, Posting) or made.step is MailStep.ALREADY
                yield made
            elif way is Channel.LETTER:
                yield _by_letter(one, run.kit, session, start)
            elif way is Channel.IN_PERSON and waits and not changed:
                yield refused(start, shut) if shut else _by_picking_up(one, session, start)
            else:
                told_soon = True
                yield (
                    _by_text(one, session, start)
                    if way is Channel.SMS
                    else start.but(MailStep.BY_HAND, "changed" if changed else "no-papers")
                )
        if changed and not told_soon and not is_cancelled:
            yield from _told_by_hand(one.profile, found.ways, changed, session, now)


def _by_letter(recipient: Recipient, kit: Kit, session: Session, start: Dispatch) -> Dispatch:
    """A letter is printed by a command of its own; what was posted is not told as to be done."""
    packet, post = recipient.packet, recipient.profile.contact.post
    if packet is not None and post is not None:
        key = letter_key(session.id, packet, postal_lines(post, kit.home_country))
        if letter_stands(key, recipient.rows) is MailState.POSTED:
            return start.but(MailStep.ALREADY, MailState.POSTED.value)
    return start.but(MailStep.BY_HAND, Channel.LETTER.value)


def _by_picking_up(recipient: Recipient, session: Session, start: Dispatch) -> Dispatch:
    """A packet is printed with the letters, and given to the person when they come."""
    packet = recipient.packet
    if packet is not None:
        state = went_by_hand(pick_up_key(session.id, packet), recipient.rows)
        if state is not None:
            return start.but(MailStep.ALREADY, state.value)
    return start.but(MailStep.BY_HAND, "pick-up")


def _by_text(recipient: Recipient, session: Session, start: Dispatch) -> Dispatch:
    """Text messages are typed or handed to a gateway by somebody, who says when they went."""
    packet = recipient.packet
    if packet is not None:
        key = text_key(session.id, packet, recipient.profile.contact.phone or "")
        start = dataclasses.replace(start, key=key)
        state = text_stands(key, recipient.rows)
        if state in MAILED:
            return start.but(MailStep.ALREADY, state.value)
    return start.but(MailStep.BY_HAND, "changed" if start.changed else Channel.SMS.value)


SPOKEN = (Channel.CALL, Channel.SMS, Channel.VOICEMAIL, Channel.IN_PERSON)
"""Ways by which a few words reach a person the same day, by hand; the best first."""


DAYS_OF_A_LETTER = datetime.timedelta(days=6)
"""Within a country a letter has nearly always come by then (USPS: one to five days)."""


def _told_by_hand(
    profile: Profile,
    ways: Sequence[Channel],
    changed: tuple[Change, ...],
    session: Session,
    now: datetime.datetime,
) -> Iterator[Dispatch]:
    """A letter may come too late to tell a change: by a way that is quick, if one is safe."""
    quick = next((way for way in SPOKEN if way in ways), None)
    if quick is not None:
        yield Dispatch(profile.id, quick.value, MailStep.BY_HAND, "changed", changed=changed)
    elif session.begins - now < DAYS_OF_A_LETTER:
        start = Dispatch(profile.id, ways[0].value, MailStep.PLANNED, changed=changed)
        yield start.but(MailStep.NOT_REACHED, "no-quick-way")


def faults_of(
    recipient: Recipient, session: Session, *, is_cancelled: bool = False
) -> frozenset[str]:
    """What is wrong with a person's papers, for the gate."""
    if is_cancelled:
        return frozenset({"cancelled"})
    if recipient.packet is None:
        return frozenset({"no-packet"})
    told = recipient.packet.told
    found = {
        "draft": not recipient.packet.is_final,
        "no-emergency-line": not recipient.packet.has_emergency_line,
        "changed-packet": any(recipient.packet.changed()),
        "old-time": told is not None and bool(changes(told, told_of(session))),
    }
    return recipient.packet.held | {name for name, holds in found.items() if holds}


def shut_step(shut: Shut) -> tuple[MailStep, str]:
    """How a shut gate is told of a message that was not handed to anybody yet."""
    steps = {
        Obstacle.PERSON: MailStep.NOT_REACHED,
        Obstacle.PAPERS: MailStep.REFUSED,
        Obstacle.CLOCK: MailStep.WAITS,
    }
    return steps[shut.kind], shut.reason


def refused(start: Dispatch, shut: Shut) -> Dispatch:
    return start.but(*shut_step(shut), until=shut.until)


def _on_time(
    made: Posting | Dispatch, recipient: Recipient, way: Channel, now: datetime.datetime
) -> Posting | Dispatch:
    """A message waits when the clock is against it, however ready it is."""
    if isinstance(made, Dispatch):
        return made
    shut = ask(recipient.profile, recipient.standing, way, now, hours=made.hours)
    return made if shut is None else refused(made.dispatch, shut)


def _by_email(recipient: Recipient, run: Choosing, start: Dispatch) -> Posting | Dispatch:
    packet, profile = recipient.packet, recipient.profile
    kit, session = run.kit, run.session
    assert packet is not None
    address = profile.contact.email
    if address is None:
        return start.but(MailStep.REFUSED, "no-address")
    key = MailKey(
        session.id, profile.id, Channel.EMAIL.value, PACKET, packet_version(packet, address)
    )
    left_out = choose_attachments(packet, kit.papers.mail_limit_mb).left_out
    start = dataclasses.replace(start, key=key, left_out=left_out, address=address)
    before = [row for row in recipient.rows if row.key.channel == key.channel and is_packet(row)]
    stand = standing_of(start, before, run.wish, recipient.gone)
    if stand.step is not MailStep.PLANNED:
        return stand
    news = None
    if start.changed:
        said = run.news(profile.id, start.changed)
        news = News(first_message(before), said.subject, said.line)

    entry = entry_of(packet, recipient.entry)
    build = partial(build_outgoing, PacketMail(packet, profile, kit, session, entry, news))
    told = str(packet.told or told_of(session))
    made = posting(stand, build, before, require_domain(kit), told=told, hours=run.hours)
    return dataclasses.replace(made, entry=entry)


def posting(
    start: Dispatch,
    build: Builds,
    before: Iterable[MailRow],
    domain: str,
    *,
    told: str,
    hours: Hours | None,
) -> Posting:
    """A message with the Message-ID that the ledger has for it, else with a new one."""
    known = next((row.message_id for row in before if row.key == start.key), "")
    return Posting(start, build, known or new_message_id(domain), told, hours)


def require_domain(kit: Kit) -> str:
    """The right side of a Message-ID; what cannot be sent fails where it is built."""
    return kit.agency.email.rpartition("@")[2] if kit.agency.email else "access-kit.invalid"


def first_message(before: Iterable[MailRow]) -> str:
    """The Message-ID of the first message of its kind that a person has, or may have."""
    had = [row for row in before if row.message_id and row.state not in (MailState.PLANNED,)]
    return min(had, key=lambda row: row.at).message_id if had else ""


def standing_of(
    start: Dispatch,
    before: Sequence[MailRow],
    wish: SendWish,
    gone: frozenset[MailKey] = frozenset(),
) -> Dispatch:
    """What the ledger says of a message: it went already, nobody knows, or it may go (planned).

    Its key then says which time it goes.
    """
    assert start.key is not None
    start_words = start.key.words
    for row in before:
        # Nobody knows if an earlier version arrived either: the next would make two.
        if row.state is MailState.UNCERTAIN and not (wish.resend or wish.again):
            return start.but(MailStep.UNCERTAIN, row.reason)
    went = [row for row in before if row.state in MAILED]
    # Of two at one moment, as where the time is fixed from outside, these words count as the later.
    last = max(went, key=lambda row: (row.at, row.key.words == start_words), default=None)
    same = [row for row in before if row.key.words == start.key.words]
    if last is not None and last.key.words == start.key.words:
        if not wish.again:
            return start.but(MailStep.ALREADY, last.state.value)
        return _once_more(start, same)
    newest = max(same, key=lambda row: (row.at, row.key.version), default=None)
    if newest is None:
        return start
    start = dataclasses.replace(start, key=newest.key)
    lies = newest.state is MailState.LAID_READY and newest.key not in gone
    if lies and not (wish.by_server or wish.again):
        return start.but(MailStep.ALREADY, newest.state.value)
    if newest.state in MAILED:  # these words went, and others after them
        return _once_more(start, same)
    if newest.state is MailState.FAILED and newest.reason != "replaced" and not wish.again:
        return start.but(MailStep.FAILED, newest.reason)
    if newest.state is MailState.CAME_BACK:
        return _once_more(start, same) if wish.again else start.but(MailStep.CAME_BACK, "bounced")
    return start


def _once_more(start: Dispatch, same: Sequence[MailRow]) -> Dispatch:
    """The same words under a key of their own; one that was planned before goes on."""
    assert start.key is not None
    open_row = next((row for row in same if row.state is MailState.PLANNED), None)
    key = open_row.key if open_row else next_time(start.key, same)
    return dataclasses.replace(start, key=key)


def check_all(
    postings: Sequence[Posting], date: datetime.datetime
) -> tuple[list[tuple[Posting, MailRow]], list[Dispatch], list[Problem]]:
    """Every message built and checked once, before the first one goes; its bytes are not kept.

    Gives those that can be made, each with its row for the ledger, and the others as refused, with
    their problems.
    """
    good: list[tuple[Posting, MailRow]] = []
    bad: list[Dispatch] = []
    problems: list[Problem] = []
    for one in postings:
        assert one.dispatch.key is not None
        try:
            made = one.build(one.dispatch.key, date, one.message_id)
        except AccessKitError as error:
            bad.append(one.dispatch.but(MailStep.REFUSED, "cannot-be-made"))
            problems += error.problems
            continue
        digest = digest_of(made.data)
        row = MailRow(made.key, MailState.PLANNED, made.message_id, digest, at=date, told=one.told)
        good.append((one, row))
    return good, bad, problems


def digest_of(data: bytes) -> str:
    """SHA-256 of a message but for the line that says when it was tried."""
    return hashlib.sha256(re.sub(rb"(?m)^Date: .*\r\n", b"", data, count=1)).hexdigest()
