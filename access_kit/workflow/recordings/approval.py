"""Signing off captions: what review proves is asked for, and the files beside them follow."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.captions.approve import approve_source, keeps_unreviewed, read_to_approve
from access_kit.captions.check_cues import check_captions
from access_kit.captions.convert import CaptionSource, lay_out_source
from access_kit.captions.drafts import approve_words
from access_kit.captions.layout_rules import find_layout
from access_kit.captions.reviewing.review_json import read_review, review_path
from access_kit.captions.reviewing.sisters import find_sisters, words_sister
from access_kit.captions.reviewing.words_reviewed import ReviewState
from access_kit.errors import BadInput, Problem, Refused, Severity
from access_kit.files import file_sha256, shown, write_atomic
from access_kit.timed_text.words_json import format_words, read_words
from access_kit.workflow.recordings.audience import DEFAULT_LAYOUT, SaidOfOutputs
from access_kit.workflow.recordings.review_captions import format_source, settings_of, write_sisters

HOW_FAST = "captions.much-too-fast"
"""The one error that nobody can mend where somebody speaks so fast: no word may be dropped."""


@dataclass(frozen=True)
class Approved:
    """A file that was signed off, those made again beside it, and what is to be told."""

    file: Path
    sisters: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Asked:
    """One file that may be signed off; its layout, where a review knows it."""

    file: Path
    source: CaptionSource
    layout: str


def approve_files(
    files: Sequence[Path],
    by: str,
    now: datetime.datetime,
    fonts: Sequence[Path],
    *,
    unreviewed: bool,
) -> list[Approved]:
    """Say in each file that ``by`` checked it, and make its sisters again. All or none.

    ``Refused`` names everything that stands in the way: no review, doubtful words that nobody saw,
    findings that ``check`` calls errors, an engine's text as it came. ``unreviewed`` passes over
    that, and the files say so from then on.
    """
    if not by.strip():
        raise BadInput(Problem("captions.approve-by-nobody"))
    followers = {
        path for file in files if review_path(file).is_file() for path in find_sisters(file)
    }
    asked = [_ask(file, unreviewed=unreviewed) for file in files if file not in followers]
    refused = [problem for _, problems in asked for problem in problems]
    if refused:
        raise Refused(refused)
    said = SaidOfOutputs(now, tuple(fonts))
    return [_sign(one, by, said, unreviewed=unreviewed) for one, _ in asked]


def _ask(file: Path, *, unreviewed: bool) -> tuple[_Asked, list[Problem]]:
    source, told = read_to_approve(file)
    name = shown(file)
    if told is not None and not told.is_draft:
        facts = {"by": told.by or "?"}
        return _Asked(file, source, DEFAULT_LAYOUT), [
            Problem("captions.approved-already", file=name, facts=facts)
        ]
    if unreviewed:
        if not keeps_unreviewed(file):
            raise BadInput(Problem("captions.unreviewed-not-kept", file=name))
        return _Asked(file, source, DEFAULT_LAYOUT), []
    path = review_path(file)
    if not path.is_file():
        return _Asked(file, source, DEFAULT_LAYOUT), [Problem("captions.not-reviewed", file=name)]
    state = read_review(path)
    if state.file_sha256 != file_sha256(file):
        return _Asked(file, source, state.layout), [
            Problem("captions.changed-since-review", file=name)
        ]
    return _Asked(file, source, state.layout), _find_lacks(file, source, state)


def _find_lacks(file: Path, source: CaptionSource, state: ReviewState) -> list[Problem]:
    """What the review has not proved."""
    name = shown(file)
    found = []
    if unseen := len(state.unseen):
        found.append(Problem("captions.doubtful-unseen", file=name, facts={"count": unseen}))
    if state.engine and not state.is_changed and not state.is_heard_whole:
        found.append(Problem("captions.as-the-engine-wrote", file=name))
    layout = find_layout(state.layout)
    captions = lay_out_source(source, layout).captions
    checked = check_captions(captions, layout, words=source.words, file=name)
    return [*found, *(one for one in checked if one.is_error and one.code != HOW_FAST)]


def _sign(asked: _Asked, by: str, said: SaidOfOutputs, *, unreviewed: bool) -> Approved:
    file, setting = asked.file, settings_of(said, asked.layout)
    done = approve_source(asked.source, by, said.now, unreviewed=unreviewed)
    written = format_source(file, done)
    sisters = find_sisters(file)
    kept = [path for path in sisters if not unreviewed or keeps_unreviewed(path)]
    problems = [*asked.source.problems]
    problems += [replace(loss, file=shown(file)) for loss in written.losses]
    problems += [
        Problem("captions.sister-stays-draft", Severity.WARNING, file=shown(path))
        for path in sisters
        if path not in kept
    ]
    write_atomic(file, written.data)
    words = words_sister(file)
    if done.words is None and words in kept:
        known = approve_words(read_words(words), by, said.now, unreviewed=unreviewed)
        write_atomic(words, format_words(known))
    problems += write_sisters(file, done, kept, setting)
    return Approved(file, tuple(kept), tuple(problems))
