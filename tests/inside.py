"""The real command in this process: a test runs dozens, and starting Python costs most of a second.

The long runs (``ACCESS_KIT_SOAK=1``) start a process for each, as a person would.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from access_kit import cli
from tests.conftest import SOAK, Ran

_one_at_a_time = threading.Lock()


def run_command(
    folder: Path,
    words: list[str],
    *,
    environment: Mapping[str, str],
    stdin: str = "",
    passed: tuple[int, ...] = (),
    timeout: float = 120,
    inside: bool = not SOAK,
) -> Ran:
    """What a command says and ends with, in this process or (in soak) one of its own.

    ``passed`` are descriptors that it may read; ``timeout`` is seconds.
    """
    if inside:
        return run_inside(folder, words, environment=environment, stdin=stdin)
    done = subprocess.run(
        [sys.executable, "-m", "access_kit", *words],
        cwd=folder,
        env=environment,
        input=stdin,
        pass_fds=passed,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def run_with_passphrase(
    folder: Path,
    words: list[str],
    *,
    passphrase: str,
    environment: Mapping[str, str],
    stdin: str = "",
    lines: int = 1,
    inside: bool = not SOAK,
) -> Ran:
    """As ``run_command``; the passphrase comes on a descriptor of its own, on so many lines."""
    read, write = os.pipe()
    os.write(write, (passphrase + "\n").encode() * lines)
    os.close(write)
    told = [*words, "--passphrase-fd", str(read)]
    try:
        return run_command(
            folder, told, environment=environment, stdin=stdin, passed=(read,), inside=inside
        )
    finally:
        with contextlib.suppress(OSError):
            os.close(read)


def run_inside(
    folder: Path, words: list[str], *, environment: Mapping[str, str], stdin: str = ""
) -> Ran:
    """What a command says and ends with, run in ``folder`` with these variables and no others.

    A process has one folder, one set of variables and one screen: two at once need two processes.
    """
    out, err = io.StringIO(), io.StringIO()
    assert _one_at_a_time.acquire(blocking=False), "two at once: run them with inside=False"
    try:
        with _streams(out, err, stdin), _variables(environment), contextlib.chdir(folder):
            code = cli.run(words)
    finally:
        _one_at_a_time.release()
    return Ran(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _variables(variables: Mapping[str, str]) -> Iterator[None]:
    """``tempfile`` remembers the folder that it found first: here ``TMPDIR`` holds again."""
    before, tempfile.tempdir = dict(os.environ), None
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        tempfile.tempdir = None
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _streams(out: io.StringIO, err: io.StringIO, stdin: str) -> Iterator[None]:
    """What is typed is descriptor 0 too: a command may be told to read it there."""
    before = sys.stdout, sys.stderr, sys.stdin
    kept = os.dup(0)
    with tempfile.TemporaryFile() as typed:
        typed.write(stdin.encode())
        typed.seek(0)
        os.dup2(typed.fileno(), 0)
    sys.stdout, sys.stderr = out, err
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin = before
        os.dup2(kept, 0)
        os.close(kept)
