"""Backups of a vault: its file and its key file at one moment, in one file that is verified.

Where age has a wheel, the file is encrypted to the recovery key: only the printed page opens it.
Elsewhere it is a plain archive of two files that are encrypted already, and the passphrase opens
it too. Both are read again after writing, and every byte is compared.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from access_kit.archives import Archive, ArchiveFault, open_archive
from access_kit.budgets import BACKUP_NOTE_BYTES, KEY_FILE_BYTES, ArchiveBudget
from access_kit.errors import BadInput, CannotWrite, Problem
from access_kit.files import (
    PRIVATE_FILE,
    make_folder,
    read_start,
    refuse_existing,
    sha256,
    shown,
    sync_folder,
    telling_write_errors,
    write_atomic,
)
from access_kit.notation import parse_json
from access_kit.store.key_file import KeyFile, key_path, read_key_file
from access_kit.store.newest_backup import AGE_SUFFIX, PLAIN_SUFFIX
from access_kit.store.protocol import Opening
from access_kit.store.vault import VaultDatabase, copy_vault
from access_kit.store.vault_files import staging_folder

FORMAT = "access-kit/vault-backup/1"

_AGE_HEAD = b"age-encryption.org/"
_DATABASE, _KEY, _NOTE = "vault.db", "vault.key", "backup.json"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Backup:
    path: Path
    vault: str
    counter: int
    encrypted_to_recovery: bool


def default_name(opening: Opening, recipient: str) -> str:
    """``vault-20261122-090000.age``"""
    suffix = AGE_SUFFIX if recipient else PLAIN_SUFFIX
    return f"vault-{opening.now().strftime('%Y%m%d-%H%M%S')}{suffix}"


def write_backup(vault: Path, data_key: bytes, target: Path, opening: Opening) -> Backup:
    """Copy an intact vault to ``target``, a folder or a file that is not there yet."""
    key_file = read_key_file(key_path(vault))
    key_file.require_key(data_key)
    if target.is_dir() or not target.suffix:
        make_folder(target)
        target = target / default_name(opening, key_file.recipient)
    refuse_existing([target])
    with staging_folder(vault) as staging:
        counter = _copy_whole(vault, data_key, staging / _DATABASE)
        write_atomic(staging / _KEY, key_file.to_bytes())
        _write_archive(staging, target, key_file, counter)
    return Backup(target, key_file.vault, counter, bool(key_file.recipient))


def _copy_whole(vault: Path, data_key: bytes, copy: Path) -> int:
    """Copy the database and look through the copy; gives its counter."""
    from access_kit.store.database import read_meta

    database = VaultDatabase(vault, data_key)
    try:
        copy_vault(database, copy)
    finally:
        database.abandon()
    database = VaultDatabase(copy, data_key)
    try:
        problems = database.check()
        if problems:
            raise BadInput(Problem("vault.damaged", file=shown(vault)))
        return int(read_meta(database, "counter") or 0)
    finally:
        database.abandon()


def _write_archive(staging: Path, target: Path, key_file: KeyFile, counter: int) -> None:
    archive = staging / "archive.zip"
    with telling_write_errors(target):
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
            note = {"format": FORMAT, "vault": key_file.vault, "counter": counter, "sha256": {}}
            for name in (_KEY, _DATABASE):
                packed.write(staging / name, name)
                note["sha256"][name] = _digest_of(staging / name)  # type: ignore[index]
            packed.writestr(_NOTE, json.dumps(note))
        digest = _digest_of(archive)
        beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "w+b") as out, archive.open("rb") as source:
                found = _write_encrypted(source, out, key_file.recipient)
            if found != digest:
                raise CannotWrite(Problem("backup.not-verified", file=shown(target)))
            beside.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    sync_folder(target.parent)


def _write_encrypted(source: IO[bytes], out: io.BufferedRandom, recipient: str) -> str:
    """Write and sync; then read back what lies on the disk, and give its SHA-256 decrypted.

    A key that lives only for this call is a second recipient: with it the whole file is decrypted
    once, which proves that it can be.
    """
    if not recipient:
        while chunk := source.read(_CHUNK):
            out.write(chunk)
        _sync(out)
        out.seek(0)
        return hashlib.file_digest(out, "sha256").hexdigest()
    import pyrage

    witness = pyrage.x25519.Identity.generate()
    to = [pyrage.x25519.Recipient.from_str(recipient), witness.to_public()]
    writer = _Writer(out)
    try:
        pyrage.encrypt_io(source, writer, to)
    except pyrage.EncryptError:
        raise writer.fault or OSError(errno.EIO, os.strerror(errno.EIO)) from None
    _sync(out)
    out.seek(0)
    sink = _Digest()
    pyrage.decrypt_io(out, sink, [witness])
    return sink.digest.hexdigest()


def _sync(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


class _Writer(io.RawIOBase):
    """Passes on what is written, and keeps the fault that pyrage turns into words."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 (a buffer)
        try:
            return self._out.write(data)
        except OSError as error:
            self.fault = error
            raise


class _Digest(io.RawIOBase):
    """A file that keeps nothing of what is written to it but its SHA-256."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 (a buffer)
        self.digest.update(data)
        return len(data)


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# -- reading ------------------------------------------------------------------------------------


def is_encrypted(path: Path) -> bool:
    """Whether a backup needs the recovery key; ``BadInput`` when it is no backup."""
    head = read_start(path, len(_AGE_HEAD))
    if head == _AGE_HEAD:
        return True
    if head.startswith(b"PK"):
        return False
    raise BadInput(Problem("backup.damaged", file=shown(path)))


@contextlib.contextmanager
def unpacked(path: Path, vault: Path, recovery: bytes | None) -> Iterator[Path]:
    """A private folder with the two files of a backup, checked against its note."""
    with staging_folder(vault) as staging:
        archive = path
        if is_encrypted(path):
            archive = staging / "archive.zip"
            assert recovery is not None
            _decrypt(path, archive, recovery)
        _unpack(archive, staging, vault.name, shown(path))
        yield staging


def _decrypt(path: Path, archive: Path, recovery: bytes) -> None:
    from access_kit.store.age_key import age_identity

    try:
        import pyrage
    except ImportError:
        from access_kit.errors import MissingPart

        raise MissingPart(Problem("backup.needs-age")) from None
    identity = pyrage.x25519.Identity.from_str(age_identity(recovery))
    with telling_write_errors(archive):
        descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as out, path.open("rb") as source:
            writer = _Writer(out)
            try:
                pyrage.decrypt_io(source, writer, [identity])
            except (pyrage.DecryptError, OSError) as error:
                if writer.fault:
                    raise writer.fault from None
                wrong_key = "matching" in str(error).lower()
                code = "backup.other-recovery-key" if wrong_key else "backup.damaged"
                raise BadInput(Problem(code, file=shown(path))) from None


def _unpack(archive: Path, staging: Path, vault_name: str, name: str) -> None:
    """Take out the three files we know, each compared with its digest.

    Ours are packed without being pressed, so nothing unpacks to more than lies there.
    """
    damaged = BadInput(Problem("backup.damaged", file=name))
    size = archive.stat().st_size
    budget = ArchiveBudget(entries=3, entry_bytes=size, all_bytes=size)
    inner = staging / vault_name
    try:
        with open_archive(archive, budget, methods=(zipfile.ZIP_STORED,)) as packed:
            if sorted(packed.names) != sorted((_NOTE, _KEY, _DATABASE)):
                raise damaged
            note = _read_note(packed.read(_NOTE, limit=BACKUP_NOTE_BYTES), name)
            key = packed.read(_KEY, limit=KEY_FILE_BYTES)
            with telling_write_errors(inner):
                _write_private(key_path(inner), io.BytesIO(key))
                _copy_private(inner, packed)
    except ArchiveFault:
        raise damaged from None
    if note != {_KEY: sha256(key), _DATABASE: _digest_of(inner)}:
        raise damaged


def _read_note(data: bytes, name: str) -> dict[str, str]:
    """The digests that a note holds, by file."""
    try:
        note = parse_json(data)
        if note["format"] != FORMAT:
            raise BadInput(Problem("vault.newer", file=name))
        return {str(file): str(digest) for file, digest in note["sha256"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(Problem("backup.damaged", file=name)) from None


def _copy_private(path: Path, packed: Archive) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as out:
        packed.copy(_DATABASE, out)
        _sync(out)


def _write_private(path: Path, source: IO[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := source.read(_CHUNK):
            out.write(chunk)
        _sync(out)
