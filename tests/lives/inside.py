"""The real command in this process: a life has dozens, and starting Python costs a second."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from access_kit import cli
from tests.conftest import Ran, command_environment, empty_home
from tests.send.vault_kit import PASSPHRASE


def run_inside(
    kit: Path,
    *arguments: object,
    now: str,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    secret: str = PASSPHRASE,
) -> Ran:
    """As ``tests.send.vault_kit.run``, without a process of its own."""
    read, write = os.pipe()
    os.write(write, (secret + "\n").encode())
    os.close(write)
    variables = (
        command_environment(now)
        | {"XDG_STATE_HOME": str(kit / ".state"), "HOME": empty_home()}
        | (env or {})
    )
    out, err = io.StringIO(), io.StringIO()
    words = [*map(str, arguments), "--passphrase-fd", str(read)]
    try:
        with _environment(variables), _streams(out, err, stdin), contextlib.chdir(kit):
            code = cli.run(words)
    finally:
        with contextlib.suppress(OSError):
            os.close(read)
    return Ran(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
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
