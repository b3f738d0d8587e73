"""The dates of a group that goes on (RFC 5545, 3.3.10), expanded by ``dateutil``.

A group meets at most once a day, and its first meeting is the first date of its rule. A time that
a change of the clocks leaves out counts as the standard says: by the offset before the change.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from access_kit.model.series import MeetingChange, Occurrence, Series

MOST_MEETINGS = 2_000
"""How many meetings of a group are looked at; of one a day, more than five years."""

MOST_DAYS = 14_610
"""So far after the first meeting they are looked for: forty years."""

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Monday to Sunday, as a rule names them."""
_GRAMMAR = {
    "FREQ": re.compile("[A-Z]+"),
    "INTERVAL": re.compile("[1-9][0-9]{0,3}"),
    "COUNT": re.compile("[1-9][0-9]{0,3}"),
    "UNTIL": re.compile("[0-9]{8}T[0-9]{6}Z"),
    "BYDAY": re.compile("(?:[+-]?[0-9]{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": re.compile("[+-]?[0-9]{1,2}"),
    "BYYEARDAY": re.compile("[+-]?[0-9]{1,3}"),
    "BYWEEKNO": re.compile("[+-]?[0-9]{1,2}"),
    "BYMONTH": re.compile("[0-9]{1,2}"),
    "BYSETPOS": re.compile("[+-]?[0-9]{1,3}"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
}
"""The parts of a rule that say on which dates, and how one value of each is written.

Hours and minutes come from the first meeting.
"""

_LARGEST = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYMONTH": 12, "BYSETPOS": 366}
_SET = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"}
_ANY_DAY = datetime.datetime(2000, 1, 3, tzinfo=datetime.UTC)
_WHERE_FROM = ("INTERVAL", "COUNT", "UNTIL")
"""Parts that say something only together with a first meeting."""
_UTC_FORM = "%Y%m%dT%H%M%SZ"


def rule_fault(text: str) -> str | None:
    """What is wrong with a rule, as the end of a code; ``None`` when nothing is.

    The library reads more than the standard allows; what it lets through is asked for here.
    """
    pairs = [part.partition("=") for part in text.split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs) or not all(value for *_, value in pairs):
        return "bad-rrule"
    if parts.get("FREQ") in ("HOURLY", "MINUTELY", "SECONDLY") or any(
        name in parts for name in ("BYHOUR", "BYMINUTE", "BYSECOND")
    ):
        return "rrule-too-often"
    if "COUNT" in parts and "UNTIL" in parts:
        return "rrule-ends-twice"
    if "UNTIL" in parts and not _GRAMMAR["UNTIL"].fullmatch(parts["UNTIL"]):
        return "rrule-until"
    if not all(name in _GRAMMAR and _is_written(name, value) for name, value in parts.items()):
        return "bad-rrule"
    if not _fits_standard(parts):
        return "bad-rrule"
    kept = (f"{name}={value}" for name, value in parts.items() if name not in _WHERE_FROM)
    try:
        datetime.datetime.strptime(parts.get("UNTIL", "20000101T000000Z"), _UTC_FORM)
        return None if next(_expand(";".join(kept), _ANY_DAY), None) else "bad-rrule"
    except (ValueError, TypeError, KeyError, OverflowError):
        return "bad-rrule"


def _is_written(name: str, value: str) -> bool:
    """Whether a part is written as the standard says, each value of it once."""
    values = value.split(",") if name.startswith("BY") else [value]
    if not all(_GRAMMAR[name].fullmatch(one) for one in values):
        return False
    largest = _LARGEST.get(name)
    if largest is None:
        return len(values) == len(set(values))
    numbers = [int(one) for one in values]
    return all(1 <= abs(one) <= largest for one in numbers) and len(numbers) == len(set(numbers))


def _fits_standard(parts: dict[str, str]) -> bool:
    """What RFC 5545 says of parts beside each other, and the library does not ask.

    It allows ``TH,1FR`` in one rule, which the library reads as days that are both: refused.
    """
    frequency = parts.get("FREQ")
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    counted = [int(one[:-2]) for one in days if one[:-2]]
    most = 53 if frequency == "YEARLY" and "BYMONTH" not in parts else 5
    return (
        frequency in _FREQUENCIES
        and all(1 <= abs(one) <= most for one in counted)
        and len(counted) in (0, len(days))
        and not (counted and frequency in ("DAILY", "WEEKLY"))
        and not (counted and "BYWEEKNO" in parts)
        and not ("BYMONTHDAY" in parts and frequency == "WEEKLY")
        and not ("BYYEARDAY" in parts and frequency != "YEARLY")
        and not ("BYWEEKNO" in parts and frequency != "YEARLY")
        and not ("BYSETPOS" in parts and not _SET & set(parts))
    )


def _expand(text: str, first: datetime.datetime) -> Iterator[datetime.datetime]:
    """The starts of a rule, as far as they are looked at."""
    parts = dict(part.split("=") for part in text.split(";"))
    if not _may_come(parts, first.date()):
        return
    count = int(parts.pop("COUNT", MOST_MEETINGS))
    last = first.astimezone(datetime.UTC) + datetime.timedelta(days=MOST_DAYS)
    parts["UNTIL"] = min(parts.get("UNTIL", "9"), last.strftime(_UTC_FORM))
    bounded = ";".join(f"{name}={value}" for name, value in parts.items())
    rule: Any = rrulestr(bounded, dtstart=first)
    yield from itertools.islice(rule, min(count, MOST_MEETINGS))


def _may_come(parts: Mapping[str, str], first: datetime.date) -> bool:
    """Whether any day ahead may be one of a rule, which the library seeks for 8,000 years."""
    every = int(parts.get("INTERVAL", "1"))
    monday = first - datetime.timedelta(days=first.weekday())
    in_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    days = {
        (int(one[:-2] or 0) if in_month else 0, one[-2:])
        for one in parts.get("BYDAY", "").split(",")
        if one
    }
    months = {int(one) for one in parts.get("BYMONTH", "").split(",") if one}
    month_days = {int(one) for one in parts.get("BYMONTHDAY", "").split(",") if one}

    def gone(day: datetime.date) -> int:
        match parts["FREQ"]:
            case "DAILY":
                return (day - first).days
            case "WEEKLY":
                return (day - monday).days // 7
            case "MONTHLY":
                return (day.year - first.year) * 12 + day.month - first.month
        return day.year - first.year

    def is_one(day: datetime.date) -> bool:
        from_end = day.day - calendar.monthrange(day.year, day.month)[1] - 1
        weekday = WEEKDAYS[day.weekday()]
        nth, last_nth = (day.day - 1) // 7 + 1, -((-from_end - 1) // 7 + 1)
        return (
            gone(day) % every == 0
            and (not days or not days.isdisjoint((n, weekday) for n in (0, nth, last_nth)))
            and (not months or day.month in months)
            and (not month_days or bool({day.day, from_end} & month_days))
        )

    return any(is_one(first + datetime.timedelta(days=at)) for at in range(MOST_DAYS))


def rule_dates(series: Series) -> Iterator[datetime.datetime]:
    """The starts by the rule, local to the zone; of a group without a rule, the first alone."""
    zone = ZoneInfo(series.timezone)
    if not series.repeats:
        yield series.first
        return
    for moment in _expand(series.repeats, series.first.replace(tzinfo=zone)):
        yield moment.replace(tzinfo=None)


def occurrences(series: Series) -> Iterator[Occurrence]:
    """Every date of a series by its rule, with what differs on it."""
    changes = {one.date: one for one in series.changes}
    nothing = MeetingChange(datetime.date.min)
    for local in rule_dates(series):
        change = changes.get(local.date(), nothing)
        moved = change.starts.replace(tzinfo=None) if change.starts else None
        yield Occurrence(
            day=local.date(),
            starts=real_time(moved or local, series.timezone),
            is_cancelled=change.cancelled,
            is_moved=moved is not None and moved != local,
        )


def real_time(local: datetime.datetime, timezone: str) -> datetime.datetime:
    """A local time as a clock shows it: one that is left out in spring stands an hour later."""
    zone = ZoneInfo(timezone)
    moment = local.replace(tzinfo=zone).astimezone(datetime.UTC)
    return moment.astimezone(zone).replace(tzinfo=None)


def occurrences_on(series: Series, days: Collection[datetime.date]) -> tuple[Occurrence, ...]:
    """The meetings whose dates by the rule are among ``days``, in order; the rule is read once."""
    last = max(days, default=datetime.date.min)
    until = itertools.takewhile(lambda one: one.day <= last, occurrences(series))
    return tuple(one for one in until if one.day in days)


def next_occurrence(series: Series, now: datetime.datetime) -> Occurrence | None:
    """The first that takes place and has not ended; one that was moved counts by when it is."""
    waiting = [one for one in _around(series, now) if not one.is_cancelled]
    return min(
        (one for one in waiting if end_of(series, one) > now),
        key=lambda one: one.starts,
        default=None,
    )


def _around(series: Series, now: datetime.datetime) -> Iterator[Occurrence]:
    """All before now, and after it until two in a row stand as their rule says."""
    as_usual = 0
    for one in occurrences(series):
        yield one
        is_ahead = end_of(series, one) > now and not (one.is_cancelled or one.is_moved)
        as_usual = as_usual + 1 if is_ahead else 0
        last_change = max((change.date for change in series.changes), default=one.day)
        if as_usual > 1 and one.day >= last_change:
            return


def start_of(series: Series, occurrence: Occurrence) -> datetime.datetime:
    """When a meeting starts, as a moment in the series' zone."""
    return occurrence.starts.replace(tzinfo=ZoneInfo(series.timezone))


def end_of(series: Series, occurrence: Occurrence) -> datetime.datetime:
    """When a meeting ends, as a moment."""
    length = datetime.timedelta(minutes=series.minutes)
    return start_of(series, occurrence).astimezone(datetime.UTC) + length


def last_day(series: Series) -> datetime.date | None:
    """The local date on which the last meeting is that takes place.

    ``None`` without an end, or with one that is farther away than meetings are looked at.
    """
    found = [] if is_endless(series) else list(occurrences(series))
    if len(found) >= MOST_MEETINGS:
        return None
    return max((one.starts.date() for one in found if not one.is_cancelled), default=None)


def is_endless(series: Series) -> bool:
    """Whether a rule says no end."""
    return bool(series.repeats) and not re.search(r"(^|;)(COUNT|UNTIL)=", series.repeats)


def rule_time(series: Series, day: datetime.date) -> datetime.datetime:
    """When a meeting is by its rule, in the series' zone; a clock may leave that time out."""
    return datetime.datetime.combine(day, series.first.time(), ZoneInfo(series.timezone))
