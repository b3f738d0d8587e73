"""The messages of all meetings that are due, one meeting after the other.

Each goes the one way of ``send``: by its gate, its lease and its ledger, all asked anew. What stops
one meeting is told and stops no other; but what the mail server refuses once is not tried again for
the next, and a stop from outside ends the run. To go on, give the same command again.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from access_kit.delivery.senders import Sender
from access_kit.errors import BadInput, CannotSend, Problem, Refused
from access_kit.files import shown
from access_kit.model.ledger import MailKey
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.run import STOPPED, Asks, MailOutcome, Order, carry_out, look
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Posting
from access_kit.workflow.week.due_meetings import (
    DueMeeting,
    FaultOf,
    MeetingDone,
    OpenKit,
    broken_file,
    people_told_otherwise,
)


@dataclass(frozen=True)
class MailOrder:
    """What is to go, of every meeting.

    ``sender_for`` opens the sender of a meeting, ``asks`` has its questions; ``fault_of`` says what
    stopped it.
    """

    order: Order
    sender_for: Callable[[MailDesk], Callable[[], Sender]]
    asks: Callable[[MailDesk], Asks]
    fault_of: FaultOf
    pause: Callable[[float], None] = time.sleep

    @property
    def by_server(self) -> bool:
        return self.order.wish.by_server


@dataclass(frozen=True)
class MeetingMail(MeetingDone):
    """``stopped`` is why the mail server took no more."""

    messages: tuple[Dispatch, ...] = ()
    stopped: str = ""

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(one.step.value for one in self.messages)

    @property
    def keys(self) -> frozenset[MailKey]:
        """Of the messages that would go."""
        would = (one for one in self.messages if one.step is MailStep.PLANNED)
        return frozenset(one.key for one in would if one.key is not None)


def look_at_due(
    kit: OpenKit, meetings: Iterable[DueMeeting], order: MailOrder
) -> Iterator[MeetingMail]:
    """What would go of each meeting. Nothing is handed over or written."""
    yield from _broken(kit)
    for one in meetings:
        yield _of_one(kit, one, order, look, is_dry=True)


def mail_due(
    kit: OpenKit, meetings: Iterable[DueMeeting], order: MailOrder
) -> Iterator[MeetingMail]:
    """What came of each file that cannot be read, then of each meeting, as soon as it is done."""
    yield from _broken(kit)

    def carry(desk: MailDesk, this: Order) -> MailOutcome:
        return carry_out(desk, this, order.sender_for(desk), order.asks(desk))

    stopped = ""
    for one in meetings:
        if stopped:
            problem = Problem(f"send.stopped.{stopped}")
            yield MeetingMail(*_named(one), CannotSend.exit_code, (problem,), stopped=stopped)
            continue
        done = _of_one(kit, one, order, carry)
        stopped = done.stopped
        yield done
        if done.code == STOPPED:
            return
        if order.order.per_minute and any(sent.step in TRIED for sent in done.messages):
            order.pause(60 / order.order.per_minute)


TRIED = (MailStep.HANDED_OVER, MailStep.UNCERTAIN, MailStep.FAILED)
"""Steps after which the next message waits its turn, be it of another meeting."""


def only_shown(keys: frozenset[MailKey]) -> Callable[[Sequence[Posting]], None]:
    """Whether messages may go after a yes: those that stood there when it was asked, and no other.

    The function raises ``Refused`` for any other.
    """

    def go_on(postings: Sequence[Posting]) -> None:
        if any(one.dispatch.key not in keys for one in postings):
            raise Refused(Problem("send.not-shown"))

    return go_on


def _of_one(
    kit: OpenKit,
    one: DueMeeting,
    order: MailOrder,
    carry: Callable[[MailDesk, Order], MailOutcome],
    *,
    is_dry: bool = False,
) -> MeetingMail:
    this = order.order
    try:
        desk = kit.desk(one, by_server=order.by_server)
        if one.is_early:
            this = replace(this, only=people_told_otherwise(desk))
        has_nobody = one.is_early and not this.only
        outcome = MailOutcome((), ()) if has_nobody else carry(desk, this)
    except Exception as error:
        fault = order.fault_of(error)
        if fault is None:
            raise
        return MeetingMail(*_named(one), fault.exit_code, fault.problems)
    code = 0 if is_dry else outcome.exit_code
    return MeetingMail(*_named(one), code, outcome.problems, outcome.messages, outcome.stopped)


def _broken(kit: OpenKit) -> Iterator[MeetingMail]:
    for file in kit.broken:
        yield MeetingMail(*broken_file(file), BadInput.exit_code, file.problems)


def _named(one: DueMeeting) -> tuple[str, str, str]:
    return one.said, one.session.id, shown(one.named)
