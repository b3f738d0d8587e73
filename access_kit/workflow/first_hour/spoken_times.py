"""Days and hours as people say them: ``Dec 3, 6 pm``, ``Thursday at 18:30``, ``3.12. 6 Uhr``.

What can mean two things is told and never chosen: an hour between one and seven without its half of
the day, and a day that may as well be a month.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from access_kit.model.columns import DateOrder
from access_kit.profiles.usual_forms import Unclear, read_date
from access_kit.recurrence import MOST_MEETINGS
from access_kit.workflow.first_hour.faults import unfit
from access_kit.workflow.first_hour.said_clocks import said_clock

_WORD_HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_WORD_HOUR = re.compile(r"\b(?:noon|midday|midnight)\b")
_HOUR = re.compile(
    r"(?<![\d/.-])(?:at\s+)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s*[:.h]\s*(?P<minute>[0-5]\d)(?::[0-5]\d)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?|o'?clock|uhr\b)?(?!\.?\d|[/:-])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?P<from>\d{1,2}(?:[:.]\d{2})?)\s{0,3}(?P<half>[ap]\.?m\.?)?\s{0,3}(?:-|–|to|until|bis)\s{0,3}"
    r"(?P<to>\d{1,2}(?:[:.]\d{2})?)\s{0,3}(?P<other>[ap]\.?m\.?)?(?![\d/.-])",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLERS = re.compile(
    r"\b(?:on|at|in|the|of|from|next|this|morning|afternoon|evening)\b|\([^()]{0,80}\)",
    re.IGNORECASE,
)
_NAMES_DAY = re.compile(
    rf"\b({'|'.join(f'{day[:3]}(?:{day[3:]}|s|rs|nes)?' for day in _DAYS)})\b\.?,?"
)
_MONTH_FIRST = ("US", "CA", "PH")
MOST_AHEAD = 300
"""Of a day without its year that would be so many days ahead, the last one may be meant."""

LEAST_MINUTES, MOST_MINUTES = 5, 480


def read_start(
    text: str, *, now: datetime.datetime, zone: str, country: str | None
) -> datetime.datetime:
    """The local start that is meant, without a zone; the next such day where no year is said.

    ``BadInput`` says why it is not clear, or that it is past.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain, clocks = said_clock(plain, country)
    there = clocks or ZoneInfo(zone)
    local = now.astimezone(there).replace(tzinfo=None)
    if iso := _ISO.search(plain.upper()):
        found = _moment(iso[1], iso[2], text)
    else:
        clock, rest = _clock(_RANGE.sub(_start_of, plain), text)
        found = datetime.datetime.combine(_day(rest, local, clock, country, text), clock)
    if clocks:
        found = found.replace(tzinfo=clocks).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if found <= now.astimezone(ZoneInfo(zone)).replace(tzinfo=None):
        raise unfit("time-past", value=f"{found:%Y-%m-%d %H:%M}")
    _require_shown(found, zone)
    return found


def _start_of(found: re.Match[str]) -> str:
    """``6:00 pm`` for ``6:00 – 7:00 pm``; half a day earlier for ``11 – 1 pm``."""
    half = found["half"] or found["other"] or ""
    first, last = (int(re.split("[:.]", found[name])[0]) % 12 for name in ("from", "to"))
    if found["other"] and not found["half"] and first > last:
        half = "am" if found["other"].startswith("p") else "pm"
    if not half and not re.search("[:.]", found[0]):
        return found[0]
    return f"{found['from']} {half}"


def _moment(day: str, clock: str, text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise unfit("no-time", value=text) from None


def _clock(plain: str, text: str) -> tuple[datetime.time, str]:
    """The hour of the day, and the text without it."""
    if word := _WORD_HOUR.search(plain):
        return datetime.time.fromisoformat(_WORD_HOURS[word[0]]), _WORD_HOUR.sub(" ", plain)
    marked = [one for one in _HOUR.finditer(plain) if one["half"] or one["minute"]]
    at_word = [one for one in _HOUR.finditer(plain) if one[0].startswith("at ")]
    found = next((one for one in marked if one["half"]), None) or next(
        iter(marked or at_word), None
    )
    if found is None:
        raise unfit("no-hour", value=text)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").replace(".", "").replace(" ", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise unfit("no-time", value=text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif 1 <= hour <= 7 and len(found["hour"]) == 1:
        raise unfit("which-half", hour=hour)
    rest = plain[: found.start()] + " " + plain[found.end() :]
    return datetime.time(hour, minute), rest


def _day(
    rest: str, local: datetime.datetime, clock: datetime.time, country: str | None, text: str
) -> datetime.date:
    bare = _FILLERS.sub(" ", rest)
    named = _NAMES_DAY.search(bare)
    bare = " ".join(_NAMES_DAY.sub(" ", bare).split()).strip(" ,-–@·⋅")
    today = local.date()
    if bare in ("today", "tonight"):
        return today
    if bare == "tomorrow":
        return today + datetime.timedelta(days=1)
    if not bare and named:
        ahead = (_day_number(named[1]) - today.weekday()) % 7
        day = today + datetime.timedelta(days=ahead)
        is_over = datetime.datetime.combine(day, clock) <= local
        return day + datetime.timedelta(days=7 if is_over else 0)
    day = _dated(bare, local, clock, country, text)
    if named and day.weekday() != _day_number(named[1]):
        raise unfit("other-weekday", value=f"{day:%Y-%m-%d}", day=f"{day:%A}")
    return day


def _day_number(name: str) -> int:
    return next(at for at, day in enumerate(_DAYS) if day[:3] == name[:3])


def _dated(
    bare: str,
    local: datetime.datetime,
    clock: datetime.time,
    country: str | None,
    text: str,
) -> datetime.date:
    """The date; one without a year is the next such day."""
    order = DateOrder.MONTH_FIRST if country in _MONTH_FIRST else DateOrder.DAY_FIRST
    order_said = order if country else None
    for year in ("", f" {local.year}", f" {local.year + 1}"):
        found = _read(_with_year(bare, year), order_said, text)
        if found is not None:
            is_over = datetime.datetime.combine(found, clock) <= local
            if year and (found - local.date()).days > MOST_AHEAD:
                raise unfit("say-year", value=f"{found:%Y-%m-%d}")
            if not (year == f" {local.year}" and is_over):
                return found
    raise unfit("no-time", value=text)


def _with_year(bare: str, year: str) -> str:
    if not year:
        return bare
    signs = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2?", bare)
    return f"{signs[1]}{signs[2]}{signs[3]}{signs[2]}{year.strip()}" if signs else f"{bare},{year}"


def _read(bare: str, order: DateOrder | None, text: str) -> datetime.date | None:
    # A month's name may stand first without its comma, and the comma before a year may be missing.
    for form in (bare, bare.replace(",", ""), re.sub(r"\.(?=\s|$)", "", bare)):
        try:
            return datetime.date.fromisoformat(read_date(form, order))
        except Unclear:
            raise unfit("which-date", value=text) from None
        except ValueError:
            continue
    return None


def _require_shown(found: datetime.datetime, zone: str) -> None:
    """An hour that no clock shows, because the clocks go forward then."""
    there = found.replace(tzinfo=ZoneInfo(zone))
    seen = there.astimezone(datetime.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if seen != found:
        raise unfit("hour-left-out", value=f"{found:%H:%M}", next=f"{seen:%H:%M}")


# -- how long, and how often ----------------------------------------------------------------------

_LENGTH = re.compile(
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?))?\s*(?:and\s*)?"
    r"(?:(?P<minutes>\d+)\s*(?:m|mins?|minutes?)?)?"
)
_WORD_LENGTHS = {
    "an hour": 60, "one hour": 60, "half an hour": 30, "an hour and a half": 90,
    "one and a half hours": 90, "two hours": 120, "three quarters of an hour": 45,
}  # fmt: skip


def read_minutes(text: str) -> int:
    """``90`` for ``90 minutes``, ``1.5 hours``, ``1 h 30`` or ``an hour and a half``."""
    plain = " ".join(text.casefold().replace("½", ".5").split()).strip(" .")
    if plain in _WORD_LENGTHS:
        return _WORD_LENGTHS[plain]
    found = _LENGTH.fullmatch(plain)
    if not found or not any(found.groups()):
        raise unfit("no-length", value=text)
    hours = float((found["hours"] or "0").replace(",", "."))
    minutes = round(hours * 60) + int(found["minutes"] or 0)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise unfit("odd-length", value=minutes)
    return minutes


_ONCE = ("once", "one time", "only once", "just once", "no", "1")
_EVERY = {
    "week": "FREQ=WEEKLY", "weekly": "FREQ=WEEKLY", "two weeks": "FREQ=WEEKLY;INTERVAL=2",
    "2 weeks": "FREQ=WEEKLY;INTERVAL=2", "other week": "FREQ=WEEKLY;INTERVAL=2",
    "second week": "FREQ=WEEKLY;INTERVAL=2", "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "fortnight": "FREQ=WEEKLY;INTERVAL=2", "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
}  # fmt: skip
_TIMES = re.compile(
    r",?\s{0,3}(?:for\s{1,3})?(\d{1,3})\s{0,3}"
    r"(?P<unit>times|x|weeks|meetings|sessions|occurrence\(?s?\)?)$"
)
_UNTIL = re.compile(r",?\s{0,3}(?:until|till|to|through)\s{1,3}(?P<day>.{3,40})$")
_ON_DAY = re.compile(r"\s{1,3}on\s{1,3}(?:the\s{1,3})?[a-z]{3,9}\b,?")


def read_repeats(text: str, starts: datetime.datetime) -> str:
    """The rule (RFC 5545) of ``every week, 12 times``; empty for ``once``.

    ``every month`` is the same weekday of the month, as ``the first Thursday``.
    """
    plain = " ".join(text.casefold().replace("-", " ").split()).strip(" .")
    if plain in _ONCE:
        return ""
    times, until = _TIMES.search(plain), _UNTIL.search(_TIMES.sub("", plain).strip(" ,"))
    bare = _UNTIL.sub("", _TIMES.sub("", plain).strip(" ,"))
    bare = _ON_DAY.sub("", bare).removeprefix("every ").removeprefix("each ").strip(" ,")
    bare = re.sub(rf"^({'|'.join(_DAYS)})s?$", "week", bare)
    if bare in ("month", "monthly"):
        nth = (starts.day - 1) // 7 + 1
        place = f"{nth}" if nth <= SURE_WEEKS else "-1"
        rule = f"FREQ=MONTHLY;BYDAY={place}{f'{starts:%a}'[:2].upper()}"
    elif bare in _EVERY:
        rule = _EVERY[bare]
    else:
        raise unfit("no-rule", value=text)
    if times and int(times[1]):
        weeks = datetime.timedelta(weeks=int(times[1]), days=-1)
        is_span = times["unit"] == "weeks"
        return f"{rule};COUNT={_count(starts + weeks, starts, rule) if is_span else times[1]}"
    return (
        f"{rule};COUNT={_count(_last_day(until['day'], starts), starts, rule)}" if until else rule
    )


SURE_WEEKS = 4
"""So many of each weekday every month has; a fifth one is its last."""


def _last_day(said: str, starts: datetime.datetime) -> datetime.datetime:
    last = _read(said, None, said)
    if last is None or last <= starts.date():
        raise unfit("no-rule", value=said)
    return datetime.datetime.combine(last, datetime.time.max)


def _count(last: datetime.datetime, starts: datetime.datetime, rule: str) -> int:
    """How many meetings a rule has up to a moment."""
    dates = islice(rrulestr(rule, dtstart=starts), MOST_MEETINGS)
    return sum(1 for _ in takewhile(lambda one: one <= last, dates))
