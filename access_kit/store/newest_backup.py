"""Where a kit keeps its backups, and which of them to take when the vault is damaged."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from access_kit.errors import BadInput
from access_kit.files import shown

FOLDER = "backups"
AGE_SUFFIX, PLAIN_SUFFIX = ".age", ".zip"


def newest_backup(folder: Path) -> Path | None:
    """The newest backup in a kit's own folder of backups, by its name."""
    found = [p for p in (folder / FOLDER).glob("vault-*") if p.suffix in (AGE_SUFFIX, PLAIN_SUFFIX)]
    return max(found, key=lambda path: path.name, default=None)


def with_backup_named(error: BadInput, folder: Path) -> BadInput:
    """The same error, with the backup to put back in its hint, where there is one."""
    newest = newest_backup(folder)
    if newest is None:
        return error
    facts = {"guess": shown(newest)}
    return BadInput(
        dataclasses.replace(problem, facts={**problem.facts, **facts}) for problem in error.problems
    )
