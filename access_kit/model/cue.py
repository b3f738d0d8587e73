"""Cues: text with a start and an end, as a player shows them (``access-kit/cues/1``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Cue:
    """One caption.

    ``text`` is plain text, one line a line, without markup or entities. ``markup`` is the WebVTT
    cue text where that says more than ``text`` and ``speaker`` together (italics, ruby, inner
    times, several voices), otherwise ``None``. ``settings`` are WebVTT cue settings by name; only
    valid ones are kept. Times are whole milliseconds.
    """

    id: str
    start_ms: int
    end_ms: int
    text: str
    settings: Mapping[str, str] = field(default_factory=lambda: NO_SETTINGS)
    speaker: str | None = None
    markup: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True)
class Region:
    """A WebVTT region: a box that cues may be set in. Lengths are per cent of the picture."""

    id: str
    width: float = 100.0
    lines: int = 3
    region_anchor: tuple[float, float] = (0.0, 100.0)
    viewport_anchor: tuple[float, float] = (0.0, 100.0)
    scroll_up: bool = False


@dataclass(frozen=True)
class Note:
    """A comment in a file of cues, standing before the cue with index ``before``."""

    text: str
    before: int = 0


@dataclass(frozen=True)
class Captions:
    """A whole file of cues. ``styles`` are WebVTT style sheets, as written; ``lang`` is BCP 47."""

    cues: tuple[Cue, ...]
    regions: tuple[Region, ...] = ()
    styles: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    lang: str | None = None
