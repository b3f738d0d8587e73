"""Times as the formats write them; inside, a time is whole milliseconds."""

from __future__ import annotations


def clock_ms(hours: str | None, minutes: str, seconds: str, fraction: str | None = None) -> int:
    """Milliseconds of a clock's digits as they stand; ``fraction`` are up to three after a dot."""
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "").ljust(3, "0"))


def format_clock(milliseconds: int, decimal: str = ".", *, hour_digits: int = 2) -> str:
    """``hh:mm:ss.mmm``; hours take as many digits as they need. Times before 0 are set to 0."""
    seconds, thousandths = divmod(max(0, milliseconds), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:0{hour_digits}d}:{minutes:02d}:{seconds:02d}{decimal}{thousandths:03d}"


def format_short_clock(milliseconds: int) -> str:
    """``mm:ss``, or ``h:mm:ss`` from one hour on, as a reader of a transcript wants it."""
    minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def name_cue(number: int, start_ms: int) -> str:
    """How a finding names a cue: its number, counted from 1, and its start."""
    return f"cue {number} ({format_clock(start_ms)})"
