"""Signing off captions or words: what they say of themselves then, and which formats can say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from access_kit.captions.convert import PAGE_SUFFIXES, CaptionSource, read_own_source
from access_kit.captions.drafts import (
    DraftState,
    approve_captions,
    approve_words,
    find_state,
    state_of,
)
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.formats import find_format, is_words_file, write_captions

MADE_FROM_CAPTIONS = (".txt", *PAGE_SUFFIXES)
"""Transcripts: they follow the captions that they are made of."""
_SOMEBODY, _ONCE = "somebody", datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def read_to_approve(path: Path) -> tuple[CaptionSource, DraftState | None]:
    """A file and what it says of itself.

    Refused where reading found errors: writing the file anew would lose what could not be read.
    """
    if path.suffix.lower() in MADE_FROM_CAPTIONS:
        raise BadInput(Problem("captions.approve-page", file=shown(path)))
    source = read_own_source(path)
    if errors := [problem for problem in source.problems if problem.is_error]:
        raise BadInput(errors)
    if source.words is not None:
        return source, find_state(source.words.notes)
    assert source.captions is not None
    return source, state_of(source.captions)


def approve_source(
    source: CaptionSource, by: str, now: datetime, *, unreviewed: bool
) -> CaptionSource:
    """The same, signed off by ``by`` at ``now``; ``unreviewed`` stays written in it."""
    if source.words is not None:
        return replace(source, words=approve_words(source.words, by, now, unreviewed=unreviewed))
    assert source.captions is not None
    done = approve_captions(source.captions, by, now, unreviewed=unreviewed)
    return replace(source, captions=done)


def keeps_unreviewed(path: Path) -> bool:
    """Whether the format of ``path`` has a place that says that nobody reviewed the file."""
    if is_words_file(path):
        return True
    if path.suffix.lower() in MADE_FROM_CAPTIONS:
        return False
    some = Captions((Cue("1", 0, 1000, "."),))
    signed = approve_captions(some, _SOMEBODY, _ONCE, unreviewed=True)
    data = write_captions(path, signed).data
    state = state_of(find_format(path).read(data, path.name).captions)
    return state is not None and state.unreviewed
