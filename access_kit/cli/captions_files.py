"""``access-kit captions check | convert | burn | redact``: finished captions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.captions_shared import LayoutName, Outs, tell_done
from access_kit.cli.options import Force, KitFolder, QuickTalk, SlowTalk, read_now
from access_kit.cli.users_fonts import font_folders
from access_kit.console import counted, problem_answers
from access_kit.errors import BadInput, CheckFailed, Problem, Severity
from access_kit.files import shown
from access_kit.model.answers.captions import (
    CaptionsBurnAnswer,
    CaptionsCheckAnswer,
    CaptionsConvertAnswer,
    CaptionsRedactAnswer,
    MuteAnswer,
)

CaptionFiles = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Captions, words or transcripts.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the group."""
    app.command(epilog="Example: access-kit captions check meeting.vtt --layout large-print")(check)
    app.command(epilog="Example: access-kit captions convert meeting.srt --out meeting.vtt")(
        convert
    )
    app.command(epilog="Example: access-kit captions burn film.mp4 meeting.vtt --out shown.mp4")(
        burn
    )
    app.command(
        epilog="Example: access-kit captions redact meeting.vtt --names names.txt --out-dir safe"
    )(redact)


def check(
    files: CaptionFiles,
    talk: QuickTalk,
    layout: LayoutName = None,
    reference: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What was really said.")
    ] = None,
    words: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The recording's .words.json.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Soft findings count too.")] = False,
) -> None:
    """Check captions against a layout's rules. Exit code 1 when any needs work."""
    from access_kit.workflow.recordings.finished import check_files

    problems = check_files(files, layout=layout, reference=reference, words=words)
    failed = [p for p in problems if p.is_error or (strict and p.severity is Severity.WARNING)]
    talk.tell(problems)
    if not problems:
        talk.say(f"Nothing to mend in {counted(len(files), 'file')}.")
    talk.answer(CaptionsCheckAnswer(tuple(map(shown, files)), problem_answers(problems)))
    if failed:
        raise typer.Exit(CheckFailed.exit_code)


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Captions, or .words.json.")],
    talk: SlowTalk,
    out: Outs = None,
    layout: LayoutName = None,
    media: Annotated[
        Path | None, typer.Option(metavar="FILM", help="The recording, for --page.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder to watch it in: page, film and captions."),
    ] = None,
    force: Force = False,
) -> None:
    """Convert between formats. Exit code 1 when something is lost, which is told.

    With --media and --page, a folder that opens in a browser: captions as large as the reader
    likes, and a transcript that moves along.
    """
    from access_kit.workflow.recordings.audience import SaidOfOutputs
    from access_kit.workflow.recordings.finished import convert_file, is_loss

    if (media is None) != (page is None):
        raise BadInput(Problem("captions.page-and-media"))
    outputs, problems = out or [], []
    said = SaidOfOutputs(read_now(), font_folders(), layout)
    if outputs or page is None:
        problems += convert_file(source, outputs, said, force=force)
    if media is not None and page is not None:
        from access_kit.workflow.recordings.watch import make_watch_folder

        show = partial(talk.progress, "Seconds of film")
        files, told = make_watch_folder(source, media, page, said, show, force=force)
        outputs += files
        problems += told
    tell_done(talk, outputs, problems)
    talk.answer(CaptionsConvertAnswer(tuple(map(shown, outputs)), problem_answers(problems)))
    if any(map(is_loss, problems)):
        raise typer.Exit(CheckFailed.exit_code)


def burn(
    film: Annotated[Path, typer.Argument(metavar="FILM", help="The film.")],
    captions: Annotated[Path, typer.Argument(metavar="CUES", help="Captions, or .words.json.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write: .mp4, .mov or .mkv.")],
    talk: SlowTalk,
    layout: LayoutName = None,
    force: Force = False,
) -> None:
    """Draw captions into a copy of a film, for a platform that takes no caption files.

    Nobody can turn them off or make them larger then, so give a caption file wherever one is taken.
    The sound is copied as it is. Exit code 1 when the end of the film is missing.
    """
    from access_kit.workflow.recordings.audience import SaidOfOutputs
    from access_kit.workflow.recordings.watch import burn_file

    said = SaidOfOutputs(read_now(), font_folders(), layout)
    show = partial(talk.progress, "Seconds of film")
    problems = burn_file(film, captions, out, said, show, force=force)
    tell_done(talk, [out], problems)
    talk.answer(CaptionsBurnAnswer((shown(out),), problem_answers(problems)))
    if any(problem.is_error for problem in problems):
        raise typer.Exit(CheckFailed.exit_code)


def redact(
    files: CaptionFiles,
    talk: QuickTalk,
    names: Annotated[
        Path | None, typer.Option(metavar="LIST", help="A person a line: Rosa, Rosie = Member A")
    ] = None,
    session: Annotated[
        Path | None, typer.Option(metavar="SESSION", help="The names of its people.")
    ] = None,
    out_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to put the copies; else beside.")
    ] = None,
    mute: Annotated[
        Path | None, typer.Option(metavar="MEDIA", help="Also write its sound, names muted.")
    ] = None,
    force: Force = False,
    kit: KitFolder = None,
) -> None:
    """Replace names by labels, in copies. This does not make anyone anonymous."""
    from access_kit.workflow.recordings.finished import redact_files

    done = redact_files(
        files,
        names=names,
        session_file=session,
        kit_folder=kit,
        now=read_now(),
        out_dir=out_dir,
        mute=mute,
        force=force,
    )
    for label, count in done.counts:
        talk.say(f"{label}: {counted(count, 'time')}")
    tell_done(talk, done.files, done.problems)
    talk.answer(
        CaptionsRedactAnswer(
            files=tuple(map(shown, done.files)),
            problems=problem_answers(done.problems),
            counts=dict(done.counts),
            mutes=tuple(MuteAnswer(one.start_ms, one.end_ms) for one in done.mutes),
        )
    )
