"""Which program makes the papers: another one may make others of the same words."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from access_kit.documents.more_fonts import SWITCH
from access_kit.files import stamp
from access_kit.i18n.catalogues import locales_folder
from access_kit.workflow.prepare.reuse.digests import digest_of

PACKAGE = Path(__file__).parents[3]
NOT_READ = ("__pycache__",)


def program_digest(fonts: tuple[Path, ...]) -> str:
    """A digest of this program, of what is installed beside it, and of the user's ``fonts``.

    Files are told by name, size and time, not read: it is asked before every run.
    """
    return _digest(fonts, os.environ.get(SWITCH, ""))


@lru_cache(maxsize=4)
def _digest(fonts: tuple[Path, ...], system_fonts: str) -> str:
    return digest_of(
        sys.version,
        platform.platform(),
        system_fonts,
        tuple(sorted(_installed())),
        tuple(_stamps((PACKAGE, locales_folder(), *fonts))),
    )


def _installed() -> Iterator[str]:
    """Each package with its version, as the folders of their descriptions are named."""
    for place in map(Path, dict.fromkeys(sys.path)):
        if place.is_dir():
            yield from (one.name for one in place.glob("*.dist-info"))


def _stamps(folders: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not any(part in NOT_READ for part in path.parts) and path.is_file():
                found = stamp(path)
                yield path.relative_to(folder).as_posix(), found.size, found.changed_ns
