"""Step 4, before anything goes: who would get what, by which way, and who gets nothing and why."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from access_kit.delivery.consent_rules import Standing
from access_kit.delivery.outgoing import Outgoing
from access_kit.delivery.reach import PAPERS_BY, earliest, latest, quiet_until, reach
from access_kit.errors import AccessKitError, Problem, Severity
from access_kit.model.kit import Kit
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.profile import Channel, Profile
from access_kit.model.session import Session
from access_kit.workflow.mail.messages import build_outgoing, choose_attachments, packet_version
from access_kit.workflow.mail.packets import Packet

PACKET = "packet"
"""What the ledger calls the papers of a session."""


class Step(StrEnum):
    """Where a message stands, for the operator and for ``--json``."""

    READY = "ready"
    ALREADY = "already"
    WAITS = "waits"
    BY_HAND = "by_hand"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Dispatch:
    """One person, one way. ``reason`` is a code; ``until`` is when to try again.

    ``left_out`` are files that are too large to go along.
    """

    person: str
    channel: str
    step: Step
    reason: str = ""
    until: datetime.datetime | None = None
    key: MailKey | None = None
    left_out: tuple[str, ...] = ()

    def but(self, step: Step, reason: str = "", **changes: object) -> Dispatch:
        return dataclasses.replace(self, step=step, reason=reason, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Recipient:
    """Everything that is known of one person when messages are chosen."""

    profile: Profile
    standing: Standing
    packet: Packet | None
    rows: tuple[MailRow, ...] = ()


class Builds(Protocol):
    """Makes the bytes of a message from its key and date."""

    def __call__(self, key: MailKey, date: datetime.datetime) -> Outgoing: ...


@dataclass(frozen=True)
class Posting:
    """A message that may go: where it stands, and how its bytes are made."""

    dispatch: Dispatch
    build: Builds


def choose(
    recipients: Iterable[Recipient],
    kit: Kit,
    session: Session,
    *,
    now: datetime.datetime,
    by_server: bool,
    resend: bool = False,
) -> Iterator[Posting | Dispatch]:
    """For each person and way: a message that is ready, or why there is none.

    ``by_server``: messages would leave the computer now, so the day and the quiet hours count.
    """
    wait = waiting_time(kit, session, now) if by_server else None
    for one in recipients:
        found = reach(one.profile, one.standing, today=now.date())
        if not found.ways:
            yield Dispatch(one.profile.id, "", Step.NOT_REACHED, found.reason)
            continue
        refused = why_refused(one)
        carried = [way for way in found.ways if way in PAPERS_BY]
        for way in carried or found.ways:
            start = Dispatch(one.profile.id, way.value, Step.READY)
            if way not in PAPERS_BY:
                yield start.but(Step.BY_HAND, "no-papers")
            elif refused:
                yield start.but(Step.REFUSED, refused)
            elif way is not Channel.EMAIL:
                if way is Channel.LETTER or (one.packet and one.packet.of_kind("sms")):
                    yield start.but(Step.BY_HAND, way.value)
            else:
                yield _by_email(one, kit, session, start, wait, resend=resend)


def why_refused(one: Recipient) -> str:
    if one.packet is None:
        return "no-packet"
    if not one.packet.is_final:
        return "draft"
    if not one.packet.has_emergency_line:
        return "no-emergency-line"
    return "changed-packet" if any(one.packet.changed()) else ""


def waiting_time(
    kit: Kit, session: Session, now: datetime.datetime
) -> tuple[str, datetime.datetime | None] | None:
    """Why nothing may leave now, and until when; ``None`` when it may."""
    first = earliest(session, session.send_days_before)
    if now < first:
        return "too-early", first
    if now > latest(session):
        return "too-late", None
    zone = session.begins.tzinfo
    assert zone is not None
    quiet = quiet_until(now, kit.defaults.quiet_hours, zone)
    return ("quiet-hours", quiet) if quiet else None


def _by_email(
    one: Recipient,
    kit: Kit,
    session: Session,
    start: Dispatch,
    wait: tuple[str, datetime.datetime | None] | None,
    *,
    resend: bool,
) -> Posting | Dispatch:
    packet, profile = one.packet, one.profile
    assert packet is not None
    if profile.contact.email is None:
        return start.but(Step.REFUSED, "no-address")
    version = packet_version(packet, profile.contact.email)
    key = MailKey(session.id, profile.id, Channel.EMAIL.value, PACKET, version)
    start = dataclasses.replace(start, key=key, left_out=choose_attachments(packet).left_out)
    before = [row for row in one.rows if row.key.channel == key.channel and is_packet(row)]
    stand = standing_of(start, before, resend=resend)
    if stand is not None:
        return stand
    if wait is not None:
        return start.but(Step.WAITS, wait[0], until=wait[1])

    def build(key: MailKey, date: datetime.datetime) -> Outgoing:
        return build_outgoing(packet, profile, kit, key, date=date)

    return Posting(start, build)


def is_packet(row: MailRow) -> bool:
    return row.key.documents == PACKET


def standing_of(start: Dispatch, before: Sequence[MailRow], *, resend: bool) -> Dispatch | None:
    """What the ledger says of a message: it went already, or nobody knows. ``None``: it may go."""
    for row in before:
        # Nobody knows if an earlier version arrived either: the next would make two.
        if row.state is MailState.UNCERTAIN and not resend:
            return start.but(Step.UNCERTAIN, row.reason)
    same = next((row for row in before if row.key == start.key), None)
    if same is None or same.state is MailState.PLANNED or same.state is MailState.UNCERTAIN:
        return None
    if same.state is MailState.SENT:
        return start.but(Step.ALREADY)
    return start.but(Step.FAILED, same.reason)


def changed_since(key: MailKey, rows: Iterable[MailRow]) -> bool:
    """Whether another version of the same papers was handed over before."""
    return any(
        row.state is MailState.SENT and row.key[:4] == key[:4] and row.key.version != key.version
        for row in rows
    )


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
            made = one.build(one.dispatch.key, date)
        except AccessKitError as error:
            bad.append(one.dispatch.but(Step.REFUSED, "cannot-be-made"))
            problems += error.problems
            continue
        digest = digest_of(made.data)
        row = MailRow(made.key, MailState.PLANNED, made.message_id, digest, at=date)
        good.append((one, row))
    return good, bad, problems


def digest_of(data: bytes) -> str:
    """SHA-256 of a message but for the line that says when it was tried."""
    return hashlib.sha256(re.sub(rb"(?m)^Date: .*\r\n", b"", data, count=1)).hexdigest()


def tell(dispatches: Iterable[Dispatch]) -> Iterator[Problem]:
    """What the operator should hear of messages that do not simply go."""
    for one in dispatches:
        if one.left_out and one.step in (Step.READY, Step.SENT):
            facts = {"files": ", ".join(one.left_out)}
            yield Problem("send.left-out", Severity.WARNING, where=one.person, facts=facts)
        if one.step in (Step.READY, Step.SENT, Step.ALREADY) or not one.reason:
            continue
        until = one.until.strftime("%Y-%m-%d %H:%M") if one.until else ""
        facts = {"channel": one.channel, "until": until}
        note = one.step in (Step.WAITS, Step.BY_HAND)
        yield Problem(
            f"send.{one.step.value.replace('_', '-')}.{one.reason}",
            Severity.NOTE if note else Severity.WARNING,
            where=one.person,
            facts=facts,
        )
