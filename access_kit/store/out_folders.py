"""Where the papers of a kit lie: ``out`` in the kit, and every other folder that was named once.

What a run with ``--out DIR`` makes must be found again by a withdrawal, an erasing and a purge that
know nothing of it: so such folders are written down in ``out/elsewhere.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

from access_kit.files import keep_private, make_folder, write_atomic
from access_kit.notation import read_own_json

OUT, ELSEWHERE, SCHEMA = "out", "elsewhere.json", "access-kit/elsewhere/1"


def note_out(kit: Path, out: Path) -> None:
    """Remember a folder that papers are about to be put into; the kit's own is made private."""
    usual = kit / OUT
    if out.resolve() == usual.resolve():
        keep_private(usual)
        return
    known = _elsewhere(kit)
    if out.resolve() in known:
        return
    make_folder(usual)
    folders = [str(path) for path in (*known, out.resolve())]
    text = json.dumps({"schema": SCHEMA, "folders": folders}, ensure_ascii=False, indent=2)
    write_atomic(usual / ELSEWHERE, text.encode() + b"\n")


def out_folders(kit: Path) -> tuple[Path, ...]:
    """Every folder in which papers of the kit may lie and which can be reached now."""
    return (kit / OUT, *(path for path in _elsewhere(kit) if path.is_dir()))


def missing_outs(kit: Path) -> tuple[Path, ...]:
    """Folders that papers were put into and that are not there now: a stick, a server."""
    return tuple(path for path in _elsewhere(kit) if not path.is_dir())


def _elsewhere(kit: Path) -> tuple[Path, ...]:
    held = read_own_json(kit / OUT / ELSEWHERE)
    if not isinstance(held, dict) or held.get("schema") != SCHEMA:
        return ()
    folders = held.get("folders")
    return tuple(Path(str(one)) for one in folders) if isinstance(folders, list) else ()
