"""A ``Store`` over a database that speaks SQL: the vault and PostgreSQL share every sentence.

Cut by subject: people here, their other records in ``sql_records``, the program's own in
``sql_core``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from access_kit.errors import BadInput, CannotWrite, Problem, Refused
from access_kit.model.profile import Profile
from access_kit.model.record import Erased, PersonEntry, ProfileVersion
from access_kit.store.codec import to_text
from access_kit.store.database import SqlRow, write_meta
from access_kit.store.sql_core import PAGE, SCRUB
from access_kit.store.sql_records import SqlRecords

BACKUPS = "backup"
"""The kind of document that says which backups were made."""

_NEWEST = (
    "SELECT p.fold, p.id, p.version, f.data FROM person p "
    "JOIN profile f ON f.fold = p.fold AND f.version = p.version WHERE "
)


class SqlStore(SqlRecords):
    """All that ``protocol.Store`` asks for."""

    def put_profile(self, profile: Profile, *, if_version: int | None = None) -> int:
        with self.transaction():
            fold = profile.id.casefold()
            if if_version is not None and self._version(fold) != if_version:
                raise Refused(Problem("store.changed-meanwhile", facts={"id": profile.id}))
            self._put_page([profile])
            return self._version(fold)

    def put_profiles(self, profiles: Iterable[Profile]) -> int:
        changed = 0
        waiting = iter(profiles)
        with self.transaction():
            while page := list(islice(waiting, PAGE)):
                changed += self._put_page(page)
        return changed

    def _version(self, fold: str) -> int:
        rows = self._db.rows("SELECT version FROM person WHERE fold = ?", (fold,))
        return int(rows[0][0]) if rows else 0

    def _put_page(self, page: Sequence[Profile]) -> int:
        """Write profiles that differ from what is there; gives how many did."""
        at = self._now().isoformat()
        author = self._actor.name or self._actor.user
        newest = {
            fold: (known_id, version, text)
            for fold, known_id, version, text in self._newest([p.id.casefold() for p in page])
        }
        people: list[SqlRow] = []
        versions: list[SqlRow] = []
        events: list[tuple[str, str]] = []
        for profile in page:
            fold, text = profile.id.casefold(), to_text(profile)
            known_id, version, before = newest.get(fold, (profile.id, 0, ""))
            if before == text and known_id == profile.id:
                continue
            newest[fold] = (profile.id, version + 1, text)
            review = profile.review_by.isoformat() if profile.review_by else None
            people.append((fold, profile.id, profile.name, review, version + 1, at))
            versions.append((fold, version + 1, at, author, text))
            events.append(("profile-changed" if version else "profile-added", profile.id))
        if events:
            self._write_page(people, versions, events)
        return len(events)

    def _write_page(
        self, people: list[SqlRow], versions: list[SqlRow], events: list[tuple[str, str]]
    ) -> None:
        self._db.run_many(
            "INSERT INTO person (fold, id, name, review_by, version, at) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (fold) DO UPDATE SET id = excluded.id, "
            "name = excluded.name, review_by = excluded.review_by, version = excluded.version, "
            "at = excluded.at",
            people,
        )
        self._db.run_many(
            "INSERT INTO profile (fold, version, at, author, data) VALUES (?, ?, ?, ?, ?)",
            versions,
        )
        self._note_all(events)

    def _newest(self, folds: Sequence[str]) -> list[SqlRow]:
        marks = ", ".join("?" * len(folds))
        return self._db.rows(f"{_NEWEST} p.fold IN ({marks}) ORDER BY p.fold", folds)

    # -- reading --------------------------------------------------------------------------------

    def profile(self, person: str) -> Profile | None:
        rows = self._newest([person.casefold()])
        return self._read(Profile, rows[0][3], rows[0][1]) if rows else None

    def profiles(self, people: Sequence[str] | None = None) -> Iterator[Profile]:
        if people is None:
            rows = self._keyset(f"{_NEWEST} p.fold > ? ORDER BY p.fold LIMIT {PAGE}")
            yield from (self._read(Profile, row[3], row[1]) for row in rows)
            return
        folds = sorted({person.casefold() for person in people})
        for start in range(0, len(folds), PAGE):
            for row in self._newest(folds[start : start + PAGE]):
                yield self._read(Profile, row[3], row[1])

    def people(self) -> list[PersonEntry]:
        rows = self._db.rows("SELECT id, name, review_by, version, at FROM person ORDER BY fold")
        day, moment = datetime.date.fromisoformat, datetime.datetime.fromisoformat
        return [
            PersonEntry(known_id, name, day(review) if review else None, version, moment(at))
            for known_id, name, review, version, at in rows
        ]

    def history(self, person: str) -> tuple[ProfileVersion, ...]:
        rows = self._db.rows(
            "SELECT version, at, author, data FROM profile WHERE fold = ? ORDER BY version",
            (person.casefold(),),
        )
        return tuple(
            ProfileVersion(
                version,
                datetime.datetime.fromisoformat(at),
                author,
                self._read(Profile, text, person),
            )
            for version, at, author, text in rows
        )

    # -- erasing --------------------------------------------------------------------------------

    def erase(self, person: str, *, keep_consents: bool = False) -> Erased:
        fold = person.casefold()
        with self.transaction():
            held = {table: self._count(table, fold) for table in _HELD}
            if not any(held.values()):
                raise BadInput(Problem("store.unknown-person", facts={"id": person}))
            for table in _HELD:
                if not (table == "consent" and keep_consents):
                    self._db.rows(f"DELETE FROM {table} WHERE fold = ?", (fold,))
            self._note_all([("profile-erased", person)])
            write_meta(self._db, SCRUB, "1")
            backups = [document.key for document in self.documents(BACKUPS)]
            backups += self._db.earlier_copies()
        if not self._scrub():
            raise CannotWrite(Problem("store.not-yet-overwritten", facts={"id": person}))
        return Erased(
            id=person,
            profiles=held["profile"],
            consents=0 if keep_consents else held["consent"],
            mails=held["mail"],
            documents=held["document"],
            kept_consents=held["consent"] if keep_consents else 0,
            backups=tuple(backups),
        )

    def _count(self, table: str, fold: str) -> int:
        rows = self._db.rows(f"SELECT COUNT(*) FROM {table} WHERE fold = ?", (fold,))
        return int(rows[0][0])

    def note_backup(self, name: str) -> None:
        """Remember that a backup was made, so that erasing can tell of it."""
        body = json.dumps({"counter": self.counter}).encode()
        self.put_document(BACKUPS, name, body)


_HELD = ("person", "profile", "consent", "mail", "document")
