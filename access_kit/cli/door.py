"""The options of a kit and its store, as one parameter.

Here and elsewhere in this folder a function imports what it calls where that is slow to import, or
may not be installed: so ``--help`` and a usage error are quick, and a missing part is missed only
by the commands that need it. ``tests/cli/test_start_up.py`` holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.options import From, KitFolder, read_now
from access_kit.console import Talk

if TYPE_CHECKING:
    from access_kit.workflow.keep.access import KitAccess

PassphraseFd = Annotated[
    int | None,
    typer.Option(
        "--passphrase-fd",
        metavar="N",
        help="Read secrets from this file descriptor, one a line (for programs).",
    ),
]


@dataclass(frozen=True)
class Door:
    """The way into a kit and its store."""

    kit: Path | None
    passphrase_fd: int | None = None

    def access(self, talk: Talk) -> KitAccess:
        """What is behind it; warnings are told by ``talk``."""
        from access_kit.cli.unlock import Secrets
        from access_kit.workflow.keep.access import KitAccess

        return KitAccess(self.kit, lambda: Secrets(self.passphrase_fd), talk.tell, read_now)


def _door(kit: KitFolder = None, passphrase_fd: PassphraseFd = None) -> Door:
    return Door(kit, passphrase_fd)


KitDoor = Annotated[Door, From(_door)]
