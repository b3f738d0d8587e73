"""Whose clock a time is told by, where it says so: ``Eastern Time``, ``GMT+3``, ``Nairobi``.

An hour by another clock than the agency's is another hour: it is never taken as if it were ours.
"""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

from access_kit.errors import BadInput
from access_kit.workflow.first_hour.faults import unfit
from access_kit.workflow.first_hour.zones import BY_HABIT, read_zone

_OFFSET = re.compile(
    r"\(?\b(?:gmt|utc)\s*(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?\)?"
)
_NAMES = "|".join(name for name in BY_HABIT if len(name) > 4)
_SHORT = "|".join(name for name in BY_HABIT if len(name) <= 3)
_NAMED = re.compile(
    rf"\b(?P<name>{_NAMES})\b(?:\s+(?:standard|daylight))?(?:\s+time)?(?P<where>\s*\([^)]*\))?"
    rf"|\b(?P<short>{_SHORT})\b"
)
_CITY = re.compile(
    r"(?:\d\s{0,3}[ap]\.?m\b\.?|\d:\d{2}(?!\s{0,3}[ap]\.?m\b))\s{0,3},?\s{1,3}(?P<city>[^\W\d][^\d]{2,60})$"
)
_NO_CITY = re.compile(r"\b(?:on|at|to|the|next|this|today|tomorrow|uhr|[a-z]{3,6}day)\b|[-–]")
_HABITS_OF = ("US", "CA")


def said_clock(text: str, country: str | None) -> tuple[str, datetime.tzinfo | None]:
    """The text without the clock that it names, and that clock; ``None`` where it names none.

    ``BadInput`` where the name is that of several clocks, and nothing says which is meant.
    """
    if named := _NAMED.search(text):
        is_american = country in _HABITS_OF or "us" in (named["where"] or "")
        if not is_american:
            raise unfit("which-clock", value=named[0])
        return _without(text, named), ZoneInfo(BY_HABIT[named["name"] or named["short"]])
    if offset := _OFFSET.search(text):
        minutes = int(offset["hours"] or 0) * 60 + int(offset["minutes"] or 0)
        sign = -1 if offset["sign"] == "-" else 1
        apart = datetime.timedelta(minutes=sign * minutes)
        if apart <= datetime.timedelta(hours=-24) or apart >= datetime.timedelta(hours=24):
            raise unfit("which-clock", value=offset[0])
        rest = text[: offset.start()] + " " + _city_after(text[offset.end() :])
        return rest, datetime.timezone(apart)
    city = _CITY.search(text)
    if city and not _NO_CITY.search(city["city"]):
        try:
            found = read_zone(city["city"])
        except BadInput:
            return text, None
        return text[: city.start("city")], ZoneInfo(found.zone)
    return text, None


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " + text[found.end() :]


def _city_after(rest: str) -> str:
    """What stands behind an offset, without the city that only says it again."""
    return re.sub(r"^\s{0,3},?\s{0,3}[^\W\d][^\d,]{2,60}$", " ", rest)
