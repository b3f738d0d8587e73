"""What was made for a session goes away some days after it: our own files, by their digests.

A file that was changed, or that is not ours, is named and stays; so does ``plan.json`` beside it,
so that it is named again until somebody looks.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from access_kit.errors import Problem, Severity
from access_kit.files import lock_folder, shown, telling_write_errors
from access_kit.store.laid_ready import LOCK, REGISTER

_LAID_READY = (".new", REGISTER, "outbox", "letters.pdf", "labels.pdf", "calibration.pdf")
_PLAN, _MANIFEST = "plan.json", "manifest.json"
_NOBODYS = frozenset({".lock", LOCK, ".DS_Store", "Thumbs.db", "desktop.ini"})


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
    for plan_path in out.glob(f"*/{_PLAN}"):
        ended = _end_of(_read_json(plan_path))
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
            (folder / _PLAN).unlink(missing_ok=True)
    with telling_write_errors(folder):
        _remove_empty(folder)
    return Purged(len(ours) + (not kept), tuple(kept))


def list_files(folder: Path) -> tuple[int, tuple[Path, ...]]:
    """How many files ``purge_folder`` would remove, and which it would leave."""
    ours, kept = _sort_files(folder)
    return len(ours) + (not kept), tuple(kept)


def _sort_files(folder: Path) -> tuple[list[Path], list[Path]]:
    known = _known_digests(folder)
    ours: list[Path] = []
    kept: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if (
            path == folder / _PLAN
            or path.name == ".lock"
            or (path.is_dir() and not path.is_symlink())
        ):
            continue
        (ours if _is_ours(path, folder, known) else kept).append(path)
    return ours, kept


def _is_ours(path: Path, folder: Path, known: dict[Path, str]) -> bool:
    if path.is_symlink():
        return False
    inside = path.relative_to(folder).parts
    if inside[0] in _LAID_READY or path.name in _NOBODYS or path.name.endswith((".part", ".old")):
        return True
    if path.name == _MANIFEST:
        return _is_answer(_read_json(path), "manifest")
    return path in known and _digest_of(path) == known[path]


def _known_digests(folder: Path) -> dict[Path, str]:
    """Every file that the plan and the manifests name, with its digest."""
    known: dict[Path, str] = {}
    plan = _read_json(folder / _PLAN)
    if _is_answer(plan, "plan"):
        for part in ("group", "facilitator"):
            known |= dict(_named(plan.get(part), folder))
    for path in folder.rglob(_MANIFEST):
        manifest = _read_json(path)
        if _is_answer(manifest, "manifest"):
            known |= dict(_named(manifest, path.parent))
    return known


def _named(part: Any, folder: Path) -> Iterator[tuple[Path, str]]:  # noqa: ANN401 (JSON)
    with contextlib.suppress(KeyError, TypeError, ValueError):
        for entry in part["artefacts"]:
            yield folder / str(entry["file"]), str(entry["sha256"])


def _is_answer(value: Any, kind: str) -> bool:  # noqa: ANN401 (JSON)
    return isinstance(value, dict) and str(value.get("schema", "")).startswith(
        f"access-kit/{kind}/"
    )


def _read_json(path: Path) -> Any:  # noqa: ANN401 (JSON)
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _end_of(plan: Any) -> datetime.datetime | None:  # noqa: ANN401 (JSON)
    """When the session of a plan ended; ``None`` when this is no plan of ours."""
    if not _is_answer(plan, "plan"):
        return None
    try:
        starts = datetime.datetime.fromisoformat(plan["session"]["starts"])
        ended = starts + datetime.timedelta(minutes=plan["session"]["minutes"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return ended if ended.tzinfo else None


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _remove_empty(folder: Path) -> None:
    """Remove the folders that are empty now, the inner ones first."""
    if (folder / ".new").is_dir():
        shutil.rmtree(folder / ".new")
    inner = [path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()]
    for path in [*sorted(inner, reverse=True), folder]:
        with contextlib.suppress(OSError):
            path.rmdir()
