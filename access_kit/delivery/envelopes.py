"""Envelopes and their windows: where an address is always seen, and what else could be.

Rules of this file:
- The window is a privacy boundary. A folded sheet moves inside its envelope, and whatever the
  window can show in any position must be the address alone.
- All lengths are millimetres. Page coordinates start at the top left corner of page 1, whose top
  panel lies behind the window.
- The measures below come from standards where there is one. The rest are conventions of the trade,
  marked so: measure an envelope of your own before a large mailing.
- One size and one place for every address of a mailing: an address in large print on the outside
  would tell what is inside.

With an envelope h high and w wide, a window wh × ww that is L from the left and B from the bottom,
a top panel p high, a sheet s wide, a clearance c, and T = h - B - wh, vs = h - p, hs = w - s:

- SAFE, seen in every position: x from L + c to L + ww - hs - c, y from T + c to T + wh - vs - c
- REVEAL, seen in some position: x from max(0, L - hs) to L + ww, y from T - vs to T + wh
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from access_kit.documents.text_width import text_width_em
from access_kit.errors import Problem, Severity
from access_kit.model.document import AddressCarrier, Box
from access_kit.model.kit import EnvelopeName, MeasuredEnvelope
from access_kit.model.look import PaperSize

INCH = 25.4
POINT = INCH / 72

PAPER_SIZE: Mapping[PaperSize, tuple[float, float]] = MappingProxyType(
    {PaperSize.LETTER: (8.5 * INCH, 11 * INCH), PaperSize.A4: (210.0, 297.0)}
)
"""Width and height of a sheet."""

SKEW = 1.0
"""A sheet may lie a little crooked: SAFE shrinks by this much on each side, REVEAL grows by it."""

LARGEST_PT, SMALLEST_PT, STEP_PT = 12.0, 8.0, 0.5
"""Sizes of an address. 8 pt is the least that the post reads by machine (USPS DMM 202.1.2)."""

LINE_HEIGHT = 1.2
"""Distance of two lines of an address, in sizes of its type."""

ACCENTS = 0.12
"""Left empty above a block of lines, in sizes: accents on capitals reach higher than the letters.

As much is left below for cedillas; Arabic letters hang deeper and use up the allowance for skew.
"""

WIDTH_SLACK = 1.02
"""Real text may be set wider than the sum of its characters by a hair; never by this much."""


@dataclass(frozen=True)
class Window:
    """A window as seen from the front, flap up: its size and its distance from two edges."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Envelope:
    """``folds`` are distances from the top of the page, for each paper that fits when folded so.

    ``clearance`` is the empty space that the post wants between address and window edge.
    ``convention`` marks measures that the trade uses but no standard fixes.
    """

    name: EnvelopeName
    height: float
    width: float
    window: Window | None
    clearance: float
    folds: Mapping[PaperSize, tuple[float, ...]]
    source: str
    convention: bool


ENVELOPES: Mapping[EnvelopeName, Envelope] = MappingProxyType(
    {
        EnvelopeName.US10: Envelope(
            EnvelopeName.US10,
            height=4.125 * INCH,
            width=9.5 * INCH,
            window=Window(0.875 * INCH, 0.5 * INCH, 4.5 * INCH, 1.125 * INCH),
            clearance=INCH / 8,
            # Folded in equal thirds the sheet has so much play that only two lines are safe.
            folds={PaperSize.LETTER: (101.6, 190.5), PaperSize.A4: (101.6, 199.3)},
            source="US #10; clearance: USPS DMM 601.6.3; window: usual in the trade",
            convention=True,
        ),
        EnvelopeName.US9: Envelope(
            EnvelopeName.US9,
            height=3.875 * INCH,
            width=8.875 * INCH,
            window=Window(0.875 * INCH, 0.5 * INCH, 4.5 * INCH, 1.125 * INCH),
            clearance=INCH / 8,
            # A4 in three panels is 99 mm high: it does not go in.
            folds={PaperSize.LETTER: (95.25, 187.325)},
            source="US #9; folds, window: KOMA-Script UScommercial9; clearance: USPS DMM 601.6.3",
            convention=True,
        ),
        EnvelopeName.DL: Envelope(
            EnvelopeName.DL,
            height=110.0,
            width=220.0,
            window=Window(20.0, 18.0, 90.0, 35.0),
            clearance=2.0,
            folds={PaperSize.A4: (105.0, 210.0), PaperSize.LETTER: (105.0, 192.2)},
            source="DL (ISO 269); folds: DIN 5008; window: usual in the United Kingdom",
            convention=True,
        ),
        EnvelopeName.C5: Envelope(
            EnvelopeName.C5,
            height=162.0,
            width=229.0,
            window=Window(15.0, 83.0, 105.0, 35.0),
            clearance=2.0,
            # Folded in half the sheet has more play than the window can spare.
            folds={PaperSize.A4: (152.0,), PaperSize.LETTER: (152.0,)},
            source="C5 (ISO 269); window: usual in the Nordic countries",
            convention=True,
        ),
        EnvelopeName.FLAT: Envelope(
            EnvelopeName.FLAT,
            height=9 * INCH,
            width=12 * INCH,
            window=None,
            clearance=0.0,
            folds={PaperSize.LETTER: (), PaperSize.A4: ()},
            source="US 9 × 12 in; where A4 is used, C4 (229 × 324 mm, ISO 269)",
            convention=False,
        ),
    }
)


def measured(name: EnvelopeName, own: MeasuredEnvelope) -> Envelope:
    """The envelope of this name with the measures that the agency took of its own."""
    known = ENVELOPES[name]
    window = Window(
        own.window_left_mm, own.window_bottom_mm, own.window_width_mm, own.window_height_mm
    )
    fits = {
        paper: folds
        for paper, folds in known.folds.items()
        if PAPER_SIZE[paper][0] <= own.width_mm and folds and folds[0] <= own.height_mm
    }
    return replace(
        known,
        height=own.height_mm,
        width=own.width_mm,
        window=window if known.window else None,
        folds=fits if known.window else known.folds,
        source="measured by the agency",
        convention=False,
    )


@dataclass(frozen=True)
class Carriers:
    """The address pages of a mailing by id, or none at all when everyone's goes in a flat."""

    by_id: Mapping[str, AddressCarrier]
    flats: bool
    problems: tuple[Problem, ...] = ()


def safe_box(envelope: Envelope, paper: PaperSize, *, skew: float = SKEW) -> Box:
    """What the window shows in every position of the sheet, less the clearance."""
    window, top, down, across = _play(envelope, paper)
    inset = envelope.clearance + skew
    return Box(
        left=window.left + inset,
        top=top + inset,
        right=window.left + window.width - across - inset,
        bottom=top + window.height - down - inset,
    )


def reveal_box(envelope: Envelope, paper: PaperSize, *, margin: float = SKEW) -> Box:
    """What the window shows in some position of the sheet, and ``margin`` around it."""
    window, top, down, across = _play(envelope, paper)
    return Box(
        left=max(0.0, window.left - across - margin),
        top=top - down - margin,
        right=window.left + window.width + margin,
        bottom=top + window.height + margin,
    )


def _play(envelope: Envelope, paper: PaperSize) -> tuple[Window, float, float, float]:
    """The window, its top on the page, and how far the sheet can move down and across."""
    if envelope.window is None or paper not in envelope.folds:
        raise ValueError(f"{envelope.name} has no window for {paper} paper")
    top = envelope.height - envelope.window.bottom - envelope.window.height
    down = envelope.height - envelope.folds[paper][0]
    across = envelope.width - PAPER_SIZE[paper][0]
    return envelope.window, top, down, across


def carrier(
    lines_by_id: Mapping[str, Sequence[str]],
    envelope: EnvelopeName | Envelope,
    paper: PaperSize,
) -> Carriers:
    """The address page of each person, all in one size and place; else everyone goes in flats.

    The reason for a smaller size or for flats is a note for the operator; it names the ids of the
    addresses that ask for it.
    """
    chosen = ENVELOPES[envelope] if isinstance(envelope, EnvelopeName) else envelope
    if chosen.window is None:
        return Carriers({}, flats=True)
    if paper not in chosen.folds:
        return _in_flats("flats-paper", None, envelope=chosen.name, paper=paper)
    safe = safe_box(chosen, paper)
    sizes = {key: largest_size(lines, safe) for key, lines in lines_by_id.items()}
    too_large = sorted(key for key, size in sizes.items() if size is None)
    if too_large:
        return _in_flats(
            "flats-address", ", ".join(too_large), envelope=chosen.name, smallest=SMALLEST_PT
        )
    size = min((s for s in sizes.values() if s is not None), default=LARGEST_PT)
    place = replace(safe, top=safe.top + ACCENTS * size * POINT)
    reveal = reveal_box(chosen, paper)
    folds = chosen.folds[paper]
    pages = {
        key: AddressCarrier(tuple(lines), place, reveal, folds, size)
        for key, lines in lines_by_id.items()
    }
    return Carriers(pages, flats=False, problems=_smaller_note(sizes, size))


def largest_size(lines: Sequence[str], safe: Box) -> float | None:
    """The largest size in points in which ``lines`` fit into ``safe``; ``None`` below 8 pt."""
    widest = max((text_width_em(line) for line in lines), default=0.0) * WIDTH_SLACK
    rows = len(lines) * LINE_HEIGHT
    steps = round((LARGEST_PT - SMALLEST_PT) / STEP_PT)
    for step in range(steps + 1):
        size = LARGEST_PT - step * STEP_PT
        if widest * size * POINT <= safe.width and rows * size * POINT <= safe.height:
            return size
    return None


def _in_flats(code: str, where: str | None, **facts: str | float) -> Carriers:
    note = Problem(f"delivery.{code}", Severity.NOTE, where=where, facts=facts)
    return Carriers({}, flats=True, problems=(note,))


def _smaller_note(sizes: Mapping[str, float | None], size: float) -> tuple[Problem, ...]:
    if size == LARGEST_PT:
        return ()
    longest = ", ".join(sorted(key for key, own in sizes.items() if own == size))
    facts = {"size": size, "usual": LARGEST_PT}
    return (Problem("delivery.address-smaller", Severity.NOTE, where=longest, facts=facts),)
