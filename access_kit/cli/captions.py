"""``access-kit captions``: sound to captions, a script onto its recording.

Checking and mending finished captions is in ``captions_files``, going through them by ear in
``captions_review``, captions while people speak in ``captions_live``, models in
``captions_models``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli import captions_files, captions_live, captions_models, captions_review
from access_kit.cli.captions_shared import (
    KNOWN_QUALITY,
    Jobs,
    LayoutName,
    Outs,
    tell_aligned,
    tell_done,
)
from access_kit.cli.door import KitDoor
from access_kit.cli.options import (
    Force,
    LoggedTalk,
    make_app,
    read_now,
)
from access_kit.cli.users_fonts import font_folders
from access_kit.console import problem_answers
from access_kit.errors import CheckFailed
from access_kit.files import shown
from access_kit.model.answers.captions import CaptionsMakeAnswer

app = make_app()


@app.callback()
def captions() -> None:
    """Make captions, check them and mend them. No recording leaves this computer."""


@app.command(
    epilog="Example: access-kit captions make meeting.m4a --out meeting.vtt --out meeting.txt",
)
def make(
    door: KitDoor,
    talk: LoggedTalk,
    media: Annotated[
        list[Path] | None, typer.Argument(metavar="MEDIA…", help="Sound or film.")
    ] = None,
    out: Outs = None,
    track: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FILE|N",
            help="One speaker's file; FILE#2 is its channel 2. N: which sound track of MEDIA.",
        ),
    ] = None,
    formats: Annotated[
        str | None, typer.Option("--format", metavar="F,…", help="For many recordings: vtt,txt.")
    ] = None,
    out_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="For many recordings: where to put them.")
    ] = None,
    layout: LayoutName = None,
    lang: Annotated[str, typer.Option(metavar="L", help="The language spoken: en, es, …")] = "",
    model: Annotated[
        str | None, typer.Option(metavar="NAME|DIR", help="A model; else the best there is.")
    ] = None,
    rough_draft: Annotated[
        bool, typer.Option("--rough-draft", help="English without a model: half the words wrong.")
    ] = False,
    hint: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Names and words to expect: Whisper, --rough-draft."),
    ] = None,
    words: Annotated[
        Path | None, typer.Option(metavar="FILE", help="How names and numbers are written.")
    ] = None,
    fillers: Annotated[str, typer.Option(help="keep or mark: um, uh.")] = "keep",
    session: Annotated[
        Path | None, typer.Option(metavar="SESSION", help="Layout and size for its people.")
    ] = None,
    consent_checked_elsewhere: Annotated[
        str, typer.Option(metavar="NAME", help="Who checked that each person said yes.")
    ] = "",
    own_film: Annotated[
        bool, typer.Option("--own-film", help="The recording has no participants in it.")
    ] = False,
    jobs: Jobs = 0,
    force: Force = False,
) -> None:
    """Hear recordings and write captions, transcripts or words.

    What a computer heard is a draft and says so, until: access-kit captions approve. A run that
    was stopped goes on where it ended when you give the same command again. Exit code 1 when the
    end of a recording is missing: the captions go as far as it does.
    """
    from access_kit.workflow.recordings.audience import SaidOfOutputs
    from access_kit.workflow.recordings.hear import (
        HearingWish,
        Recorded,
        RecordedConsent,
        is_cut_short,
        plan_hearing,
    )

    plan = plan_hearing(
        door.access(talk),
        Recorded(media or (), track or (), out or (), formats, out_dir, force),
        RecordedConsent(session, consent_checked_elsewhere, own_film),
        HearingWish(model, rough_draft, hint or (), words, fillers, jobs),
        SaidOfOutputs(read_now(), font_folders(), layout, lang),
    )
    engine, outputs = plan.engine, plan.outputs
    if plan.model:
        quality = KNOWN_QUALITY[engine.name]
        talk.say(f"The words come from {engine.name}, model {plan.model}. {quality}")
    problems = plan.hear(lambda seconds: talk.progress("Seconds heard", seconds))
    tell_done(talk, outputs, problems)
    talk.answer(
        CaptionsMakeAnswer(
            files=tuple(map(shown, outputs)),
            problems=problem_answers(problems),
            engine=engine.name,
            model=plan.model,
            rough=engine.rough,
        )
    )
    talk.say("These are drafts. When a person has checked them: access-kit captions approve")
    if is_cut_short(problems):
        raise typer.Exit(CheckFailed.exit_code)


@app.command(
    epilog="Example: access-kit captions align talk.mp4 talk.txt --out talk.vtt",
)
def align(
    media: Annotated[Path, typer.Argument(metavar="MEDIA", help="Sound or film.")],
    script: Annotated[Path, typer.Argument(metavar="SCRIPT", help="What is said, as text.")],
    talk: LoggedTalk,
    out: Outs = None,
    layout: LayoutName = None,
    lang: Annotated[
        str, typer.Option(metavar="L", help="The language: en, es, …; else as its words tell.")
    ] = "",
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME|DIR", help="A model to align by; else the best way there is."),
    ] = None,
    track: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Which sound track, when not by speech.")
    ] = None,
    jobs: Jobs = 0,
    force: Force = False,
) -> None:
    """Give each word of a known script the time at which it is said.

    Every word of the script is kept. Words that were not found stand at a guessed time and are
    listed, and so is speech that is not in the script. Exit code 1 when the script does not fit.
    """
    from access_kit.workflow.recordings.align_script import align_recording
    from access_kit.workflow.recordings.audience import SaidOfOutputs

    outputs = out or []
    aligned = align_recording(
        media,
        script,
        outputs,
        SaidOfOutputs(read_now(), font_folders(), layout, lang),
        model=model,
        sound=track,
        jobs=jobs,
        force=force,
        show=lambda steps: talk.progress("Seconds aligned, in two rounds", steps),
    )
    tell_aligned(talk, aligned, outputs)
    if any(problem.is_error for problem in aligned.problems):
        raise typer.Exit(CheckFailed.exit_code)


captions_files.add_commands(app)
captions_review.add_commands(app)
captions_live.add_commands(app)
app.add_typer(captions_models.app, name="models")
