"""``access-kit open``: show what was made, in the program that this computer has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.options import KitFolder, QuickTalk, SessionFile, make_app, read_now
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
    is_open = _show(made.first)
    talk.say(f"{'Opened' if is_open else 'It lies in'} {shown(made.first)}")
    talk.answer(OpenedAnswer(shown(made.folder), shown(made.first), is_open))


def _show(path: Path) -> bool:
    """Whether the system's own way to open a file took it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 (a file that we made, in the program of its kind)
        return True
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name) if sys.platform == "darwin" or has_screen else None
    if program is None:
        return False
    done = subprocess.run(
        [program, str(path.resolve())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
