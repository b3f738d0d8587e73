"""Label sheets for flats: the same label, type and size for everyone.

Measures of sheets that shops sell everywhere; conventions of the trade, so print one on plain paper
and hold it against the labels first. Lengths are millimetres from the page's top left corner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from access_kit.delivery.envelopes import INCH, LARGEST_PT, largest_size
from access_kit.model.document import Box
from access_kit.model.look import PaperSize

SENDER_ROOM = 6.0
"""Left above an address for the neutral sender, in one small line."""

PADDING = 4.0
"""Left empty inside the edge of a label: sheets are seldom fed quite straight."""


@dataclass(frozen=True)
class LabelSheet:
    """``left`` and ``top`` place the first label; ``across`` and ``down`` are the pitch."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float
    source: str


LABEL_SHEETS: Mapping[PaperSize, LabelSheet] = MappingProxyType(
    {
        PaperSize.LETTER: LabelSheet(
            columns=2,
            rows=5,
            width=4 * INCH,
            height=2 * INCH,
            left=0.156 * INCH,
            top=0.5 * INCH,
            across=4.188 * INCH,
            down=2 * INCH,
            source="ten labels of 2 × 4 in on a letter sheet, as sold under the number 5163",
        ),
        PaperSize.A4: LabelSheet(
            columns=2,
            rows=4,
            width=99.1,
            height=67.7,
            left=4.65,
            top=13.1,
            across=101.6,
            down=67.7,
            source="eight labels of 99.1 × 67.7 mm on an A4 sheet, as sold under the number L7165",
        ),
    }
)


def label_boxes(paper: PaperSize) -> tuple[Box, ...]:
    """Where text may stand on each label of a sheet, row by row."""
    sheet = LABEL_SHEETS[paper]
    corners = [
        (sheet.left + column * sheet.across, sheet.top + row * sheet.down)
        for row in range(sheet.rows)
        for column in range(sheet.columns)
    ]
    return tuple(
        Box(
            x + PADDING,
            y + PADDING + SENDER_ROOM,
            x + sheet.width - PADDING,
            y + sheet.height - PADDING,
        )
        for x, y in corners
    )


def label_size(lines_by_id: Mapping[str, Sequence[str]], paper: PaperSize) -> float | None:
    """One size in points for all labels; ``None`` when an address does not fit one even in 8 pt."""
    box = label_boxes(paper)[0]
    sizes = [largest_size(lines, box) for lines in lines_by_id.values()]
    fitting = [size for size in sizes if size is not None]
    return min(fitting, default=LARGEST_PT) if len(fitting) == len(sizes) else None
