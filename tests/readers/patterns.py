"""Every regular expression of the package, and texts that would show one to be slow.

For each place in an expression where something repeats, a text is made that leads up to it, feeds
it, and then breaks the match: what a stranger would send. Signs of the expression, many times over,
come on top.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as codes
import re._parser as reading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import access_kit

FUNCTIONS = frozenset(
    ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
)
MANY = 20
"""A repetition of at most so many times cannot grow."""


@dataclass(frozen=True)
class Found:
    """An expression and where it stands; ``pattern`` is ``None`` where it is put together."""

    place: str
    pattern: re.Pattern | None


def all_patterns() -> Iterator[Found]:
    """Those that modules hold, and those that are written inside functions."""
    seen = set()
    root = Path(access_kit.__file__).parent
    for module in pkgutil.walk_packages(access_kit.__path__, "access_kit."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _patterns_in(value):
                key = (pattern.pattern, pattern.flags)
                if key not in seen:
                    seen.add(key)
                    yield Found(f"{module.name}:{name}", pattern)
    for path in sorted(root.rglob("*.py")):
        for found in _written_in(path, path.relative_to(root).as_posix()):
            key = found.pattern and (found.pattern.pattern, found.pattern.flags)
            if key is None or key not in seen:
                seen.add(key)
                yield found


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
            yield Found(place, re.compile(said.value, number))
        elif not (isinstance(said, ast.Name) and said.id.startswith("_") and said.id.isupper()):
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
        for piece in {pump, pump[:1], pump + before[-1:]}:
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
