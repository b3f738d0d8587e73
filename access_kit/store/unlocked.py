"""A vault that stays open for a while: its key is with ``key_holder``, and asked for there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from access_kit.errors import Problem, Refused
from access_kit.files import PRIVATE_FOLDER
from access_kit.store.key_holder import ASK_SECONDS, END, KEEP, READY, peer

_KEY_LIMIT = 1000
_MOST_OF_A_NAME = 60


def hold_key(vault: str, data_key: bytes, minutes: float) -> None:
    """Start a holder of the key of the vault with this id, for the terminal that this runs in.

    ``Refused`` where there is no terminal to end with, or no way to keep others out.
    """
    let_go(vault)
    path = _folder(make=True) / _name(vault)
    path.unlink(missing_ok=True)  # of a holder that was killed
    with _terminal() as terminal:
        holder = subprocess.Popen(
            [sys.executable, "-m", "access_kit.store.key_holder", path, str(60 * minutes),
             str(terminal)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(terminal,),
        )  # fmt: skip
        assert holder.stdin is not None
        assert holder.stdout is not None
        with holder.stdin, holder.stdout:
            holder.stdin.write(data_key)
            holder.stdin.close()
            is_ready = holder.stdout.readline() == READY
    holder.returncode = 0  # it goes on without this process, which is not to wait for it
    if not is_ready:
        raise Refused(Problem("vault.cannot-stay-open"))


def held_key(vault: str) -> bytes | None:
    """The key of a vault that was unlocked and still is."""
    return _ask(vault, KEEP) or None


def let_go(vault: str) -> bool:
    """End the holder of a vault's key; whether there was one."""
    return _ask(vault, END) is not None


def _ask(vault: str, word: bytes) -> bytes | None:
    """What the holder says before it closes the line; ``None`` without one of this user's."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    with contextlib.suppress(OSError, Refused):
        path = _folder() / _name(vault)
        if not stat.S_ISSOCK(path.lstat().st_mode):
            return None
        with socket.socket(socket.AF_UNIX) as holder:
            holder.settimeout(ASK_SECONDS)
            holder.connect(str(path))
            if peer(holder) == os.geteuid():
                holder.sendall(word)
                return holder.recv(_KEY_LIMIT)
    return None


def _name(vault: str) -> str:
    return hashlib.sha256(vault.encode()).hexdigest()[:16]


def _folder(*, make: bool = False) -> Path:
    """A folder that only this user can enter, and that is gone when the computer is off."""
    if not hasattr(socket, "AF_UNIX"):
        raise Refused(Problem("vault.cannot-stay-open"))
    user = os.geteuid()
    place = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    # The name of a socket holds about a hundred bytes.
    folder = Path(place if len(os.fsencode(place)) <= _MOST_OF_A_NAME else "/tmp")  # noqa: S108
    folder /= f"access-kit-{user}"
    with contextlib.suppress(FileExistsError):
        if make:
            folder.mkdir(mode=PRIVATE_FOLDER)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o077:
        raise Refused(Problem("vault.cannot-stay-open"))
    return folder


@contextlib.contextmanager
def _terminal() -> Iterator[int]:
    """The terminal of this command. By its own name: macOS does not watch ``/dev/tty``."""
    names = [os.ttyname(stream) for stream in (0, 1, 2) if os.isatty(stream)]
    if not names:
        raise Refused(Problem("vault.no-terminal"))
    terminal = os.open(names[0], os.O_RDWR | os.O_NOCTTY)
    try:
        yield terminal
    finally:
        os.close(terminal)
