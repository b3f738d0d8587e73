"""What the README and the guides name is there: commands, options, files and links."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from access_kit.cli import app

ROOT = Path(__file__).parents[2]
DOCS = [
    ROOT / name
    for name in (
        "README.md",
        "docs/design.md",
        "docs/threat-model.md",
        "docs/facilitators.md",
        "docs/agencies.md",
        "docs/tests.md",
        "docs/captions.md",
        "CHANGELOG.md",
    )
]
README_WORDS = 1000
"""Longer than that, nobody reads it."""
COMMAND = re.compile(r"access-kit ([a-z][^`\n#|]*)")


def code_of(text):
    """The lines of code blocks without a language, whole where they go on, and of backticks."""
    fenced = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    yield from "\n".join(fenced).replace("\\\n", " ").splitlines()
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def named_commands():
    """Each command line that a document names."""
    for path in DOCS:
        for line in code_of(path.read_text()):
            if match := COMMAND.search(line):
                words = match[1].strip().removesuffix(')"')  # of a shell's "$(access-kit …)"
                yield pytest.param(words, id=f"{path.stem}: {words[:40]}")


def every_command(command=None, path=()):
    """The words of each command that does something."""
    command = command or typer.main.get_command(app)
    if not hasattr(command, "list_commands"):
        yield " ".join(path)
        return
    context = command.make_context("access-kit", [], resilient_parsing=True)
    for name in command.list_commands(context):
        yield from every_command(command.get_command(context, name), (*path, name))


@pytest.mark.parametrize("name", list(every_command()))
def test_every_command_is_named_in_the_prose(name):
    """The README or a guide says what it is for: the reference alone is no help to begin with."""
    assert any(line.values[0].startswith(name) for line in named_commands())


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().split()) <= README_WORDS


def slug_of(heading):
    """How a heading is linked to, as code forges spell it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_to_headings_that_exist(path):
    for target, place in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", path.read_text()):
        text = (path.parent / target if target else path).read_text()
        assert place in {slug_of(line) for line in re.findall(r"(?m)^#+ (.+)$", text)}, place


@pytest.mark.parametrize("line", list(named_commands()))
def test_command_and_its_options_exist(line):
    command = typer.main.get_command(app)
    words = shlex.split(line)
    context = command.make_context("access-kit", [], resilient_parsing=True)
    while words and hasattr(command, "list_commands"):
        name = words.pop(0)
        assert name in command.list_commands(context), f"no command {name}"
        command = command.get_command(context, name)
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_and_named_files_exist(path):
    text = path.read_text()
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        is_example = target == "chairs.png" or target.startswith("picture:")
        if not is_example:
            assert (path.parent / target).exists(), target
    for target in re.findall(
        r"`((?:tests|docs|examples|locales|delivery|documents)/[\w./-]+)`", text
    ):
        if "/out/" not in target:
            assert (ROOT / target).exists() or (ROOT / "access_kit" / target).exists(), target
