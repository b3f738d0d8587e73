"""``access-kit open``: show what was made, in the program that this computer has for it."""

from __future__ import annotations

from typing import Annotated

import typer

from access_kit.cli.options import KitFolder, QuickTalk, SessionFile, make_app, read_now
from access_kit.cli.shows import show_file
from access_kit.files import shown
from access_kit.model.answers.kit import OpenedAnswer

app = make_app()


@app.command(name="open", epilog="Example: access-kit open examples/evening-group/session.toml")
def open_command(
    session_file: SessionFile,
    talk: QuickTalk,
    person: Annotated[
        str, typer.Argument(metavar="[ID]", help="Whose packet; else what is yours.")
    ] = "",
    kit: KitFolder = None,
) -> None:
    """Open what was made: the run sheet, or the folder of one person's packet.

    Where nothing can be opened, as on a server, it says where the papers lie.
    """
    from access_kit.workflow.alone.made_papers import made_for

    made = made_for(session_file, person, kit_folder=kit, now=read_now())
    is_open = show_file(made.first)
    talk.say(f"{'Opened' if is_open else 'It lies in'} {shown(made.first)}")
    talk.answer(OpenedAnswer(shown(made.folder), shown(made.first), is_open))
