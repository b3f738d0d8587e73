"""What each extra weighs: ``python -m tools.part_sizes``, as Markdown, largest parts first.

A part is a distribution with the files that its wheel brought; compiled Python is not counted. All
extras have to be installed. ``make bench PART=sizes`` weighs real installations instead.
"""

from __future__ import annotations

import functools
import importlib.metadata
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
OURS = "access-kit"
MB = 1_000_000


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(extra: str) -> list[Requirement]:
    """What the project itself asks for with an extra, the extras that it names among them."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    base = [Requirement(one) for one in project["dependencies"]]
    if extra == "base":
        return base
    found = []
    for one in map(Requirement, project["optional-dependencies"][extra]):
        if one.name == OURS:
            found += [inner for name in sorted(one.extras) for inner in asked(name)]
        else:
            found.append(one)
    return base + found


@functools.cache
def brought(extra: str) -> frozenset[str]:
    """Every package that an extra brings onto this computer, by what is installed here."""
    waiting, found = [(one, "") for one in asked(extra)], set()
    seen = set()
    while waiting:
        requirement, of = waiting.pop()
        names = requirement.extras or {""}
        fits = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": name}) for name in (of, "")
        )
        key = (plain(requirement.name), tuple(sorted(names)))
        if not fits or key in seen:
            continue
        seen.add(key)
        found.add(plain(requirement.name))
        try:
            inner = importlib.metadata.requires(requirement.name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [(Requirement(one), name) for one in inner for name in names]
    return frozenset(found)


@functools.cache
def weight(name: str) -> int:
    """Bytes of the files that a package brought; 0 where it is not here."""
    try:
        part = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return 0
    named = (one for one in part.files or () if not str(one).endswith(".pyc"))
    paths = (Path(str(part.locate_file(one))) for one in named)
    return sum(path.stat().st_size for path in paths if path.is_file())


def weight_of(extra: str) -> int:
    """Bytes of all that an extra brings, the base among it; of access-kit itself nothing."""
    return sum(map(weight, brought(extra)))


def more_than_base(extra: str) -> int:
    """Bytes that an extra adds to an installation without any."""
    return sum(map(weight, brought(extra) - brought("base")))


def main() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    print("| extra | MB | beyond the base | its largest parts |\n|---|---|---|---|")
    for extra in ("base", *project["optional-dependencies"]):
        more = brought(extra) - (brought("base") if extra != "base" else frozenset())
        largest = sorted(more, key=weight, reverse=True)[:4]
        parts = ", ".join(f"{one} {weight(one) / MB:.0f}" for one in largest)
        beyond = f"{more_than_base(extra) / MB:.0f}"
        print(f"| {extra} | {weight_of(extra) / MB:.0f} | {beyond} | {parts} |")


if __name__ == "__main__":
    main()
