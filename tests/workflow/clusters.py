"""A Dask cluster on this computer, for tests: real processes, which can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

KEEPS_NOTHING = {f"DASK_DISTRIBUTED__WORKER__MEMORY__{one}": "False" for one in ("TARGET", "SPILL")}
"""Settings of workers that write nothing of what they hold to a disk."""


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path, environment: dict[str, str], port: int = 0) -> None:
        self._environment = environment
        self._folder = folder
        self._told = folder / "scheduler.json"
        self.log = folder / "cluster.log"
        scheduler = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        self.scheduler = self._start("scheduler", *scheduler, "--scheduler-file", str(self._told))
        until = time.monotonic() + 60
        while not self._told.exists() or not self._told.read_text():
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)
        self.url = json.loads(self._told.read_text())["address"]
        self.workers: list[subprocess.Popen] = []

    def _start(self, what: str, *words: str) -> subprocess.Popen:
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + what, *words],
                env=self._environment, stdout=log, stderr=log, cwd=self._folder,
            )  # fmt: skip

    def work(self, count: int = 1, *, watched: bool = False) -> None:
        """Start workers; a command waits for the first. Who is ``watched`` begins again."""
        nanny = "--nanny" if watched else "--no-nanny"
        for _ in range(count):
            words = ("--nthreads", "1", "--no-dashboard", nanny, "--local-directory")
            self.workers.append(self._start("worker", self.url, *words, str(self._folder)))

    def close(self) -> None:
        for one in (*self.workers, self.scheduler):
            one.terminate()
        for one in (*self.workers, self.scheduler):
            try:
                one.wait(10)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
