"""A known script put onto its recording: each word with the time at which it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.captions.align_fit import find_misfit
from access_kit.captions.align_ways import AlignWay, choose_way
from access_kit.captions.convert import CaptionSource
from access_kit.captions.listen import align_file, measure_sound
from access_kit.captions.models import find_model, models_home
from access_kit.captions.outputs import check_outputs, write_outputs
from access_kit.captions.recording import Track
from access_kit.captions.script_language import read_script_in
from access_kit.errors import BadInput, Problem
from access_kit.files import read_text, shown
from access_kit.model.word import RecordedWords
from access_kit.workflow.recordings.audience import (
    SaidOfOutputs,
    ShowProgress,
    jobs_or_cores,
    whole_seconds,
)


@dataclass(frozen=True)
class Aligned:
    """A script with its times, how they were found, and what does not fit."""

    words: RecordedWords
    way: AlignWay
    problems: list[Problem]


def align_recording(
    media: Path,
    script: Path,
    outputs: Sequence[Path],
    said: SaidOfOutputs,
    *,
    model: str | None,
    sound: int | None = None,
    jobs: int,
    force: bool,
    show: ShowProgress,
) -> Aligned:
    """Write the files. Without a language, the script's own words must tell it.

    ``sound`` is one of several sound tracks, counted from 1.
    """
    if not outputs:
        raise BadInput(Problem("captions.no-output"))
    check_outputs(outputs, [media, script], force=force)
    text = read_text(script)
    facts, limits = measure_sound(media, sound)
    home = models_home()
    asked = find_model(model, said.lang, home) if model else None
    written, spoken = read_script_in(text, said.lang, asked, shown(script))
    way = choose_way(spoken, asked, home)
    said = replace(said, lang=spoken)
    setting = said.settings(said.audience())
    length_ms = facts.duration_ms or 0
    with show(length_ms // 500) as progress:  # two rounds
        found = align_file(
            Track(media, sound=sound),
            written,
            way,
            lang=spoken,
            jobs=jobs_or_cores(jobs),
            length_ms=length_ms,
            step=whole_seconds(progress.step),
            tell=lambda problem: None if problem in limits else limits.append(problem),
        )
    problems = [*limits, *find_misfit(found, written, shown(script))]
    problems += write_outputs(CaptionSource(found, None), outputs, setting)
    return Aligned(found, way, problems)
