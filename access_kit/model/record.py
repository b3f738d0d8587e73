"""What a store keeps about people and about its own use, apart from the profiles themselves."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from access_kit.model.profile import Profile


@dataclass(frozen=True)
class Actor:
    """Who works with a store: the operating system's user, and the name they go by."""

    user: str
    name: str = ""


class PersonEntry(NamedTuple):
    """One line of the list of people. ``version`` counts from 1; ``changed_at`` is in UTC."""

    id: str
    name: str
    review_by: datetime.date | None
    version: int
    changed_at: datetime.datetime


@dataclass(frozen=True)
class ProfileVersion:
    """A profile as it was from ``at`` on, and who wrote it."""

    version: int
    at: datetime.datetime
    by: str
    profile: Profile


@dataclass(frozen=True)
class AuditEntry:
    """Who did what with whose record, and when; never a value.

    ``digest`` (SHA-256, hexadecimal) covers this entry and the digest before it.
    """

    number: int
    at: datetime.datetime
    user: str
    name: str
    what: str
    whose: str
    digest: str


@dataclass(frozen=True)
class StoredDocument:
    """Bytes kept under a kind and a key; ``person`` is the id of whom they are about, or empty."""

    kind: str
    key: str
    person: str
    at: datetime.datetime
    data: bytes


@dataclass(frozen=True)
class Erased:
    """What ``erase`` removed of a person, counted, and what it was told to keep."""

    id: str
    profiles: int
    consents: int
    mails: int
    documents: int
    kept_consents: int = 0
    backups: tuple[str, ...] = ()
    """Names of the backups, and of copies kept beside the store: they still hold the person."""
