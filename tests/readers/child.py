"""A process in which commands are tried one after another: python -m tests.readers.child.

Each line in is a JSON list of words of a command line; each line out says how it ended. ``{fd}``
among the words stands for a descriptor on which the lines of ``ACCESS_KIT_TEST_SECRETS`` wait.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import time
import warnings
from pathlib import Path

BACK = os.dup(1)
"""Where answers go: what a library prints on descriptor 1 must not get among them."""


def main() -> None:
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    from access_kit.cli import run

    with os.fdopen(BACK, "w", encoding="utf-8") as back:
        commands, sys.stdin = sys.stdin, io.StringIO("")
        for line in commands:
            back.write(json.dumps(_try(run, json.loads(line))) + "\n")
            back.flush()


def _try(run, words: list[str]) -> dict:
    said, told = io.StringIO(), io.StringIO()
    _forget_peak()
    began, clock = _seconds(), time.monotonic()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told), _secrets() as fd:
        try:
            code = run([word.replace("{fd}", str(fd)) for word in words])
        except SystemExit as ended:
            code = ended.code
    return {
        "code": code,
        "seconds": _seconds() - began,
        "clock": time.monotonic() - clock,
        "peak": _peak(),
        "stdout": said.getvalue()[-20_000:],
        "stderr": told.getvalue()[-4_000:],
    }


@contextlib.contextmanager
def _secrets():
    read, write = os.pipe()
    os.write(write, os.environ.get("ACCESS_KIT_TEST_SECRETS", "").encode())
    os.close(write)
    try:
        yield read
    finally:
        with contextlib.suppress(OSError):
            os.close(read)


def _seconds() -> float:
    """CPU seconds of this process and of those that it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _forget_peak() -> None:
    with contextlib.suppress(OSError), Path("/proc/self/clear_refs").open("w") as file:
        file.write("5")


def _peak() -> int:
    """Bytes of memory at the highest; 0 where the system does not say."""
    try:
        with Path("/proc/self/status").open() as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


if __name__ == "__main__":
    main()
