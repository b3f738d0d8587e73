"""Consents, the mail ledger and documents in SQL."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from access_kit.errors import BadInput, Problem, Refused
from access_kit.model.consent import ConsentRecord
from access_kit.model.ledger import NEXT_STATES, MailKey, MailRow, MailState, settled, tries_after
from access_kit.model.record import StoredDocument
from access_kit.store.codec import to_text
from access_kit.store.database import SqlRow
from access_kit.store.sql_core import PAGE, SqlCore

_MAIL = (
    "session, person, channel, documents, version, state, message_id, sha256, at, attempts, "
    "reason, told"
)
_MAIL_KEY = "session = ? AND fold = ? AND channel = ? AND documents = ? AND version = ?"
_DOCUMENT = "kind, key, person, at, data"


class SqlRecords(SqlCore):
    """What happens with people, beside their profiles."""

    # -- consents -------------------------------------------------------------------------------

    def add_consent(self, record: ConsentRecord) -> int:
        with self.transaction():
            found = self._db.rows("SELECT COALESCE(MAX(number), 0) FROM consent")
            number = int(found[0][0]) + 1
            row = (number, record.person.casefold(), self._now().isoformat(), to_text(record))
            self._db.rows("INSERT INTO consent (number, fold, at, data) VALUES (?, ?, ?, ?)", row)
            self._note_all([(f"consent-{record.act.value.replace('_', '-')}", record.person)])
        return number

    def consents(self, person: str) -> tuple[ConsentRecord, ...]:
        rows = self._db.rows(
            "SELECT data FROM consent WHERE fold = ? ORDER BY number", (person.casefold(),)
        )
        return tuple(self._read(ConsentRecord, data, person) for (data,) in rows)

    # -- mail ledger ----------------------------------------------------------------------------

    def plan_mail(self, rows: Iterable[MailRow]) -> tuple[MailRow, ...]:
        stand: list[MailRow] = []
        with self.transaction():
            for row in rows:
                found = self._mail_row(row.key)
                if found is None:
                    found = row
                    self._insert_mail(row)
                    self._note_all([(f"mail-{row.state.value}", row.key.person)])
                stand.append(found)
        return tuple(stand)

    def _insert_mail(self, row: MailRow) -> None:
        key = row.key
        values = (
            *(key.session, key.person.casefold(), key.channel, key.documents, key.version),
            *(key.person, row.state.value, row.message_id, row.sha256, row.at.isoformat()),
            *(row.attempts, row.reason, row.told),
        )
        self._db.rows(
            "INSERT INTO mail (session, fold, channel, documents, version, person, state, "
            "message_id, sha256, at, attempts, reason, told) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )

    def move_mail(
        self, key: MailKey, state: MailState, *, reason: str = "", message_id: str = ""
    ) -> MailRow:
        with self.transaction():
            row = self._mail_row(key)
            if row is None:
                raise BadInput(Problem("store.no-such-mail", facts={"id": key.person}))
            if state not in NEXT_STATES[row.state]:
                facts = {"id": key.person, "state": row.state.value, "next": state.value}
                raise Refused(Problem("store.no-such-step", facts=facts))
            attempts = tries_after(row, state)
            moved = MailRow(
                key=row.key,
                state=state,
                message_id=message_id or row.message_id,
                sha256=row.sha256,
                at=self._now(),
                attempts=attempts,
                reason=reason,
                told=row.told,
            )
            self._db.rows(
                "UPDATE mail SET state = ?, message_id = ?, at = ?, attempts = ?, reason = ? "
                f"WHERE {_MAIL_KEY}",
                (
                    *(state.value, moved.message_id, moved.at.isoformat(), attempts, reason),
                    *_folded(key),
                ),
            )
            self._note_all([(f"mail-{state.value.replace('_', '-')}", row.key.person)])
        return moved

    def mail(self, *, session: str | None = None, person: str | None = None) -> tuple[MailRow, ...]:
        wanted = {"session": session, "fold": person.casefold() if person else None}
        parts = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"{name} = ?" for name in parts) or "1 = 1"
        rows = self._db.rows(
            f"SELECT {_MAIL} FROM mail WHERE {where} "
            "ORDER BY session, fold, channel, documents, version",
            tuple(parts.values()),
        )
        return tuple(_to_mail(row) for row in rows)

    def settle_mail(self, *, session: str | None = None) -> tuple[MailRow, ...]:
        with self.transaction():
            return tuple(
                self.move_mail(row.key, settled(row), reason="run-ended")
                for row in self.mail(session=session)
                if row.state is MailState.IN_FLIGHT
            )

    def _mail_row(self, key: MailKey) -> MailRow | None:
        rows = self._db.rows(
            f"SELECT {_MAIL} FROM mail WHERE {_MAIL_KEY}",
            _folded(key),
        )
        return _to_mail(rows[0]) if rows else None

    # -- documents ------------------------------------------------------------------------------

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None:
        with self.transaction():
            values = (kind, key, person.casefold(), person, self._now().isoformat(), data)
            self._db.rows(
                "INSERT INTO document (kind, key, fold, person, at, data) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET "
                "fold = excluded.fold, person = excluded.person, at = excluded.at, "
                "data = excluded.data",
                values,
            )
            self._note_all([(f"{kind}-kept", person)])

    def document(self, kind: str, key: str) -> StoredDocument | None:
        rows = self._db.rows(
            f"SELECT {_DOCUMENT} FROM document WHERE kind = ? AND key = ?",
            (kind, key),
        )
        return _to_document(rows[0]) if rows else None

    def documents(self, kind: str, *, person: str | None = None) -> Iterator[StoredDocument]:
        keys = self._keyset(
            f"SELECT key, fold FROM document WHERE kind = ? AND key > ? ORDER BY key LIMIT {PAGE}",
            (kind,),
        )
        for key, fold in keys:
            if person is None or fold == person.casefold():
                found = self.document(kind, key)
                if found:
                    yield found

    def remove_document(self, kind: str, key: str) -> bool:
        with self.transaction():
            found = self.document(kind, key)
            if found is None:
                return False
            self._db.rows("DELETE FROM document WHERE kind = ? AND key = ?", (kind, key))
            self._note_all([(f"{kind}-removed", found.person)])
        return True


def _folded(key: MailKey) -> tuple[str, ...]:
    return (key.session, key.person.casefold(), key.channel, key.documents, key.version)


def _to_mail(row: SqlRow) -> MailRow:
    *key, state, message_id, sha256, at, attempts, reason, told = row
    moment = datetime.datetime.fromisoformat(at)
    return MailRow(
        MailKey(*key), MailState(state), message_id, sha256, moment, attempts, reason, told
    )


def _to_document(row: SqlRow) -> StoredDocument:
    kind, key, person, at, data = row
    return StoredDocument(kind, key, person, datetime.datetime.fromisoformat(at), bytes(data))
