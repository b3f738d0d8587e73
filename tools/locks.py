"""Writes locks/: what each extra installs, every file with its digest, for every system we name.

python -m tools.locks. Asks the package index; versions come from constraints.txt.
"""

from __future__ import annotations

import subprocess
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "locks"
PROJECT = ROOT / "pyproject.toml"
BUILDS = "hatchling\neditables\n"
"""What pip builds the project itself with, once nothing else may be fetched."""

HEAD = "# Written by make locks. Install with: pip install --require-hashes -r {name}\n"


def extras() -> list[str]:
    """Every extra of the project, and ``base`` for none."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    return ["base", *sorted(project["optional-dependencies"])]


def lock_path(extra: str) -> Path:
    return LOCKS / f"{extra}.txt"


def write_lock(extra: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        builds = Path(folder) / "build.in"
        builds.write_text(BUILDS, encoding="utf-8")
        asked = [] if extra == "base" else ["--extra", extra]
        done = subprocess.run(
            [
                *("uv", "pip", "compile", "--universal", "--python-version", "3.11"),
                *("--generate-hashes", "--no-header", "--no-annotate", "--quiet"),
                *("--constraints", "constraints.txt", *asked, "pyproject.toml", str(builds)),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    path = lock_path(extra)
    head = HEAD.format(name=path.relative_to(ROOT).as_posix())
    path.write_text(head + done.stdout, encoding="utf-8")


if __name__ == "__main__":
    LOCKS.mkdir(exist_ok=True)
    for one in extras():
        write_lock(one)
        print(f"{lock_path(one).relative_to(ROOT)}")
