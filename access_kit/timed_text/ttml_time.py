"""TTML time expressions: clock times, and offsets in h, m, s, ms, frames and ticks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from fractions import Fraction

_TTP = "{http://www.w3.org/ns/ttml#parameter}"
_CLOCK = re.compile(r"(\d{2,9}):(\d{2}):(\d{2})(?:\.(\d{1,40})|:(\d{2,9})(?:\.\d{1,40})?)?")
_WHOLE = re.compile(r"[0-9]{1,12}")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,40})?)(h|ms|m|s|f|t)")


@dataclass(frozen=True)
class Rates:
    """Frames and ticks a second, exact."""

    frames: Fraction
    ticks: Fraction


def read_rates(root: ET.Element) -> Rates:
    """The rates that the root element declares, or the standard's defaults (30 and 1)."""
    frames = _positive(root.get(f"{_TTP}frameRate")) or Fraction(30)
    multiplier = (root.get(f"{_TTP}frameRateMultiplier") or "").split()
    if len(multiplier) == 2:
        over, under = _positive(multiplier[0]), _positive(multiplier[1])
        if over and under:
            frames = frames * over / under
    ticks = _positive(root.get(f"{_TTP}tickRate"))
    if ticks is None:
        ticks = frames if root.get(f"{_TTP}frameRate") else Fraction(1)
    return Rates(frames, ticks)


def _positive(text: str | None) -> Fraction | None:
    found = _WHOLE.fullmatch(text or "")
    return Fraction(int(found[0])) if found and int(found[0]) else None


def parse_time(text: str, rates: Rates) -> int | None:
    """Milliseconds, rounded to the nearest, or ``None`` where ``text`` is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found:
        hours, minutes, seconds, fraction, frames = found.groups()
        if int(minutes) > 59 or int(seconds) > 60:
            return None
        total = Fraction((int(hours) * 60 + int(minutes)) * 60 + int(seconds))
        if fraction:
            total += Fraction(int(fraction), 10 ** len(fraction))
        if frames:
            total += Fraction(int(frames)) / rates.frames
        return round(total * 1000)
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    count, metric = Fraction(found.group(1)), found.group(2)
    units = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
    units |= {"f": 1 / rates.frames, "t": 1 / rates.ticks}
    return round(count * units[metric] * 1000)
