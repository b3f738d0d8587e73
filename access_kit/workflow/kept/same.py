"""Each message counts once, however often it is read and whatever its headers became meanwhile.

Mail servers and programs add and change headers: flags, Received, the line before a message in a
mailbox. So a message is known by its id and its words, and by its sender, date and words.
"""

from __future__ import annotations

import datetime
import hashlib
import re

from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.mailboxes import mailbox
from access_kit.store.protocol import Store

TAKEN, ACTED, REFUSED = "return", "return-stop", "return-no"
"""Kinds of marks: taken in for good; a wish to stop, or a no to a way, in it was acted on."""


def marks_of(incoming: Incoming) -> tuple[str, ...]:
    words = [incoming.subject, _words(incoming.text), repr(incoming.notice)]
    if incoming.notice:
        words += incoming.refers_to
    at = incoming.at.astimezone(datetime.UTC).isoformat() if incoming.at else ""
    found = [_digest("said", mailbox(incoming.sender), at, *words)]
    if incoming.message_id:
        found.append(_digest("id", incoming.message_id, *words))
    return tuple(found)


def is_marked(store: Store, kind: str, incoming: Incoming) -> bool:
    return any(store.document(kind, one) for one in marks_of(incoming))


def taken_as(store: Store, incoming: Incoming, person: str = "") -> str | None:
    """As what a message was taken in for good; ``None`` where it was not.

    A file names no sender, and two people may fill in the same: of one that ``person`` sent, what
    was taken in as theirs counts.
    """
    marks = (store.document(TAKEN, one) for one in marks_of(incoming))
    found = [kept for kept in marks if kept]
    if person and not incoming.senders:
        found = [kept for kept in found if kept.person.casefold() == person.casefold()]
    return found[0].data.decode() if found else None


def mark(store: Store, kind: str, incoming: Incoming, person: str, what: str = "") -> None:
    """Mark a message; ``what`` is as what it was taken in."""
    for one in marks_of(incoming):
        store.put_document(kind, one, what.encode(), person=person)


def _words(text: str) -> str:
    return " ".join(re.sub(r"(?m)^>(?=From )", "", text).split())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
