"""What this computer remembers of a store, outside it: how far it had got.

A store that was put back from a backup, or a copy of a folder, is older than what was already sent
from here. Its own counter cannot tell; the one remembered here can. The file holds a count and
digests, and lies in the user's own state folder, one for each store.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from access_kit.files import PRIVATE_FILE, PRIVATE_FOLDER
from access_kit.notation import parse_json


@dataclass(frozen=True)
class LastUse:
    """Changes ever made, and the newest audit entry with its digest.

    ``pages`` is the digest of a vault's pages when it was last closed here (see ``page_tags``);
    empty while it is open, and where it is not known.
    """

    counter: int
    audit_number: int
    audit_digest: str
    pages: str = ""


def state_folder() -> Path:
    """Where programs of this user keep what they remember on this computer."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    return base / "access-kit"


def read_last_use(store_id: str) -> LastUse | None:
    """What is remembered of a store; ``None`` when nothing is, or it cannot be read."""
    try:
        body = parse_json((state_folder() / f"{store_id}.json").read_bytes())
        return LastUse(
            counter=int(body["counter"]),
            audit_number=int(body["audit_number"]),
            audit_digest=str(body["audit_digest"]),
            pages=str(body.get("pages", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember_use(store_id: str, use: LastUse) -> None:
    """Remember ``use``, unless more is remembered already.

    Nothing is synced: what is lost with the power is only a warning. Where nothing can be written,
    nothing is remembered, and the work goes on.
    """
    before = read_last_use(store_id)
    if before and before.counter > use.counter:
        return
    folder = state_folder()
    beside = folder / f".{store_id}.{secrets.token_hex(4)}.part"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(json.dumps(asdict(use)).encode())
            beside.replace(folder / f"{store_id}.json")
        except OSError:
            beside.unlink(missing_ok=True)


def forget_use(store_id: str) -> None:
    with contextlib.suppress(OSError):
        (state_folder() / f"{store_id}.json").unlink()
