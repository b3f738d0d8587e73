"""Every code that the program can tell has words: what is wrong, and what to do. The whole tree."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import access_kit
from access_kit.console import word_problem
from access_kit.errors import Problem
from access_kit.profiles.fields import profile_fields
from tests.tools import ROOT

PACKAGE = Path(access_kit.__file__).parent
CODE = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+")


@cache
def entries() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted((PACKAGE / "problem_words").glob("*.toml")):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        assert not held.keys() & found.keys(), f"told twice: {held.keys() & found.keys()}"
        found |= held
    return found


def problem_calls(tree: ast.AST) -> Iterator[ast.expr]:
    """The first argument of each ``Problem(…)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") == "Problem":
            yield node.args[0]


def told_codes() -> dict[str, str]:
    """Codes that stand in the tree, with the file of one place.

    Where a module hands its codes on by a variable, each of its constants that has the form and the
    area of a code counts as one.
    """
    codes: dict[str, str] = {}
    areas = {code.partition(".")[0] for code in entries()}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(PACKAGE).as_posix()
        calls = list(problem_calls(tree))
        for one in calls:
            if isinstance(one, ast.Constant):
                codes[one.value] = name
        if any(isinstance(one, ast.Name | ast.Attribute) for one in calls):
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    area = node.value.partition(".")[0]
                    if CODE.fullmatch(node.value) and area in areas and not _is_other(node.value):
                        codes.setdefault(node.value, name)
    return codes


def _is_other(text: str) -> bool:
    """Sentences of papers, fields of a profile and names of files have the form of a code too."""
    is_file = text.endswith((".db", ".fst", ".json", ".key", ".toml", ".txt"))
    return is_file or f'msgctxt "{text}"' in _sentences() or text in _fields()


@cache
def _sentences() -> str:
    return (ROOT / "locales" / "access_kit.pot").read_text(encoding="utf-8")


@cache
def _fields() -> frozenset[str]:
    return frozenset(field.key for field in profile_fields())


def test_every_code_in_the_tree_has_words():
    found = told_codes()
    assert len(found) > 400
    without = {
        code: place
        for code, place in found.items()
        if word_problem(_with_any_facts(code)).message == code
    }
    assert without == {}


class _Anything(dict):
    """Facts of any name: a code's words must be found, whatever they are filled with."""

    def __missing__(self, name: str) -> str:
        return name

    def get(self, name: str, default: object = None) -> object:
        return "" if name == "guess" else self[name]

    def items(self):
        return [(name, name) for name in _names()]


@cache
def _names() -> frozenset[str]:
    texts = " ".join(" ".join(map(str, entry.values())) for entry in entries().values())
    return frozenset(re.findall(r"{(\w+)", texts))


def _with_any_facts(code: str) -> Problem:
    return Problem(code, facts=_Anything())


@pytest.mark.parametrize("part", ["message", "hint"])
def test_every_entry_says_what_is_wrong_and_what_to_do(part):
    assert [code for code, entry in entries().items() if not entry.get(part, "").strip()] == []


def test_no_words_are_kept_for_a_code_that_nobody_tells():
    tree = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    built = ("*.", *re.findall(r'f"([a-z][a-z.-]*[.-]){', tree))
    left = [code for code in entries() if not code.startswith(built)]
    unused = [code for code in left if not {code, code.partition(".")[2]} & set(_constants(tree))]
    assert unused == []


@cache
def _constants(tree: str) -> frozenset[str]:
    return frozenset(re.findall(r'"([a-z][a-z0-9.-]*)"', tree))
