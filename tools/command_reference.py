"""Writes ``docs/commands.md`` from the commands themselves: ``python -m tools.command_reference``.

With ``--check`` nothing is written; the exit code is 1 when the file is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from access_kit.cli import app

TARGET = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
WIDTH = 88
HEAD = """# Commands

Made from the commands' own help by `make generate`. Exit codes: 0 done; 1 a check found problems,
or some packets could not be made and are named; 2 bad input or usage; 3 a part, font or tool is
missing; 4 could not write, or what was made failed its own check; 5 could not send; 6 refused;
70 a bug in the program; 130 stopped.
"""


def reference() -> str:
    """The whole reference as Markdown: a section a command, in the order of ``--help``."""
    return "\n".join([HEAD, *sections(typer.main.get_command(app), "access-kit", None)])


def sections(command: Any, name: str, parent: Any) -> Iterator[str]:  # noqa: ANN401 (Typer's own)
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = command.context_class(command, info_name=name, parent=parent, **settings)
    path = context.command_path
    yield f"{'#' * min(len(path.split()) + 1, 4)} {path}\n\n```text\n{context.get_help()}\n```\n"
    if hasattr(command, "list_commands"):
        for inner in command.list_commands(context):
            yield from sections(command.get_command(context, inner), inner, context)


def main() -> int:
    text = reference()
    if "--check" in sys.argv[1:]:
        return int(not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
