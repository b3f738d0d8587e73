"""``access-kit captions models``: the Vosk models on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.captions_shared import Jobs
from access_kit.cli.options import QuickTalk, SlowTalk, Yes, make_app
from access_kit.files import shown
from access_kit.model.answers.captions import ModelAnswer, ModelCheckAnswer, ModelsAnswer

app = make_app()


@app.callback()
def models() -> None:
    """List, fetch, add, check or remove models of speech."""


@app.command(name="list", epilog="Example: access-kit captions models list")
def list_command(
    talk: QuickTalk,
    offered: Annotated[
        bool, typer.Option("--offered", help="Ask the publisher what there is (uses the network).")
    ] = False,
    lang: Annotated[str, typer.Option(metavar="L", help="Only this language.")] = "",
    list_url: Annotated[
        str | None, typer.Option("--list", metavar="URL", help="Another publisher's list.")
    ] = None,
) -> None:
    """List the models on this computer, or those that can be fetched."""
    from access_kit.workflow.recordings.speech_models import models_here, models_offered

    found = models_offered(lang, list_url) if offered else models_here(lang)
    rows = [(one.name, one.lang or "", one.size) for one in found]
    for name, language, size in rows:
        talk.say(f"{name}: language {language or 'not told'}, {size / 1e6:.0f} MB")
    if not rows:
        talk.say(
            "There are none. To see what can be fetched: access-kit captions models list --offered"
        )
    talk.answer(ModelsAnswer(tuple(ModelAnswer(*row) for row in rows)))


@app.command(epilog="Example: access-kit captions models fetch vosk-model-small-en-us-0.15")
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model's name.")],
    talk: SlowTalk,
    list_url: Annotated[
        str | None, typer.Option("--list", metavar="URL", help="Another publisher's list.")
    ] = None,
) -> None:
    """Fetch a model from its publisher: the one captions command that uses the network."""
    from access_kit.workflow.recordings import speech_models

    model = speech_models.fetch(
        name, list_url, lambda kilobytes: talk.progress("Kilobytes fetched", kilobytes)
    )
    talk.say(f"Fetched {model.name} to {shown(model.folder)}")
    talk.answer(ModelsAnswer((ModelAnswer(model.name, model.lang or "", model.size),)))


@app.command(epilog="Example: access-kit captions models add vosk-model-small-en-us-0.15.zip")
def add(
    source: Annotated[Path, typer.Argument(metavar="ZIP|DIR", help="A model from elsewhere.")],
    talk: QuickTalk,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
) -> None:
    """Add a model from a file, for computers without a network."""
    from access_kit.workflow.recordings import speech_models

    model = speech_models.add(source, name)
    talk.say(f"Added {model.name}")
    talk.answer(ModelsAnswer((ModelAnswer(model.name, model.lang or "", model.size),)))


@app.command(
    epilog="Example: access-kit captions models check NAME --audio room.wav --reference said.txt"
)
def check(
    name: Annotated[str, typer.Argument(metavar="NAME|DIR", help="A model.")],
    talk: SlowTalk,
    audio: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A recording of your own.")
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What is really said in it.")
    ] = None,
    jobs: Jobs = 0,
) -> None:
    """Check that a model works, and how well it hears your own people."""
    from access_kit.workflow.recordings.speech_models import try_model

    errors = try_model(name, audio=audio, reference=reference, jobs=jobs)
    if errors is None:
        talk.say(f"{name} works.")
        talk.answer(ModelCheckAnswer(name, works=True))
        return
    talk.say(
        f"{name} works. Of {errors.words} words {errors.wrong} were wrong, {errors.missing} missing"
        f" and {errors.extra} invented: {errors.rate:.1%} word errors on this recording."
    )
    talk.answer(
        ModelCheckAnswer(
            name,
            works=True,
            words=errors.words,
            wrong=errors.wrong,
            missing=errors.missing,
            extra=errors.extra,
            word_error_rate=round(errors.rate, 4),
        )
    )


@app.command(epilog="Example: access-kit captions models remove vosk-model-small-en-us-0.15")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model's name.")],
    talk: QuickTalk,
    yes: Yes = False,
) -> None:
    """Remove a model from this computer."""
    from access_kit.workflow.recordings import speech_models

    if not yes:
        typer.confirm(f"Remove {name}?", abort=True, err=True)
    speech_models.remove(name)
    talk.say(f"Removed {name}")
    talk.answer(ModelsAnswer(()))
