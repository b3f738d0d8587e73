"""What the captions commands share: how outputs look, whom they are for, and how they end."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import Door
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import Problem
from access_kit.files import shown
from access_kit.model.answers.captions import CaptionsAlignAnswer, SaidAnswer

if TYPE_CHECKING:
    from access_kit.captions.outputs import OutputSettings
    from access_kit.captions.session_needs import Agreed
    from access_kit.model.word import RecordedWords
    from access_kit.workflow.prepare.shapes import Work

LayoutName = Annotated[
    str | None, typer.Option("--layout", help="access, dcmp, bbc, netflix or large-print.")
]
Outs = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE", help="Where to write; the suffix picks the format."),
]
Jobs = Annotated[
    int, typer.Option(min=0, max=64, metavar="N", help="Pieces at once; 0: one a core.")
]
DEFAULT_LAYOUT = "access"
KNOWN_QUALITY = {
    "whisper": "Of 100 English words in our test clips, its smallest model had about 8 wrong.",
    "vosk": "How well it hears differs from voice to voice: access-kit captions models check.",
}
"""What is known of each engine that needs a model."""


@dataclass(frozen=True)
class CaptionAudience:
    """Whom the files are for: their layout, print size in points, and the language spoken."""

    layout: str = DEFAULT_LAYOUT
    print_size_pt: float | None = None
    lang: str = ""


def read_audience(work: Work | None, layout: str | None, lang: str) -> CaptionAudience:
    """What a session's people asked for; a layout or language said on the command line wins."""
    if work is None:
        return CaptionAudience(layout or DEFAULT_LAYOUT, None, lang)
    from access_kit.captions.session_needs import choose_captions

    spoken = work.session.facilitator.languages
    chosen = choose_captions(
        work.profiles,
        default=work.kit.defaults.caption_layout.value or DEFAULT_LAYOUT,
        lang=spoken[0] if spoken else work.kit.defaults.locale,
    )
    return CaptionAudience(layout or chosen.layout, chosen.print_size_pt, lang or chosen.lang)


def read_session(session: Path, talk: Talk, door: Door) -> tuple[Work, Agreed | None]:
    """A session with its people, and what the consent record says; ``None`` where there is none."""
    from access_kit.captions.session_needs import Agreed
    from access_kit.delivery.consent_rules import may_record, took_back_recording
    from access_kit.workflow.mail.desk import open_desk

    with open_desk(door.access(talk), session, needs_store=False) as desk:
        if desk.store is None:
            return desk.work, None
        stand = {one.id: desk.standing_of(one.id) for one in desk.work.profiles}
        return desk.work, Agreed(
            open=tuple(key for key, now in stand.items() if not may_record(now)),
            taken_back=tuple(key for key, now in stand.items() if took_back_recording(now)),
        )


def make_setting(audience: CaptionAudience, now: datetime.datetime) -> OutputSettings:
    from access_kit.captions.layout_rules import find_layout
    from access_kit.captions.outputs import OutputSettings
    from access_kit.cli.users_fonts import font_folders
    from access_kit.documents.looks import look_for
    from access_kit.model.look import LookName, PaperSize

    look = look_for(
        LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, print_size_pt=audience.print_size_pt
    )
    return OutputSettings(find_layout(audience.layout), look, now, font_folders())


def count_jobs(asked: int) -> int:
    return asked or os.cpu_count() or 1


def count_seconds(step: Callable[[int], None]) -> Callable[[int], None]:
    """Milliseconds of finished pieces in, whole seconds out."""
    total = 0

    def add(milliseconds: int) -> None:
        nonlocal total
        before, total = total // 1000, total + milliseconds
        step(total // 1000 - before)

    return add


def tell_done(talk: Talk, files: Iterable[Path], problems: Iterable[Problem]) -> None:
    """The end of a command that wrote files; its answer is its own."""
    talk.tell(problems)
    for path in files:
        talk.say(f"Wrote {shown(path)}")


def tell_aligned(
    talk: Talk, found: RecordedWords, files: Sequence[Path], problems: Sequence[Problem]
) -> None:
    """The end of ``align``: what was not found, what is not in the script, and the files."""
    guessed = []
    for first, end in found.interpolated:
        text = " ".join(word.text for word in found.words[first:end])
        start_ms, end_ms = found.words[first].start_ms, found.words[end - 1].end_ms
        guessed.append(SaidAnswer(text, start_ms, end_ms))
        why = "Not said" if text in found.not_said else "Not found"
        talk.say(f"{why}, and put at {start_ms / 1000:.1f} seconds by guess: {text}")
    for extra in found.not_in_script:
        if not extra.text.startswith("["):
            talk.say(f"Not in the script, at {extra.start_ms / 1000:.1f} seconds: {extra.text}")
    count = sum(end - first for first, end in found.interpolated)
    if count:
        talk.say(f"Of {counted(len(found.words), 'word')}, {count} stand at a guessed time.")
    tell_done(talk, files, problems)
    talk.answer(
        CaptionsAlignAnswer(
            files=tuple(map(shown, files)),
            problems=problem_answers(problems),
            words=len(found.words),
            interpolated=tuple(guessed),
            not_said=found.not_said,
            not_in_script=tuple(
                SaidAnswer(word.text, word.start_ms, word.end_ms) for word in found.not_in_script
            ),
        )
    )
