"""What a format cannot hold of some captions, told before it is missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from access_kit.errors import Problem, Severity
from access_kit.model.cue import Captions

_COUNTS: Mapping[str, Callable[[Captions], int]] = {
    "times": lambda captions: len(captions.cues),
    "ids": lambda captions: sum(
        1 for number, cue in enumerate(captions.cues, 1) if cue.id not in ("", str(number))
    ),
    "settings": lambda captions: sum(1 for cue in captions.cues if cue.settings),
    "markup": lambda captions: sum(1 for cue in captions.cues if cue.markup is not None),
    "speakers": lambda captions: sum(1 for cue in captions.cues if cue.speaker),
    "regions": lambda captions: len(captions.regions),
    "styles": lambda captions: len(captions.styles),
    "notes": lambda captions: len(captions.notes),
    "language": lambda captions: 1 if captions.lang else 0,
}


def find_losses(captions: Captions, keeps: frozenset[str]) -> tuple[Problem, ...]:
    """One ``timed-text.lost-…`` note for each thing in ``captions`` that is not in ``keeps``."""
    counted = ((what, count(captions)) for what, count in _COUNTS.items() if what not in keeps)
    return tuple(
        Problem(f"timed-text.lost-{what}", Severity.NOTE, facts={"count": count})
        for what, count in counted
        if count
    )
