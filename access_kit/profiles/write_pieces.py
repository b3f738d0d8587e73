"""A private file written piece by piece, so that its size does not matter."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from access_kit.files import PRIVATE_FILE, telling_write_errors


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside ``path``, sync, then replace: the old file or the new one, whatever happens."""
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    with telling_write_errors(path):
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(pieces)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
