"""``access-kit materials``: handouts made, listed and checked, outside of a session."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.handout_wish import HandoutWish
from access_kit.cli.materials_check import CHECK_EXAMPLE, PREVIEW_EXAMPLE, check, preview
from access_kit.cli.materials_confirm import CONFIRM_EXAMPLE, confirm
from access_kit.cli.options import Force, KitFolder, QuickTalk, make_app
from access_kit.console import problem_answers
from access_kit.errors import BadInput, CheckFailed, Problem
from access_kit.files import shown
from access_kit.model.answers.materials import MaterialsListAnswer, MaterialsMakeAnswer
from access_kit.model.look import BraillePage
from access_kit.workflow.alone.offered_formats import offered_formats

app = make_app()


@app.callback()
def materials() -> None:
    """Make, list, check or preview handouts."""


@app.command(name="list", epilog="Example: access-kit materials list")
def list_materials(
    talk: QuickTalk,
    kit: KitFolder = None,
) -> None:
    """List the handouts of the kit and those that are built in."""
    from access_kit.workflow.alone.handout import list_handouts

    found = list_handouts(Path.cwd(), kit)
    for one in found:
        talk.say(f"{one.name}: {one.title} ({one.origin})")
    if not found:
        talk.say("There are no handouts yet.")
    talk.answer(MaterialsListAnswer(tuple(found)))


@app.command(
    epilog="Example: access-kit materials make things-that-help-me.md --look giant"
    " --format pdf,html --out made",
)
def make(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A handout.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to put it.")],
    wish: HandoutWish,
    talk: QuickTalk,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F,…",
            help=f"Formats, with commas: {','.join(offered_formats())}, or all.",
        ),
    ] = "pdf,html",
    braille_page: Annotated[
        str, typer.Option(metavar="CELLSxLINES", help="The size of a page of braille.")
    ] = "40x25",
    uncontracted: Annotated[
        bool, typer.Option("--uncontracted", help="Braille with each word spelt out.")
    ] = False,
    session: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The session or group whose next date a text tells."),
    ] = None,
    force: Force = False,
) -> None:
    """Make a handout, or a text to send by hand, in the formats you name."""
    from access_kit.workflow.alone.handout import make_handout

    braille = _read_braille_page(braille_page, contracted=not uncontracted)
    order = wish.order(name, braille=braille, session=session)
    wanted = [one.strip() for one in formats.split(",") if one.strip()]
    made = make_handout(order, wanted, out, force=force)
    talk.tell(list(made.problems))
    for path in made.paths:
        talk.sum_up(f"Wrote {shown(path)}")
    files = tuple(map(shown, made.paths))
    talk.answer(MaterialsMakeAnswer(files, problem_answers(made.problems)))
    if made.missing:
        raise typer.Exit(CheckFailed.exit_code)


def _read_braille_page(text: str, *, contracted: bool) -> BraillePage:
    """``40x25``: from 10 to 100 cells, from 5 to 100 lines."""
    found = re.fullmatch(r"([0-9]{1,3})[xX×]([0-9]{1,3})", text.strip())
    cells, lines = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (10 <= cells <= 100 and 5 <= lines <= 100):
        facts = {"value": text}
        raise BadInput(Problem("command.braille-page", where="--braille-page", facts=facts))
    return BraillePage(cells, lines, contracted)


app.command(epilog=CHECK_EXAMPLE)(check)
app.command(epilog=CONFIRM_EXAMPLE)(confirm)
app.command(epilog=PREVIEW_EXAMPLE)(preview)
