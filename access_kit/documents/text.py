"""Plain text for mail and screen readers: words and line ends, nothing drawn with signs.

One paragraph is one line, however long: the mail program breaks it, and a screen reader reads it in
one go. A heading has two empty lines before it and one after. Lists keep their numbers; a box to
tick is the sign of one, which screen readers name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.direction import direction, isolate, isolate_values
from access_kit.documents.linear import BULLET, TICK, Line, LineKind, TextRun, lines_of
from access_kit.model.document import Document
from access_kit.model.look import Look

BULLET_IN_TEXT = "-"
INDENT = "  "


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as UTF-8 text; see ``renderers`` for the rules.

    Needs the label ``picture`` when there is one. Text has neither sizes nor dates: ``look``,
    ``moment`` and ``fonts`` change nothing.
    """
    require_sound_tree(document)
    return set_text(document)


def set_text(document: Document, *, box: str = TICK) -> bytes:
    """The text of ``document``; ``box`` is what stands for a box to tick."""
    return ("\n".join(_set(document, box)).strip("\n") + "\n").encode()


def _set(document: Document, box: str) -> Iterator[str]:
    after_heading = False
    for line in lines_of(document):
        if line.kind is LineKind.NEW_PAGE:
            continue
        if line.kind is LineKind.HEADING:
            yield from ("", "")
        elif line.first or after_heading:
            yield ""
        mark = box if line.mark == TICK else line.mark
        yield plain_line(dataclasses.replace(line, mark=mark), document.lang)
        after_heading = line.kind in (LineKind.HEADING, LineKind.TITLE)


def plain_line(line: Line, around: str) -> str:
    """One line of text in a document in the language ``around``; values keep their own order."""
    mark = BULLET_IN_TEXT if line.mark == BULLET else line.mark
    indent = "" if line.kind is LineKind.HEADING else INDENT * line.level
    words = "".join(_isolated(run, around) for run in line.runs)
    return f"{indent}{mark} {words}" if mark else f"{indent}{words}"


def _isolated(run: TextRun, around: str) -> str:
    if run.whole or direction(run.lang) != direction(around):
        return isolate(run.text, direction(around))
    return isolate_values(run.text, direction(run.lang))
