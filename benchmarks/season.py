"""A season of a group: what nine people have to read in twelve weeks, handouts aside.

The same people and weeks by this version and by the one that knew single meetings (commit 040cd4f
of this repository, read from its history), where each of them gets all papers every week.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import ROOT, Measured
from benchmarks.burden import LONG, NAMES, SHOWN

NOW = "2026-11-24T09:00:00-05:00"


def measure() -> list[Measured]:
    from tests.burden.counts import burden_of
    from tests.groups.season import EXTRA, play_season

    with tempfile.TemporaryDirectory() as name:
        world = play_season(Path(name) / "kit")
        weeks: dict[str, list[Counter[str]]] = {}
        for day in world.given:
            for packet in sorted(world.packets(day).iterdir()):
                weeks.setdefault(packet.name, []).append(Counter(burden_of(packet)))
        once = {
            packet.name: Counter(burden_of(packet))
            for packet in _prepare_old(Path(name), EXTRA).iterdir()
        }
    rows = [_row("everyone", sum_of(weeks.values()), old_sum(weeks, once))]
    for person, mine in sorted(weeks.items()):
        rows.append(_row(person, sum(mine, Counter()), times(once[person], len(mine))))
    return [one for some in rows for one in some]


def sum_of(every) -> Counter[str]:
    return sum((one for mine in every for one in mine), Counter())


def old_sum(weeks: dict[str, list[Counter[str]]], once: dict[str, Counter[str]]) -> Counter[str]:
    return sum((times(once[person], len(mine)) for person, mine in weeks.items()), Counter())


def times(counts: Counter[str], by: int) -> Counter[str]:
    return Counter({name: count * by for name, count in counts.items()})


def _row(who: str, ours: Counter[str], theirs: Counter[str]) -> list[Measured]:
    return [
        Measured(
            f"{who}, {NAMES.get(what, what)}",
            f"{ours[what]:,}",
            f"{theirs[what]:,}",
            ours[what] / theirs[what] if theirs[what] else None,
            "<= 0.167" if (who, what) == ("everyone", "sheets") else "",
        )
        for what in SHOWN
        if ours[what] or theirs[what]
    ]


def _prepare_old(folder: Path, extra: dict[str, tuple[str, dict[str, str]]]) -> Path:
    """One meeting's packets by the old program, of the same nine people."""
    packed = subprocess.run(["git", "archive", LONG], cwd=ROOT, capture_output=True, check=True)
    tree, kit = folder / "old", folder / "old-kit"
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(tree, filter="data")
    shutil.copytree(tree / "examples" / "evening-group", kit, ignore=lambda *_: ["out"])
    for person, (like, changes) in extra.items():
        text = (kit / "profiles" / f"{like}.toml").read_text().replace(f'"{like}"', f'"{person}"')
        for old, new in changes.items():
            text = text.replace(old, new)
        (kit / "profiles" / f"{person}.toml").write_text(text)
    environment = os.environ | {"ACCESS_KIT_NOW": NOW, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-m", "access_kit", "prepare", "session.toml", "--quiet"]
    subprocess.run(command, cwd=kit, env=environment, check=True, capture_output=True)
    return next((kit / "out").glob("*/packets"))
