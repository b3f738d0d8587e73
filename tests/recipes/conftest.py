"""A copy of the program that a recipe changes, and what it changed there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Ran, command_environment
from tests.tools import ROOT

PARTS = ("access_kit", "locales", "tools", "docs", "examples")


class Tree:
    """The program in a folder of its own; ``touched`` are the files that a recipe changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.touched: set[str] = set()
        for part in PARTS:
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("out"))

    def write(self, name: str, text: str) -> None:
        """Add a file."""
        path = self.root / name
        assert not path.exists(), name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.touched.add(name)

    def add(self, name: str, after: str, text: str) -> None:
        """Add lines behind the line that ``after`` is the beginning of, indents aside."""
        path = self.root / name
        found = re.search(rf"^\s*{re.escape(after)}.*\n", path.read_text("utf-8"), re.M)
        assert found, (name, after)
        old = path.read_text("utf-8")
        path.write_text(old[: found.end()] + text + old[found.end() :], "utf-8")
        self.touched.add(name)

    def append(self, name: str, text: str) -> None:
        """Add lines at the end of a file."""
        path = self.root / name
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")
        self.touched.add(name)

    def generate(self) -> None:
        """What ``make generate`` does."""
        for module in ("write_schemas", "command_reference", "access_for_all"):
            self.python("-m", f"tools.{module}")
        assert self.run("locales", "extract", "--locales", self.root / "locales").code == 0

    def python(self, *args: str | Path) -> str:
        """What a program in the copy prints; it must succeed."""
        done = self._run([*map(str, args)], self.root)
        assert done.code == 0, done.stderr
        return done.stdout

    def run(self, *args: str | Path, cwd: Path | None = None) -> Ran:
        """A command of the copy."""
        return self._run(["-m", "access_kit", *map(str, args)], cwd or self.root)

    def _run(self, args: list[str], cwd: Path) -> Ran:
        done = subprocess.run(
            [sys.executable, *args],
            cwd=cwd,
            env=command_environment() | {"PYTHONPATH": str(self.root)},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "tree")
