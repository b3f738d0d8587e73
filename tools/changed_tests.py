"""The test files that an edit needs: ``python -m tools.changed_tests [--since main]``.

Prints, a line each, the tests that were changed themselves and those that use a changed module, by
name or by the name of its room. It is a choice for speed: `make test` runs everything.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOMS = {"workflow/mail": "send", "workflow/returns": "send", "workflow/prepare": "workflow"}
"""Rooms whose tests stand under another name."""


def changed_files(since: str) -> list[str]:
    """What differs from where this branch left ``since``, and what Git does not know yet."""
    base = _git("merge-base", since, "HEAD").strip()
    changed = _git("diff", "--name-only", "--diff-filter=d", base).splitlines()
    return [*changed, *_git("ls-files", "--others", "--exclude-standard").splitlines()]


def tests_for(changed: Iterable[str], root: Path) -> Iterator[str]:
    changed = list(changed)
    names = {_dotted(one) for one in changed if one.startswith("access_kit/")}
    rooms = {room for room in map(_room, changed) if room}
    for path in sorted((root / "tests").rglob("test_*.py")):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        uses = any(f"from {one} import" in text or f"import {one}" in text for one in names)
        if name in changed or uses or (name.split("/")[1] in rooms and "run_cli" in text):
            yield name


def _dotted(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _room(name: str) -> str:
    """The folder of tests that belongs to a file of the package."""
    parts = name.split("/")
    if parts[0] != "access_kit" or len(parts) < 3:
        return ""
    return ROOMS.get("/".join(parts[1:3]), parts[1])


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout  # noqa: S607


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--since", default="main", help="the commit the edit began at")
    for name in tests_for(changed_files(parser.parse_args().since), Path.cwd()):
        print(name)


if __name__ == "__main__":
    main()
