"""Where the words of a PDF stand: on the sheet, away from its edge, and not over one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access_kit.errors import Problem, Severity
from access_kit.materials.check.pdf_words import Corners, DrawnWords, Page

LEAST_EDGE_PT = 11.0
"""Printers leave out about 4 mm at the edges of a sheet."""
_SLACK_PT = 1.0
_SAME_PLACE = 0.3
"""How much of the smaller of two runs may lie on the other one, as marks above letters do."""
_SHOWN = 60


def check_places(pages: Sequence[Page]) -> Iterator[Problem]:
    for number, page in enumerate(pages, 1):
        where = f"page {number}"
        lost = [run for run in page.runs if not _is_within(run.box, page.sheet, -_SLACK_PT)]
        if lost:
            yield Problem("check.words-off-page", where=where, facts=_words(lost))
        near = [run for run in page.runs if not _is_within(run.box, page.sheet, LEAST_EDGE_PT)]
        if near and not lost:
            facts = _words(near) | {"least_mm": round(LEAST_EDGE_PT / 72 * 25.4)}
            yield Problem("check.words-at-edge", Severity.WARNING, where=where, facts=facts)
        over = _find_overlap(page.runs)
        if over:
            yield Problem("check.words-over-words", where=where, facts=_words(over))


def _words(runs: Sequence[DrawnWords]) -> dict[str, str | int | float]:
    return {"words": " / ".join(" ".join(run.text.split()) for run in runs)[:_SHOWN]}


def _is_within(box: Corners, sheet: Corners, room: float) -> bool:
    return (
        box[0] >= sheet[0] + room
        and box[1] >= sheet[1] + room
        and box[2] <= sheet[2] - room
        and box[3] <= sheet[3] - room
    )


def _find_overlap(runs: Sequence[DrawnWords]) -> tuple[DrawnWords, ...]:
    """The first two runs that cover each other; the same words twice are only drawn bold."""
    cores = sorted(((_core(run.box), run) for run in runs), key=lambda one: one[0])
    for at, (box, run) in enumerate(cores):
        for other_box, other in cores[at + 1 :]:
            if other_box[0] >= box[2]:
                break
            if other.text != run.text and _shared(box, other_box) > _SAME_PLACE:
                return (run, other)
    return ()


def _core(box: Corners) -> Corners:
    """A run without its uppermost and lowest strokes, which may touch those of another line."""
    left, bottom, right, top = box
    quarter = (top - bottom) / 4
    return (left, bottom + quarter, right, top - quarter)


def _shared(one: Corners, other: Corners) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / max(min(_size(one), _size(other)), 0.01)


def _size(box: Corners) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
