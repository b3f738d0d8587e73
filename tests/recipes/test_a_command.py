"""A new command is one module and one line, with its answer where it has one."""

from __future__ import annotations

import json

from tests.test_contributing import places_of

COMMAND = '''"""``access-kit pages``: how many pages a folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.options import QuickTalk, make_app
from access_kit.model.answers.pages import PagesAnswer

app = make_app()


@app.command(epilog="Example: access-kit pages out")
def pages(
    talk: QuickTalk,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to look.")],
) -> None:
    """Count the pages in a folder."""
    count = sum(1 for _ in folder.glob("*.html"))
    talk.say(f"{count} pages.")
    talk.answer(PagesAnswer(count))
'''

ANSWER = '''"""What ``pages`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Schema


@dataclass(frozen=True)
class PagesAnswer(Answer):
    """How many there are."""

    schema: Annotated[str, Schema("access-kit/pages/1")] = field(init=False)
    pages: int
'''


def test_a_command_is_one_file_and_one_line(tree, tmp_path):
    tree.write("access_kit/cli/pages.py", COMMAND)
    line = '    "pages": ("access_kit.cli.pages", "Count the pages in a folder."),\n'
    tree.add("access_kit/cli/__init__.py", '"purge":', line)
    tree.write("access_kit/model/answers/pages.py", ANSWER)
    tree.append("docs/facilitators.md", "\n`access-kit pages out` says how many pages there are.\n")
    tree.generate()

    assert "Count the pages in a folder." in tree.run("--help").stdout
    (tmp_path / "a.html").touch()
    assert tree.run("pages", tmp_path).stdout == "1 pages.\n"
    answer = json.loads(tree.run("pages", tmp_path, "--json").stdout)
    assert answer == {"schema": "access-kit/pages/1", "pages": 1}
    assert (tree.root / "access_kit/schemas/pages.schema.json").is_file()
    assert "### access-kit pages" in (tree.root / "docs/commands.md").read_text("utf-8")
    assert tree.run("pages").code == 2, "a missing argument is told as by every command"

    assert tree.touched <= places_of("A command", NAME="pages")
