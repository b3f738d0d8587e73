"""WebVTT timings, cue settings and region settings, by the W3C's parsing algorithm (section 6).

A setting counts whole or not at all: with an alignment that is none (``line:10%,middle``) its
number does not count either.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from access_kit.model.cue import NO_SETTINGS, Region

SPACE = " \t\n\f\r"
_SPACES = re.compile(r"[ \t\n\f\r]+")
_TIMESTAMP = re.compile(r"([0-9]+):([0-9]+)(?::([0-9]+))?\.([0-9]+)")
_PERCENTAGE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
_LINE_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MAX_HOURS = 9_999_999_999
_LINE_ALIGNS = ("start", "center", "end")
_POSITION_ALIGNS = ("line-left", "center", "line-right")
_TEXT_ALIGNS = ("start", "center", "end", "left", "right")


def collect_timestamp(text: str, at: int = 0) -> tuple[int, int] | None:
    """The timestamp at ``at`` in milliseconds and where it ends, or ``None``."""
    found = _TIMESTAMP.match(text, at)
    if found is None:
        return None
    first, second, third, thousandths = found.groups()
    if len(second) != 2 or len(thousandths) != 3 or (third is not None and len(third) != 2):
        return None
    hours = _integer(first)
    if third is None:
        if len(first) != 2 or hours > 59:
            return None
        hours, minutes, seconds = 0, hours, int(second)
    else:
        minutes, seconds = int(second), int(third)
    if minutes > 59 or seconds > 59:
        return None
    total = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(thousandths)
    return total, found.end()


def _integer(digits: str) -> int:
    """The number, capped at more hours than any recording has (Python caps the digits anyway)."""
    short = digits.lstrip("0") or "0"
    return min(int(short[:11]), _MAX_HOURS) if len(short) > 10 else int(short)


def collect_timings(line: str) -> tuple[int, int, str] | None:
    """Start and end in milliseconds and the rest of the line, or ``None`` where the line is bad."""
    at = _skip_space(line, 0)
    start = collect_timestamp(line, at)
    if start is None:
        return None
    at = _skip_space(line, start[1])
    if not line.startswith("-->", at):
        return None
    end = collect_timestamp(line, _skip_space(line, at + 3))
    if end is None:
        return None
    return start[0], end[0], line[end[1] :]


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def parse_percentage(text: str) -> float | None:
    """``0%`` to ``100%`` as a number, or ``None``."""
    if not _PERCENTAGE.fullmatch(text):
        return None
    number = float(text[:-1])
    return number if number <= 100 else None


def split_settings(text: str) -> list[tuple[str, str, str]]:
    """The settings in ``text`` as (token, name, value); a token that is none has no name."""
    tokens = [token for token in _SPACES.split(text) if token]
    pairs = []
    for token in tokens:
        name, colon, value = token.partition(":")
        pairs.append((token, name, value) if colon and name and value else (token, "", ""))
    return pairs


def parse_cue_settings(
    text: str, region_ids: Collection[str]
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The valid settings by name, and the tokens that were not valid.

    A cue with its own line, size or direction leaves its region, as the standard has it.
    """
    settings: dict[str, str] = {}
    bad: list[str] = []
    for token, name, value in split_settings(text):
        kept = value if name == "region" else _check_value(name, value)
        if name == "region":
            settings.pop("region", None)
            if value in region_ids:
                settings["region"] = value
            else:
                bad.append(token)
            continue
        if kept is None:
            bad.append(token)
        else:
            settings.pop(name, None)
            settings[name] = kept
        if _leaves_region(name, kept, settings):
            settings.pop("region", None)
    return (MappingProxyType(settings) if settings else NO_SETTINGS), tuple(bad)


def _leaves_region(name: str, kept: str | None, settings: Mapping[str, str]) -> bool:
    if name == "line":
        return kept is not None
    if name == "size":
        return kept is not None and parse_percentage(kept) != 100
    return name == "vertical" and "vertical" in settings


def _check_value(name: str, value: str) -> str | None:
    """``value`` where it is valid."""
    if name == "vertical":
        return value if value in ("rl", "lr") else None
    if name == "align":
        return value if value in _TEXT_ALIGNS else None
    if name == "size":
        return value if parse_percentage(value) is not None else None
    if name not in ("line", "position"):
        return None
    number, comma, align = value.partition(",")
    if name == "position":
        valid, aligns = parse_percentage(number) is not None, _POSITION_ALIGNS
    elif number.endswith("%"):
        valid, aligns = parse_percentage(number) is not None, _LINE_ALIGNS
    else:
        valid, aligns = _is_line_number(number), _LINE_ALIGNS
    return value if valid and (not comma or align in aligns) else None


def _is_line_number(text: str) -> bool:
    """Whether ``text`` is a number, and none that is too large to be one anywhere."""
    return _LINE_NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def parse_region(text: str) -> tuple[Region, tuple[str, ...]]:
    """A region from the lines of its block, and the tokens that were not valid."""
    found: dict[str, object] = {}
    bad: list[str] = []
    for token, name, value in split_settings(text):
        parsed = _region_value(name, value)
        if parsed is None:
            bad.append(token)
        else:
            found[_REGION_FIELDS[name]] = parsed
    return Region(**{"id": "", **found}), tuple(bad)  # type: ignore[arg-type]


_REGION_FIELDS = {
    "id": "id",
    "width": "width",
    "lines": "lines",
    "regionanchor": "region_anchor",
    "viewportanchor": "viewport_anchor",
    "scroll": "scroll_up",
}


def _region_value(name: str, value: str) -> object | None:
    if name == "id":
        return value
    if name == "width":
        return parse_percentage(value)
    if name == "lines":
        return _lines_of_region(value) if re.fullmatch(r"[0-9]+", value) else None
    if name == "scroll":
        return True if value == "up" else None
    if name not in _REGION_FIELDS:
        return None
    across, _, down = value.partition(",")
    x, y = parse_percentage(across), parse_percentage(down)
    return None if x is None or y is None else (x, y)


def _lines_of_region(digits: str) -> int:
    """The number as it stands, up to 40 digits: a player decides how many lines it can show."""
    return int((digits.lstrip("0") or "0")[:40])


def format_region(region: Region) -> str:
    """A region's settings, one a line, only what differs from the standard's defaults."""
    default = Region(id=region.id)
    lines = [f"id:{region.id}"]
    if region.width != default.width:
        lines.append(f"width:{region.width:g}%")
    if region.lines != default.lines:
        lines.append(f"lines:{region.lines}")
    for name, anchor, usual in (
        ("regionanchor", region.region_anchor, default.region_anchor),
        ("viewportanchor", region.viewport_anchor, default.viewport_anchor),
    ):
        if anchor != usual:
            lines.append(f"{name}:{anchor[0]:g}%,{anchor[1]:g}%")
    if region.scroll_up:
        lines.append("scroll:up")
    return "\n".join(lines)
