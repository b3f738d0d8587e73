"""``access-kit help``: the help of a command, or a few lines on a topic with its commands."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any

import typer

from access_kit.cli.options import make_app
from access_kit.console import wrapped
from access_kit.errors import BadInput, Problem

app = make_app()


@lru_cache(maxsize=1)
def help_topics() -> dict[str, dict[str, Any]]:
    """What is said on each topic, and the commands that do it."""
    text = (files(__package__) / "help_topics.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@app.command(name="help", epilog="Example: access-kit help tables")
def help_command(
    context: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]", help="A command or a topic.")
    ] = None,
) -> None:
    """Say what a command does, or which commands a topic has."""
    words = [one.casefold() for one in topic or ()]
    if not words:
        _say_topics()
    elif len(words) == 1 and words[0] in help_topics():
        _say_topic(words[0], context)
    else:
        typer.echo(_find(context, words).get_help())


def _say_topics() -> None:
    typer.echo("Topics:")
    for name, about in help_topics().items():
        for line in wrapped(
            f"{name}: {about['text'].partition('. ')[0].rstrip('.')}", "  ", "    "
        ):
            typer.echo(line)
    typer.echo("For one of them: access-kit help people")
    typer.echo("For a command: access-kit help prepare")


def _say_topic(name: str, context: typer.Context) -> None:
    about = help_topics()[name]
    for line in wrapped(about["text"]):
        typer.echo(line)
    for command in about["commands"]:
        found = _find(context, command.split())
        line = f"access-kit {command}: {found.command.get_short_help_str(200)}"
        for part in wrapped(line, "  ", "    "):
            typer.echo(part)
    typer.echo(f"Next: access-kit help {about['commands'][0]}")


def _find(context: typer.Context, words: list[str]) -> typer.Context:
    """The context of a command by its words. ``BadInput`` where there is none, with a near one."""
    from access_kit.intake.reader import closest

    root: Any = context.find_root()
    at: Any = root
    for word in words:
        listed = at.command.list_commands(at) if hasattr(at.command, "list_commands") else []
        if word not in listed:
            known = [*listed, *(help_topics() if at is root else ())]
            facts = {"value": " ".join(words), "guess": closest(word, known)}
            raise BadInput(Problem("help.no-topic", facts=facts))
        command = at.command.get_command(at, word)
        at = type(at)(command, info_name=word, parent=at)
    found: typer.Context = at
    return found
