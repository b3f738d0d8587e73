"""What people wrote that is no known answer: kept until somebody says that it was seen.

It is shown whole, those who ask for help first. It lies in the store alone, encrypted as all of it
is, and goes with the person; it is never in a log.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.mailboxes import same_mailbox
from access_kit.errors import BadInput, Problem
from access_kit.model.record import StoredDocument
from access_kit.store.protocol import Store
from access_kit.workflow.kept.same import marks_of

KIND = "words"


@dataclass(frozen=True)
class Wrote:
    """What one person wrote in one message. ``asks_help`` sets the order and decides nothing.

    ``sender`` is the address, where it is not sure that the person wrote it.
    """

    person: str
    text: str
    at: str
    asks_help: bool
    seen: bool = False
    sender: str = ""


def keep_words(store: Store, incoming: Incoming, wrote: Wrote) -> None:
    """Keep what a person wrote; what is kept already stays as it is, and stays seen."""
    key = f"{wrote.person.casefold()}/{marks_of(incoming)[0]}"
    if store.document(KIND, key) is None:
        _put(store, key, wrote)


def keep_said(store: Store, wrote: Wrote) -> None:
    """Keep what a person said and somebody wrote down for them."""
    if wrote.text:
        _put(store, f"{wrote.person.casefold()}/said/{wrote.at}", wrote)


def unseen(store: Store, people: Collection[str]) -> tuple[Wrote, ...]:
    """What was not seen yet of these people: who asks for help first, then the oldest."""
    found = (one for _, one in _all(store, people) if not one.seen)
    return tuple(sorted(found, key=lambda one: (not one.asks_help, _time(one.at))))


def mark_seen(store: Store, person: str) -> int:
    """Say that the words of a person were seen; gives of how many messages."""
    new = [(key, one) for key, one in _all(store, {person}) if not one.seen]
    for key, one in new:
        _put(store, key, dataclasses.replace(one, seen=True))
    return len(new)


def forget_words_sender(store: Store, address: str) -> None:
    """Take an address out of words that may be others': whose it was is to be erased."""
    for kept in list(store.documents(KIND)):
        one = _read(kept.data, kept.person)
        if same_mailbox(one.sender, address):
            _put(store, kept.key, dataclasses.replace(one, sender=""))


def when_written(kept: StoredDocument) -> str:
    """When the words in a document of this kind were written; ISO 8601."""
    return _read(kept.data, kept.person).at


def _put(store: Store, key: str, wrote: Wrote) -> None:
    data = json.dumps(dataclasses.asdict(wrote), ensure_ascii=False).encode("utf-8", "replace")
    store.put_document(KIND, key, data, person=wrote.person)


def _all(store: Store, people: Collection[str]) -> Iterator[tuple[str, Wrote]]:
    wanted = {one.casefold() for one in people}
    for kept in list(store.documents(KIND)):
        if kept.person.casefold() in wanted:
            yield kept.key, _read(kept.data, kept.person)


def _read(data: bytes, person: str) -> Wrote:
    try:
        return Wrote(**json.loads(data))
    except (ValueError, TypeError):
        raise BadInput(Problem("store.damaged", where=person)) from None


def _time(at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(at)
