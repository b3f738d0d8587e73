"""What was made for a session goes away some days after it: our own files, by their digests.

A file that was changed, or that is not ours, is named and stays; so does ``plan.json`` beside it,
so that it is named again until somebody looks.
"""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from access_kit.errors import Problem, Severity
from access_kit.files import lock_folder, shown, telling_write_errors
from access_kit.notation import read_own_json
from access_kit.store.custody import PLAN, files_of, is_answer, others_in


@dataclass(frozen=True)
class DueFolder:
    """The folder of a session that ended longer ago than the kit keeps its papers."""

    path: Path
    session: str
    ended: datetime.datetime


@dataclass(frozen=True)
class Purged:
    """Files removed, and those that stay because they are not as we made them."""

    removed: int
    kept: tuple[Path, ...]


def purge_due(out: Path, *, out_days: int, now: datetime.datetime) -> list[DueFolder]:
    """The sessions in ``out`` whose papers should go, oldest first. Reads only."""
    found = []
    for plan_path in out.glob(f"*/{PLAN}"):
        ended = _end_of(read_own_json(plan_path))
        if ended and now >= ended + datetime.timedelta(days=out_days):
            found.append(DueFolder(plan_path.parent, plan_path.parent.name, ended))
    return sorted(found, key=lambda due: (due.ended, due.session))


def remind_purge(out: Path, *, out_days: int, now: datetime.datetime) -> list[Problem]:
    """A warning for each folder that is due, for commands that remind and do not remove."""
    return [
        Problem(
            "purge.due",
            Severity.WARNING,
            file=shown(due.path),
            facts={"ended": due.ended.date().isoformat(), "days": out_days},
        )
        for due in purge_due(out, out_days=out_days, now=now)
    ]


def purge_folder(folder: Path) -> Purged:
    """Remove our own files of one session; ``Refused`` while another program writes there."""
    with telling_write_errors(folder), lock_folder(folder):
        ours, kept = _sort_files(folder)
        for path in ours:
            path.unlink()
        if not kept:
            (folder / PLAN).unlink(missing_ok=True)
    with telling_write_errors(folder):
        remove_empty(folder)
    return Purged(len(ours) + (not kept), tuple(kept))


def list_files(folder: Path) -> tuple[int, tuple[Path, ...]]:
    """How many files ``purge_folder`` would remove, and which it would leave."""
    ours, kept = _sort_files(folder)
    return len(ours) + (not kept), tuple(kept)


def _sort_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Files as we made them, and all others; the plan and the lock stand apart."""
    known = files_of(folder)
    ours = [path for path, one in known.items() if path.name != LOCKED and one.is_as_made()]
    changed = [path for path, one in known.items() if not one.is_as_made()]
    return (
        sorted(path for path in ours if path != folder / PLAN),
        sorted([*changed, *others_in(folder, known)]),
    )


LOCKED = ".lock"


def _end_of(plan: Any) -> datetime.datetime | None:  # noqa: ANN401 (JSON)
    """When the session of a plan ended; ``None`` when this is no plan of ours."""
    if not is_answer(plan, "plan"):
        return None
    try:
        starts = datetime.datetime.fromisoformat(plan["session"]["starts"])
        ended = starts + datetime.timedelta(minutes=plan["session"]["minutes"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return ended if ended.tzinfo else None


def remove_empty(folder: Path) -> None:
    """Remove the folders that are empty now, the inner ones first."""
    inner = [path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()]
    for path in [*sorted(inner, reverse=True), folder]:
        with contextlib.suppress(OSError):
            path.rmdir()
