"""The values that words may hold, one name for each in every paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from access_kit.i18n import Words
from access_kit.i18n import say_list as say_list
from access_kit.i18n.dates import say_times
from access_kit.i18n.phones import say_phone
from access_kit.i18n.words import FilledIn
from access_kit.materials.breaks import Break, place_breaks
from access_kit.materials.context import SessionContext
from access_kit.materials.hours import say_hours
from access_kit.model.document import Inlines, Link
from access_kit.model.plan import SettingValue


def session_values(context: SessionContext) -> Mapping[str, FilledIn]:
    """All values of the session that exist; a word with a missing one must not be chosen."""
    session, agency, when = context.session, context.kit.agency, context.when
    host, dial_in = session.facilitator, session.dial_in
    begin, end = when.span(session.minutes)
    found: dict[str, FilledIn | None] = {
        "title": session.title,
        "agency": agency.name,
        "host": host.name,
        "hours": say_hours(context.words, host.hours) if host.hours else None,
        "platform": say_platform(context.words, session.platform),
        "date": when.short_date(),
        "on": when.day(),
        "by": (context.answer_by or when).day(),
        "time": when.time(),
        "start": when.time(),
        "begin": begin,
        "end": end,
        "zone": when.zone(),
        "link": Link(session.join_url, session.join_url) if session.join_url else None,
        "number": _number_of(context, session.number),
        "pin": dial_in.pin if dial_in else None,
        "host_number": _number_of(context, host.phone or agency.phone),
        "host_email": host.email or agency.email,
        "agency_phone": _number_of(context, agency.phone),
        "agency_email": agency.email,
        "address": ", ".join(agency.envelope_sender),
    }
    return {name: value for name, value in found.items() if value}


def _number_of(context: SessionContext, number: str | None) -> str | None:
    """A telephone number as the reader of this paper writes and dials it."""
    return say_phone(number, context.caller.is_in) if number else None


def say_platform(words: Words, platform: str) -> str:
    return words.text(f"platform.{platform}")


def session_breaks(context: SessionContext) -> tuple[Break, ...]:
    """The breaks that the group's plan asks for; none when it asks for none."""
    settings = context.group.settings
    every = _whole(settings.get("break.every_min"))
    length = _whole(settings.get("break.minutes"))
    return place_breaks(context.session.minutes, every, length) if every and length else ()


def say_moments(context: SessionContext, minutes: Iterable[int]) -> list[str]:
    """The times of day so many ``minutes`` after the start, to be said together."""
    times = [context.when.plus(at).local.time() for at in minutes]
    return say_times(times, context.words.formats)


def say_breaks(context: SessionContext) -> tuple[Inlines, ...]:
    """One line with all breaks by the clock, or none."""
    breaks = session_breaks(context)
    if not breaks:
        return ()
    words, minutes = context.words, str(breaks[0].end - breaks[0].start)
    starts = say_moments(context, [one.start for one in breaks])
    if len(starts) == 1:
        return (words.inlines("when.break", start=starts[0], minutes=minutes),)
    listed = say_list(starts, words.formats)
    return (words.inlines("when.breaks", starts=listed, minutes=minutes),)


def say_short_breaks(context: SessionContext) -> Inlines:
    """When the breaks are, without their length, and that nobody has to wait for one."""
    words = context.words
    starts = say_moments(context, [one.start for one in session_breaks(context)])
    if not starts:
        return words.inlines("first.step-out")
    key = "first.break" if len(starts) == 1 else "first.breaks"
    return words.inlines(key, starts=say_list(starts, words.formats))


def _whole(value: SettingValue | None) -> int:
    return int(value) if isinstance(value, int | float) else 0
