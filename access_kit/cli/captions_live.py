"""``access-kit captions live``: captions while people speak."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.captions_shared import KNOWN_QUALITY, LayoutName, announce, tell_done
from access_kit.cli.door import KitDoor
from access_kit.cli.options import Force, QuickTalk, read_now
from access_kit.cli.users_fonts import font_folders
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.model.answers.captions import CaptionsLiveAnswer


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file to the group."""
    app.command(epilog="Example: access-kit captions live --profile profiles/K-07.toml")(live)


def live(
    door: KitDoor,
    talk: QuickTalk,
    profile: Annotated[
        str | None, typer.Option(metavar="FILE|ID", help="For this person's size and colours.")
    ] = None,
    lang: Annotated[str, typer.Option(metavar="L", help="The language spoken: en, es, …")] = "",
    model: Annotated[
        str | None, typer.Option(metavar="NAME|DIR", help="A model; else the best there is.")
    ] = None,
    pipe: Annotated[
        bool, typer.Option("--pipe", help="Sound by standard input: WAV, or 16 kHz mono samples.")
    ] = False,
    keep: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Write the words there at the end, as a draft."),
    ] = None,
    session: Annotated[
        Path | None, typer.Option(metavar="SESSION", help="Whose consent record counts for --keep.")
    ] = None,
    consent_checked_elsewhere: Annotated[
        str, typer.Option(metavar="NAME", help="Who checked that each person said yes.")
    ] = "",
    own_film: Annotated[bool, typer.Option("--own-film", help="No participant is heard.")] = False,
    layout: LayoutName = None,
    force: Force = False,
) -> None:
    """Show what is said in large letters while people speak, on a page for this computer alone.

    The page takes the microphone or the computer's sound. Nothing is kept unless you say --keep,
    which asks for consent as captions make does. Ctrl-C ends it.
    """
    from access_kit.workflow.recordings.audience import SaidOfOutputs
    from access_kit.workflow.recordings.hear import RecordedConsent
    from access_kit.workflow.recordings.live_captions import LiveWish, plan_live, run_live

    if pipe and sys.stdin.isatty():
        raise BadInput(Problem("live.no-pipe"))
    plan = plan_live(
        door.access(talk),
        RecordedConsent(session, consent_checked_elsewhere, own_film),
        LiveWish(model, profile, keep or (), force),
        SaidOfOutputs(read_now(), font_folders(), layout, lang),
    )
    engine = plan.engine
    sound = sys.stdin.buffer if pipe else None
    done = run_live(plan, lambda address: _announce(talk, address, engine.name, plan.model), sound)
    tell_done(talk, done.files, done.problems)
    talk.sum_up(f"Showed {counted(done.words, 'word')} in {counted(done.seconds, 'second')}.")
    if done.files:
        talk.say("These are drafts. When a person has checked them: access-kit captions approve")
    talk.answer(
        CaptionsLiveAnswer(
            words=done.words,
            seconds=done.seconds,
            engine=engine.name,
            model=plan.model,
            lang=engine.lang or "",
            files=tuple(map(shown, done.files)),
            problems=problem_answers(done.problems),
        )
    )


def _announce(talk: Talk, address: str, engine: str, model: str) -> None:
    announce(talk, address)
    talk.say(f"The words come from {engine}, model {model}. {KNOWN_QUALITY[engine]}")
    talk.say("Ctrl-C here ends it.")
    sys.stdout.flush()
