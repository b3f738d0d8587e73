"""The real command in this process: a test runs dozens, and starting Python costs most of a second.

The long runs (``ACCESS_KIT_SOAK=1``) start a process for each, as a person would.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from access_kit import cli
from tests.conftest import Ran

_one_at_a_time = threading.Lock()


def run_inside(
    folder: Path, words: list[str], *, environment: Mapping[str, str], stdin: str = ""
) -> Ran:
    """What a command says and ends with, run in ``folder`` with these variables and no others.

    A process has one folder, one set of variables and one screen: two at once need two processes.
    """
    out, err = io.StringIO(), io.StringIO()
    assert _one_at_a_time.acquire(blocking=False), "two at once: run them with inside=False"
    try:
        with _variables(environment), _streams(out, err, stdin), contextlib.chdir(folder):
            code = cli.run(words)
    finally:
        _one_at_a_time.release()
    return Ran(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _variables(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _streams(out: io.StringIO, err: io.StringIO, stdin: str) -> Iterator[None]:
    before = sys.stdout, sys.stderr, sys.stdin
    sys.stdout, sys.stderr, sys.stdin = out, err, io.StringIO(stdin)
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin = before
