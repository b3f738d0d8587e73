"""``docs/access-kit.1``, the manual page, made from the commands: ``man access-kit``.

``make generate`` writes it; a wheel puts it into ``share/man/man1``. A test fails when it is stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from access_kit.cli import app
from access_kit.cli.help import help_topics

PAGE = Path(__file__).parents[1] / "docs" / "access-kit.1"

_HEAD = """.\\" Made from the commands by make generate.
.TH ACCESS-KIT 1
.SH NAME
access-kit \\- prepare a session so that each person can take part
.SH SYNOPSIS
.B access-kit
.I COMMAND
[\\fIOPTIONS\\fR]
.SH DESCRIPTION
Makes papers that people can read, from what each of them said they want, and lays them ready.
Nothing leaves the computer until it is sent. Begin with
.B access-kit start
or look around with
.BR "access-kit tour" .
.SH COMMANDS
"""
_TAIL = """.SH EXIT STATUS
0 done; 1 a check found problems, or some packets could not be made and are named; 2 bad input or
usage; 3 a part, font or tool is missing; 4 could not write, or what was made failed its own check;
5 could not send; 6 refused; 70 a bug in the program; 130 stopped.
.SH SEE ALSO
.B access-kit help
lists topics;
.B access-kit COMMAND --help
says what a command takes.
"""


def page() -> str:
    """The whole page in the language of ``man``."""
    root = typer.main.get_command(app)
    context = root.context_class(root, info_name="access-kit")
    return "".join([_HEAD, *_commands(root, context), ".SH TOPICS\n", *_topics(), _TAIL])


def _commands(command: Any, context: Any) -> Iterator[str]:  # noqa: ANN401 (Typer's own)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        below = inner.context_class(inner, info_name=name, parent=context)
        if hasattr(inner, "list_commands"):
            yield from _commands(inner, below)
            continue
        yield f".TP\n.B {_plain(below.command_path)}\n{_plain(inner.get_short_help_str(300))}\n"


def _topics() -> Iterator[str]:
    for name, about in help_topics().items():
        yield f".TP\n.B {_plain(name)}\n{_plain(about['text'])}\n"


def _plain(text: str) -> str:
    """A text in which ``man`` takes no sign for its own."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
