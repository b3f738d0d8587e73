"""``access-kit captions``: sound to captions, a script onto its recording.

Checking and mending finished captions is in ``captions_files``, models in ``captions_models``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit import __version__
from access_kit.cli import captions_files, captions_models
from access_kit.cli.captions_shared import (
    KNOWN_QUALITY,
    Jobs,
    LayoutName,
    Outs,
    count_jobs,
    count_seconds,
    make_setting,
    read_audience,
    read_session,
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
from access_kit.console import problem_answers
from access_kit.errors import BadInput, CheckFailed, Problem, Severity
from access_kit.files import read_text, shown
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
        typer.Option(metavar="NAME=FILE", help="One speaker's file; FILE#2 is its channel 2."),
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
    was stopped goes on where it ended when you give the same command again.
    """
    from access_kit.captions.engines import Engine, EngineWish, open_engine
    from access_kit.captions.listen import (
        Recognition,
        find_works,
        hear_and_write,
        measure_work,
        open_model,
    )
    from access_kit.captions.model_shapes import engine_of
    from access_kit.captions.models import find_model, models_home
    from access_kit.captions.outputs import check_outputs
    from access_kit.captions.readable import Fillers
    from access_kit.captions.readable_list import parse_word_list
    from access_kit.captions.session_needs import require_consent

    held = None
    if session is not None:
        held, record = read_session(session, talk, door)
        require_consent(own_film=own_film, checked_by=consent_checked_elsewhere, record=record)
    works = find_works(media or [], track or [], out or [], formats, out_dir)
    outputs = [path for work in works for path in work.outputs]
    check_outputs(outputs, [one.path for work in works for one in work.tracks], force=force)
    measured = [measure_work(work) for work in works]
    audience = read_audience(held, layout, lang)
    setting = make_setting(audience, read_now())
    if fillers not in list(Fillers):
        raise BadInput(Problem("captions.bad-fillers", facts={"value": fillers}))
    listed = parse_word_list(read_text(words), shown(words)) if words else ()
    text = "\n".join(read_text(path) for path in hint or [])
    engine: Engine
    used = ""
    if rough_draft:
        engine = open_engine("pocketsphinx", EngineWish(audience.lang, None, text))
    else:
        folder = find_model(model, audience.lang, models_home())
        if hint and engine_of(folder) == "vosk":
            raise BadInput(Problem("captions.hint-needs-rough-draft"))
        engine = open_model(folder, EngineWish(audience.lang, folder, text))
        used = folder.name
        talk.say(f"The words come from {engine.name}, model {used}. {KNOWN_QUALITY[engine.name]}")
    hearing = Recognition(
        engine,
        setting,
        count_jobs(jobs),
        __version__,
        listed,
        Fillers(fillers),
        consent_checked_elsewhere.strip(),
    )
    problems = [problem for _, limits in measured for problem in limits]
    for work, (seconds, _) in zip(works, measured, strict=True):
        with talk.progress("Seconds heard", seconds) as progress:
            problems += hear_and_write(work, hearing, count_seconds(progress.step))
    if engine.rough:
        problems.append(Problem("captions.rough-draft", Severity.WARNING))
    tell_done(talk, outputs, problems)
    talk.answer(
        CaptionsMakeAnswer(
            files=tuple(map(shown, outputs)),
            problems=problem_answers(problems),
            engine=engine.name,
            model=used,
            rough=engine.rough,
        )
    )
    talk.say("These are drafts. When a person has checked them: access-kit captions approve")


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
        str, typer.Option(metavar="L", help="The language spoken: en, es, …; else English.")
    ] = "",
    model: Annotated[
        str | None, typer.Option(metavar="NAME|DIR", help="A Vosk model, for other languages.")
    ] = None,
    jobs: Jobs = 0,
    force: Force = False,
) -> None:
    """Give each word of a known script the time at which it is said.

    Every word of the script is kept. Words that were not found stand at a guessed time and are
    listed, and so is speech that is not in the script. Exit code 1 when the script does not fit.
    """
    from access_kit.captions.align_fit import find_misfit
    from access_kit.captions.convert import CaptionSource
    from access_kit.captions.listen import align_file
    from access_kit.captions.media import find_limits, read_facts
    from access_kit.captions.models import find_model, models_home
    from access_kit.captions.outputs import check_outputs, write_outputs
    from access_kit.captions.script_language import read_script_in

    outputs = out or []
    if not outputs:
        raise BadInput(Problem("captions.no-output"))
    check_outputs(outputs, [media, script], force=force)
    text = read_text(script)
    facts = read_facts(media)
    needs_model = model is not None or lang.lower().split("-")[0] not in ("", "en")
    folder = (
        find_model(model, lang, models_home(), none="captions.no-model-to-align")
        if needs_model
        else None
    )
    written, spoken = read_script_in(text, lang, folder, shown(script))
    setting = make_setting(read_audience(None, layout, spoken), read_now())
    length_ms = facts.duration_ms or 0
    with talk.progress("Seconds aligned, in two rounds", length_ms // 500) as progress:
        found = align_file(
            media,
            written,
            lang=spoken,
            model=folder,
            jobs=count_jobs(jobs),
            length_ms=length_ms,
            step=count_seconds(progress.step),
        )
    problems = [*find_limits(media, facts), *find_misfit(found, written, shown(script))]
    problems += write_outputs(CaptionSource(found, None), outputs, setting)
    tell_aligned(talk, found, outputs, problems)
    if any(problem.is_error for problem in problems):
        raise typer.Exit(CheckFailed.exit_code)


captions_files.add_commands(app)
app.add_typer(captions_models.app, name="models")
