"""Run ``access-kit`` and fail at the Nth change of the file system.

Called as ``python -m tests.workflow.crash KIND N ARGUMENTS…``:
``crash.py kill 17 prepare …`` kills itself like ``kill -9`` right before the 17th change;
``crash.py full 17 prepare …`` lets that change and every later write fail with "no space left";
``crash.py readonly 17 prepare …`` lets it and every later change fail on a read-only disk.
Prints the count of changes on the last line of stderr when it comes to the end.
"""

from __future__ import annotations

import errno
import os
import pathlib
import shutil
import signal
import sys

CHANGES = {"count": 0}


def fault(kind: str, at: int, real, *, writes: bool):
    def changed(*args, **kwargs):
        CHANGES["count"] += 1
        if kind == "kill" and CHANGES["count"] == at:
            os.kill(os.getpid(), signal.SIGKILL)
        if kind == "full" and CHANGES["count"] >= at and writes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if kind == "readonly" and CHANGES["count"] >= at:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(*args, **kwargs)

    return changed


def install(kind: str, at: int) -> None:
    """Count and spoil what changes the disk: making, writing, syncing, moving, removing."""
    for name, writes in (
        ("replace", False), ("rename", False), ("unlink", False), ("mkdir", True),
        ("rmdir", False), ("fsync", True), ("write", True), ("sync", False), ("link", True),
    ):  # fmt: skip
        setattr(os, name, fault(kind, at, getattr(os, name), writes=writes))
    shutil.rmtree = fault(kind, at, shutil.rmtree, writes=False)
    open_new = os.open

    def opened(path, flags, *args, **kwargs):
        if flags & os.O_CREAT:
            return fault(kind, at, open_new, writes=True)(path, flags, *args, **kwargs)
        return open_new(path, flags, *args, **kwargs)

    os.open = opened
    for name in ("rename", "unlink", "mkdir", "replace"):
        setattr(
            pathlib.Path,
            name,
            fault(kind, at, getattr(pathlib.Path, name), writes=name == "mkdir"),
        )


def main() -> None:
    kind, at = sys.argv[1], int(sys.argv[2])
    from access_kit.cli import main as access_kit

    install(kind, at)
    try:
        access_kit(sys.argv[3:])
    finally:
        sys.stderr.write(f"\nchanges: {CHANGES['count']}\n")


if __name__ == "__main__":
    main()
