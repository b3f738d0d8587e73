"""How thick a packet is, and whether the whole mailing can go in window envelopes.

Rules of this file:
- Everyone's packet goes in the same kind of envelope. An envelope that differs says that the person
  inside it differs: one packet too thick for the window moves everyone's to flats.
- Every limit can be set; the sources of the given ones stand beside them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from access_kit.errors import Problem, Severity
from access_kit.model.look import PaperSize


@dataclass(frozen=True)
class MailLimits:
    """Sheets of ordinary office paper (75 to 80 g/m², 0.1 mm) that an envelope takes.

    ``window``: 6 sheets, our own convention. By the post's rules more could go: a US letter may
    weigh 3.5 oz and be 1/4 in thick (USPS DMM 101.1.1), a UK letter 100 g and 5 mm (Royal Mail).
    But seven sheets folded in three are hard to fold by hand, and they shift the address.
    ``flat``: 70 sheets. A US large envelope may weigh 13 oz, 368 g (USPS DMM 101.6.0 for
    First-Class Mail); a letter sheet of 75 g/m² weighs 4.5 g and the envelope about 25 g.
    """

    window: int = 6
    flat: int = 70


SHEET_GRAMS: Mapping[PaperSize, float] = MappingProxyType(
    {PaperSize.LETTER: 4.5, PaperSize.A4: 5.0}
)
"""A sheet of ordinary office paper: 75 g/m² on letter (20 lb), 80 g/m² on A4."""

ENVELOPE_GRAMS: Mapping[bool, float] = MappingProxyType({False: 6.0, True: 25.0})
"""A window envelope, and (``True``) a flat: conventions; weigh one packet of your own."""


def weigh(sheets: int, paper: PaperSize, *, flat: bool) -> int:
    """Grams of a packet with its envelope, rounded up."""
    return math.ceil(sheets * SHEET_GRAMS[paper] + ENVELOPE_GRAMS[flat])


@dataclass(frozen=True)
class MailingWay:
    """How a whole mailing goes: in ``flats`` (or else window envelopes), and why."""

    flats: bool
    problems: tuple[Problem, ...] = ()


def choose_way(
    sheets_by_id: Mapping[str, int], *, window: bool = True, limits: MailLimits | None = None
) -> MailingWay:
    """Window envelopes for everyone, or flats for everyone as soon as one packet needs one.

    ``window`` is false when flats are chosen already. The note names no packet: the thickness of
    one person's papers is nobody's business, and the remedy is the same for all.
    """
    limits = limits or MailLimits()
    thickest = max(sheets_by_id.values(), default=0)
    too_thick = window and thickest > limits.window
    notes = []
    if too_thick:
        facts = {"sheets": thickest, "most": limits.window}
        notes.append(Problem("delivery.flats-too-thick", Severity.NOTE, facts=facts))
    notes += [
        Problem(
            "delivery.packet-too-heavy",
            Severity.WARNING,
            where=key,
            facts={"sheets": sheets, "most": limits.flat},
        )
        for key, sheets in sorted(sheets_by_id.items())
        if sheets > limits.flat
    ]
    return MailingWay(flats=too_thick or not window, problems=tuple(notes))
