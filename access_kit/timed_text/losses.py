"""What a format cannot hold of some captions, told before it is missed.

What somebody who reads the captions would see is a warning: they lose it. What only programs see
(names of cues, notes, the language) is a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from access_kit.errors import Problem, Severity
from access_kit.model.cue import Captions, Cue, Note
from access_kit.timed_text.emphasis import holds_more
from access_kit.timed_text.nine_places import place_of

EMPHASIS = "emphasis"
"""Kept of the markup: italics, bold, underlining."""
PLACES = "places"
"""Kept of the settings: the nine places of ``nine_places``."""

_SEEN = frozenset({"settings", "markup", "speakers", "regions", "styles"})


def _count(holds: Callable[[Cue], bool]) -> Callable[[Captions], int]:
    return lambda captions: sum(1 for cue in captions.cues if holds(cue))


_COUNTS: Mapping[str, Callable[[Captions], int]] = {
    "times": _count(lambda _: True),
    "ids": lambda captions: sum(
        1 for number, cue in enumerate(captions.cues, 1) if cue.id not in ("", str(number))
    ),
    "settings": _count(lambda cue: bool(cue.settings)),
    "markup": _count(lambda cue: cue.markup is not None),
    "speakers": _count(lambda cue: bool(cue.speaker)),
    "regions": lambda captions: len(captions.regions),
    "styles": lambda captions: len(captions.styles),
    "notes": lambda captions: len(captions.notes),
    "language": lambda captions: 1 if captions.lang else 0,
}
_PARTLY: Mapping[str, Mapping[str, Callable[[Captions], int]]] = {
    EMPHASIS: {"markup": _count(holds_more)},
    PLACES: {"settings": _count(lambda cue: place_of(cue.settings) is None)},
}


def find_losses(captions: Captions, keeps: frozenset[str]) -> tuple[Problem, ...]:
    """One ``timed-text.lost-…`` for each thing in ``captions`` that is not in ``keeps``."""
    counts = dict(_COUNTS)
    for partly, narrower in _PARTLY.items():
        if partly in keeps:
            counts |= narrower
    # Who reads a plain text asked for the words alone.
    seen = _SEEN if "times" in keeps else frozenset()
    counted = ((what, count(captions)) for what, count in counts.items() if what not in keeps)
    return tuple(
        Problem(
            f"timed-text.lost-{what}",
            Severity.WARNING if what in seen else Severity.NOTE,
            facts={"count": count},
        )
        for what, count in counted
        if count
    )


def drop_backward_cues(captions: Captions) -> tuple[Captions, tuple[Problem, ...]]:
    """Captions without the cues that end before they start, or at once: no player shows those."""
    kept = [cue for cue in captions.cues if cue.end_ms > cue.start_ms]
    gone = len(captions.cues) - len(kept)
    if not gone:
        return captions, ()
    before = [0]
    for cue in captions.cues:
        before.append(before[-1] + (cue.end_ms > cue.start_ms))
    notes = tuple(
        Note(note.text, before[min(note.before, len(captions.cues))]) for note in captions.notes
    )
    told = Problem("timed-text.lost-backward-cues", facts={"count": gone})
    return replace(captions, cues=tuple(kept), notes=notes), (told,)
