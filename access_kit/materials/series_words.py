"""How a group goes on, in words: "every Thursday until March 25", and which dates differ.

Names of days, dates and lists are the language's own; the order of words is the catalogue's. A rule
for which there are no words is said as its next dates.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from access_kit.i18n import When, Words, say_list
from access_kit.i18n.dates import WEEKDAYS, say_date, say_weekday
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.model.document import Inlines
from access_kit.model.series import Occurrence, Series, is_guest, series_of
from access_kit.model.session import Session
from access_kit.recurrence import WEEKDAYS as RULE_DAYS
from access_kit.recurrence import last_day, occurrences, occurrences_on, start_of

NEXT_DATES = 4
"""So many dates are listed of a rule for which there are no words."""

MOST_CHANGES = 3
"""So many cancelled dates, and as many moved ones, are said: the nearest."""

NEAR_DAYS = 300
"""A date that is farther away than this stands with its year."""

_NTH = {"1": 1, "+1": 1, "2": 2, "+2": 2, "3": 3, "+3": 3, "4": 4, "+4": 4, "-1": -1}
_EVERY_MONTH_HAS = 28
_ENDS = ("COUNT", "UNTIL", "WKST")
_NTH_KEYS = {
    1: "series.first",
    2: "series.second",
    3: "series.third",
    4: "series.fourth",
    -1: "series.last",
}


def say_series(context: SessionContext, *, brief: bool = False) -> tuple[Inlines, ...]:
    """Sentences for a paper of one meeting: how the group goes on, and which dates ahead differ.

    None for a single session, and none for somebody who comes this once. ``brief``: the rule alone,
    for a paper that has no room.
    """
    series = _told(context)
    if series is None:
        return ()
    words = context.words
    if _is_last(context, series):
        return (*say_changes(context), words.inlines("series.ends"))
    how = say_repeats(words, series, "" if brief else _until(context, series))
    if brief:
        return (words.inlines("series.meet", how=how),) if how else ()
    if how:
        return (words.inlines("series.meet", how=how), *say_changes(context))
    days = itertools.islice(_next_days(context, series), NEXT_DATES)
    dates = [_say_day(context, day) for day in days]
    listed = say_list(dates, words.formats)
    said = (words.inlines("series.dates", dates=listed),) if dates else ()
    return (*said, *say_changes(context))


def short_series(context: SessionContext) -> tuple[Inlines, ...]:
    """How the group goes on, to end a sentence with: the whole, then shorter; empty for none."""
    series = _told(context)
    if series is None or _is_last(context, series):
        return ()
    said = (say_repeats(context.words, series, until) for until in (_until(context, series), ""))
    return tuple(dict.fromkeys(how for how in said if how))


def say_changes(context: SessionContext, most: int = MOST_CHANGES) -> Iterator[Inlines]:
    """The cancelled dates in one sentence, and each ahead that was moved in its own.

    ``most`` of each kind are said, the nearest; with 1, one that was moved only where it comes
    next. Who has been there also reads which dates before this meeting are off.
    """
    words, series = context.words, _told(context)
    if series is None:
        return
    off, moved = _differing(context, series, most)
    if off:
        days = [_say_day(context, one.day) for one in off]
        yield words.inlines("series.off", dates=say_list(days, words.formats))
    for one in moved:
        to = dataclasses.replace(context.when, moment=start_of(series, one))
        rule = meant_at(context, series, one.day)
        if to.local.date() == one.day:
            usual = rule.time()
            yield words.inlines("series.other-hour", on=to.day(), time=to.time(), usual=usual)
        else:
            yield words.inlines("series.moved", date=rule.day(), on=to.day(), time=to.time())


def differing_days(context: PaperContext) -> dict[str, str]:
    """The dates that papers say differ, however brief: off (``""``), or moved, with the new start.

    Texts may have room for none.
    """
    series = _told(context)
    if series is None:
        return {}
    off, moved = _differing(context, series, 1 if context.past else MOST_CHANGES)
    said = {one.day.isoformat(): "" for one in off}
    return said | {one.day.isoformat(): start_of(series, one).isoformat() for one in moved}


def _differing(
    context: SessionContext, series: Series, most: int
) -> tuple[list[Occurrence], list[Occurrence]]:
    """The dates that are off, and those ahead that were moved, as ``say_changes`` says them."""
    changed = {one.date for one in series.changes if one.cancelled or one.starts}
    found = occurrences_on(series, changed)
    between = [one for one in found if one.is_cancelled and _is_between(context, series, one)]
    ahead = [one for one in found if _is_ahead(context, series, one)]
    ahead = [one for one in ahead if one.is_cancelled or one.is_moved]
    off = [one for one in ahead if one.is_cancelled][:most]
    near = ahead[:1] if most == 1 else ahead
    moved = [one for one in near if one.is_moved and not one.is_cancelled][:most]
    return [*between, *off], moved


def meant_at(context: SessionContext, series: Series, day: datetime.date) -> When:
    """When the meeting of ``day`` would be by the rule: what was moved is told by both times."""
    hour = series.first.replace(tzinfo=None).time()
    moment = datetime.datetime.combine(day, hour, ZoneInfo(series.timezone))
    return dataclasses.replace(context.when, moment=moment)


def say_going_on(context: PaperContext, most: int = MOST_CHANGES) -> tuple[Inlines, ...]:
    """For who has been there: how the group goes on, where that is new or ends; else changes.

    Of the dates ahead that differ, ``most`` are said, as in ``say_changes``.
    """
    series = _told(context)
    if series and (goes_on_anew(context) or _is_last(context, series)):
        return say_series(context)
    return tuple(say_changes(context, most))


def say_repeats(words: Words, series: Series, until: str = "") -> Inlines:
    """``every Thursday``, or ``every Thursday until March 25``; empty where there are no words."""
    parts = dict(part.split("=", 1) for part in series.repeats.split(";"))
    parts = {name: value for name, value in parts.items() if name not in _ENDS}
    how = _how(words, parts, series.first)
    return words.inlines("series.until", how=how, day=until) if how and until else how


def told_series(session: Session, person: str) -> str:
    """What a person's papers tell of how the group goes on: rule, hour, minutes, the last day.

    It is only ever compared. Empty for who comes once, and where nothing goes on.
    """
    series = series_of(session)
    if series is None or not series.repeats or is_guest(session, person):
        return ""
    parts = dict(part.split("=", 1) for part in series.repeats.split(";"))
    if not any(name.startswith("BY") for name in parts):
        usual = {"WEEKLY": RULE_DAYS[series.first.weekday()], "MONTHLY": f"{series.first:%d}"}
        parts["ON"] = usual.get(parts["FREQ"], f"{series.first:%m-%d}")
    rule = ";".join(f"{name}={one}" for name, one in sorted(parts.items()) if name not in _ENDS)
    return f"{rule} {series.first:%H:%M} {series.minutes} {_last_day(series) or '-'}"


def goes_on_anew(context: PaperContext) -> bool:
    """Whether a reader was told another way in which the group goes on, or none."""
    return _now(context) != (context.past.series if context.past else "")


def has_new_time(context: PaperContext) -> bool:
    """Whether a reader was told other days or hours; that it ends on another day is none."""
    before = context.past.series.split(" ") if context.past and context.past.series else []
    return bool(before) and before[:-1] != _now(context).split(" ")[:-1]


def _now(context: PaperContext) -> str:
    return told_series(context.session, context.profile.id)


def _told(context: SessionContext) -> Series | None:
    """The series that a reader is told of."""
    series = series_of(context.session)
    is_once = isinstance(context, PaperContext) and is_guest(context.session, context.profile.id)
    return series if series and series.repeats and not is_once else None


# -- the rule -----------------------------------------------------------------------------------


def _how(words: Words, parts: Mapping[str, str], first: datetime.datetime) -> Inlines:
    rest = {name: value for name, value in parts.items() if name not in ("FREQ", "INTERVAL")}
    every = int(parts.get("INTERVAL", "1"))
    if every > 2:
        return ()
    match parts["FREQ"]:
        case "DAILY" if not rest:
            return words.inlines("series.day" if every == 1 else "series.day-2")
        case "DAILY" if set(rest) == {"BYDAY"} and every == 1:
            return _weekly(words, rest, first, 1)
        case "WEEKLY" if set(rest) <= {"BYDAY"}:
            return _weekly(words, rest, first, every)
        case "MONTHLY" if every == 1:
            return _monthly(words, rest, first)
    return ()


def _weekly(words: Words, rest: Mapping[str, str], first: datetime.datetime, every: int) -> Inlines:
    said = rest.get("BYDAY", RULE_DAYS[first.weekday()]).split(",")
    days = [_name(words, day) for day in range(7) if RULE_DAYS[day] in said]
    if every == 1:
        if len(days) == len(RULE_DAYS):
            return words.inlines("series.day")
        return words.inlines("series.week", days=say_list(days, words.formats))
    if len(days) == 1:
        return words.inlines("series.week-2", day=days[0])
    return words.inlines("series.week-2-days", days=say_list(days, words.formats))


def _monthly(words: Words, rest: Mapping[str, str], first: datetime.datetime) -> Inlines:
    if set(rest) <= {"BYMONTHDAY"}:
        return _days_of_month(words, rest.get("BYMONTHDAY", str(first.day)).split(","))
    found = list(_nth_days(rest))
    if not found or any(nth not in _NTH_KEYS for nth, _ in found):
        return ()
    order = sorted(found, key=lambda one: (one[0] < 0, *one))
    days = [words.text(_NTH_KEYS[nth], day=_name(words, day)) for nth, day in order]
    return words.inlines("series.month", days=say_list(days, words.formats))


def _days_of_month(words: Words, days: Sequence[str]) -> Inlines:
    if list(days) == ["-1"]:
        return words.inlines("series.month-end")
    numbers = sorted({int(day) for day in days})
    if not 1 <= numbers[0] <= numbers[-1] <= _EVERY_MONTH_HAS:
        return ()
    if len(numbers) == 1:
        return words.inlines("series.month-day", day=str(numbers[0]))
    listed = say_list([str(one) for one in numbers], words.formats)
    return words.inlines("series.month-days", days=listed)


def _nth_days(rest: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Which of its weekday in the month, and the weekday; 0 where there are no words for it."""
    days = rest.get("BYDAY", "").split(",")
    if set(rest) == {"BYDAY", "BYSETPOS"} and len(days) == 1 and days[0] in RULE_DAYS:
        days = [f"{nth}{days[0]}" for nth in rest["BYSETPOS"].split(",")]
    elif set(rest) != {"BYDAY"}:
        return
    for one in days:
        yield _NTH.get(one[:-2], 0), RULE_DAYS.index(one[-2:])


def _name(words: Words, day: int) -> str:
    return say_weekday(day, words.formats) or words.text(WEEKDAYS[day])


# -- dates --------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _last_day(series: Series) -> datetime.date | None:
    return last_day(series)


def _is_last(context: SessionContext, series: Series) -> bool:
    return _last_day(series) == context.when.local.date()


def _until(context: SessionContext, series: Series) -> str:
    """The day of the last meeting that is held; empty for a group without an end."""
    last = _last_day(series)
    return _say_day(context, last) if last else ""


def _say_day(context: SessionContext, day: datetime.date) -> str:
    words, here = context.words, context.when
    if abs((day - here.local.date()).days) > NEAR_DAYS:
        return say_date(day, words.formats, words)
    noon = datetime.datetime.combine(day, datetime.time(12), here.local.tzinfo)
    return When(noon, here.timezone, words.formats, words).month_day()


def _is_between(context: SessionContext, series: Series, occurrence: Occurrence) -> bool:
    """Whether somebody who has been there would come before this meeting, on a date that is off."""
    past = context.past if isinstance(context, PaperContext) else None
    since = past.known_on if past else None
    return (
        since is not None and since <= occurrence.day and not _is_ahead(context, series, occurrence)
    )


def _is_ahead(context: SessionContext, series: Series, occurrence: Occurrence) -> bool:
    return start_of(series, occurrence) > context.when.moment


def _next_days(context: SessionContext, series: Series) -> Iterator[datetime.date]:
    """The days after this meeting on which one is held, by their rule."""
    for one in occurrences(series):
        if _is_ahead(context, series, one) and not one.is_cancelled:
            yield one.starts.date()
