"""Trying commands on files: a child process that is watched, and what came of each try."""

from __future__ import annotations

import json
import os
import select
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.readers.world import environment

MOST_SECONDS = 10
MOST_BYTES = 1_000_000_000
PATIENCE = 60
"""Seconds of the processor after which a try counts as one that never ends."""
LONGEST_WAIT = 900
"""Seconds by the clock on the wall, for a try that waits for something."""


@dataclass(frozen=True)
class Outcome:
    """How one try ended. ``code`` is -1 where it never did, -2 where the process fell over."""

    code: int
    seconds: float
    peak: int
    stdout: str
    stderr: str

    def fault(self, pace: float = 1, seconds: float = MOST_SECONDS) -> str:
        """What must not be; empty where nothing is. ``pace``: how slow the machine is."""
        if self.code in (-1, -2, 70):
            names = {-1: "never ends", -2: "falls over", 70: "exit 70"}
            return f"{names[self.code]}: {self.stderr[-300:]}"
        if self.code not in range(7):
            return f"exit {self.code}: {self.stderr[-300:]}"
        if self.seconds > seconds * pace:
            return f"{self.seconds:.1f} s"
        return f"{self.peak // 1_000_000} MB" if self.peak > MOST_BYTES else ""


class Child:
    """A process of ``tests.readers.child``; it is started again when it fell over."""

    def __init__(self, world: Path, secret: str = "") -> None:
        self.world = world
        self._words = (world / secret).read_text() if secret else ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def run(self, command: str, file: Path) -> Outcome:
        words = [word.replace("{file}", str(file)) for word in shlex.split(command)]
        process = self._process or self._start()
        try:
            process.stdin.write(json.dumps(words).encode() + b"\n")
            process.stdin.flush()
            line = self._line(process)
        except BrokenPipeError:
            line = b""
        if line is None or not line:
            self.end()
            return Outcome(-1 if line is None else -2, PATIENCE, 0, "", command)
        found = json.loads(line)
        if found["peak"] > MOST_BYTES // 2:
            self.end()
        keys = ("code", "seconds", "peak", "stdout", "stderr")
        return Outcome(*(found[key] for key in keys))

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.readers.child"],
            cwd=self.world,
            env=environment(self.world, self._words) | {"PYTHONPATH": os.pathsep.join(_paths())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._process

    def _line(self, process: subprocess.Popen[bytes]) -> bytes | None:
        """The next line; ``None`` when none comes."""
        out, held = process.stdout, b""
        until, began = time.monotonic() + LONGEST_WAIT, _used(process.pid)
        while not held.endswith(b"\n"):
            if not select.select([out], [], [], 1)[0]:
                if _used(process.pid) - began > PATIENCE or time.monotonic() > until:
                    return None
                continue
            piece = os.read(out.fileno(), 1 << 16)
            if not piece:
                return b""
            held += piece
        return held


def _used(process: int) -> float:
    """Seconds that a process and those it waited for had of the processor; others do not count."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def _paths() -> list[str]:
    import access_kit
    import tests

    return [str(Path(access_kit.__file__).parents[1]), str(Path(tests.__file__).parents[1])]
