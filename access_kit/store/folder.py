"""A folder of profile files as a store that is only read: for examples and tests.

Files carry no history, consents or ledger, and nobody's real details should lie in plain text.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import lies_inside, shown
from access_kit.kit_files import outside
from access_kit.model.consent import ConsentRecord
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.profile import Profile
from access_kit.model.record import AuditEntry, Erased, PersonEntry, ProfileVersion, StoredDocument
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.store.protocol import Lease, Opening


def open_store(place: str, opening: Opening) -> FolderStore:
    """The folder at ``place`` in the kit; ``BadInput`` with every mistake of its files."""
    if not lies_inside(opening.folder / place, opening.folder):
        raise BadInput(outside(opening.folder / place))
    return FolderStore(opening.folder / place, opening.now().date())


class FolderStore:
    def __init__(self, folder: Path, today: datetime.date) -> None:
        self._folder = folder
        found, problems = read_profile_folder(folder, today=today)
        if any(problem.is_error for problem in problems):
            raise BadInput(problems)
        self.warnings = problems
        self._profiles = {profile.id.casefold(): profile for profile in found}
        written = (path.stat().st_mtime for path in folder.glob("*.toml"))
        self._at = datetime.datetime.fromtimestamp(max(written), datetime.UTC)

    def close(self) -> None:
        pass

    def profile(self, person: str) -> Profile | None:
        return self._profiles.get(person.casefold())

    def profiles(self, people: Sequence[str] | None = None) -> Iterator[Profile]:
        wanted = None if people is None else {person.casefold() for person in people}
        for fold in sorted(self._profiles):
            if wanted is None or fold in wanted:
                yield self._profiles[fold]

    def people(self) -> list[PersonEntry]:
        return [PersonEntry(p.id, p.name, p.review_by, 1, self._at) for p in self.profiles()]

    def history(self, person: str) -> tuple[ProfileVersion, ...]:
        found = self.profile(person)
        return (ProfileVersion(1, self._at, "", found),) if found else ()

    def consents(self, person: str) -> tuple[ConsentRecord, ...]:
        return ()

    def mail(self, *, session: str | None = None, person: str | None = None) -> tuple[MailRow, ...]:
        return ()

    def document(self, kind: str, key: str) -> StoredDocument | None:
        return None

    def documents(self, kind: str, *, person: str | None = None) -> Iterator[StoredDocument]:
        return iter(())

    def audit(self, *, whose: str | None = None) -> Iterator[AuditEntry]:
        return iter(())

    def check(self) -> list[Problem]:
        return []

    @property
    def counter(self) -> int:
        return 0

    @property
    def doubt(self) -> Problem | None:
        return None

    # -- what needs a vault ---------------------------------------------------------------------

    def _refuse(self) -> NoReturn:
        raise Refused(Problem("store.read-only", file=shown(self._folder)))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        self._refuse()
        yield

    def put_profile(self, profile: Profile, *, if_version: int | None = None) -> int:
        self._refuse()

    def put_profiles(self, profiles: Iterable[Profile]) -> int:
        self._refuse()

    def erase(self, person: str, *, keep_consents: bool = False) -> Erased:
        self._refuse()

    def add_consent(self, record: ConsentRecord) -> int:
        self._refuse()

    def plan_mail(self, rows: Iterable[MailRow]) -> tuple[MailRow, ...]:
        self._refuse()

    def move_mail(
        self, key: MailKey, state: MailState, *, reason: str = "", message_id: str = ""
    ) -> MailRow:
        self._refuse()

    def settle_mail(self, *, session: str | None = None) -> tuple[MailRow, ...]:
        self._refuse()

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None:
        self._refuse()

    def remove_document(self, kind: str, key: str) -> bool:
        self._refuse()

    def note(self, what: str, whose: str = "") -> None:
        self._refuse()

    def lease(self, name: str) -> AbstractContextManager[Lease]:
        self._refuse()

    def accept_doubt(self) -> None:
        self._refuse()
