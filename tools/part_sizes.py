"""Prints what each installed part of ``[all]`` weighs: ``python -m tools.part_sizes``, as Markdown.

A part is a distribution with the files that its wheel brought; compiled Python is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

MB = 1_000_000
LEAST = 0.01
"""Of the whole: smaller parts stand together in one row."""


def weight(part: Distribution) -> int:
    """Bytes of the files that a part brought."""
    named = (one for one in part.files or () if not str(one).endswith(".pyc"))
    paths = (Path(str(part.locate_file(one))) for one in named)
    return sum(path.stat().st_size for path in paths if path.is_file())


def rows() -> Iterator[tuple[str, int]]:
    """Each part with its bytes, largest first."""
    found = {one.metadata["Name"]: weight(one) for one in distributions()}
    yield from sorted(found.items(), key=lambda row: -row[1])


def main() -> None:
    known = [*rows()]
    whole = sum(size for _, size in known)
    print("| part | MB | share |\n|---|---|---|")
    small = 0
    for name, size in known:
        if size < LEAST * whole:
            small += size
            continue
        print(f"| {name} | {size / MB:.0f} | {size / whole:.0%} |")
    print(f"| all others | {small / MB:.0f} | {small / whole:.0%} |")
    print(f"| together | {whole / MB:.0f} | |")


if __name__ == "__main__":
    main()
