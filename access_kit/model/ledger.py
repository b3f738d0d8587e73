"""The mail ledger: one row for each message, with its state written down around the final dot."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from access_kit.model.constraint import Choice


class MailState(Choice):
    """a state of a message"""

    PLANNED = "planned"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


NEXT_STATES: dict[MailState, frozenset[MailState]] = {
    MailState.PLANNED: frozenset({MailState.PLANNED, MailState.IN_FLIGHT, MailState.FAILED}),
    MailState.IN_FLIGHT: frozenset(
        {MailState.SENT, MailState.FAILED, MailState.UNCERTAIN, MailState.PLANNED}
    ),
    MailState.UNCERTAIN: frozenset({MailState.PLANNED, MailState.SENT, MailState.FAILED}),
    MailState.FAILED: frozenset({MailState.PLANNED}),
    MailState.SENT: frozenset({MailState.FAILED}),
}
"""What may follow each state. Sent may turn to failed: a server may return a message later.

Planned may follow planned: a try that ended before the message was handed over.
"""


class MailKey(NamedTuple):
    """What makes a message one message: nobody is sent the same version of a set twice."""

    session: str
    person: str
    channel: str
    documents: str
    version: str


@dataclass(frozen=True)
class MailRow:
    """A message and how far it got.

    ``sha256`` is of the exact bytes to be sent. ``reason`` is a stable code for a failure, such as
    ``address`` or ``stopped-by-withdrawal``; never what a server said about a person.
    """

    key: MailKey
    state: MailState
    message_id: str
    sha256: str
    at: datetime.datetime
    attempts: int = 0
    reason: str = ""


def tries_after(row: MailRow, state: MailState) -> int:
    """How often a message was tried, once it has gone from ``row`` to ``state``."""
    broken_off = row.state is state is MailState.PLANNED
    return row.attempts + (state is MailState.IN_FLIGHT or broken_off)
