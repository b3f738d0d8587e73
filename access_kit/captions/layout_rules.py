"""The named layouts: how captions may look, each number with its source.

Sources of the numbers:
- DCMP: Captioning Key of the Described and Captioned Media Program (dcmp.org/learn/captioningkey).
- BBC: Subtitle Guidelines (bbc.co.uk/accessibility/forproducts/guides/subtitles).
- Netflix: Timed Text Style Guide, general and English (partnerhelp.netflixstudios.com).
- Ofcom: 160 to 180 words a minute, over 200 hard to follow.
``access`` is this project's own: the narrower of the three where they agree on nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from access_kit.errors import BadInput, Problem


class SpeedUnit(StrEnum):
    CHARACTERS_A_SECOND = "characters a second"
    WORDS_A_MINUTE = "words a minute"


@dataclass(frozen=True)
class Layout:
    """The limits of one layout.

    Hard: ``max_chars`` a line, ``max_lines``, the shortest time (``min_ms``, or ``min_ms_per_word``
    for each word), the longest (``max_ms``, 0 for none), the gap to the next cue (``min_gap_ms``;
    none at all is fine too where ``may_touch``). Soft: reading speed, and gaps shorter than
    ``close_gap_ms``, which are closed because they flicker.
    """

    name: str
    max_chars: int
    max_lines: int
    min_ms: int
    max_ms: int
    min_gap_ms: int
    may_touch: bool
    close_gap_ms: int
    speed_unit: SpeedUnit
    speed_warn: int
    speed_fail: int
    source: str
    min_ms_per_word: int = 0

    def min_duration_ms(self, words: int) -> int:
        """The shortest time that a cue of so many words may stand."""
        return max(self.min_ms, self.min_ms_per_word * words)

    def speed(self, characters: int, words: int, duration_ms: int) -> float:
        """Reading speed in this layout's unit; endless for no time."""
        if duration_ms <= 0:
            return float("inf")
        if self.speed_unit is SpeedUnit.WORDS_A_MINUTE:
            return words * 60_000 / duration_ms
        return characters * 1000 / duration_ms


LONGEST_SILENCE_MS = 1_500
"""No cue stays over a silence longer than this: text without a voice misleads (BBC, Netflix)."""
EARLIEST_START_MS = -200
LATEST_START_MS = 100
"""A cue starts this close to its first word (BBC: at the start of speech; Netflix: 3 frames)."""
COMFORTABLE_MAX_MS = 7_000
"""Where a layout names no longest time, cues are still not made longer than this."""

_CPS = SpeedUnit.CHARACTERS_A_SECOND
_WPM = SpeedUnit.WORDS_A_MINUTE

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            Layout("access", 37, 2, 1_000, 7_000, 83, True, 500, _CPS, 17, 20, "access-kit"),
            Layout("large-print", 26, 2, 1_000, 7_000, 83, True, 500, _CPS, 17, 20, "access-kit"),
            Layout("dcmp", 32, 2, 1_330, 6_000, 0, True, 500, _WPM, 160, 235, "DCMP"),
            Layout("bbc", 37, 2, 0, 0, 83, True, 1_000, _WPM, 180, 200, "BBC", 300),
            Layout("netflix", 42, 2, 833, 7_000, 83, False, 500, _CPS, 17, 20, "Netflix"),
        )
    }
)


def find_layout(name: str) -> Layout:
    """The layout called ``name``, or ``BadInput`` that lists those there are."""
    if name not in LAYOUTS:
        facts = {"layout": name[:40], "known": " ".join(LAYOUTS)}
        raise BadInput(Problem("layout.unknown", facts=facts))
    return LAYOUTS[name]
