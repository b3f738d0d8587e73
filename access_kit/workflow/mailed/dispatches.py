"""Messages on their way: what stands of each by the ledger, and what is needed to make it."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from access_kit.delivery.consent_rules import ConsentStanding
from access_kit.delivery.emails import new_message_id
from access_kit.delivery.gate import Hours
from access_kit.delivery.outgoing import Outgoing
from access_kit.errors import AccessKitError, Problem
from access_kit.model.kit import Kit
from access_kit.model.ledger import MAILED, MailKey, MailRow, MailState, next_time
from access_kit.model.profile import Profile
from access_kit.model.told import Change
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
    the calendar entry that they were given last, as far as the store knows. ``knows_series``: by
    papers of other dates, or by that entry, they may know of this one. ``heard`` is what those
    papers said of it last: off (``""``), or another start; ``None`` for nothing that differs.
    """

    profile: Profile
    standing: ConsentStanding
    packet: Packet | None
    rows: tuple[MailRow, ...] = ()
    gone: frozenset[MailKey] = frozenset()
    entry: bytes | None = None
    knows_series: bool = False
    heard: str | None = None


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
