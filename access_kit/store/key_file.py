"""The key file beside a vault: its data key, wrapped once for each way to open it.

``vault.key`` belongs to ``vault.db`` as a lid to its box: without it the passphrase opens nothing,
so every backup holds both. It is JSON with

- slots: the 256-bit data key, encrypted (ChaCha20-Poly1305) to Argon2id of the passphrase and to
  the recovery key; whether the keyring holds it too;
- ``recipient``: the age public key that backups are encrypted to;
- ``check``: SHA-256 of the rest, which finds damage; ``seal``: HMAC of the rest under the data
  key, which finds a change by someone who could not open the vault.

It is replaced in one step, so a change of passphrase has happened or has not.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
import secrets
import threading
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from access_kit.budgets import KEY_FILE_BYTES, KEY_WORK_KIB
from access_kit.errors import AccessKitError, BadInput, Problem, Refused
from access_kit.files import read_bytes, shown, write_atomic
from access_kit.notation import parse_json
from access_kit.store.recovery import derive

FORMAT = "access-kit/vault-key/1"
KEY_BYTES = 32
SLOWEST_ANSWER_SECONDS = 0.35
"""A wrong passphrase is answered no sooner, whichever part of it was wrong."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class PassphraseCost:
    """How hard a passphrase is to try: Argon2id, the second choice of RFC 9106."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4

    @property
    def is_sane(self) -> bool:
        """Whether a try is hard enough to count and easy enough to end."""
        if not all(type(one) is int for one in dataclasses.astuple(self)):
            return False
        return (
            8_192 <= self.memory_kib <= 524_288
            and 1 <= self.passes <= 20
            and 1 <= self.lanes <= 16
            and self.memory_kib * self.passes <= KEY_WORK_KIB
        )


@dataclass(frozen=True)
class KeySlot:
    """The data key, encrypted. ``work`` is there for a passphrase alone."""

    salt: bytes
    nonce: bytes
    wrapped: bytes
    work: PassphraseCost | None = None


@dataclass(frozen=True)
class KeyFile:
    """What ``vault.key`` says; ``vault`` is the random id of its vault."""

    vault: str
    passphrase: KeySlot
    recovery: KeySlot
    recipient: str = ""
    keyring: bool = False
    seal: bytes = b""

    # -- opening --------------------------------------------------------------------------------

    def open_with_passphrase(self, passphrase: str) -> bytes:
        """The data key; ``Refused`` after a fixed while for anything but the passphrase."""
        started = time.monotonic()
        slot = self.passphrase
        assert slot.work is not None
        key = _stretch(passphrase, slot.salt, slot.work)
        data_key = _unwrap(key, slot, self._bound("passphrase"))
        if data_key is None:
            time.sleep(max(0.0, SLOWEST_ANSWER_SECONDS - (time.monotonic() - started)))
            raise Refused(Problem("vault.wrong-passphrase"))
        return self.require_key(data_key)

    def open_with_recovery(self, secret: bytes) -> bytes:
        key = derive(secret, "access-kit recovery slot/1", salt=self.recovery.salt)
        data_key = _unwrap(key, self.recovery, self._bound("recovery"))
        if data_key is None:
            raise Refused(Problem("vault.wrong-recovery-key"))
        return self.require_key(data_key)

    def require_key(self, data_key: bytes) -> bytes:
        """``data_key`` back, once it is known to be the one that sealed this file."""
        if not hmac.compare_digest(self.seal, self._sealed(data_key)):
            raise Refused(Problem("vault.key-file-changed"))
        return data_key

    # -- changing -------------------------------------------------------------------------------

    def with_passphrase(
        self, data_key: bytes, passphrase: str, *, work: PassphraseCost | None = None
    ) -> KeyFile:
        work, salt = work or PassphraseCost(), secrets.token_bytes(16)
        slot = _wrap(_stretch(passphrase, salt, work), data_key, salt, self._bound("passphrase"))
        changed = dataclasses.replace(self, passphrase=dataclasses.replace(slot, work=work))
        return changed.sealed(data_key)

    def with_recovery(self, data_key: bytes, secret: bytes, recipient: str) -> KeyFile:
        salt = secrets.token_bytes(16)
        key = derive(secret, "access-kit recovery slot/1", salt=salt)
        slot = _wrap(key, data_key, salt, self._bound("recovery"))
        return dataclasses.replace(self, recovery=slot, recipient=recipient).sealed(data_key)

    def with_keyring(self, data_key: bytes, held: bool) -> KeyFile:
        return dataclasses.replace(self, keyring=held).sealed(data_key)

    def sealed(self, data_key: bytes) -> KeyFile:
        return dataclasses.replace(self, seal=self._sealed(data_key))

    # -- as bytes -------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        body = {**self._body(), "seal": _text(self.seal)}
        check = hashlib.sha256(_canonical(body)).hexdigest()
        return (json.dumps({**body, "check": check}, indent=2) + "\n").encode()

    def _body(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "vault": self.vault,
            "passphrase": _slot_body(self.passphrase),
            "recovery": _slot_body(self.recovery),
            "recipient": self.recipient,
            "keyring": self.keyring,
        }

    def _sealed(self, data_key: bytes) -> bytes:
        key = derive(data_key, "access-kit key file seal/1")
        return hmac.digest(key, _canonical(self._body()), "sha256")

    def _bound(self, kind: str) -> bytes:
        """What a slot is bound to: one of another vault or kind does not open this one."""
        return f"{FORMAT} {self.vault} {kind}".encode()


def new_key_file(
    vault: str, data_key: bytes, passphrase: str, secret: bytes, recipient: str
) -> KeyFile:
    empty = KeySlot(b"", b"", b"")
    file = KeyFile(vault, empty, empty)
    return file.with_passphrase(data_key, passphrase).with_recovery(data_key, secret, recipient)


def key_path(vault: Path) -> Path:
    """``vault.key`` for ``vault.db``"""
    return vault.with_suffix(".key")


def read_key_file(path: Path) -> KeyFile:
    """The key file at ``path``; ``BadInput`` when it is missing or damaged."""
    try:
        data = read_bytes(path, limit=KEY_FILE_BYTES)
    except AccessKitError as error:
        if error.problems[0].code == "file.missing":
            raise BadInput(Problem("vault.key-file-missing", file=shown(path))) from None
        raise
    return parse_key_file(data, shown(path))


def parse_key_file(data: bytes, name: str) -> KeyFile:
    try:
        body = parse_json(data)
        check = body.pop("check")
        seal = _bytes(body["seal"])
        if body["format"] != FORMAT and str(body["format"]).startswith("access-kit/vault-key/"):
            raise BadInput(Problem("vault.newer", file=name))
        if check != hashlib.sha256(_canonical(body)).hexdigest():
            raise ValueError(name)
        found = KeyFile(
            vault=body["vault"],
            passphrase=_read_slot(body["passphrase"]),
            recovery=_read_slot(body["recovery"]),
            recipient=body["recipient"],
            keyring=body["keyring"],
            seal=seal,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(Problem("vault.key-file-damaged", file=name)) from None
    if found.passphrase.work is None or not found.passphrase.work.is_sane:
        raise BadInput(Problem("vault.key-file-damaged", file=name))
    return found


def write_key_file(path: Path, file: KeyFile) -> None:
    write_atomic(path, file.to_bytes())


def _stretch(passphrase: str, salt: bytes, work: PassphraseCost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # The same letters typed on another keyboard or system may be composed differently.
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=work.passes,
        lanes=work.lanes,
        memory_cost=work.memory_kib,
    )
    # Two at once in one process wait for each other's lanes for ever (OpenSSL 3.6).
    with _one_at_a_time:
        return kdf.derive(typed)


def _wrap(key: bytes, data_key: bytes, salt: bytes, bound: bytes) -> KeySlot:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(12)
    return KeySlot(salt, nonce, ChaCha20Poly1305(key).encrypt(nonce, data_key, bound))


def _unwrap(key: bytes, slot: KeySlot, bound: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(slot.nonce, slot.wrapped, bound)
    except (InvalidTag, ValueError):
        return None


def _slot_body(slot: KeySlot) -> dict[str, Any]:
    body: dict[str, Any] = {
        "salt": _text(slot.salt),
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }
    return body | ({"argon2id": dataclasses.asdict(slot.work)} if slot.work else {})


def _read_slot(body: Any) -> KeySlot:  # noqa: ANN401 (JSON)
    work = PassphraseCost(**body["argon2id"]) if "argon2id" in body else None
    return KeySlot(_bytes(body["salt"]), _bytes(body["nonce"]), _bytes(body["wrapped"]), work)


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
