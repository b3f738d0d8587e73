"""What every test may use: the real command, one seed, and an honest end of the run."""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
import pkgutil
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import access_kit
from tests import remembered
from tests.answers import fitting
from tests.tools import MISSING, ROOT

NOW = "2026-11-24T09:00:00-05:00"
"""The time that the command believes it is, unless a test says otherwise."""

NUMBERS = "numbers"
"""The name under which tests note what they counted."""

SOAK = os.environ.get("ACCESS_KIT_SOAK") == "1"
SEED = int(os.environ.get("ACCESS_KIT_SEED", "1"))

hypothesis.settings.register_profile(
    "ci", max_examples=25, derandomize=True, deadline=None, print_blob=True
)
hypothesis.settings.register_profile("soak", max_examples=2000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("soak" if SOAK else "ci")

# Fonts of the computer take no part: a character that our fonts lack is lacking on each machine.
os.environ["ACCESS_KIT_SYSTEM_FONTS"] = "0"

# Hypothesis takes constants of the modules that are loaded as examples. All of them are loaded,
# so that a test tries the same examples alone and after any other.
for _module in pkgutil.walk_packages(access_kit.__path__, "access_kit."):
    if not _module.name.endswith("__main__"):
        importlib.import_module(_module.name)


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """The answer of ``--json``, once it is known to fit its shipped schema."""
        return fitting(json.loads(self.stdout))


@pytest.fixture
def run_cli(tmp_path: Path) -> Callable[..., Ran]:
    """Run the real ``access-kit``; in soak, in a process of its own.

    ``run_cli("prepare", path, cwd=…, env={…}, stdin="…", now="…")``. The working folder is
    ``tmp_path``; variables of the project do not leak in from outside.
    """
    from tests.inside import run_command

    def run(
        *args: str | Path,
        cwd: Path = tmp_path,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
        now: str | None = NOW,
        timeout: float = 120,
    ) -> Ran:
        variables = command_environment(now) | dict(env or {})
        words = [*map(str, args)]
        return run_command(cwd, words, environment=variables, stdin=stdin, timeout=timeout)

    return run


def command_environment(now: str | None = NOW) -> dict[str, str]:
    """The environment a command of ours is tried in: this package, this time, no settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ACCESS_KIT_", "SOURCE_DATE"))}
    kept["PYTHONPATH"] = str(Path(access_kit.__file__).parents[1])
    kept["PYTHONUTF8"] = "1"
    kept["ACCESS_KIT_SYSTEM_FONTS"] = "0"
    kept["NO_COLOR"] = "1"
    kept["COLUMNS"] = "100"
    if now is not None:
        kept["ACCESS_KIT_NOW"] = now
    return kept


@functools.cache
def empty_home() -> str:
    """A home for the commands of this run: nothing of a test lies in anybody's own."""
    home = tempfile.mkdtemp(prefix="access-kit-home-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


@pytest.fixture
def seed() -> int:
    """The seed of this run (``ACCESS_KIT_SEED``); the head of the run prints it."""
    return SEED


@pytest.fixture
def dice(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Random numbers that depend on the seed and the test's name alone."""
    return random.Random(f"{seed} {request.node.nodeid}")


@pytest.fixture
def record_numbers(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Note what a test counted; a run at full size says it at its end."""

    def record(line: str) -> None:
        record_property(NUMBERS, line)

    return record


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether this run is at full size (``ACCESS_KIT_SOAK=1``)."""
    return SOAK


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SOAK:
        return
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="full size only with ACCESS_KIT_SOAK=1"))


def pytest_configure(config: pytest.Config) -> None:
    if not SOAK:
        if not hasattr(config, "workerinput"):
            remembered.begin()
        remembered.remember()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not (SOAK or hasattr(config, "workerinput")):
        remembered.end()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with remembered.anew_for(item.nodeid):
        yield


def pytest_report_header() -> list[str]:
    size = "full (soak)" if SOAK else "small"
    return [f"access-kit: sizes {size}, seed {SEED}, commit {_commit()}"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = (str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    named = {r.split(MISSING, 1)[1].strip("'\") ") for r in reasons if MISSING in r}
    if named:
        terminalreporter.write_line(f"skipped validators: {', '.join(sorted(named))}", yellow=True)
    for report in terminalreporter.stats.get("passed", []) if SOAK else ():
        for name, line in report.user_properties:
            if name == NUMBERS:
                terminalreporter.write_line(f"counted: {line}")


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
