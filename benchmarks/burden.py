"""How much a person has to read before a first meeting: the papers that go first, handouts aside.

The example session, prepared by this version and by the one before papers were short (commit
040cd4f of this repository, read from its history), on the same day. A sheet has two sides; minutes
are at 150 words a minute.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from benchmarks import ROOT, Measured

LONG = "040cd4f"
NOW = "2026-11-24T09:00:00-05:00"
WORDS_A_MINUTE = 150
SHOWN = ("sheets", "words", "tech_check", "consent", "texts", "mail")
NAMES = {"tech_check": "questions of the check", "consent": "lines of the agreement"}
NAMES |= {"mail": "words of the e-mail", "texts": "text messages"}


def measure() -> list[Measured]:
    from tests.burden.counts import burden_of

    with tempfile.TemporaryDirectory() as name:
        old = Path(name) / "old"
        packed = subprocess.run(
            ["git", "archive", LONG], cwd=ROOT, capture_output=True, check=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(old, filter="data")
        before, after = (_prepare(tree, Path(name) / f"kit-{tree.name}") for tree in (old, ROOT))
        people = sorted(path.name for path in after.iterdir())
        counts = {one: (burden_of(after / one), burden_of(before / one)) for one in people}
    rows = []
    for person, (ours, theirs) in counts.items():
        for what in SHOWN:
            if ours[what] or theirs[what]:
                row = f"{person}, {NAMES.get(what, what)}"
                ratio = ours[what] / theirs[what] if theirs[what] else None
                rows.append(Measured(row, _said(ours, what), _said(theirs, what), ratio))
    return rows


def _said(counts: dict[str, int], what: str) -> str:
    minutes = f" ({counts[what] / WORDS_A_MINUTE:.0f} min)" if what == "words" else ""
    return f"{counts[what]:,}{minutes}"


def _prepare(tree: Path, kit: Path) -> Path:
    """The packets that the program of ``tree`` makes of its own example."""
    shutil.copytree(tree / "examples" / "evening-group", kit, ignore=lambda *_: ["out"])
    environment = os.environ | {"ACCESS_KIT_NOW": NOW, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-m", "access_kit", "prepare", "session.toml", "--quiet"]
    subprocess.run(command, cwd=kit, env=environment, check=True, capture_output=True)
    return next((kit / "out").glob("*/packets"))
