"""``access-kit init``: start a kit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.options import QuickTalk, make_app
from access_kit.files import shown
from access_kit.kit_files import PLACEHOLDERS
from access_kit.model.answers.kit import InitAnswer

app = make_app()


@app.command(epilog="Example: access-kit init our-kit")
def init(
    talk: QuickTalk,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the kit goes.")] = Path(),
    name: Annotated[str, typer.Option(help="Your agency's name.")] = str(PLACEHOLDERS["name"]),
    sender: Annotated[
        list[str] | None, typer.Option(help="A line of the sender's address, neutral; repeat.")
    ] = None,
    locale: Annotated[str, typer.Option(help="Your language, as a BCP 47 tag.")] = "en",
) -> None:
    """Start a kit: a folder with your agency's file."""
    from access_kit.workflow.keep.begin import begin_kit

    path = begin_kit(folder, name=name, sender=sender or (), locale=locale)
    talk.say(f"Wrote {shown(path)}. Open it in an editor and fill in what your agency knows.")
    talk.say(f"Next: access-kit vault init, in {shown(folder)}")
    talk.answer(InitAnswer(shown(path)))
