"""One recording's words as every file that was asked for: rendered first, then written whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access_kit.captions.convert import (
    PAGE_SUFFIXES,
    CaptionSource,
    check_output,
    format_output,
    lay_out_source,
)
from access_kit.captions.draft_words import words_of_recording
from access_kit.captions.drafts import language_of
from access_kit.captions.layout_rules import Layout
from access_kit.captions.transcript import make_transcript, render_transcript, transcript_words
from access_kit.captions.unsure import mark_unsure
from access_kit.errors import BadInput, CannotWrite, Problem
from access_kit.files import refuse_existing, shown, write_atomic
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.look import Look
from access_kit.timed_text.formats import is_words_file


@dataclass(frozen=True)
class OutputSettings:
    """``layout`` is for cues, ``look`` and ``moment`` (a date in the file) for transcripts."""

    layout: Layout
    look: Look
    moment: datetime
    fonts: tuple[Path, ...] = ()


def check_outputs(outputs: Sequence[Path], inputs: Sequence[Path], *, force: bool) -> None:
    """Refuse, before any work, outputs that cannot be or must not be written."""
    for path in outputs:
        check_output(path)
    _check_places(outputs, inputs, force=force)


def check_place(output: Path, inputs: Sequence[Path], *, force: bool) -> None:
    """Refuse, before any work, an output that must not be written, whatever its format."""
    _check_places([output], inputs, force=force)


def _check_places(outputs: Sequence[Path], inputs: Sequence[Path], *, force: bool) -> None:
    resolved = [path.resolve() for path in outputs]
    taken = {path.resolve() for path in inputs}
    twice = [
        p for i, p in enumerate(outputs) if resolved[i] in resolved[:i] or resolved[i] in taken
    ]
    if twice:
        raise BadInput([Problem("captions.same-file", file=shown(path)) for path in twice])
    lost = [path for path in outputs if not path.parent.is_dir()]
    if lost:
        raise CannotWrite([Problem("captions.no-folder", file=shown(path)) for path in lost])
    refuse_existing(outputs, force=force)


def write_outputs(
    source: CaptionSource, outputs: Sequence[Path], setting: OutputSettings
) -> list[Problem]:
    """Write every output; return what could not be kept, and what is too fast to read.

    What a format cannot hold is told where cues are converted; words lose nothing to be told of.
    """
    seen = source
    if source.words is not None:
        seen = CaptionSource(mark_unsure(source.words), None)
    laid = lay_out_source(seen, setting.layout)
    problems = [*source.problems, *laid.exceptions, *laid.too_fast]
    ready: list[tuple[Path, bytes]] = []
    for path in outputs:
        if path.suffix.lower() in PAGE_SUFFIXES:
            lang = language_of(laid.captions) or SOURCE_LOCALE
            words = transcript_words(words_of_recording(lang))
            page = make_transcript(laid.captions, path.stem, words, lang=lang)
            kind = path.suffix.lower().removeprefix(".")
            data = render_transcript(page, kind, setting.look, setting.moment, setting.fonts)
        else:
            written = format_output(path, source if is_words_file(path) else seen, laid.captions)
            problems += written.losses if source.captions is not None else ()
            data = written.data
        ready.append((path, data))
    for path, data in ready:
        write_atomic(path, data)
    return problems
