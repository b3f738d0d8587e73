"""The calendar entry that each person was given last, kept in the store.

Calendars go by its sequence, which must only rise. Papers on disk are thrown away and made again;
the store is not.
"""

from __future__ import annotations

from access_kit.model.series import series_of
from access_kit.model.session import Session
from access_kit.store.protocol import Store
from access_kit.workflow.prepare.calendar_entry import calendar_id

KIND = "calendar-entry"


def keep_entry(store: Store, session: Session, person: str, entry: bytes) -> None:
    """Keep an entry that goes to a person now, in place of the one before."""
    store.put_document(KIND, _key(session, person), entry, person=person)


def given_entry(store: Store | None, session: Session, person: str) -> bytes | None:
    """The entry that a person was given last; ``None`` where none is known."""
    kept = store.document(KIND, _key(session, person)) if store else None
    return kept.data if kept else None


def holders(store: Store, session: Session) -> tuple[str, ...]:
    """Who was given an entry of the group of a meeting; ids."""
    series = series_of(session)
    start = f"{series.group}/" if series else ""
    kept = store.documents(KIND) if start else ()
    return tuple(one.person for one in kept if one.key.startswith(start))


def _key(session: Session, person: str) -> str:
    return f"{calendar_id(session, person)}/{person.casefold()}"
