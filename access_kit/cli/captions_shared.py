"""What the captions commands share: options, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import Problem, Severity
from access_kit.files import shown
from access_kit.model.answers.captions import CaptionsAlignAnswer, SaidAnswer

if TYPE_CHECKING:
    from access_kit.workflow.recordings.align_script import Aligned

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
KNOWN_QUALITY = {
    "whisper": "Of 100 English words in our test clips, its smallest model had about 8 wrong.",
    "vosk": "How well it hears differs from voice to voice: access-kit captions models check.",
}
"""What is known of each engine that needs a model."""
KNOWN_TIMING = {
    "pocketsphinx": "In our tests, 95 of 100 words began within 0.1 seconds of their time.",
    "espeak-ng": "In our tests, 95 of 100 words began within 0.3 seconds of their time, but"
    " mostly machines spoke: listen to a few places.",
    "vosk": "Words begin about 0.1 seconds from their time where the model heard them.",
    "whisper": "Words begin up to half a second from their time where the model heard them.",
}
"""What is known of each way to align; see docs/captions.md."""


def announce(talk: Talk, address: str) -> None:
    """The address of a page, alone on its line; a browser opens from a terminal only."""
    if talk.as_json:
        talk.tell([Problem("captions.page-at", Severity.NOTE, facts={"address": address})])
        return
    talk.say(address)
    sys.stdout.flush()
    if sys.stdout.isatty():
        import webbrowser

        webbrowser.open(address)


def tell_done(talk: Talk, files: Iterable[Path], problems: Iterable[Problem]) -> None:
    """The end of a command that wrote files; its answer is its own."""
    talk.tell(problems)
    for path in files:
        talk.sum_up(f"Wrote {shown(path)}")


def tell_aligned(talk: Talk, aligned: Aligned, files: Sequence[Path]) -> None:
    """The end of ``align``: how it was done, what was not found, what is not in the script."""
    found, way = aligned.words, aligned.way
    model = shown(Path(way.model.name)) if way.model else ""
    by = f"{way.engine}, model {model}" if model else way.engine
    talk.say(f"Aligned as {found.lang} by {by}. {KNOWN_TIMING[way.engine]}")
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
    tell_done(talk, files, aligned.problems)
    talk.answer(
        CaptionsAlignAnswer(
            files=tuple(map(shown, files)),
            problems=problem_answers(aligned.problems),
            engine=way.engine,
            model=model,
            lang=found.lang or "",
            words=len(found.words),
            interpolated=tuple(guessed),
            not_said=found.not_said,
            not_in_script=tuple(
                SaidAnswer(word.text, word.start_ms, word.end_ms) for word in found.not_in_script
            ),
        )
    )
