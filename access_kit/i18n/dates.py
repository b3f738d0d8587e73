"""Dates and times in a person's language and the session's zone.

A time without a zone is never formatted: it would be taken as UTC and print the wrong hour. Names
of months and days come from CLDR only where they are the language's own (see ``locale_data``);
elsewhere from the catalogue, and where it has none either, the date is refused.

A locale may name a country (``es-US``): its clock is used where CLDR knows the language there. What
people write for CLDR's words is in ``access_kit/languages/``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from access_kit.errors import BadInput, Problem
from access_kit.i18n.language_habits import find_language
from access_kit.i18n.locale_data import Grade, LocalePart, find_locale, grade_of, has_own

if TYPE_CHECKING:
    from babel import Locale

MONTHS = (
    "calendar.month-1",
    "calendar.month-2",
    "calendar.month-3",
    "calendar.month-4",
    "calendar.month-5",
    "calendar.month-6",
    "calendar.month-7",
    "calendar.month-8",
    "calendar.month-9",
    "calendar.month-10",
    "calendar.month-11",
    "calendar.month-12",
)
"""Keys of January to December in the catalogue."""

WEEKDAYS = (
    "calendar.day-1",
    "calendar.day-2",
    "calendar.day-3",
    "calendar.day-4",
    "calendar.day-5",
    "calendar.day-6",
    "calendar.day-7",
)
"""Keys of Monday to Sunday."""

DATE, SHORT_DATE = "calendar.date", "calendar.short-date"
CALENDAR_KEYS = (*MONTHS, *WEEKDAYS, DATE, SHORT_DATE)

_NUMBERED_MONTH = re.compile(r"\bM\d|(?![0-9])\d")
"""How CLDR shortens months that have no short name, ``M11`` or (in Tibetan and Dzongkha) by the
digits of the script: the whole date is better.
"""

_YEAR_LAST = re.compile(
    r"(?P<day>EEEE[,،]? (?:MMMM d|d\.? (?:'de' )?MMMM)),?(?: 'de')? y(?: '[^']*'\.?)?"
)
"""CLDR's whole date where the year comes last: without it, it is the day."""

_NARROW_SPACE, _SPACE = "\u202f", "\u00a0"


class CalendarWords(Protocol):
    """What dates ask of ``Words``: a message by its key, and the language that it is in."""

    @property
    def locale(self) -> str: ...

    def text(self, key: str, /, **values: object) -> str: ...

    def lang_of(self, key: str) -> str | None: ...


def has_calendar(words: CalendarWords) -> bool:
    """Whether the catalogue itself has every name and pattern that a date needs."""
    return all(words.lang_of(key) is None for key in CALENDAR_KEYS)


@dataclass(frozen=True)
class When:
    """A moment as people say it. ``moment`` is aware; ``timezone`` an IANA name.

    ``words`` serve where CLDR has no names in the language of ``locale``. ``written`` is the day on
    which it is said: a day of the same year needs no year.
    """

    moment: datetime.datetime
    timezone: str
    locale: str
    words: CalendarWords | None = field(default=None, compare=False)
    written: datetime.date | None = None

    def __post_init__(self) -> None:
        if self.moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")

    @property
    def local(self) -> datetime.datetime:
        return self.moment.astimezone(ZoneInfo(self.timezone))

    def plus(self, minutes: int) -> When:
        later = self.moment.astimezone(datetime.UTC) + datetime.timedelta(minutes=minutes)
        return replace(self, moment=later)

    def date(self) -> str:
        """``Thursday, December 3, 2026``. ``BadInput`` for a language without names of days."""
        from babel.dates import format_date

        day = self.local.date()
        if not _knows_names(self.locale):
            return _say_by_words(DATE, day, self.locale, self.words)
        return _widen(format_date(day, "full", locale=_locale(self.locale)))

    def day(self) -> str:
        """``Thursday, December 3``; with the year where ``written`` is in another.

        Shorter where a language does not write its year at the end.
        """
        from babel.dates import format_date

        if self.written is not None and self.written.year != self.local.year:
            return self.date()
        if not _knows_names(self.locale):
            return self.short_date()
        locale = _locale(self.locale)
        found = _YEAR_LAST.fullmatch(str(locale.date_formats["full"].pattern))
        if found is None:
            return self.short_date()
        return _widen(format_date(self.local.date(), found["day"], locale=locale))

    def month_day(self) -> str:
        """``December 3``: for a day whose weekday is said already."""
        from babel.dates import format_skeleton

        if not _knows_names(self.locale):
            return self.short_date()
        return _widen(str(format_skeleton("MMMMd", self.local, locale=_locale(self.locale))))

    def before(self, days: int) -> When:
        """The same hour ``days`` earlier by the calendar."""
        earlier = self.local.replace(tzinfo=None) - datetime.timedelta(days=days)
        return replace(self, moment=earlier.replace(tzinfo=ZoneInfo(self.timezone)))

    def short_date(self) -> str:
        """``Thu, Dec 3``. ``BadInput`` for a language without names of days."""
        from babel.dates import format_skeleton

        if not _knows_names(self.locale):
            return _say_by_words(SHORT_DATE, self.local.date(), self.locale, self.words)
        text = _widen(str(format_skeleton("MMMEd", self.local, locale=_locale(self.locale))))
        return self.date() if _NUMBERED_MONTH.search(text) else text

    def time(self) -> str:
        """``6:00 p.m.``, ``noon`` or ``18:00``, without seconds, in Western digits."""
        return say_time(self.local.time(), self.locale)

    def span(self, minutes: int) -> tuple[str, str]:
        """This moment and ``minutes`` later, to be said together: ``6:00`` and ``7:00 p.m.``."""
        start, end = say_times((self.local.time(), self.plus(minutes).local.time()), self.locale)
        return start, end

    def zone(self) -> str:
        """``Eastern Time``: the generic name, right in summer and winter; else the zone's city."""
        from babel.dates import get_timezone_name

        city = self.timezone.rpartition("/")[2].replace("_", " ")
        if not _knows_names(self.locale) or not has_own(self.locale, LocalePart.ZONES):
            return city
        try:
            name = str(get_timezone_name(ZoneInfo(self.timezone), locale=_locale(self.locale)))
            return find_language(self.locale).clock.says.get(name, name)
        except KeyError:  # Babel, for a zone of no territory in some locales
            return city


def say_date(day: datetime.date, locale: str, words: CalendarWords | None = None) -> str:
    """A day without a time: ``November 1, 2026``, or with its weekday where the catalogue says it.

    ``BadInput`` for a language without names of months.
    """
    from babel.dates import format_date

    if not _knows_names(locale):
        return _say_by_words(DATE, day, locale, words)
    return _widen(format_date(day, "long", locale=_locale(locale)))


def say_weekday(day: int, locale: str, *, short: bool = False) -> str:
    """The name of a day of the week, Monday being 0; empty for a language without names of days.

    ``short``: as in a text message, ``Mon``.
    """
    if not _knows_names(locale):
        return ""
    return str(_locale(locale).days["format"]["abbreviated" if short else "wide"][day])


@cache
def day_pattern(locale: str) -> re.Pattern[str] | None:
    """Finds a day beside its month, ``December 3`` or ``3 de diciembre``; None without months."""
    if not _knows_names(locale):
        return None
    months = _locale(locale).months["format"]
    names = {name for width in ("wide", "abbreviated") for name in months[width].values()}
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    after, before = rf"(?:{month})\.?\s[0-9]{{1,2}}", rf"[0-9]{{1,2}}\.?\s(?:de\s)?(?:{month})"
    return re.compile(rf"(?<!\w)(?:{after}|{before})(?![\w:])")


def say_time(time: datetime.time, locale: str) -> str:
    """A time of day: ``6:00 p.m.``, ``noon``, ``18:00``."""
    from babel.dates import format_time

    if not _knows_names(locale):
        return time.strftime("%H:%M")
    habits = find_language(locale).clock
    if habits.noon and time == _NOON and _half_of(time, locale):
        return habits.noon
    said = _widen(format_time(time, "short", locale=_locale(locale)))
    for half, ours in habits.says.items():
        said = said.replace(half, ours)
    return said


def say_times(times: Sequence[datetime.time], locale: str) -> list[str]:
    """Times that stand together: the half of the day is said after the last of those that share it.

    CLDR says whether a language may do so.
    """
    said = [say_time(time, locale) for time in times]
    if not _says_half_once(locale):
        return said
    return [
        _without_half(text, time, locale) if _share_half(time, then, locale) else text
        for text, time, then in zip(said, times, (*times[1:], None), strict=False)
    ]


def say_opening(
    start: datetime.time, end: datetime.time, locale: str, *, short: bool = False
) -> tuple[str, str]:
    """From when to when somebody is in: ``9`` and ``5`` where they can mean a working day only.

    ``short``: so in every language that says half days, where there is little room.
    """
    said = (say_time(start, locale), say_time(end, locale))
    if not ((short or find_language(locale).clock.bare_hours) and _half_of(start, locale)):
        return said
    if {start.minute, end.minute} == {0} and 6 < start.hour < 12 < end.hour < start.hour + 12:
        return str(start.hour), str(end.hour - 12)
    first, last = (one.replace(":00", "") for one in said)
    return first, last


_NOON = datetime.time(12)


def _half_of(time: datetime.time, locale: str) -> str:
    """What tells morning from afternoon in a time of day; nothing where the clock has 24 hours."""
    from babel.dates import format_time

    if not _knows_names(locale):
        return ""
    found = _locale(locale)
    pattern = str(found.time_formats["short"].pattern)
    return str(format_time(time, "a", locale=found)) if "a" in pattern else ""


def _says_half_once(locale: str) -> bool:
    """Whether ``6:00 to 7:00 p.m.`` is how a language writes two times, by CLDR's intervals."""
    if not _knows_names(locale):
        return False
    first, *last = _locale(locale).interval_formats.get("hm", {}).get("h", ())
    return bool(last) and not re.search("[aB]", first) and last[0].endswith("a")


def _share_half(time: datetime.time, then: datetime.time | None, locale: str) -> bool:
    half = _half_of(time, locale)
    has_noon = bool(find_language(locale).clock.noon) and _NOON in (time, then)
    return then is not None and bool(half) and half == _half_of(then, locale) and not has_noon


def _without_half(said: str, time: datetime.time, locale: str) -> str:
    half = _half_of(time, locale)
    written = find_language(locale).clock.says.get(half, half)
    return said.removesuffix(_widen(written)).strip()


def _widen(text: str) -> str:
    """``text`` without CLDR's narrow no-break spaces (before AM and PM): many fonts lack them."""
    return text.replace(_NARROW_SPACE, _SPACE)


def _knows_names(locale: str) -> bool:
    return grade_of(locale) is not Grade.C


def _locale(tag: str) -> Locale:
    found = find_locale(tag)
    assert found is not None  # a language that CLDR does not have has grade C
    return found


def _say_by_words(key: str, day: datetime.date, locale: str, words: CalendarWords | None) -> str:
    if words is None or not has_calendar(words):
        raise BadInput(Problem("locale.no-calendar", facts={"locale": locale}))
    values: Mapping[str, object] = {
        "weekday": words.text(WEEKDAYS[day.weekday()]),
        "day": day.day,
        "month": words.text(MONTHS[day.month - 1]),
        "year": day.year,
    }
    return words.text(key, **values)
