"""Every regular expression of the package, and texts that would show one to be slow.

For each place in an expression where something repeats, a text is made that leads up to it, feeds
it, and then breaks the match: what a stranger would send. Signs of the expression, many times over,
come on top.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
import re._constants as codes
import re._parser as reading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import access_kit

FUNCTIONS = frozenset(
    ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
)
MANY = 20
"""A repetition of at most so many times cannot grow."""


ALL = "findall"
"""A whole text is gone through: what any other way costs, and more. So those that the source does
not tell are taken for this one."""

GOES_THROUGH = frozenset(("sub", "subn", "split", "findall", "finditer", "compile"))


@dataclass(frozen=True)
class Found:
    """An expression and where it stands; ``pattern`` is ``None`` where it is put together.

    ``ways`` are the methods by which the package applies it.
    """

    place: str
    pattern: re.Pattern | None
    ways: frozenset[str] = field(default=frozenset((ALL,)))


@cache
def all_patterns() -> tuple[Found, ...]:
    """Those that modules hold, and those that are written inside functions."""
    return tuple(_all_patterns())


def _all_patterns() -> Iterator[Found]:
    seen = set()
    root = Path(access_kit.__file__).parent
    for module in pkgutil.walk_packages(access_kit.__path__, "access_kit."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            ways = _ways_of(name, module.name) if isinstance(value, re.Pattern) else {ALL}
            for pattern in _patterns_in(value):
                yield from _new(Found(f"{module.name}:{name}", pattern, frozenset(ways)), seen)
    for path in sorted(root.rglob("*.py")):
        for found in _written_in(path, path.relative_to(root).as_posix()):
            yield from _new(found, seen)


def _new(found: Found, seen: set) -> Iterator[Found]:
    """``found``, unless the same was tried already in the same way."""
    if found.pattern is None:
        yield found
        return
    ways = {way for way in found.ways if (found.pattern, way) not in seen}
    seen.update((found.pattern, way) for way in ways)
    if ways:
        yield Found(found.place, found.pattern, frozenset(ways))


@cache
def _uses() -> dict[tuple[str, str], set[str]]:
    """By module and name in capitals: how the name is used there; a method, or ``ALL``."""
    uses: dict[tuple[str, str], set[str]] = {}
    root = Path(access_kit.__file__).parent
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ".".join(("access_kit", *path.relative_to(root).with_suffix("").parts))
        called = {
            id(node.func.value): node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        plain = {
            id(node.value): ""
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("pattern", "flags")
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                way = called.get(id(node)) or plain.get(id(node), ALL)
                if name.isupper() and way:
                    way = ALL if way in GOES_THROUGH else way
                    uses.setdefault((module.removesuffix(".__init__"), name), set()).add(way)
    return uses


def _ways_of(name: str, module: str) -> set[str]:
    everywhere = not name.startswith("_")
    found = {
        way
        for (where, called), ways in _uses().items()
        if called == name and (everywhere or where == module)
        for way in ways
    }
    return found if found and found <= {"search", "match", "fullmatch"} else {ALL}


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for inner in value.values():
            yield from _patterns_in(inner, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _patterns_in(inner, depth + 1)


def _written_in(path: Path, name: str) -> Iterator[Found]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for one in tree.body for node in ast.walk(one) if _is_top(one)}
    for node in ast.walk(tree):
        if not _is_call(node) or id(node) in top:
            continue
        place = f"{name}:{node.lineno}"
        said = node.args[0]
        if isinstance(said, ast.Constant):
            flags = "".join(ast.unparse(one) for one in (*node.args[1:], *node.keywords))
            number = re.IGNORECASE if "IGNORECASE" in flags else 0
            number |= re.DOTALL if "DOTALL" in flags else 0
            number |= re.MULTILINE if "MULTILINE" in flags else 0
            way = ALL if node.func.attr in GOES_THROUGH else node.func.attr
            yield Found(place, re.compile(said.value, number), frozenset((way,)))
        elif not (isinstance(said, ast.Name) and said.id.isupper()):
            yield Found(place, None)


def _is_top(node: ast.stmt) -> bool:
    return not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in FUNCTIONS
    )


# -- times --------------------------------------------------------------------------------------

SIZES = (12, 16, 20, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1_024, 4_096)
"""Characters: in small steps at first, for what doubles its time with each sign."""

SMALL = 64
SOON = 0.001
"""Seconds that few linear expressions need for any of ``SIZES``; those that do are looked at."""

LATE = 0.005
"""Seconds after which no larger size is tried before the growth is known: it might be too much."""

STEEP = 9
"""How many times longer four times as much may take: linear is 4, quadratic 16."""

TRIES = 4

MOST_TEXTS = 150
MOST_SECONDS = 0.5
"""What one expression is tried for; those with a list of words in them have thousands of texts."""


def slowness(found: Found, *, every: bool = False) -> str:
    """The first text and the times by which an expression is worse than linear; empty if none.

    ``every``: every text is tried, however long it takes.
    """
    tried = list(attacks(found.pattern))
    random.Random(found.place).shuffle(tried)
    for way in sorted(found.ways):
        began = time.thread_time()
        for lead, piece, end in tried if every else tried[:MOST_TEXTS]:
            if not every and time.thread_time() - began > MOST_SECONDS:
                break
            if times := _grows(found.pattern, way, lead, piece, end):
                return f"{found.place}: {way} {lead!r} + {piece!r} × n + {end!r}: {times}"
    return ""


def _grows(pattern: re.Pattern, way: str, lead: str, piece: str, end: str) -> str:
    def took(size: int, tries: int) -> float:
        text = lead + piece * (size // len(piece) + 1) + end
        if isinstance(pattern.pattern, bytes):
            text = text.encode("latin-1", "replace")
        return min(_seconds(getattr(pattern, way), text) for _ in range(tries))

    for size in SIZES:
        first = took(size, 1)
        if size <= SMALL:
            if first > SOON and (first := took(size, TRIES)) > SOON:
                return f"{first:.4f} s for {size} characters"
        elif first > (SOON if size == SIZES[-1] else LATE):
            if took(size * 4, 1) < first * STEEP:
                continue
            first, more = took(size, TRIES), took(size * 4, TRIES)
            if more > first * STEEP:
                return f"{first:.4f} s for {size} characters, {more:.4f} s for four times as many"
    return ""


def _seconds(apply: Callable, text: str | bytes) -> float:
    """Processor seconds of this thread: other programs on the machine do not count."""
    began = time.thread_time()
    apply(text)
    return time.thread_time() - began


# -- texts --------------------------------------------------------------------------------------


def attacks(pattern: re.Pattern) -> Iterator[tuple[str, str, str]]:
    """(what leads up, what is repeated, what breaks) for each repetition of a pattern."""
    text = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    tree = reading.parse(text, pattern.flags & ~re.UNICODE if pattern.flags & re.ASCII else 0)
    if isinstance(pattern.pattern, str):
        tree = reading.parse(text, pattern.flags)
    made = set()
    for before, pump in _repeats(list(tree), ""):
        for piece in {pump, pump[:1], pump + before[-1:], before + pump, before}:
            for lead in {before, ""}:
                for end in ("\0", "\n", "!", ""):
                    made.add((lead, piece, end))
    for sign in {c for c in text if not c.isalnum()} | {" ", "a", "1", "\n", "\t"}:
        made.add(("", sign, "\0"))
    yield from sorted(one for one in made if one[1])


def _repeats(items: list, before: str) -> Iterator[tuple[str, str]]:
    """What leads to each repetition that can grow, and what feeds it."""
    for op, value in items:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inner = value
            one = witness(list(inner))
            if most > MANY:
                yield before, one
                other = witness(list(inner), last=True)
                if other != one:
                    yield before, other
                    yield before, one + other
            yield from _repeats(list(inner), before)
            before += one * max(1, min(least, 3))
            continue
        for inner in _inside(op, value):
            yield from _repeats(inner, before)
        before += witness([(op, value)])


def _inside(op, value) -> Iterator[list]:
    if op is codes.SUBPATTERN:
        yield list(value[3])
    elif op is codes.BRANCH:
        yield from (list(branch) for branch in value[1])
    elif op in (codes.ASSERT, codes.ASSERT_NOT):
        yield list(value[1])
    elif op is codes.ATOMIC_GROUP:
        yield list(value)


def witness(items: list, *, last: bool = False) -> str:
    """A short text that ``items`` match, or nearly."""
    return "".join(_one(op, value, last) for op, value in items)


def _one(op, value, last: bool) -> str:
    if op is codes.LITERAL:
        return chr(value)
    if op is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if op is codes.ANY:
        return "a"
    if op is codes.IN:
        return _of_set(value, last)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return witness(list(value[2]), last=last) * max(1, min(value[0], 3))
    if op is codes.SUBPATTERN:
        return witness(list(value[3]), last=last)
    if op is codes.BRANCH:
        return witness(list(value[1][-1 if last else 0]), last=last)
    return witness(list(value), last=last) if op is codes.ATOMIC_GROUP else ""


_KINDS = {
    codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


def _of_set(items, last: bool) -> str:
    negated = bool(items) and items[0][0] is codes.NEGATE
    if negated:
        matcher = [sign for sign in "a1 -.x@\n<" if not _holds(items[1:], sign)]
        return (matcher or ["~"])[-1 if last else 0]
    op, value = items[-1 if last else 0]
    if op is codes.LITERAL:
        return chr(value)
    if op is codes.RANGE:
        return chr(value[1 if last else 0])
    return _KINDS.get(value, "a")


def _holds(items, sign: str) -> bool:
    for op, value in items:
        if op is codes.LITERAL and chr(value) == sign:
            return True
        if op is codes.RANGE and value[0] <= ord(sign) <= value[1]:
            return True
        if op is codes.CATEGORY:
            kinds = {
                codes.CATEGORY_DIGIT: sign.isdigit(), codes.CATEGORY_NOT_DIGIT: not sign.isdigit(),
                codes.CATEGORY_SPACE: sign.isspace(), codes.CATEGORY_NOT_SPACE: not sign.isspace(),
                codes.CATEGORY_WORD: sign.isalnum() or sign == "_",
                codes.CATEGORY_NOT_WORD: not (sign.isalnum() or sign == "_"),
            }  # fmt: skip
            if kinds.get(value):
                return True
    return False
