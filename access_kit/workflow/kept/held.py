"""Answers that wait for a decision: listed until they are taken in, or said to be nobody's.

Of such a message nothing is kept but whose answer it may be, where it lies, from which address it
came and why it waits. Its words stand with what is to be read, if they are to be read at all.
"""

from __future__ import annotations

import dataclasses
import json
import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.mailboxes import same_mailbox
from access_kit.errors import BadInput, Problem
from access_kit.model.answers import HeldAnswer
from access_kit.store.protocol import Store
from access_kit.workflow.kept.same import marks_of

KIND = "held"


@dataclass(frozen=True)
class MessagePlace:
    """Where a message lies. ``number`` is which of its file, 0 where the file holds no other."""

    file: Path
    number: int = 0


@dataclass(frozen=True)
class Waiting:
    """An answer that may be of ``person``; ``settled`` once somebody said that it is not.

    ``is_guess``: it may as well be of others who were shown the same form.
    """

    person: str
    file: str
    number: int
    sender: str
    why: str
    at: str
    settled: bool = False
    is_guess: bool = False


def keep_held(store: Store, incoming: Incoming, waits: Waiting) -> None:
    """List a message for somebody who may have written it; what was settled stays so."""
    key = _key(incoming, waits.person)
    kept = store.document(KIND, key)
    before = _waiting(kept.data, waits.person) if kept else None
    if before:
        waits = dataclasses.replace(waits, at=before.at, settled=before.settled)
    if waits != before:
        _put(store, key, waits)


def drop_held(store: Store, incoming: Incoming) -> None:
    """A message was decided: it waits for nobody any more."""
    start = _key(incoming, "")
    for kept in list(store.documents(KIND)):
        if kept.key.startswith(start):
            store.remove_document(KIND, kept.key)


def waiting(store: Store, people: Collection[str]) -> tuple[Waiting, ...]:
    """What waits to be decided of these people, the oldest first."""
    found = (one for _, one in _all(store, people) if not one.settled)
    return tuple(sorted(found, key=lambda one: (one.at, one.file, one.number)))


def settle_held(store: Store, person: str) -> int:
    """Say that what is held is not this person's, or counts no more; gives how much that was."""
    found = [(key, one) for key, one in _all(store, {person}) if not one.settled]
    for key, one in found:
        _put(store, key, dataclasses.replace(one, settled=True))
    return len(found)


def for_anybody(held: HeldAnswer) -> str:
    """The command that decides, with a place for whose it turns out to be."""
    return held.command.replace(f" --person {held.id}", " --person ID")


def deciding(file: str, person: str, number: int) -> str:
    """The command that takes a held answer in; ``number`` is which of its file, 0 if alone."""
    which = f" --message {number}" if number else ""
    return f"access-kit returns import {shlex.quote(file)} --person {person}{which}"


def forget_held_sender(store: Store, address: str) -> None:
    """Take an address out of what waits for others: whose it was is to be erased."""
    for kept in list(store.documents(KIND)):
        one = _waiting(kept.data, kept.person)
        if same_mailbox(one.sender, address):
            _put(store, kept.key, dataclasses.replace(one, sender=""))


def _key(incoming: Incoming, person: str) -> str:
    return f"{marks_of(incoming)[0]}/{person.casefold()}"


def _put(store: Store, key: str, waiting: Waiting) -> None:
    data = json.dumps(dataclasses.asdict(waiting), ensure_ascii=False).encode("utf-8", "replace")
    store.put_document(KIND, key, data, person=waiting.person)


def _all(store: Store, people: Collection[str]) -> Iterator[tuple[str, Waiting]]:
    wanted = {one.casefold() for one in people}
    for kept in list(store.documents(KIND)):
        if kept.person.casefold() in wanted:
            yield kept.key, _waiting(kept.data, kept.person)


def _waiting(data: bytes, person: str) -> Waiting:
    try:
        return Waiting(**json.loads(data))
    except (ValueError, TypeError):
        raise BadInput(Problem("store.damaged", where=person)) from None
