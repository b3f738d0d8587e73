"""A command of a life, with the vault's passphrase on a descriptor, in this process."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from tests import inside
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
    """As ``tests.send.vault_kit.run``, whatever the size of the run."""
    read, write = os.pipe()
    os.write(write, (secret + "\n").encode())
    os.close(write)
    variables = (
        command_environment(now)
        | {"XDG_STATE_HOME": str(kit / ".state"), "HOME": empty_home()}
        | dict(env or {})
    )
    words = [*map(str, arguments), "--passphrase-fd", str(read)]
    try:
        return inside.run_inside(kit, words, environment=variables, stdin=stdin)
    finally:
        with contextlib.suppress(OSError):
            os.close(read)
