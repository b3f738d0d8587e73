"""A recording with its captions: as a folder that opens in a browser, or drawn into the film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from access_kit.captions.burn import burn, plan_burning
from access_kit.captions.convert import lay_out_source, read_source, tidy_source
from access_kit.captions.film import read_film
from access_kit.captions.layout_rules import Layout
from access_kit.captions.outputs import check_place
from access_kit.captions.sound_tracks import choose_sound
from access_kit.captions.unsure import mark_unsure
from access_kit.captions.watch_folder import plan_folder, write_folder
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.model.cue import Captions
from access_kit.workflow.recordings.audience import SaidOfOutputs, ShowProgress, whole_seconds


def make_watch_folder(
    source: Path, film: Path, folder: Path, said: SaidOfOutputs, show: ShowProgress, *, force: bool
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Write the folder; its files, and what is to be told.

    ``show`` counts seconds of film. ``BadInput`` where captions or film cannot be used.
    """
    setting = said.settings(said.audience())
    captions, told = _read_shown(source, setting.layout)
    choice = choose_sound(film)
    planned = plan_folder(folder, film, choice.track, force=force)
    with show(planned.facts.length_ms // 1000) as progress:
        step = whole_seconds(progress.step)
        told += write_folder(planned, film, captions, source.stem, setting.look, step)
    return planned.files, [*told, *choice.tell(film)]


def burn_file(
    film: Path, source: Path, out: Path, said: SaidOfOutputs, show: ShowProgress, *, force: bool
) -> list[Problem]:
    """Draw captions into a copy of ``film``; what is to be told.

    ``show`` counts seconds of film. ``BadInput`` where captions or film cannot be used.
    """
    plan_burning(out)
    check_place(out, (film, source), force=force)
    setting = said.settings(said.audience())
    captions, told = _read_shown(source, setting.layout)
    facts = read_film(film)
    if facts.picture is None:
        raise BadInput(Problem("film.no-picture", file=shown(film)))
    with show(facts.length_ms // 1000) as progress:
        step = whole_seconds(progress.step)
        told += burn(film, facts, captions, setting.layout, out, fonts=said.fonts, step=step)
    return told


def _read_shown(source: Path, layout: Layout) -> tuple[Captions, list[Problem]]:
    """Captions as they are shown, words laid out, and what is to be told of the file."""
    found = tidy_source(read_source(source), shown(source))
    if errors := [problem for problem in found.problems if problem.is_error]:
        raise BadInput(errors)
    if found.words is not None:
        found = replace(found, words=mark_unsure(found.words))
    laid = lay_out_source(found, layout)
    return laid.captions, [*found.problems, *laid.exceptions, *laid.too_fast]
