"""Signing off a file of captions, words or plain text, in its own format."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from access_kit.budgets import CAPTIONS
from access_kit.captions.convert import read_own_source
from access_kit.captions.drafts import approve_captions, approve_text, approve_words
from access_kit.errors import BadInput, Problem
from access_kit.files import read_text, shown
from access_kit.timed_text.formats import WrittenCaptions, write_captions
from access_kit.timed_text.words_json import format_words


def approve_data(path: Path, by: str, now: datetime) -> WrittenCaptions:
    """The bytes of ``path`` once ``by`` has signed it off at ``now``, and what changes beside that.

    Refused where reading found errors: writing the file anew would lose what could not be read.
    """
    suffix = path.suffix.lower()
    if suffix == ".txt":
        return WrittenCaptions(approve_text(read_text(path, CAPTIONS)).encode())
    if suffix in (".html", ".pdf"):
        raise BadInput(Problem("captions.approve-page", file=shown(path)))
    source = read_own_source(path)
    errors = [problem for problem in source.problems if problem.is_error]
    if errors:
        raise BadInput(errors)
    if source.words is not None:
        return WrittenCaptions(format_words(approve_words(source.words, by, now)), source.problems)
    assert source.captions is not None
    written = write_captions(path, approve_captions(source.captions, by, now))
    losses = (replace(loss, file=shown(path)) for loss in written.losses)
    return WrittenCaptions(written.data, (*source.problems, *losses))
