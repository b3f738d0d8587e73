"""``access-kit tour``: the example made, with a sentence to each of its results."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.options import SlowTalk, make_app, read_now
from access_kit.console import Talk, wrapped
from access_kit.files import shown
from access_kit.model.answers.tour import TourAnswer, TourStopAnswer

app = make_app()


@app.command(name="tour", epilog="Example: access-kit tour")
def tour_command(
    talk: SlowTalk,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where the copy of the example goes.")
    ] = Path("access-kit-tour"),
) -> None:
    """Make the papers of an invented group, and say what each of them is.

    Everybody in it is invented, and nothing is sent. Delete the folder when you have seen it.
    """
    from access_kit.cli.prepare import PrepareWish, make_papers
    from access_kit.cli.unlock import Secrets
    from access_kit.workflow.first_hour.example import DAY, copy_example_to, stops
    from access_kit.workflow.keep.access import KitAccess

    session = copy_example_to(folder)
    talk.sum_up("An invented group of six meets on one evening. Making its papers …")
    clock = read_now if os.environ.get("ACCESS_KIT_NOW") else lambda: DAY
    beside = Talk.silent()
    access = KitAccess(folder, lambda: Secrets(None), beside.tell, clock)
    done = make_papers(beside, access, session, PrepareWish())
    found = tuple(TourStopAnswer(one.name, one.about) for one in stops(done.plan, done.folder))
    talk.say(f"All of it lies in {shown(done.folder)}")
    for one in found:
        talk.say()
        for line in wrapped(f"{one.name} {one.about}"):
            talk.say(line)
    talk.say()
    talk.say("For a group of your own: access-kit start")
    talk.answer(TourAnswer(shown(done.folder), found))
