"""A process that holds the key of one vault in its memory, and nothing else.

``unlocked.py`` starts it and talks to it. It lives in a folder that only this user can enter,
behind a socket that answers only this user; its memory is locked and closed to other programs
where the system can do that. It ends with its time, with the terminal that it was started from, or
when it is told to. The key comes in through a pipe: no file, argument or variable ever holds it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

KEEP, END, READY = b"key\n", b"end\n", b"ready\n"
"""What is asked of it, and what it says once it answers."""

ASK_SECONDS = 2.0
"""How long one who connects may take to say what they want."""

_LOOK_SECONDS = 5.0
_PR_SET_DUMPABLE = 4
_MCL_CURRENT, _MCL_FUTURE = 1, 2


def main(path: str, seconds: float, terminal: int) -> None:
    """Hold the key that standard input gives, at the socket ``path``, for ``seconds``.

    ``terminal`` is the descriptor of the terminal to end with.
    """
    _close_memory()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    key = bytearray(os.read(sys.stdin.fileno(), 1000))
    _lock_memory()
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(path)
        listener.listen(4)
        os.write(sys.stdout.fileno(), READY)
        _detach()
        _answer_until_the_end(listener, key, _now() + seconds, terminal)
    finally:
        key[:] = bytes(len(key))
        listener.close()
        with contextlib.suppress(OSError):
            Path(path).unlink()


def _answer_until_the_end(
    listener: socket.socket, key: bytearray, end: float, terminal: int
) -> None:
    watch = select.poll()
    watch.register(listener, select.POLLIN)
    watch.register(terminal, 0)
    while (left := end - _now()) > 0:
        for descriptor, _ in watch.poll(1000 * min(left, _LOOK_SECONDS)):
            if descriptor == terminal:
                return
            if _now() < end and not _serve(listener, key):
                return


def _serve(listener: socket.socket, key: bytearray) -> bool:
    """Answer one who asks; whether to go on."""
    with contextlib.suppress(OSError):
        client, _ = listener.accept()
        with client:
            client.settimeout(ASK_SECONDS)
            if peer(client) != os.geteuid():
                return True
            asked = client.recv(len(KEEP))
            if asked == KEEP:
                client.sendall(key)
            return asked != END
    return True


def peer(other: socket.socket) -> int | None:
    """The user at the other end of a socket, by the system's word; ``None`` where it has none."""
    if hasattr(socket, "SO_PEERCRED"):
        found = other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", found)[1])
    if sys.platform == "darwin":  # LOCAL_PEERCRED: a version, then the user
        found = other.getsockopt(0, 1, 76)
        return int(struct.unpack_from("II", found)[1])
    return None


def _now() -> float:
    """Seconds that pass while the computer sleeps, too."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if clock is None else time.clock_gettime(clock)


def _detach() -> None:
    """Let go of what was inherited; signals of the terminal go to others."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    os.chdir("/")


def _close_memory() -> None:
    """No core file, and no other program of this user may look in."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for library in _system():
        library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _lock_memory() -> None:
    """Nothing of it is written to swap, where the system lets it be so."""
    for library in _system():
        library.mlockall(_MCL_CURRENT | _MCL_FUTURE) and library.mlockall(_MCL_CURRENT)


def _system() -> Iterator[ctypes.CDLL]:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            yield ctypes.CDLL(None)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
