"""The recipes of CONTRIBUTING.md name every place that a change touches, and no other."""

from __future__ import annotations

import re

import pytest

from tests.tools import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
GENERATED = ("access_kit/schemas/",)
SAID_OTHERWISE = {
    "access_kit/materials/library/access-needs.md": "As a Word file",
    "locales/docs.pot": "As a Word file",
    "access_kit/workflow/parts.py": "docx",
}


def recipe(title):
    found = re.search(rf"^### {title}\n(.*?)(?=^##|\Z)", TEXT, re.M | re.S)
    assert found, title
    return found[1]


def places(text):
    """The files of the project that a recipe names."""
    endings = "py|toml|md|pot?|txt|json"
    return set(re.findall(rf"`([\w./-]+\.(?:{endings}))`", text))


def places_of(title, **values):
    """The files that a recipe names, with what stands for its words in capitals: ``NAME="sbv"``."""
    named = places(recipe(title))
    for word, value in values.items():
        named = {one.replace(word, value) for one in named}
    return named


def test_every_file_that_is_named_is_there():
    for name in places(TEXT):
        found = list(ROOT.glob(name.replace("LANG", "*").replace("NAME", "*")))
        assert any(path.is_file() for path in found), name


def test_every_recipe_is_played():
    """The format has been: its last one stands in the tree."""
    titles = set(re.findall(r"^### (.+)$", TEXT, re.M)) - {"A format"}
    played = {
        path.stem.removeprefix("test_").replace("_", " ").capitalize()
        for path in (ROOT / "tests" / "recipes").glob("test_*.py")
    }
    assert played == titles


READ_ALONE = ("access_kit/documents/office/", "access_kit/problem_words/office.toml")
"""What reads such files, and writes none."""


def files_that_say(word):
    """Files of the product and its packaging, the renderer's own aside."""
    tops = ["pyproject.toml", "constraints.txt"]
    found = [ROOT / name for name in tops]
    for folder, patterns in (("access_kit", ("*.py", "*.toml", "*.json")), ("locales", ("*.pot",))):
        for pattern in patterns:
            found += (ROOT / folder).rglob(pattern)
    for path in found:
        name = path.relative_to(ROOT).as_posix()
        if name.startswith((*GENERATED, "access_kit/documents/docx", *READ_ALONE)):
            continue
        if re.search(rf"\b{word}\b", path.read_text("utf-8")):
            yield name


def test_a_format_touches_what_its_recipe_names():
    named = places(recipe("A format"))
    assert set(files_that_say("docx")) <= named
    product = {one for one in named if not one.startswith("tests/")}
    for name in product:
        said = SAID_OTHERWISE.get(name, "docx")
        assert said in (ROOT / name).read_text("utf-8"), name


@pytest.mark.parametrize("test", sorted(one for one in places(TEXT) if one.startswith("tests/")))
def test_the_tests_that_are_named_are_tests(test):
    assert "def test_" in (ROOT / test).read_text("utf-8")
