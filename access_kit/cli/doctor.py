"""``access-kit doctor``: what works on this computer, and how to get what does not."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import typer

from access_kit import __version__
from access_kit.cli.options import KitFolder, QuickTalk, make_app, read_now
from access_kit.console import counted, problem_answers
from access_kit.errors import MissingPart, Problem
from access_kit.kit_files import find_kit, read_kit
from access_kit.model.answers.kit import DoctorAnswer
from access_kit.workflow.parts import CORE, EXTRAS, extras_here, font_names, missing_core
from access_kit.workflow.recordings.fitting import describe_computer, has_voice, what_fits

app = make_app()


@app.command(epilog="Example: access-kit doctor")
def doctor(talk: QuickTalk, kit: KitFolder = None) -> None:
    """See what works on this computer, and how to get what does not."""
    talk.say(f"access-kit {__version__}, Python {platform.python_version()}, {sys.platform}")
    missing = missing_core()
    for name, about in CORE.items():
        talk.say(f"{about}: {'missing (' + name + ')' if name in missing else 'works'}")
    extras = extras_here()
    for extra, part in EXTRAS.items():
        get = f"pip install 'access-kit[{extra}]' (about {part.more_mb} MB)"
        state = "works" if extras[extra] else f"not installed; get it with: {get}"
        talk.say(f"{part.about}: {state}")
    hearing, computer = what_fits(), describe_computer()
    for one in hearing:
        room = "fits" if one.fits else "too large" if one.fits is False else "it may fit"
        takes = f"{one.memory_mb} MB of memory, {one.pace:.0%} of the recording's length"
        talk.say(f"hearing by {one.name}: takes {takes}; on this computer ({computer}): {room}")
    get = "not installed; get it with: pip install 'access-kit[captions]'"
    talk.say(f"scripts laid on sound without a model: {'works' if has_voice() else get}")
    fonts = font_names() if "typst" not in missing else []
    talk.say(f"fonts: {', '.join(fonts)}")
    folder = kit or find_kit(Path.cwd())
    if folder:
        _, problems = read_kit(folder, today=read_now().date())
        talk.tell(problems)
        talk.say(f"kit: {folder / 'kit.toml'}, {counted(len(problems), 'thing')} to look at")
    else:
        talk.say("kit: none here; start one with: access-kit start")
    told = [Problem("program.part-missing", facts={"name": n, "about": CORE[n]}) for n in missing]
    talk.tell(told)
    talk.answer(
        DoctorAnswer(
            version=__version__,
            python=platform.python_version(),
            missing=missing,
            extras=extras,
            fonts=tuple(fonts),
            hearing=hearing,
            aligns_without_model=has_voice(),
            problems=problem_answers(told),
        )
    )
    if missing:
        raise typer.Exit(MissingPart.exit_code)
