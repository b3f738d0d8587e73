"""The operating system's keyring, for daily use without a passphrase.

Only the keyrings named here are ever used, each for its own system. Keyring's own choice is not
asked: a configuration file or an installed package could lead it to one that keeps plain text.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from access_kit.errors import MissingPart, Problem, Refused

SAFE = {
    "linux": ("keyring.backends.SecretService:Keyring", "keyring.backends.libsecret:Keyring"),
    "darwin": ("keyring.backends.macOS:Keyring",),
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
}
_SERVICE = "access-kit"
_MAIL_SERVICE = "access-kit mail"


def _backend() -> Any | None:  # noqa: ANN401 (keyring's own class)
    """The first safe keyring that works here."""
    for name in SAFE.get(sys.platform, ()):
        module, _, attribute = name.partition(":")
        try:
            cls = getattr(importlib.import_module(module), attribute)
            if cls.priority > 0:
                return cls()
        except Exception:  # noqa: BLE001, S112 (a keyring that cannot say it works does not)
            continue
    return None


def has_keyring() -> bool:
    """Whether a safe keyring works here."""
    return _backend() is not None


def keep_key(vault: str, data_key: bytes) -> None:
    """Put a vault's key into the keyring; ``MissingPart`` or ``Refused`` when that cannot be."""
    backend = _backend()
    if backend is None:
        raise MissingPart(Problem("keyring.none"))
    try:
        backend.set_password(_SERVICE, vault, data_key.hex())
    except Exception:  # noqa: BLE001 (each keyring has its own exceptions)
        raise Refused(Problem("keyring.refused")) from None


def find_key(vault: str) -> bytes | None:
    """A vault's key, when a safe keyring is unlocked and holds it."""
    backend = _backend()
    try:
        text = backend.get_password(_SERVICE, vault) if backend else None
        return bytes.fromhex(text) if text else None
    except Exception:  # noqa: BLE001 (locked, denied, damaged: the passphrase still opens)
        return None


def find_password(user: str, host: str) -> str | None:
    """The password of a mail server, when a safe keyring holds it under ``access-kit mail``."""
    backend = _backend()
    try:
        found = backend.get_password(_MAIL_SERVICE, f"{user}@{host}") if backend else None
    except Exception:  # noqa: BLE001 (locked, denied, damaged: it can be typed)
        return None
    return str(found) if found else None


def forget_key(vault: str) -> None:
    """Take a vault's key out of the keyring, if it is there."""
    backend = _backend()
    try:
        if backend and backend.get_password(_SERVICE, vault):
            backend.delete_password(_SERVICE, vault)
    except Exception:  # noqa: BLE001 (each keyring has its own exceptions)
        raise Refused(Problem("keyring.refused")) from None
