"""The mail ledger: one row for each message, with its state written down around the final dot.

The states are what is told about mail, everywhere in the same words. *Laid ready* is a file in the
outbox or a letter that was printed: nobody knows if it went, and it never counts as mailed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from access_kit.model.constraint import Choice


class MailState(Choice):
    """a state of a message"""

    PLANNED = "planned"
    IN_FLIGHT = "in_flight"
    LAID_READY = "laid_ready"
    HANDED_OVER = "handed_over"
    POSTED = "posted"
    CAME_BACK = "came_back"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    TAKEN_BACK = "taken_back"


_S = MailState

NEXT_STATES: dict[MailState, frozenset[MailState]] = {
    _S.PLANNED: frozenset(
        {_S.PLANNED, _S.IN_FLIGHT, _S.LAID_READY, _S.HANDED_OVER, _S.FAILED, _S.TAKEN_BACK}
    ),
    _S.IN_FLIGHT: frozenset(
        {_S.LAID_READY, _S.HANDED_OVER, _S.FAILED, _S.UNCERTAIN, _S.PLANNED, _S.TAKEN_BACK}
    ),
    _S.LAID_READY: frozenset(
        {_S.PLANNED, _S.HANDED_OVER, _S.POSTED, _S.CAME_BACK, _S.FAILED, _S.TAKEN_BACK}
    ),
    _S.UNCERTAIN: frozenset({_S.PLANNED, _S.HANDED_OVER, _S.CAME_BACK, _S.FAILED}),
    _S.FAILED: frozenset({_S.PLANNED}),
    _S.TAKEN_BACK: frozenset({_S.PLANNED}),
    _S.HANDED_OVER: frozenset({_S.CAME_BACK}),
    _S.POSTED: frozenset({_S.CAME_BACK}),
    _S.CAME_BACK: frozenset({_S.PLANNED}),
}
"""What may follow each state. What was handed over or posted may come back later.

Planned may follow planned: a try that ended before the message was handed over.
"""

MAILED = frozenset({_S.HANDED_OVER, _S.POSTED})
"""What counts as mailed: a server took it, or a person says that it went."""

_MAY_HAVE = frozenset({*MAILED, _S.LAID_READY, _S.UNCERTAIN, _S.IN_FLIGHT})

REPLACED = "replaced"
"""The reason of a row that was taken back because another went in its place."""

SAID_YES_AGAIN = "said-yes-again"
"""The reason of a row that is planned anew since its way is open again: it waits for nothing."""

AGAIN = "~"
"""What stands in a version before the number of the time for which the same papers go."""


PACKET, REMINDER, CANCEL, CHANGE = "packet", "reminder", "cancel", "change"
"""What the ledger calls the papers of a session, a reminder, that a meeting does not take place,
and a change that was told by hand."""
LEFT = "left"
"""What takes a group out of the calendar of somebody who left it."""

TELLING = (PACKET, REMINDER, CHANGE)
"""What says when a meeting is."""


class MailKey(NamedTuple):
    """What makes a message one message: nobody is sent the same version of a set twice.

    Papers that go once more, because that was asked for, have a version of their own: the same,
    and which time it is.
    """

    session: str
    person: str
    channel: str
    documents: str
    version: str

    @property
    def words(self) -> str:
        """The version of the words alone, whichever time they go."""
        return self.version.partition(AGAIN)[0]


@dataclass(frozen=True)
class MailRow:
    """A message and how far it got.

    ``sha256`` is of the exact bytes to be sent. ``reason`` is a stable code for a failure, such as
    ``address-refused``; never what a server said about a person. ``told`` is what the message says
    of the meeting, as ``ToldDigests`` writes it; empty where that is not known.
    """

    key: MailKey
    state: MailState
    message_id: str
    sha256: str
    at: datetime.datetime
    attempts: int = 0
    reason: str = ""
    told: str = ""


def is_packet(row: MailRow) -> bool:
    """Whether a row is about the papers of a session."""
    return row.key.documents == PACKET


def may_have(row: MailRow) -> bool:
    """Whether a person has the message, or may have it.

    One that was taken back out of the outbox may have been sent before, which nobody noted; one
    that was replaced does not count, since what went in its place does.
    """
    was_taken = row.state is MailState.TAKEN_BACK and row.reason != REPLACED
    return row.state in _MAY_HAVE or was_taken


def tries_after(row: MailRow, state: MailState) -> int:
    """How often a message was tried, once it has gone from ``row`` to ``state``."""
    broken_off = row.state is state is MailState.PLANNED
    return row.attempts + (state is MailState.IN_FLIGHT or broken_off)


LAYING = "outbox"
"""The reason of a row in flight that is only being laid ready in a folder."""


def settled(row: MailRow) -> MailState:
    """What becomes of a row in flight when its run ended before anything came of it.

    Nobody can know if a server took it. What is laid in a folder is laid there again, whole.
    """
    return MailState.PLANNED if row.reason == LAYING else MailState.UNCERTAIN


def next_time(key: MailKey, rows: Iterable[MailRow]) -> MailKey:
    """The key under which the same words go once more."""
    times = sum(row.key[:4] == key[:4] and row.key.words == key.words for row in rows)
    return key._replace(version=f"{key.words}{AGAIN}{times + 1}") if times else key
