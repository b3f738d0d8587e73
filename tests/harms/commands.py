"""The commands called inside the tests' own process: a life of many steps takes seconds.

One may be called while another is under way, since life goes on meanwhile; ``tests.inside`` takes
one at a time.
"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from unittest import mock

from access_kit import cli
from tests.conftest import Ran, command_environment, empty_home
from tests.send.vault_kit import LATER, PASSPHRASE


def call(
    kit: Path, *arguments: object, now: str = LATER, opens_vault: bool = True, **env: str
) -> Ran:
    """A command as the user gives it, in the kit's folder, with the vault's passphrase."""
    read, write = os.pipe()
    os.write(write, (PASSPHRASE + "\n").encode() * 2)
    os.close(write)
    words = [*map(str, arguments), *(("--passphrase-fd", str(read)) if opens_vault else ())]
    environment = (
        command_environment(now)
        | {"XDG_STATE_HOME": str(kit / ".state"), "HOME": empty_home()}
        | env
    )
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        contextlib.chdir(kit),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.stdin", io.StringIO("")),
    ):
        try:
            cli.main(words)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            with contextlib.suppress(OSError):
                os.close(read)
    return Ran(code, _read(out), _read(err))


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
