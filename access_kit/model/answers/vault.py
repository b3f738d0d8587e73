"""What ``vault`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema

RecoveryPageFile = Annotated[
    str | None, Doc("The recovery page's file; null when none was written.")
]
RecoveryWords = Annotated[
    tuple[str, ...] | None, Doc("The recovery words, told with --say-words alone and only once.")
]


@dataclass(frozen=True)
class VaultInitAnswer(Answer):
    """The vault that was made."""

    schema: Annotated[str, Schema("access-kit/vault-init/1")] = field(init=False)
    vault: Annotated[str | None, Doc("Its file; null when it is on a server.")]
    recovery_page: RecoveryPageFile
    keyring: Annotated[bool, Doc("Whether this computer's keyring holds the key too.")]
    recovery_words: RecoveryWords = None


@dataclass(frozen=True)
class VaultPassphraseAnswer(Answer):
    """The vault whose passphrase, page or keyring was changed."""

    schema: Annotated[str, Schema("access-kit/vault-passphrase/1")] = field(init=False)
    vault: str
    recovery_page: RecoveryPageFile
    recovery_words: RecoveryWords = None


@dataclass(frozen=True)
class VaultRecoverAnswer(Answer):
    """The vault that opens again."""

    schema: Annotated[str, Schema("access-kit/vault-recover/1")] = field(init=False)
    vault: str
    recovery_page: RecoveryPageFile
    recovery_words: RecoveryWords = None


@dataclass(frozen=True)
class VaultUnlockAnswer(Answer):
    """The vault that opens without a passphrase for a while."""

    schema: Annotated[str, Schema("access-kit/vault-unlock/1")] = field(init=False)
    vault: str
    until: Annotated[str, Doc("ISO 8601, with offset; sooner where the terminal is closed.")]


@dataclass(frozen=True)
class VaultLockAnswer(Answer):
    """The vault that asks for its passphrase again."""

    schema: Annotated[str, Schema("access-kit/vault-lock/1")] = field(init=False)
    vault: str
    was_unlocked: bool


@dataclass(frozen=True)
class VaultBackupAnswer(Answer):
    """A backup that was written and read again."""

    schema: Annotated[str, Schema("access-kit/vault-backup/1")] = field(init=False)
    backup: str
    counter: Annotated[int, Doc("It grows with each change, so that a newer backup is known.")]
    opens_with: Annotated[str, Doc("recovery or passphrase")]


@dataclass(frozen=True)
class VaultRestoreAnswer(Answer):
    """The vault that was put back."""

    schema: Annotated[str, Schema("access-kit/vault-restore/1")] = field(init=False)
    vault: str
    people: int
    newest: Annotated[
        str | None, Doc("When its newest entry was made; what was said later is not in it.")
    ]


@dataclass(frozen=True)
class VaultRestoreCheckAnswer(Answer):
    """A backup that opens and is whole; nothing was put back."""

    schema: Annotated[str, Schema("access-kit/vault-restore-check/1")] = field(init=False)
    backup: str
    people: int
    counter: int
    newest: Annotated[str | None, Doc("When its newest entry was made, ISO 8601 with offset.")]


@dataclass(frozen=True)
class VaultMigrateAnswer(Answer):
    """What was carried from one store into another, or would be."""

    schema: Annotated[str, Schema("access-kit/vault-migrate/1")] = field(init=False)
    old: Annotated[str, Doc("As it was; it still holds everybody.")]
    new: Annotated[str, Doc("The kit's store from now on, but for --dry-run.")]
    dry_run: bool
    people: int
    versions: Annotated[int, Doc("Of profiles, the earlier ones too.")]
    consents: Annotated[int, Doc("Every act: given, withdrawn, held, asked again.")]
    mails: Annotated[int, Doc("Messages in the ledger, whatever became of them.")]
    documents: Annotated[
        int, Doc("Answers, words, wishes, forms that were shown, and notes of copies.")
    ]
    entries: Annotated[int, Doc("Of the audit log; the new one has those of the move besides.")]
    recovery_page: RecoveryPageFile
    recovery_words: RecoveryWords = None


@dataclass(frozen=True)
class VaultEraseAnswer(Answer):
    """The files of the vault that was ended."""

    schema: Annotated[str, Schema("access-kit/vault-erase/1")] = field(init=False)
    removed: tuple[str, ...]


@dataclass(frozen=True)
class AuditEntryAnswer:
    """Who did what, and with whose record."""

    number: int
    at: Annotated[str, Doc("ISO 8601 with offset")]
    user: Annotated[str, Doc("The user of the computer or server.")]
    name: Annotated[str, Doc("What they call themselves; may be empty.")]
    what: str
    whose: Annotated[str, Doc("A person's id; empty when it concerns nobody or everybody.")]
    digest: str


@dataclass(frozen=True)
class VaultAuditAnswer(Answer):
    """The vault's log."""

    schema: Annotated[str, Schema("access-kit/vault-audit/1")] = field(init=False)
    whole: Annotated[bool, Doc("Whether nothing is missing or changed.")]
    entries: tuple[AuditEntryAnswer, ...]
