"""``access-kit themes``: the ten themes of digital peer support, and what serves each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.handout_wish import HandoutWish, HandoutWishes
from access_kit.cli.options import Force, QuickTalk, make_app
from access_kit.cli.shows import show_file
from access_kit.console import Talk, wrapped
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.intake.reader import closest
from access_kit.materials.themes import SeenInWork, Theme, load_themes
from access_kit.model.answers.themes import (
    ThemeAnswer,
    ThemeItemAnswer,
    ThemeLineAnswer,
    ThemesAnswer,
)

app = make_app()

FOR_PEOPLE = "for people"


@app.command(name="themes", epilog="Example: access-kit themes 5")
def themes_command(
    wish: HandoutWish,
    talk: QuickTalk,
    chosen: Annotated[
        str, typer.Argument(metavar="[NUMBER|NAME]", help="One theme, or a handout to open.")
    ] = "",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where a page goes.")] = Path("themes"),
    force: Force = False,
) -> None:
    """List the ten themes of digital peer support with what serves each, and open it.

    The themes are those of 59 peer support specialists (JMIR Ment Health 2021;8(12):e30221). A
    number shows one of them, the name of a handout makes it as a web page and opens it.
    """
    themes = load_themes()
    numbers = {str(one.number): one for one in themes}
    if chosen and chosen not in numbers:
        page = _open(talk, wish, chosen, out, force)
        talk.answer(ThemesAnswer((), page))
        return
    found = (numbers[chosen],) if chosen else themes
    for one in found:
        _say(talk, one, is_alone=bool(chosen))
    if chosen:
        talk.say("Open one: access-kit themes NAME. On paper: access-kit materials make NAME")
    else:
        talk.say("More of one: access-kit themes NUMBER. Open a handout: access-kit themes NAME")
    talk.answer(ThemesAnswer(tuple(map(_plain, found))))


def _say(talk: Talk, theme: Theme, *, is_alone: bool) -> None:
    talk.say(f"{theme.number}. {theme.title}")
    if not is_alone:
        for line in wrapped(", ".join(one.name for one in theme.items), "   ", "   "):
            talk.say(line)
        return
    for item in theme.items:
        talk.say(f"  {item.name}: {item.title}{'' if item.is_for_leading else f' ({FOR_PEOPLE})'}")
    for head, lines in (
        ("What can be seen in your work", theme.seen),
        ("What the study recommends", theme.recommended),
    ):
        if lines:
            talk.say(f"{head}:")
        for one in lines:
            for line in wrapped(f"{one.what}: {', '.join(one.items)}", "  ", "    "):
                talk.say(line)


def _open(talk: Talk, wish: HandoutWishes, name: str, out: Path, force: bool) -> str:
    """Make a handout as a page, and show it."""
    from access_kit.materials.library import find_builtin
    from access_kit.workflow.alone.handout import make_handout

    if find_builtin(name) is None:
        names = [item.name for theme in load_themes() for item in theme.items]
        facts: dict[str, str | int] = {"value": name, "most": len(load_themes())}
        facts["guess"] = closest(name, names)
        raise BadInput(Problem("themes.unknown", facts=facts))
    made = make_handout(wish.order(name), ["html"], out, force=force)
    talk.tell(list(made.problems))
    path = made.paths[0]
    talk.say(f"{'Opened' if show_file(path) else 'It lies in'} {shown(path)}")
    return shown(path)


def _plain(theme: Theme) -> ThemeAnswer:
    items = tuple(ThemeItemAnswer(one.name, one.title, one.who, one.sources) for one in theme.items)
    return ThemeAnswer(
        theme.number, theme.title, items, _lines(theme.seen), _lines(theme.recommended)
    )


def _lines(lines: tuple[SeenInWork, ...]) -> tuple[ThemeLineAnswer, ...]:
    return tuple(ThemeLineAnswer(one.what, one.items) for one in lines)
