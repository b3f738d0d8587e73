"""What mail systems say of our messages, kept with the messages that it is about.

Rules of this file:
- A notice is matched by the id of one of our messages; where a server changed it, by the address
  that failed, and then for everyone who has that address: the newest message to them came back.
- A message that came back does not count as mailed, and its person does not count as told.
- A notice that fits nobody is told all the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from access_kit.delivery.bounce_words import Delivery
from access_kit.delivery.mail_in import Incoming
from access_kit.errors import BadInput, Problem
from access_kit.model.ledger import NEXT_STATES, MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.store.protocol import Store
from access_kit.workflow.keep.access import KitAccess, require_person

BOUNCED, DELAYED, ARRIVED, NOTICE = "bounced", "delayed", "arrived", "notice"
"""What came of a notice: ours did not arrive, is late, arrived; it fits nobody or says nothing."""

_SLACK = datetime.timedelta(hours=1)
"""By how much the clocks of two servers may differ."""

_KIND = {
    Delivery.FAILED: BOUNCED,
    Delivery.DELAYED: DELAYED,
    Delivery.ARRIVED: ARRIVED,
    Delivery.UNSAID: NOTICE,
}


@dataclass(frozen=True)
class CameOfIt:
    """What a notice says of one person's message; ``person`` is empty where it fits nobody."""

    kind: str
    person: str = ""
    session: str = ""


def take_notice(
    store: Store,
    incoming: Incoming,
    row: MailRow | None,
    people: Iterable[str] = (),
    session: str = "",
) -> tuple[CameOfIt, ...]:
    """Keep what a notice says: of ``row``, or of the newest message to each of ``people``.

    Gives one answer a person, and one without a person where there is nobody.
    """
    assert incoming.notice
    kind = _KIND[incoming.notice.delivery]
    found: list[tuple[str, MailRow | None]]
    if row is not None:
        found = [(row.key.person, row)]
    else:
        found = [(one, _newest(store, one, incoming.at, session)) for one in people]
    with store.transaction():
        if kind == BOUNCED:
            for _, one in found:
                if one is not None:
                    note_return(store, one)
    return tuple(
        CameOfIt(kind, person, one.key.session if one else session) for person, one in found
    ) or (CameOfIt(NOTICE),)


def note_return(store: Store, row: MailRow) -> bool:
    """Write down that a message came back; ``False`` where it never went, or came back before."""
    now = next((one for one in store.mail(person=row.key.person) if one.key == row.key), row)
    if MailState.CAME_BACK not in NEXT_STATES[now.state]:
        return False
    store.move_mail(row.key, MailState.CAME_BACK, reason=BOUNCED)
    return True


def rows_that_went(store: Store, person: str, channel: Channel, session: str = "") -> list[MailRow]:
    """The messages that may come back to be noted, the newest first."""
    rows = [
        row
        for row in store.mail(person=person)
        if row.key.channel == channel.value
        and row.state is not MailState.PLANNED
        and MailState.CAME_BACK in NEXT_STATES[row.state]
        and session in ("", row.key.session)
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def note_letter_back(
    access: KitAccess, person: str, channel: Channel, session: str = ""
) -> MailRow:
    """Write down that the newest message to a person by a way came back.

    ``BadInput`` where nothing went to them that way, or it is for another ``session``.
    """
    with access.store() as store:
        who = require_person(store, person)
        rows = rows_that_went(store, who, channel, session)
        if not rows:
            facts = {"id": who, "way": channel.value}
            raise BadInput(Problem("returns.nothing-went", where=who, facts=facts))
        note_return(store, rows[0])
    return rows[0]


def _newest(
    store: Store, person: str, at: datetime.datetime | None, session: str
) -> MailRow | None:
    """The e-mail that a person got last before ``at``; the last of all where none was before."""
    rows = [
        row
        for row in store.mail(person=person)
        if row.key.channel == Channel.EMAIL.value
        and row.state is not MailState.PLANNED
        and session in ("", row.key.session)
    ]
    before = [row for row in rows if at is None or row.at <= at + _SLACK]
    return max(before or rows, key=lambda row: row.at, default=None)
