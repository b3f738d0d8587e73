"""Nine places on the picture, as the keys of a number pad: what SRT, ASS and TTML know of places.

2 is the middle below, where cues stand anyway; 8 is the middle above.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from access_kit.model.cue import NO_SETTINGS

BELOW = 2
_ROWS: tuple[Mapping[str, str], ...] = ({}, {"line": "50%"}, {"line": "0"})
_SIDES: tuple[Mapping[str, str], ...] = ({"align": "start"}, {}, {"align": "end"})
_SETTINGS = {
    1 + 3 * row + side: MappingProxyType({**_ROWS[row], **_SIDES[side]})
    for row in range(3)
    for side in range(3)
}
_OLD_KEYS = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}


def settings_at(key: int) -> Mapping[str, str]:
    """The WebVTT settings of a place; none for one that is not known."""
    return _SETTINGS[key] if key != BELOW and key in _SETTINGS else NO_SETTINGS


def place_of(settings: Mapping[str, str]) -> int | None:
    """The key whose place these settings are, or ``None`` where they say something else."""
    asked = dict(settings)
    return next((key for key, known in _SETTINGS.items() if dict(known) == asked), None)


def key_of_old(alignment: int) -> int:
    """The key for a number of the first SSA: 1 to 3 below, 5 to 7 above, 9 to 11 in the middle."""
    return _OLD_KEYS.get(alignment, BELOW)
