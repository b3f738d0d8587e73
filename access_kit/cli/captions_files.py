"""``access-kit captions check | convert | redact``: finished captions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.captions_shared import LayoutName, Outs, tell_done
from access_kit.cli.options import Force, KitFolder, QuickTalk, read_now
from access_kit.cli.users_fonts import font_folders
from access_kit.console import counted, problem_answers
from access_kit.errors import CheckFailed, Severity
from access_kit.files import shown
from access_kit.model.answers.captions import (
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
    talk: QuickTalk,
    out: Outs = None,
    layout: LayoutName = None,
    force: Force = False,
) -> None:
    """Convert between formats. Exit code 1 when something is lost, which is told."""
    from access_kit.workflow.recordings.audience import SaidOfOutputs
    from access_kit.workflow.recordings.finished import convert_file, is_loss

    outputs = out or []
    said = SaidOfOutputs(read_now(), font_folders(), layout)
    problems = convert_file(source, outputs, said, force=force)
    tell_done(talk, outputs, problems)
    talk.answer(CaptionsConvertAnswer(tuple(map(shown, outputs)), problem_answers(problems)))
    if any(map(is_loss, problems)):
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
