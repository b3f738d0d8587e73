"""Step 6: hand messages over, one at a time, so that nobody is forgotten and nobody gets two.

1. Every message is built and checked before the first one goes.
2. Every message is a row of the ledger: planned, with a Message-ID that nobody can work out.
3. The gate is asked, afresh, before a message goes to the line, and again before its last step.
4. A message is handed over but for its last step; then its row says in flight, durably; then the
   last step is done; then its row says what came of it.
5. A run that was cut off leaves a row in flight. Nobody can know whether a server took that
   message, so the next run calls it uncertain: it is held for a person to decide, or sent again
   with the same Message-ID when that was asked for.
6. Whatever ends a run, it says what became of each message.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from access_kit.delivery.gate import Obstacle, Shut
from access_kit.delivery.outgoing import HandOver, HandOverVerdict, Outgoing
from access_kit.delivery.reach import next_try
from access_kit.delivery.senders import Sender
from access_kit.errors import AccessKitError, BadInput, Refused
from access_kit.model.ledger import LAYING, SAID_YES_AGAIN, MailKey, MailRow, MailState
from access_kit.model.series import Meeting
from access_kit.model.session import Session
from access_kit.workflow.mail.choose import shut_step
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Posting

LEASE = "send"


def lease_of(session: Session) -> str:
    """One run at a time for each session; for all meetings of a group, whose calendar is one."""
    whole = session.series.group if isinstance(session, Meeting) else session.id
    return f"{LEASE} {whole}"


MOST_REFUSED = 2
"""So many refusals of a message's content, one after the other, are about all of them."""

BROKEN = ("no-connection", "lost-connection")
MOST_BROKEN = 3
"""After so many broken connections, one after the other, the run ends; the next one goes on."""


class Ledger(Protocol):
    """The part of a store that a run needs; ``Receipts`` is another."""

    def plan_mail(self, rows: Iterable[MailRow]) -> tuple[MailRow, ...]: ...

    def move_mail(
        self, key: MailKey, state: MailState, *, reason: str = "", message_id: str = ""
    ) -> MailRow: ...

    def mail(
        self, *, session: str | None = None, person: str | None = None
    ) -> tuple[MailRow, ...]: ...

    def settle_mail(self, *, session: str | None = None) -> tuple[MailRow, ...]: ...

    def lease(self, name: str) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True)
class SendingRate:
    """How fast messages go: ``per_minute`` 0 means as fast as they are taken."""

    per_minute: int
    now: Callable[[], datetime.datetime]
    pause: Callable[[float], None] = time.sleep


AsksGate = Callable[[Dispatch], Shut | None]
"""Asks the gate about one message, with everything read afresh."""


@dataclass
class HandedOver:
    """What came of a run.

    ``stopped`` is the reason for which it ended before its time, ``fault`` the error that ended it.
    """

    done: list[Dispatch] = field(default_factory=list)
    stopped: str = ""
    fault: AccessKitError | KeyboardInterrupt | None = None


class _Withheld(Exception):
    """The gate shut right before the last step."""

    def __init__(self, shut: Shut) -> None:
        super().__init__(shut.reason)
        self.shut = shut


@dataclass(frozen=True)
class SendingLine:
    """What every message of a run goes through. ``accepted`` is what a handing over means."""

    ledger: Ledger
    sender: Sender
    ask: AsksGate
    accepted: MailState = MailState.HANDED_OVER


def hand_over(
    checked: Sequence[tuple[Posting, MailRow]],
    line: SendingLine,
    pace: SendingRate,
    *,
    step: Callable[[], None] = lambda: None,
    beat: Callable[[], None] = lambda: None,
) -> HandedOver:
    """Hand over what may go. Call it inside the ledger's lease, after ``settle_mail``.

    While one message is on the line, the next is made ready.
    """
    run = HandedOver()
    postings = [posting for posting, _ in checked]
    _replace_older(postings, line.ledger)
    rows = line.ledger.plan_mail(row for _, row in checked)
    broken = refused = 0
    started = time.monotonic()
    with ThreadPoolExecutor(1) as ahead:
        ready = _prepare_ahead(ahead, postings, rows, pace)
        for number, (posting, row) in enumerate(zip(postings, rows, strict=True)):
            making = next(ready)
            waits = _must_wait(row, run, pace)
            if waits is not None:
                run.done.append(waits(posting.dispatch))
                continue
            if pace.per_minute:
                pace.pause(max(0.0, started + number * 60 / pace.per_minute - time.monotonic()))
            outcome = _one(line, posting, row, making, run, beat)
            step()
            broken = broken + 1 if outcome.reason in BROKEN else 0
            refused = refused + 1 if outcome.verdict is HandOverVerdict.CONTENT else 0
            if (
                outcome.verdict is HandOverVerdict.STOP
                or broken >= MOST_BROKEN
                or refused >= MOST_REFUSED
            ):
                run.stopped = outcome.reason
    return run


_NOTHING = HandOver(HandOverVerdict.LATER)
"""What a message comes to that was not tried."""


def _one(
    line: SendingLine,
    posting: Posting,
    row: MailRow,
    making: Future[Outgoing],
    run: HandedOver,
    beat: Callable[[], None],
) -> HandOver:
    """One message through the gate and over the line; what came of it is told in ``run``.

    A fault ends the run, and not its answer: the messages after it wait.
    """
    handed: list[MailRow] = []
    try:
        beat()
        shut = line.ask(posting.dispatch)
        if shut is not None:
            run.done.append(_withhold(line.ledger, posting.dispatch, row, shut))
            return _NOTHING
        row = _made_open(line.ledger, row)
        outcome = _deliver(making.result(), posting.dispatch, row, line, handed)
        run.done.append(_settle(posting.dispatch, row, outcome, bool(handed), line))
    except _Withheld as withheld:
        run.done.append(_withhold(line.ledger, posting.dispatch, row, withheld.shut))
        return _NOTHING
    except (AccessKitError, KeyboardInterrupt) as fault:
        run.fault = fault
        run.stopped = "stopped"
        in_doubt = handed and line.accepted is MailState.HANDED_OVER
        step, reason = (
            (MailStep.UNCERTAIN, "run-ended") if in_doubt else (MailStep.WAITS, "stopped")
        )
        run.done.append(posting.dispatch.but(step, reason))
        return _NOTHING
    # A message that was handed over but for the answer is no broken connection: it is uncertain.
    return HandOver(outcome.verdict) if handed and outcome.reason in BROKEN else outcome


def _prepare_ahead(
    ahead: Executor, postings: Sequence[Posting], rows: Sequence[MailRow], pace: SendingRate
) -> Iterator[Future[Outgoing]]:
    """Each message being made, one ahead of the one that is on the line."""

    def make(number: int) -> Future[Outgoing]:
        posting, row = postings[number], rows[number]
        name = row.message_id or posting.message_id
        return ahead.submit(posting.build, row.key, pace.now(), name)

    following = make(0) if postings else None
    for number in range(len(postings)):
        assert following is not None
        making = following
        following = make(number + 1) if number + 1 < len(postings) else None
        yield making


def _must_wait(
    row: MailRow, run: HandedOver, pace: SendingRate
) -> Callable[[Dispatch], Dispatch] | None:
    if run.stopped:
        return lambda dispatch: dispatch.but(MailStep.WAITS, run.stopped)
    due = _due(row)
    if due is not None and due > pace.now():
        return lambda dispatch: dispatch.but(MailStep.WAITS, "try-later", until=due)
    return None


OPENED = {
    MailState.UNCERTAIN: "sent-again",
    MailState.TAKEN_BACK: SAID_YES_AGAIN,
    MailState.FAILED: "wanted-again",
    MailState.LAID_READY: "laid-ready",
}
"""States from which a message that was chosen goes again, each with what the ledger says of it."""


def _made_open(ledger: Ledger, row: MailRow) -> MailRow:
    reason = OPENED.get(row.state)
    return ledger.move_mail(row.key, MailState.PLANNED, reason=reason) if reason else row


def _replace_older(postings: Iterable[Posting], ledger: Ledger) -> None:
    """Rows of earlier versions that never went, or nobody knows of, give way to the new ones."""
    keys = [one.dispatch.key for one in postings if one.dispatch.key]
    newest = {key[:4]: key for key in keys}
    for session in {key.session for key in keys}:
        for row in ledger.mail(session=session):
            new = newest.get(row.key[:4])
            is_older = new is not None and new != row.key
            if is_older and row.state in (MailState.PLANNED, MailState.UNCERTAIN):
                ledger.move_mail(row.key, MailState.FAILED, reason="replaced")


def _due(row: MailRow) -> datetime.datetime | None:
    """When a message that was tried before may be tried again."""
    is_tried = row.state is MailState.PLANNED and row.attempts
    if not is_tried or row.reason in (*OPENED.values(), "run-ended"):
        return None
    return next_try(row.attempts, row.at, row.message_id)


def _deliver(
    message: Outgoing, dispatch: Dispatch, row: MailRow, line: SendingLine, handed: list[MailRow]
) -> HandOver:
    """Hand one message over; ``handed`` has a row once only the last step is left."""
    laying = LAYING if line.accepted is MailState.LAID_READY else ""

    def before_dot() -> None:
        shut = line.ask(dispatch)
        if shut is not None:
            raise _Withheld(shut)
        try:
            moved = line.ledger.move_mail(
                row.key, MailState.IN_FLIGHT, reason=laying, message_id=message.message_id
            )
        except (BadInput, Refused) as fault:
            if fault.problems[0].code not in TAKEN_MEANWHILE:
                raise
            reason = TAKEN_MEANWHILE[fault.problems[0].code]
            raise _Withheld(Shut(Obstacle.PERSON, reason)) from None
        handed.append(moved)

    return line.sender.deliver(message, before_dot)


TAKEN_MEANWHILE = {"store.no-such-mail": "erased", "store.no-such-step": "withdrawn"}
"""What the ledger refuses when somebody was erased, or a message stopped, while the run went on."""


def _withhold(ledger: Ledger, dispatch: Dispatch, row: MailRow, shut: Shut) -> Dispatch:
    """The message does not go: for good by the person's word, for now by the clock."""
    if shut.kind is not Obstacle.PERSON:
        return dispatch.but(*shut_step(shut), until=shut.until)
    if _state_of(ledger, row.key) in (MailState.PLANNED, MailState.LAID_READY):
        ledger.move_mail(row.key, MailState.TAKEN_BACK, reason=shut.reason)
    return dispatch.but(MailStep.TAKEN_BACK, shut.reason)


def _state_of(ledger: Ledger, key: MailKey) -> MailState | None:
    rows = ledger.mail(session=key.session, person=key.person)
    return next((row.state for row in rows if row.key == key), None)


def _settle(
    dispatch: Dispatch, row: MailRow, outcome: HandOver, handed: bool, line: SendingLine
) -> Dispatch:
    """Write down what came of a try."""
    verdict, reason = outcome.verdict, outcome.reason
    if verdict is HandOverVerdict.ACCEPTED:
        _note(line.ledger, row.key, line.accepted)
        return dispatch.but(MailStep(line.accepted.value))
    if verdict is HandOverVerdict.UNCERTAIN:
        _note(line.ledger, row.key, MailState.UNCERTAIN, reason)
        return dispatch.but(MailStep.UNCERTAIN, reason)
    if verdict in (HandOverVerdict.ADDRESS, HandOverVerdict.CONTENT):
        _note(line.ledger, row.key, MailState.FAILED, reason)
        return dispatch.but(MailStep.FAILED, reason)
    if _state_of(line.ledger, row.key) is MailState.TAKEN_BACK:
        return dispatch.but(MailStep.TAKEN_BACK, "withdrawn")  # it does not wait behind a no
    if verdict is HandOverVerdict.STOP:
        if handed:
            _note(line.ledger, row.key, MailState.PLANNED, reason)
        return dispatch.but(MailStep.WAITS, reason)
    moved = _note(line.ledger, row.key, MailState.PLANNED, reason)
    return dispatch.but(MailStep.WAITS, reason, until=_due(moved) if moved else None)


def _note(ledger: Ledger, key: MailKey, state: MailState, reason: str = "") -> MailRow | None:
    """The ledger's next state; nothing of somebody who was erased, or withdrew, meanwhile."""
    try:
        return ledger.move_mail(key, state, reason=reason)
    except (BadInput, Refused) as fault:
        if fault.problems[0].code not in TAKEN_MEANWHILE:
            raise
        return None


STOPPED = 130
