"""What people wrote goes some days after somebody saw it; what nobody saw stays, and is named.

The same holds for answers that were held: they go once somebody said that they are nobody's. Forms
that were stopped on the way go as many days after.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from access_kit.errors import BadInput, Problem
from access_kit.model.record import StoredDocument
from access_kit.store.protocol import Store
from access_kit.workflow.kept import form_draft, held, kept_words

DONE = {kept_words.KIND: "seen", held.KIND: "settled"}
"""Kinds of documents that hold what people wrote, each with the mark that it was seen to."""


@dataclass(frozen=True)
class Forgettable:
    """``due`` and ``drafts`` are keys by kind: words, and forms that were stopped on the way.

    ``open_of`` are people of whom something as old is still open.
    """

    due: tuple[tuple[str, str], ...] = ()
    drafts: tuple[tuple[str, str], ...] = ()
    open_of: tuple[str, ...] = ()


def find_forgettable(store: Store, *, days: int, now: datetime.datetime) -> Forgettable:
    """What was seen to longer than ``days`` ago, and whose words nobody saw to in that time."""
    than, due, waits = now - datetime.timedelta(days=days), [], []
    for kind, mark in DONE.items():
        for kept in _older(store, kind, than):
            if _read(kept).get(mark):
                due.append((kind, kept.key))
            else:
                waits.append(kept.person)
    stopped = tuple((one.kind, one.key) for one in _older(store, form_draft.KIND, than))
    return Forgettable(tuple(due), stopped, tuple(dict.fromkeys(waits)))


def forget(store: Store, found: Forgettable) -> None:
    """Remove what is due for good."""
    with store.transaction():
        for kind, key in (*found.due, *found.drafts):
            store.remove_document(kind, key)


def _older(store: Store, kind: str, than: datetime.datetime) -> Iterator[StoredDocument]:
    return (kept for kept in list(store.documents(kind)) if kept.at <= than)


def _read(kept: StoredDocument) -> dict[str, Any]:
    try:
        found = json.loads(kept.data)
    except ValueError:
        raise BadInput(Problem("store.damaged", where=kept.person)) from None
    return found if isinstance(found, dict) else {}
