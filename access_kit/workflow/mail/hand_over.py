"""Step 4: hand messages over, one at a time, so that nobody is forgotten and nobody gets two.

1. Every message is built and checked before the first one goes.
2. Every message is a row of the ledger: planned.
3. A message is handed over but for its last step; then its row says in flight, durably; then the
   last step is done; then its row says what came of it.
4. A run that was cut off leaves a row in flight. Nobody can know whether that message arrived, so
   the next run calls it uncertain: it is held for a person to decide, or sent again with the same
   Message-ID when that was asked for.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from access_kit.delivery.outgoing import Outcome, Outgoing, Verdict
from access_kit.delivery.reach import next_try
from access_kit.delivery.senders import Sender
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.workflow.mail.choose import Dispatch, Posting, Step

LEASE = "send"

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

    def settle_mail(self) -> tuple[MailRow, ...]: ...

    def lease(self, name: str) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True)
class Pace:
    """How fast messages go, and until when: ``per_minute`` 0 means as fast as they are taken."""

    per_minute: int
    now: Callable[[], datetime.datetime]
    last: datetime.datetime
    pause: Callable[[float], None] = time.sleep


@dataclass
class Run:
    """What came of a run; ``stopped`` is the reason for which it ended before its time."""

    done: list[Dispatch] = field(default_factory=list)
    stopped: str = ""


def hand_over(
    checked: Sequence[tuple[Posting, MailRow]],
    ledger: Ledger,
    sender: Sender,
    pace: Pace,
    *,
    step: Callable[[], None] = lambda: None,
    beat: Callable[[], None] = lambda: None,
) -> Run:
    """Hand over what may go. Call it inside the ledger's lease, after ``settle_mail``.

    While one message is on the line, the next is made ready.
    """
    run = Run()
    postings = [posting for posting, _ in checked]
    _replace_older(postings, ledger)
    rows = ledger.plan_mail(row for _, row in checked)
    broken = refused = 0
    started = time.monotonic()
    with ThreadPoolExecutor(1) as ahead:
        ready = _prepare_ahead(ahead, postings, pace)
        for number, (posting, row) in enumerate(zip(postings, rows, strict=True)):
            making = next(ready)
            waits = _must_wait(row, run, pace)
            if waits is not None:
                run.done.append(waits(posting.dispatch))
                continue
            if pace.now() > pace.last:
                ledger.move_mail(row.key, MailState.FAILED, reason="too-late")
                run.done.append(posting.dispatch.but(Step.FAILED, "too-late"))
                continue
            if pace.per_minute:
                pace.pause(max(0.0, started + number * 60 / pace.per_minute - time.monotonic()))
            beat()
            if row.state is MailState.UNCERTAIN:
                row = ledger.move_mail(row.key, MailState.PLANNED, reason="sent-again")
            outcome, handed = _deliver(making.result(), row, ledger, sender)
            run.done.append(_settle(posting.dispatch, row, outcome, handed, ledger))
            step()
            broken = broken + 1 if outcome.reason in BROKEN and not handed else 0
            refused = refused + 1 if outcome.verdict is Verdict.CONTENT else 0
            if outcome.verdict is Verdict.STOP or broken >= MOST_BROKEN or refused >= MOST_REFUSED:
                run.stopped = outcome.reason
    return run


def _prepare_ahead(
    ahead: Executor, postings: Sequence[Posting], pace: Pace
) -> Iterator[Future[Outgoing]]:
    """Each message being made, one ahead of the one that is on the line."""

    def make(posting: Posting) -> Future[Outgoing]:
        assert posting.dispatch.key is not None
        return ahead.submit(posting.build, posting.dispatch.key, pace.now())

    following = make(postings[0]) if postings else None
    for number in range(len(postings)):
        assert following is not None
        making = following
        following = make(postings[number + 1]) if number + 1 < len(postings) else None
        yield making


def _must_wait(row: MailRow, run: Run, pace: Pace) -> Callable[[Dispatch], Dispatch] | None:
    if run.stopped:
        return lambda dispatch: dispatch.but(Step.WAITS, run.stopped)
    due = _due(row)
    if due is not None and due > pace.now():
        return lambda dispatch: dispatch.but(Step.WAITS, "try-later", until=due)
    return None


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
    if row.state is not MailState.PLANNED or not row.attempts or row.reason == "sent-again":
        return None
    return next_try(row.attempts, row.at, row.message_id)


def _deliver(
    message: Outgoing, row: MailRow, ledger: Ledger, sender: Sender
) -> tuple[Outcome, bool]:
    """What came of it, and whether the message was handed over but for its last step."""
    handed: list[MailRow] = []

    def before_dot() -> None:
        handed.append(ledger.move_mail(row.key, MailState.IN_FLIGHT))

    return sender.deliver(message, before_dot), bool(handed)


def _settle(
    dispatch: Dispatch, row: MailRow, outcome: Outcome, handed: bool, ledger: Ledger
) -> Dispatch:
    """Write down what came of a try."""
    verdict, reason = outcome.verdict, outcome.reason
    if verdict is Verdict.ACCEPTED:
        ledger.move_mail(row.key, MailState.SENT)
        return dispatch.but(Step.SENT)
    if verdict is Verdict.UNCERTAIN:
        ledger.move_mail(row.key, MailState.UNCERTAIN, reason=reason)
        return dispatch.but(Step.UNCERTAIN, reason)
    if verdict in (Verdict.ADDRESS, Verdict.CONTENT):
        ledger.move_mail(row.key, MailState.FAILED, reason=reason)
        return dispatch.but(Step.FAILED, reason)
    if verdict is Verdict.STOP:
        if handed:
            ledger.move_mail(row.key, MailState.PLANNED, reason=reason)
        return dispatch.but(Step.WAITS, reason)
    moved = ledger.move_mail(row.key, MailState.PLANNED, reason=reason)
    return dispatch.but(Step.WAITS, reason, until=_due(moved))
