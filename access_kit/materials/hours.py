"""Hours as agencies write them (``Mon-Fri 9-17``) in the words of a language."""

from __future__ import annotations

import datetime
import re

from access_kit.i18n import Words
from access_kit.i18n.dates import say_opening, say_weekday

ALWAYS = "24/7"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_HOURS = re.compile(
    r"(?P<first>[A-Z][a-z]{2})(?: ?[-–] ?(?P<last>[A-Z][a-z]{2}))?,? "
    r"(?P<start>\d{1,2}(?::\d\d)?) ?[-–] ?(?P<end>\d{1,2}(?::\d\d)?)"
)


def say_hours(words: Words, text: str, *, short: bool = False) -> str:
    """``text`` in the language of ``words``; what is written in another way stays as it is.

    ``short``: as in a text message, ``Mon-Fri 9-5``.
    """
    if is_always(text):
        return words.text("hours.always")
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return text
    try:
        days = [DAYS.index(found[name].lower()) for name in ("first", "last") if found[name]]
        times = [_clock(found[name]) for name in ("start", "end")]
    except ValueError:
        return text
    named = [say_weekday(day, words.formats, short=short) for day in days]
    start, end = say_opening(times[0], times[1], words.formats, short=short)
    if not all(named):
        return text
    if len(named) == 1:
        one = "hours.day-short" if short else "hours.day"
        return words.text(one, first=named[0], start=start, end=end)
    several = "hours.days-short" if short else "hours.days"
    return words.text(several, first=named[0], last=named[1], start=start, end=end)


def is_always(text: str) -> bool:
    return text.strip() == ALWAYS


def _clock(text: str) -> datetime.time:
    hour, _, minute = text.partition(":")
    return datetime.time(int(hour) % 24, int(minute or 0))
