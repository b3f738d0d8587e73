"""A session with very many people: how time and memory grow, and what a second worker is worth.

Everyone has an own name, address and needs, drawn at random; each number is of the whole command,
its start and its reading of a thousand profiles included. One worker is one thread; two workers
are two processes, started afresh. Memory is the most that one of these ever held.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import SEED, Measured, compared, own_python, show
from benchmarks.packet import NOW
from tests.workflow.kits import large_kit

FEW, MANY = 100, 1000
LEAST_GAIN = 1.6
MOST_TIME = 1.1
MOST_MEMORY = 1.25
_LOOK_EVERY = 0.25


@dataclass(frozen=True)
class Run:
    seconds: float
    worker_mb: float


def measure(*, rounds: int = 3) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        sessions = {
            people: large_kit(Path(folder) / str(people), people, random.Random(SEED))
            for people in (FEW, MANY)
        }
        runs = [
            {
                (people, jobs): _prepare(sessions[people], jobs, Path(folder) / "out")
                for people in (FEW, MANY)
                for jobs in (1, 2)
            }
            for _ in range(rounds)
        ]
    return [
        _grown("time a person, ms", runs, _a_person, MOST_TIME),
        _grown("a worker's memory, MB", runs, _memory, MOST_MEMORY),
        _gain(runs),
    ]


Round = dict[tuple[int, int], Run]
"""By number of people and of workers."""


def _a_person(run: Round, people: int) -> float:
    return run[people, 1].seconds * 1000 / people


def _memory(run: Round, people: int) -> float:
    return run[people, 2].worker_mb


def _grown(
    what: str, runs: list[Round], value: Callable[[Round, int], float], most: float
) -> Measured:
    many, few = ([value(run, people) for run in runs] for people in (MANY, FEW))
    return compared(f"{what}, {MANY} people beside {FEW}", many, few, f"<= {most}", ".0f")


def _gain(runs: list[Round]) -> Measured:
    two, one = ([MANY / run[MANY, jobs].seconds for run in runs] for jobs in (2, 1))
    what = f"{MANY} people, packets a second, two workers beside one"
    return compared(what, two, one, f">= {LEAST_GAIN}", ".1f")


def _prepare(session: Path, jobs: int, out: Path) -> Run:
    command = own_python(
        "-m", "access_kit", "prepare", session,
        "--out", out, "--force", "--quiet", "--jobs", str(jobs),
    )  # fmt: skip
    shutil.rmtree(out, ignore_errors=True)
    environment = {**os.environ, "ACCESS_KIT_NOW": NOW}
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        most = 0.0
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_EVERY)
                break
            most = max([most, *(_peak(child) for child in _workers_of(process.pid))])
    seconds = time.perf_counter() - started
    assert process.returncode == 0, process.returncode
    return Run(seconds, most)


def _workers_of(pid: int) -> list[int]:
    """The worker processes of a command; Linux says it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in children if "spawn_main" in _command(int(child))]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _peak(pid: int) -> float:
    """The most memory that a process had in use, in MB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    show("crowd", measure())
