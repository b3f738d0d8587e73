"""The seam for stores: one store a file, one line here.

To add a store: write a module with a function ``open_store`` of the shape of ``OpenStore`` and add
its URL scheme to ``STORES``. The rules for a store:

- ``transaction()`` makes everything inside it one change: all of it is durable when the block ends,
  or none of it ever happened. Writes outside a block are transactions of their own.
- Every write adds its audit entry in the same transaction.
- Ids are the same without regard to case; they are given back as they were written last.
- Faults are ``AccessKitError`` only: ``BadInput`` for what is damaged or unknown, ``CannotWrite``
  for disks, ``Refused`` for locks, permissions and passphrases.
- Import the database inside the module; this file stays light. The suite in
  ``tests/store/test_every_store.py`` must pass: add a fixture that opens yours.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from access_kit.errors import Problem
from access_kit.model.consent import ConsentRecord
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.profile import Profile
from access_kit.model.record import (
    Actor,
    AuditEntry,
    Erased,
    PersonEntry,
    ProfileVersion,
    StoredDocument,
)


class Lease(Protocol):
    """The right to be the only run of its kind. Call ``beat`` at least once a minute."""

    def beat(self) -> None:
        """Keep the lease; ``Refused`` when another program has taken it over."""


class Store(Protocol):
    """People's records and the program's own. See the head of this file for the rules."""

    warnings: list[Problem]
    """What opening found that the user should hear: a synced folder, an older ledger."""

    def close(self) -> None: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make the writes inside the block one change. Blocks may stand inside each other."""

    # -- people ---------------------------------------------------------------------------------

    def put_profile(self, profile: Profile, *, if_version: int | None = None) -> int:
        """Keep a profile and give its version, from 1.

        With ``if_version`` only if that is still the newest (0: if the person is not there yet);
        ``Refused`` otherwise. A profile equal to the newest makes no new version.
        """

    def put_profiles(self, profiles: Iterable[Profile]) -> int:
        """Keep many profiles, all or none; gives how many were new or changed."""

    def profile(self, person: str) -> Profile | None: ...

    def profiles(self, people: Sequence[str] | None = None) -> Iterator[Profile]:
        """The newest profiles by id: of these people (unknown ids are left out), or of all."""

    def people(self) -> list[PersonEntry]:
        """Everybody, by id."""

    def history(self, person: str) -> tuple[ProfileVersion, ...]:
        """Every version of a profile, oldest first."""

    def erase(self, person: str, *, keep_consents: bool = False) -> Erased:
        """Remove all that is held about a person, so that its bytes are gone from the store.

        ``keep_consents`` for an agency that the law obliges. The audit log keeps the id.
        ``BadInput`` when nothing is held under this id.
        """

    # -- consents -------------------------------------------------------------------------------

    def add_consent(self, record: ConsentRecord) -> int:
        """Add an entry and give its number. Nothing changes or removes it but ``erase``."""

    def consents(self, person: str) -> tuple[ConsentRecord, ...]:
        """A person's entries, oldest first."""

    # -- mail ledger ----------------------------------------------------------------------------

    def plan_mail(self, rows: Iterable[MailRow]) -> tuple[MailRow, ...]:
        """Add rows; a key that is there already stays as it is. Gives the rows as they stand."""

    def move_mail(
        self, key: MailKey, state: MailState, *, reason: str = "", message_id: str = ""
    ) -> MailRow:
        """Write down that a message is in another state; durable when this returns.

        ``Refused`` for a step that ``NEXT_STATES`` does not have.
        """

    def mail(self, *, session: str | None = None, person: str | None = None) -> tuple[MailRow, ...]:
        """The rows of a session, of a person, of both, or all; by key."""

    def settle_mail(self, *, session: str | None = None) -> tuple[MailRow, ...]:
        """Call once when a run begins: rows left in flight by a run that ended become uncertain.

        Those of ``session`` alone where others may be sending theirs.
        """

    # -- documents ------------------------------------------------------------------------------

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None:
        """Keep bytes under a kind and key, in place of what was there. Erased with ``person``."""

    def document(self, kind: str, key: str) -> StoredDocument | None: ...

    def documents(self, kind: str, *, person: str | None = None) -> Iterator[StoredDocument]:
        """The documents of a kind, by key."""

    def remove_document(self, kind: str, key: str) -> bool:
        """Whether there was one to remove."""

    # -- the program's own ----------------------------------------------------------------------

    def note(self, what: str, whose: str = "") -> None:
        """Add an audit entry for something that happened outside the store, such as a printing."""

    def audit(self, *, whose: str | None = None) -> Iterator[AuditEntry]:
        """The log, oldest first, of one id or of all."""

    def check(self) -> list[Problem]:
        """Everything that is wrong inside: pages, contents, the chain of the audit log."""

    def lease(self, name: str) -> AbstractContextManager[Lease]:
        """Be the only run of this name; ``Refused`` names the one that holds it.

        Runs of other names go side by side. It ends with the run, however that ends.
        """

    @property
    def counter(self) -> int:
        """How many changes were ever made; it never goes back."""

    @property
    def doubt(self) -> Problem | None:
        """Why the ledger may be older than what was sent, if so. Ask before sending anything."""

    def accept_doubt(self) -> None:
        """The user was asked and said to go on: the ledger counts as the newest from now on."""


AskSecret = Callable[[str], str]
"""Gives what the user types when asked for the thing named, such as ``passphrase``."""


@dataclass(frozen=True)
class Opening:
    """What a store may need to be opened.

    ``folder`` is the kit's; a URL's path is relative to it. ``ask`` is called only when nothing
    else opens the store. ``now`` gives the moment of each entry, with a zone. ``remembers`` is
    false where this is a copy that is only looked at: it is not what was last used here.
    """

    folder: Path
    actor: Actor
    ask: AskSecret
    now: Callable[[], datetime.datetime]
    remembers: bool = True


class OpenStore(Protocol):
    """Open the store at ``place``, the URL without its scheme (for a server, the whole URL)."""

    def __call__(self, place: str, opening: Opening) -> Store: ...


STORES = {
    "vault": "access_kit.store.vault:open_store",
    "folder": "access_kit.store.folder:open_store",
    "postgresql": "access_kit.store.postgres:open_store",
}
"""URL scheme → dotted name, imported on first use. No scheme means ``vault``."""
