"""When somebody asked for reminders again, after a note had said that they end."""

from __future__ import annotations

import datetime

from access_kit.store.protocol import Store

KIND = "reminders-asked"


def note_asked(store: Store, person: str, at: datetime.datetime) -> None:
    store.put_document(KIND, person.casefold(), at.isoformat().encode(), person=person)


def asked_at(store: Store, person: str, *, by: datetime.datetime) -> datetime.datetime | None:
    """When they asked last; ``None`` where that is not known, or was after ``by``."""
    kept = store.document(KIND, person.casefold())
    asked = datetime.datetime.fromisoformat(kept.data.decode()) if kept else None
    return asked if asked and asked <= by else None
