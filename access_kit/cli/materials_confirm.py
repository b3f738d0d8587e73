"""``access-kit materials confirm``: the reading order of slides and PDF, as a person found it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.options import KitFolder, QuickTalk, read_now
from access_kit.console import problem_answers
from access_kit.files import shown
from access_kit.model.answers.materials import MaterialsConfirmAnswer

CONFIRM_EXAMPLE = "Example: access-kit materials confirm materials/slides.pptx --by Jo"


def confirm(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A handout made of slides or PDF.")],
    talk: QuickTalk,
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Who read the words in this order: it is right.")
    ] = "",
    kit: KitFolder = None,
) -> None:
    """Show in which order a handout is read, and with --by keep that somebody found it right.

    Slides and PDF don't say in which order they are read. Until somebody has confirmed it, what is
    made of them is a draft, and prepare leaves it out. Another file of that name is a draft again.
    """
    from access_kit.workflow.alone.confirm_order import confirm_order
    from access_kit.workflow.handouts.handout_files import language_of_kit

    shown_order = confirm_order(file, lang=language_of_kit(file, kit), by=by, now=read_now())
    talk.tell(list(shown_order.problems))
    for number, line in enumerate(shown_order.lines, 1):
        talk.say(f"{number}  {line}")
    if shown_order.kept:
        talk.say(f"Wrote {shown(shown_order.kept)}")
    talk.answer(
        MaterialsConfirmAnswer(
            shown(file),
            shown_order.is_confirmed,
            shown_order.lines,
            problem_answers(shown_order.problems),
        )
    )
