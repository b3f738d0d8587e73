"""access-kit measured beside other programs that do the same work.

Rules of this folder:
- The same words, pictures, fonts and paper for everyone; each document differs in one name, so that
  no cache answers for the work.
- Contenders take short turns within one run. A ratio is taken within each round, and the middle of
  the rounds counts: a busy moment of the machine falls on all of them alike.
- What matters is the ratio; the numbers beside it are of one machine on one day.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED = int(os.environ.get("ACCESS_KIT_SEED", "1"))


@dataclass(frozen=True)
class Measured:
    """One line of the table. ``ratio`` is ours to theirs; ``goal`` reads like ``>= 8``."""

    what: str
    ours: str
    beside: str
    ratio: float | None = None
    goal: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.ratio is None or not self.goal:
            return None
        sign, _, number = self.goal.partition(" ")
        return self.ratio >= float(number) if sign == ">=" else self.ratio <= float(number)


Turns = dict[str, list[float]]
"""By contender, what each round measured."""


def rates(contenders: Mapping[str, Callable[[int], object]], *, seconds=0.7, rounds=21) -> Turns:
    """How many a second each contender makes, in ``rounds`` short turns of ``seconds``.

    A contender is called with a number that never comes twice.
    """
    number = 0
    for make in contenders.values():  # warm: imports, fonts and compilers are loaded
        for _ in range(3):
            number += 1
            make(number)
    turns: Turns = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, make in contenders.items():
            started = time.perf_counter()
            done = 0
            while time.perf_counter() - started < seconds:
                number += 1
                make(number)
                done += 1
            turns[name].append(done / (time.perf_counter() - started))
    return turns


def run_times(commands: Mapping[str, Sequence[str | Path]], *, rounds: int = 15) -> Turns:
    """Seconds that each command takes from start to end, in ``rounds`` turns."""
    turns: Turns = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            if turn:  # the first turn fills the disk's cache and Python's
                turns[name].append(time.perf_counter() - started)
    return turns


def compared(what: str, ours: list[float], theirs: list[float], goal: str, form: str) -> Measured:
    """A line of the table: the middle of each, and the middle of the rounds' own ratios.

    Two turns of one round meet the same machine; a busy minute falls on both.
    """
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    shown = [format(statistics.median(each), form) for each in (ours, theirs)]
    return Measured(what, *shown, ratio, goal)


def circumstances(command: str) -> list[str]:
    """When, what and where: enough to run it again."""
    commit = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    found = subprocess.run(commit, capture_output=True, text=True, check=False).stdout.strip()
    return [
        f"- date: {time.strftime('%Y-%m-%d')}",
        f"- command: `{command}`",
        f"- seed: {SEED}",
        f"- commit: {found or 'unknown'}",
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
    ]


def as_table(measured: Sequence[Measured]) -> str:
    lines = ["| What | access-kit | beside | ratio | goal | met |", "|---|---|---|---|---|---|"]
    for row in measured:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = {True: "yes", False: "no", None: ""}[row.is_met]
        cells = (row.what, row.ours, row.beside, ratio, row.goal, met)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def show(name: str, measured: Sequence[Measured]) -> None:
    print("\n".join([*circumstances(f"python -m benchmarks.{name}"), "", as_table(measured)]))


def own_python(*args: str | Path) -> list[str | Path]:
    return [sys.executable, *args]
