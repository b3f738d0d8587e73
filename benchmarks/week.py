"""An agency's week: groups of ten, each with a letter, an e-mail or texts to make for everyone.

Processor seconds of the whole command, ``prepare --due --jobs 1``, its start included: first from
nothing, then on the next day with nothing changed, then with another telephone number of the
agency. What was written is counted on the disk: files that are not the ones that were there.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import SEED, Measured, compared, own_python, show
from tests.workflow.kits import large_kit

FEW, MANY, PEOPLE = 4, 16, 10
ROUNDS = 2
DAYS = ("2026-11-27T09:00:00-05:00", "2026-11-28T09:00:00-05:00")
"""Sending is due, and it is not yet too late to ask for an answer."""


@dataclass(frozen=True)
class Run:
    """Processor seconds of a command, and the bytes that it wrote of all there are."""

    seconds: float
    written: int
    there: int


def measure() -> list[Measured]:
    rounds = [_round(number) for number in range(ROUNDS)]
    first, again, changed, few = zip(*rounds, strict=True)
    people = MANY * PEOPLE
    return [
        _beside(f"{people} people, nothing changed, seconds", again, first, "<= 0.05"),
        _written(f"{people} people, nothing changed, MB written", again, "<= 0.02"),
        _beside("another telephone number, seconds", changed, first, ""),
        _written("another telephone number, MB written", changed, ""),
        compared(
            f"milliseconds a person, {people} people beside {FEW * PEOPLE}",
            [one.seconds * 1000 / people for one in first],
            [one.seconds * 1000 / FEW / PEOPLE for one in few],
            "<= 1.1",
            ".0f",
        ),
    ]


def _beside(what: str, ours: tuple[Run, ...], first: tuple[Run, ...], goal: str) -> Measured:
    seconds = ([one.seconds for one in runs] for runs in (ours, first))
    return compared(what, *seconds, goal, ".1f")


def _written(what: str, runs: tuple[Run, ...], goal: str) -> Measured:
    written, there = ([getattr(one, n) / 1e6 for one in runs] for n in ("written", "there"))
    return compared(what, written, there, goal, ".1f")


def _round(number: int) -> tuple[Run, Run, Run, Run]:
    with tempfile.TemporaryDirectory() as folder:
        kit = _make_kit(Path(folder) / "many", MANY, number)
        first, again = (_prepare(kit, day) for day in DAYS)
        path = kit / "kit.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("555 0100", "555 0190"), encoding="utf-8")
        changed = _prepare(kit, DAYS[1])
        few = _prepare(_make_kit(Path(folder) / "few", FEW, number), DAYS[0])
    return first, again, changed, few


def _make_kit(folder: Path, groups: int, number: int) -> Path:
    """So many groups, each with people of its own."""
    session = large_kit(folder, PEOPLE, random.Random(SEED + number))
    text = session.read_text(encoding="utf-8")
    for group in range(groups):
        own = text.replace('id = "evening-group-2026-12-03"', f'id = "group-{group}"')
        own = own.replace('profiles = "profiles"', f'profiles = "people-{group}"')
        (folder / f"group-{group}.toml").write_text(own, encoding="utf-8")
        shutil.copytree(folder / "profiles", folder / f"people-{group}")
    session.unlink()
    return folder


def _prepare(kit: Path, now: str) -> Run:
    before = dict(_files(kit / "out"))
    environment = {**os.environ, "ACCESS_KIT_NOW": now}
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = own_python("-m", "access_kit", "prepare", "--due", "--jobs", "1", "--quiet")
    done = subprocess.run(command, cwd=kit, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime
    after = dict(_files(kit / "out"))
    written = sum(size for path, (size, *_) in after.items() if before.get(path) != after[path])
    return Run(seconds, written, sum(size for size, *_ in after.values()))


def _files(folder: Path) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    """Each file with its size, and with what shows that it was written."""
    for path in folder.rglob("*"):
        if path.is_file():
            found = path.stat()
            yield path, (found.st_size, found.st_ino, found.st_mtime_ns)


if __name__ == "__main__":
    show("week", measure())
