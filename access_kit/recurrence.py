"""The dates of a group that goes on (RFC 5545, 3.3.10), expanded by ``dateutil``.

A group meets at most once a day, and its first meeting is the first date of its rule. A time that
a change of the clocks leaves out counts as the standard says: by the offset before the change.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from access_kit.model.series import MeetingChange, Occurrence, Series

PARTS = (
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY"),
    *("BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"),
)
"""The parts of a rule that say on which dates; hours and minutes come from the first meeting."""

MOST_MEETINGS = 2_000
"""How many meetings of a group are looked at; of one a day, more than five years."""

_SET = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"}
_UNTIL = re.compile(r"\d{8}T\d{6}Z")
_NUMBER = re.compile(r"[1-9]\d{0,3}")
_ANY_DAY = datetime.datetime(2000, 1, 3, tzinfo=datetime.UTC)


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
    if not set(parts) <= set(PARTS) or not _fits_standard(parts):
        return "bad-rrule"
    if "COUNT" in parts and "UNTIL" in parts:
        return "rrule-ends-twice"
    if "UNTIL" in parts and not _UNTIL.fullmatch(parts["UNTIL"]):
        return "rrule-until"
    try:
        return None if next(iter(rrulestr(text, dtstart=_ANY_DAY)), None) else "bad-rrule"
    except (ValueError, TypeError, KeyError, OverflowError):
        return "bad-rrule"


def _fits_standard(parts: dict[str, str]) -> bool:
    """What RFC 5545 says of single parts, and the library does not ask."""
    frequency = parts.get("FREQ")
    numbered = any(one[0] in "+-0123456789" for one in parts.get("BYDAY", "MO").split(",") if one)
    return (
        frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
        and all(_NUMBER.fullmatch(parts[name]) for name in ("COUNT", "INTERVAL") if name in parts)
        and not (numbered and frequency in ("DAILY", "WEEKLY"))
        and not (numbered and "BYWEEKNO" in parts)
        and not ("BYMONTHDAY" in parts and frequency == "WEEKLY")
        and not ("BYYEARDAY" in parts and frequency != "YEARLY")
        and not ("BYWEEKNO" in parts and frequency != "YEARLY")
        and not ("BYSETPOS" in parts and not _SET & set(parts))
    )


def rule_dates(series: Series) -> Iterator[datetime.datetime]:
    """The starts by the rule, local to the zone; of a group without a rule, the first alone."""
    zone = ZoneInfo(series.timezone)
    if not series.repeats:
        yield series.first
        return
    rule: Any = rrulestr(series.repeats, dtstart=series.first.replace(tzinfo=zone))
    for moment in itertools.islice(rule, MOST_MEETINGS):
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


def occurrence_on(series: Series, day: datetime.date) -> Occurrence | None:
    """The meeting whose date by the rule is ``day``."""
    for one in occurrences(series):
        if one.day >= day:
            return one if one.day == day else None
    return None


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


def start_of(series: Series, one: Occurrence) -> datetime.datetime:
    """When a meeting starts, as a moment in the series' zone."""
    return one.starts.replace(tzinfo=ZoneInfo(series.timezone))


def end_of(series: Series, one: Occurrence) -> datetime.datetime:
    """When a meeting ends, as a moment."""
    length = datetime.timedelta(minutes=series.minutes)
    return start_of(series, one).astimezone(datetime.UTC) + length


def last_day(series: Series) -> datetime.date | None:
    """The local date on which the last meeting is that takes place; ``None`` without an end."""
    if is_endless(series):
        return None
    held = [one.starts.date() for one in occurrences(series) if not one.is_cancelled]
    return max(held, default=None)


def is_endless(series: Series) -> bool:
    """Whether a rule says no end."""
    return bool(series.repeats) and not re.search(r"(^|;)(COUNT|UNTIL)=", series.repeats)


def rule_time(series: Series, day: datetime.date) -> datetime.datetime:
    """When a meeting is by its rule, in the series' zone; a clock may leave that time out."""
    return datetime.datetime.combine(day, series.first.time(), ZoneInfo(series.timezone))
