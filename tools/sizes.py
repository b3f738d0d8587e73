"""How large the pieces of a tree are: ``python -m tools.sizes [PACKAGE FOLDER] [--room workflow]``.

Prints one Markdown table of modules, functions, names that stand for two things, and the arrows and
floors between the folders of a room, so that one commit can be held against another. A line is a
line of the file; a function runs from ``def`` to its last line; a name counts as used twice when a
public class, a type or a module's name stands in two or more modules. What is named after its
command does not count: a file of ``cli/`` and its answers are for the room of that name.
"""

from __future__ import annotations

import argparse
import ast
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LONG_FUNCTION, MANY_PARAMETERS = 60, 6
SAME_LINES = 6
"""Lines in a row that make a repeated block."""
NAMED_AFTER_COMMANDS = ("cli", "model.answers")
"""Folders whose modules are named after the command that they serve."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file: its dotted name below the package, and what stands in it."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def functions(self) -> Iterator[Function]:
        return (one for one in ast.walk(self.tree) if isinstance(one, Function))

    @property
    def classes(self) -> Iterator[str]:
        """Public classes, and types that are named like one: ``Clock = Callable[…]``."""
        for one in self.tree.body:
            if isinstance(one, ast.ClassDef):
                name = one.name
            elif isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
                name = one.targets[0].id
            else:
                continue
            if name[0].isupper() and (isinstance(one, ast.ClassDef) or not name.isupper()):
                yield name

    @property
    def lines_of_code(self) -> list[str]:
        """Lines without blank ones, comments and statements of import, bare of their indent."""
        imports = {
            number
            for one in ast.walk(self.tree)
            if isinstance(one, ast.Import | ast.ImportFrom)
            for number in range(one.lineno, (one.end_lineno or one.lineno) + 1)
        }
        lines = enumerate((line.strip() for line in self.text.splitlines()), start=1)
        return [
            line
            for number, line in lines
            if line and not line.startswith("#") and number not in imports
        ]

    def imports(self, package: str) -> Iterator[str]:
        """Modules of the package that this one uses, whether at its head or inside a function."""
        for one in ast.walk(self.tree):
            if isinstance(one, ast.ImportFrom) and one.module:
                yield from (f"{one.module}.{name.name}" for name in one.names)
                yield one.module
            elif isinstance(one, ast.Import):
                yield from (name.name for name in one.names)


def read_modules(folder: Path) -> list[Module]:
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


def used_twice(names: Iterable[tuple[str, str]]) -> list[str]:
    """Names that stand in two or more modules, out of pairs of name and module."""
    places: dict[str, set[str]] = defaultdict(set)
    for name, module in names:
        places[name].add(module)
    return sorted(name for name, modules in places.items() if len(modules) > 1)


def classes_used_twice(modules: Sequence[Module]) -> list[str]:
    return used_twice((name, module.name) for module in modules for name in module.classes)


def stems_used_twice(modules: Sequence[Module]) -> list[str]:
    """Names of modules and folders that stand twice, those named after a command left out."""
    places = [module.name.split(".")[1:] for module in modules]
    commands = [folder.split(".") for folder in NAMED_AFTER_COMMANDS]
    return used_twice(
        (place[-1], ".".join(place))
        for place in places
        if place and not any(place[: len(folder)] == folder for folder in commands)
    )


def parameters(function: Function) -> int:
    said = function.args
    names = [one.arg for one in (*said.posonlyargs, *said.args, *said.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def repeated_blocks(modules: Sequence[Module]) -> int:
    """Runs of ``SAME_LINES`` lines of code that stand in two places."""
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    for module in modules:
        kept = module.lines_of_code
        for at in range(len(kept) - SAME_LINES + 1):
            seen[tuple(kept[at : at + SAME_LINES])] += 1
    return sum(count - 1 for count in seen.values() if count > 1)


def arrows_of(modules: Sequence[Module], room: str) -> set[tuple[str, str]]:
    """Who uses whom among the modules of a room."""
    inside = {one.name for one in modules if one.name.startswith(f"{room}.")}
    package = room.partition(".")[0]
    return {
        (one.name, used)
        for one in modules
        if one.name in inside
        for used in one.imports(package)
        if used in inside and used != one.name
    }


def folders_of(arrows: Iterable[tuple[str, str]], room: str) -> set[tuple[str, str]]:
    """The same arrows between the folders and single files right below the room."""

    def above(name: str) -> str:
        return name.removeprefix(f"{room}.").partition(".")[0]

    return {(above(a), above(b)) for a, b in arrows if above(a) != above(b)}


def floors(arrows: Iterable[tuple[str, str]]) -> int:
    """How many stand on top of each other at most; 0 where the arrows run in a circle."""
    uses: dict[str, set[str]] = defaultdict(set)
    for user, used in arrows:
        uses[user].add(used)
        uses[used] = uses[used]
    height: dict[str, int] = {}
    while len(height) < len(uses):
        ready = [one for one in uses if one not in height and uses[one] <= height.keys()]
        if not ready:
            return 0
        for one in ready:
            height[one] = 1 + max((height[used] for used in uses[one]), default=0)
    return max(height.values(), default=0)


def rows(folder: Path, room: str) -> Iterator[tuple[str, str]]:
    """The lines of the table."""
    modules = read_modules(folder)
    sizes = sorted(one.lines for one in modules)
    functions = [one for module in modules for one in module.functions]
    lengths = sorted((one.end_lineno or one.lineno) - one.lineno + 1 for one in functions)
    inside = [one for one in modules if one.name.startswith(f"{folder.name}.{room}.")]
    arrows = arrows_of(modules, f"{folder.name}.{room}")
    between = folders_of(arrows, f"{folder.name}.{room}")
    folders = {one.name.rpartition(".")[0] for one in modules}
    inside = [one for one in inside if one.name not in folders]
    per_folder: dict[str, int] = defaultdict(int)
    for one in inside:
        per_folder[one.name.rpartition(".")[0]] += 1
    yield "files and lines", f"{len(modules)}, {sum(sizes)}"
    yield "module: median, 90 of 100, largest", _spread(sizes)
    yield "function: median, 95 of 100", f"{statistics.median(lengths):g}, {_part(lengths, 0.95)}"
    yield f"functions over {LONG_FUNCTION} lines", str(sum(n > LONG_FUNCTION for n in lengths))
    many = sum(parameters(one) > MANY_PARAMETERS for one in functions)
    yield f"functions with over {MANY_PARAMETERS} parameters", str(many)
    yield "module names used twice", str(len(stems_used_twice(modules)))
    yield "names of classes and types used twice", str(len(classes_used_twice(modules)))
    yield f"runs of {SAME_LINES} lines that stand twice", str(repeated_blocks(modules))
    yield (
        f"{room}: modules, most in a folder",
        f"{len(inside)}, {max(per_folder.values(), default=0)}",
    )
    yield f"{room}: arrows and floors of modules", f"{len(arrows)}, {floors(arrows)}"
    yield f"{room}: arrows and floors of folders", f"{len(between)}, {floors(between)}"


def _part(sizes: Sequence[int], share: float) -> int:
    return sizes[min(int(len(sizes) * share), len(sizes) - 1)]


def _spread(sizes: Sequence[int]) -> str:
    return f"{statistics.median(sizes):g}, {_part(sizes, 0.9)}, {sizes[-1]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("access_kit"))
    parser.add_argument("--room", default="workflow")
    parser.add_argument("--names", action="store_true", help="list the names used twice")
    said = parser.parse_args()
    folder = said.folder.resolve()
    print("| what | how much |\n|---|---|")
    for what, how_much in rows(folder, said.room):
        print(f"| {what} | {how_much} |")
    if said.names:
        modules = read_modules(folder)
        print("classes:", *classes_used_twice(modules))
        print("modules:", *stems_used_twice(modules))


if __name__ == "__main__":
    main()
