"""Finished captions checked, converted and redacted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from access_kit.captions.check_cues import check_captions
from access_kit.captions.convert import lay_out_source, read_source, tidy_source
from access_kit.captions.layout_rules import find_layout
from access_kit.captions.outputs import check_outputs, write_outputs
from access_kit.captions.redact_files import (
    Copy,
    Redacted,
    find_language_of,
    people_of,
    redact_copies,
)
from access_kit.captions.redact_names import parse_names
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import read_text, shown
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.recordings.audience import DEFAULT_LAYOUT, SaidOfOutputs


def check_files(
    files: Sequence[Path],
    *,
    layout: str | None = None,
    reference: Path | None = None,
    words: Path | None = None,
) -> list[Problem]:
    """What needs work by the layout's rules.

    ``reference`` is what was really said; ``words`` are the recording's, with their times.
    """
    rules = find_layout(layout or DEFAULT_LAYOUT)
    said = read_text(reference) if reference else None
    spoken = read_source(words).words if words else None
    problems: list[Problem] = []
    for path in files:
        source = read_source(path)
        problems += source.problems
        captions = source.captions or lay_out_source(source, rules).captions
        problems += check_captions(captions, rules, said, spoken or source.words, shown(path))
    return problems


def convert_file(
    source: Path, outputs: Sequence[Path], said: SaidOfOutputs, *, force: bool
) -> list[Problem]:
    """Write captions in other formats; what a format cannot hold is told.

    A warning or an error among what is told says that something is lost: see ``is_loss``.
    """
    if not outputs:
        raise BadInput(Problem("captions.no-output"))
    check_outputs(outputs, [source], force=force)
    setting = said.settings(said.audience())
    return write_outputs(tidy_source(read_source(source), shown(source)), outputs, setting)


def is_loss(problem: Problem) -> bool:
    """Whether a problem of converting says that a reader gets less than the source holds."""
    lost = problem.code.startswith("timed-text.lost-")
    return problem.is_error or (lost and problem.severity is Severity.WARNING)


def redact_files(
    files: Sequence[Path],
    *,
    names: Path | None,
    session_file: Path | None,
    kit_folder: Path | None,
    now: datetime.datetime,
    out_dir: Path | None,
    mute: Path | None,
    force: bool,
) -> Redacted:
    """Copies without the names of a list, or of a session's people: one of the two is named."""
    if (names is None) == (session_file is None):
        raise BadInput(Problem("captions.names-or-session"))
    lang = find_language_of(files)
    if names is not None:
        people = parse_names(read_text(names), shown(names), lang)
    else:
        assert session_file is not None
        people = people_of(read_work(session_file, kit_folder=kit_folder, now=now).profiles, lang)
    copies = [Copy.of(path, out_dir) for path in files]
    return redact_copies(copies, people, mute=mute, out_dir=out_dir, force=force)
