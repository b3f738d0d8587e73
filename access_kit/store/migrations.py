"""The tables, as numbered steps forward. A step that was released is never edited.

The words are SQL that SQLite and PostgreSQL share; ``BLOB`` and ``INTEGER`` are spelled for the
server when it runs them. Times are ISO 8601 in UTC, texts of JSON come from ``codec``.
"""

from __future__ import annotations

MIGRATIONS: list[tuple[str, ...]] = [
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """CREATE TABLE person (
            fold TEXT PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, review_by TEXT,
            version INTEGER NOT NULL, at TEXT NOT NULL)""",
        """CREATE TABLE profile (
            fold TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL,
            data TEXT NOT NULL, PRIMARY KEY (fold, version))""",
        """CREATE TABLE consent (
            number INTEGER PRIMARY KEY, fold TEXT NOT NULL, at TEXT NOT NULL,
            data TEXT NOT NULL)""",
        "CREATE INDEX consent_of ON consent (fold)",
        """CREATE TABLE mail (
            session TEXT NOT NULL, fold TEXT NOT NULL, channel TEXT NOT NULL,
            documents TEXT NOT NULL, version TEXT NOT NULL, person TEXT NOT NULL,
            state TEXT NOT NULL, message_id TEXT NOT NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL,
            attempts INTEGER NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (session, fold, channel, documents, version))""",
        "CREATE INDEX mail_of ON mail (fold)",
        """CREATE TABLE document (
            kind TEXT NOT NULL, key TEXT NOT NULL, fold TEXT NOT NULL, person TEXT NOT NULL,
            at TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, key))""",
        "CREATE INDEX document_of ON document (fold)",
        """CREATE TABLE audit (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, os_user TEXT NOT NULL,
            name TEXT NOT NULL, what TEXT NOT NULL, whose TEXT NOT NULL, digest TEXT NOT NULL)""",
        """CREATE TABLE lease (
            name TEXT PRIMARY KEY, token TEXT NOT NULL, host TEXT NOT NULL,
            process INTEGER NOT NULL, started TEXT NOT NULL, beat REAL NOT NULL)""",
        "INSERT INTO meta (key, value) VALUES ('counter', '0')",
        "INSERT INTO meta (key, value) VALUES ('audit', '0 ')",
    ),
    (
        # What "sent" meant before: laid ready or handed over. Of letters and of what was answered
        # it is known that they went; of the rest nobody can know, and that is what it says now.
        "ALTER TABLE mail ADD COLUMN told TEXT NOT NULL DEFAULT ''",
        "UPDATE mail SET state = 'posted' WHERE state = 'sent' AND channel = 'letter'",
        "UPDATE mail SET state = 'handed_over' WHERE state = 'sent' AND reason = 'answered'",
        "UPDATE mail SET state = 'uncertain', reason = 'older-program' WHERE state = 'sent'",
        "UPDATE mail SET state = 'laid_ready' "
        "WHERE state = 'planned' AND channel = 'letter' AND reason = 'printed'",
        "UPDATE mail SET state = 'came_back' WHERE state = 'failed' AND reason = 'bounced'",
        "UPDATE mail SET state = 'taken_back' "
        "WHERE state = 'failed' AND reason = 'stopped-by-withdrawal'",
        "UPDATE mail SET message_id = '' WHERE state IN ('planned', 'taken_back')",
    ),
]

SEALED = ("person", "profile", "consent", "mail", "document", "audit")
"""Tables whose contents the vault sums up, so that a mixture of old and new pages shows."""


def current_version() -> int:
    """The version that this program reads and writes."""
    return len(MIGRATIONS)
