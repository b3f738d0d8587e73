"""``access-kit completion``: what a shell runs to finish words that are begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from access_kit.cli import COMPLETE_VARIABLE
from access_kit.cli.options import make_app, read_now
from access_kit.errors import AccessKitError, BadInput, Problem
from access_kit.model.constraint import Choice

app = make_app()


class Shell(Choice):
    """a shell"""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


@app.command(epilog='Example: eval "$(access-kit completion bash)"')
def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print the lines with which your shell completes commands, options, files and ids.

    Put them where your shell reads them at its start: for bash and zsh, the example in ~/.bashrc
    or ~/.zshrc; for fish, a file in ~/.config/fish/completions; for PowerShell, your $PROFILE.
    """
    from typer._completion_shared import get_completion_script

    script = get_completion_script(
        prog_name="access-kit", complete_var=COMPLETE_VARIABLE, shell=shell.value
    )
    typer.echo(script)


def teach(command: Any) -> None:  # noqa: ANN401 (Typer's own command)
    """Let the parameters of a command, and of those below it, say which words they know."""
    for parameter in command.params:
        find = _KNOWN.get(str(parameter.metavar or "").strip("[]"))
        if find and command.name != "new" and parameter.name != "session":
            parameter.shell_complete = _finish(find)
    for below in getattr(command, "commands", {}).values():
        teach(below)


def _finish(find: Callable[[], Iterable[str]]) -> Callable[[Any, str], list[Any]]:
    from typer._click.shell_completion import CompletionItem

    def finish(_: object, begun: str) -> list[Any]:
        try:
            known = [word for word in find() if word.casefold().startswith(begun.casefold())]
        except AccessKitError:  # a shell is told words, and nothing else
            known = []
        return [CompletionItem(word) for word in known] or [CompletionItem(begun, type="file")]

    return finish


class _Nobody:
    """Nobody types a passphrase while a word is finished."""

    is_typed = False

    def ask(self, what: str) -> NoReturn:
        raise BadInput(Problem("passphrase.no-terminal"))

    def is_same_again(self, typed: str) -> NoReturn:
        raise BadInput(Problem("passphrase.no-terminal"))


def _people() -> Iterable[str]:
    """Ids in the kit's store, where it opens without a question; else names of profiles here."""
    from access_kit.workflow.keep.access import KitAccess

    access = KitAccess(None, _Nobody, lambda _: None, read_now)
    if not access.has_store():
        return sorted(path.stem for path in Path("profiles").glob("*.toml"))
    with access.store() as store:
        return [person.id for person in store.people()]


def _handouts() -> Iterable[str]:
    from access_kit.workflow.alone.handout import list_handouts

    return [handout.name for handout in list_handouts(Path.cwd(), None)]


_KNOWN = {"ID": _people, "ID|FILE": _people, "NAME|FILE": _handouts}
"""What a parameter stands for, by how the help calls it."""
