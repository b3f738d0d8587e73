"""The calendar entry of a session or a group, in one language.

A meeting of a group has the entry of the whole group, and what is said in it holds for each of its
meetings. Who comes once has an entry of that meeting.
"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from access_kit.documents.check_tree import plain_text
from access_kit.i18n import Words
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.note import CALL, way_to_join
from access_kit.materials.series_words import say_repeats
from access_kit.materials.values import session_values
from access_kit.model.series import Meeting, Occurrence, Series, is_guest, series_of
from access_kit.model.session import Platform, Session
from access_kit.recurrence import end_of, is_endless, occurrences, rule_time, start_of
from access_kit.workflow.prepare.contexts import OwnWords, paper_context
from access_kit.workflow.prepare.shapes import PlannedPerson, SessionPlan

if TYPE_CHECKING:
    from access_kit.delivery.calendar import Event, MovedEvent

CALENDAR_FILE = "meeting.ics"
HOME = "access-kit.invalid"
"""The end of an entry's id where the agency has no e-mail address (RFC 2606)."""

YEARS_AHEAD = 10
"""So far ahead it is looked whether the zone of a group without an end follows a rule."""
YEARS_LISTED = 5
"""For so many years the dates of such a group are listed where its zone follows none."""


def calendar_id(session: Session, person: str) -> str:
    """What one entry is of: the group of a meeting; the meeting for who comes once."""
    series = series_of(session)
    return series.group if series and not is_guest(session, person) else session.id


@dataclass(frozen=True)
class Edition:
    """How often a meeting was moved since its first entry (RFC 5545, SEQUENCE), and since when it
    has stood as it is (DTSTAMP).
    """

    sequence: int
    since: datetime.datetime


def make_entry(
    plan: SessionPlan,
    words: Words,
    person: PlannedPerson,
    edition: Edition,
    *,
    cancelled: bool = False,
    whole: bool = False,
) -> bytes:
    """The iCalendar object; the local time stands in words beside its times.

    ``cancelled``: that this meeting does not take place; with ``whole``, that the person is in the
    group no more.
    """
    from access_kit.delivery.calendar import render_event

    event = event_of(plan, words, person)
    return render_event(
        event,
        sequence=edition.sequence,
        now=edition.since,
        cancelled=cancelled,
        only=_time_by_rule(plan.work.session) if event.repeats and not whole else None,
    )


def _time_by_rule(session: Session) -> datetime.datetime | None:
    return rule_time(session.series, session.day) if isinstance(session, Meeting) else None


def event_of(plan: SessionPlan, words: Words, person: PlannedPerson) -> Event:
    """Who joins by telephone reads the number and the code in it, where others open a link."""
    from access_kit.delivery.calendar import Event

    session, who = plan.work.session, person.profile.id
    context = paper_context(plan, person, words, OwnWords())
    by_phone = _calls(context)
    agency = plan.work.kit.agency
    event = Event(
        session=calendar_id(session, who),
        domain=agency.email.rpartition("@")[2] if agency.email else HOME,
        begins=session.begins,
        ends=session.ends,
        summary=words.text("calendar.summary"),
        description="\n".join(_describe(context, "when.date", "when.time", by_phone=by_phone)),
        location=_location(session),
    )
    series = series_of(session)
    if series is None or not series.repeats or is_guest(session, who):
        return event
    return group_event(event, series, context, by_phone=by_phone)


def _describe(context: SessionContext, *keys: str, by_phone: bool) -> list[str]:
    """When it is, in the words of ``keys``, and the number to call where one is called."""
    session, values = context.session, session_values(context)
    if session.dial_in and (by_phone or not session.join_url):
        keys = (*keys, "text.call-pin" if session.dial_in.pin else "text.call")
    return [context.words.text(key, **values) for key in keys]


def _calls(context: PaperContext) -> bool:
    """Whether a person joins by telephone."""
    return context.session.platform is Platform.PHONE or way_to_join(context) == CALL


def _location(session: Session) -> str:
    """The link or, without one, the number with the code that telephones dial after it.

    It is the same for everyone: where a meeting is elsewhere, its sequence rises.
    """
    dial_in = session.dial_in
    if session.join_url or dial_in is None:
        return session.join_url
    return f"{dial_in.number},,{dial_in.pin}#" if dial_in.pin else dial_in.number


# -- groups -------------------------------------------------------------------------------------


def group_event(
    event: Event, series: Series, context: SessionContext, *, by_phone: bool = False
) -> Event:
    """A meeting's event, made the event of its group."""
    first = rule_time(series, series.first.date())
    length = datetime.timedelta(minutes=series.minutes)
    year = context.session.starts.year
    found = _occurrences(series, year + YEARS_AHEAD if is_endless(series) else datetime.MAXYEAR)
    at_first = _at(context, first)
    how = say_repeats(context.words, series)
    meet = [context.words.text("series.meet", how=plain_text(how))] if how else []
    return dataclasses.replace(
        event,
        begins=first,
        ends=(first.astimezone(datetime.UTC) + length).astimezone(first.tzinfo),
        description="\n".join([*meet, *_describe(at_first, "when.time", by_phone=by_phone)]),
        repeats=series.repeats,
        dates=tuple(rule_time(series, one.day) for one in found),
        cancelled=tuple(rule_time(series, one.day) for one in found if one.is_cancelled),
        moved=tuple(
            _moved(context, series, one, by_phone=by_phone)
            for one in found
            if one.is_moved and not one.is_cancelled
        ),
        listed_to=year + YEARS_LISTED if is_endless(series) else datetime.MAXYEAR,
    )


@lru_cache(maxsize=8)
def _occurrences(series: Series, last_year: int) -> tuple[Occurrence, ...]:
    return tuple(takewhile(lambda one: one.day.year <= last_year, occurrences(series)))


def _moved(
    context: SessionContext, series: Series, occurrence: Occurrence, *, by_phone: bool
) -> MovedEvent:
    from access_kit.delivery.calendar import MovedEvent

    begins = start_of(series, occurrence)
    said = _describe(_at(context, begins), "when.date", "when.time", by_phone=by_phone)
    return MovedEvent(
        by_rule=rule_time(series, occurrence.day),
        begins=begins,
        ends=end_of(series, occurrence),
        description="\n".join(said),
    )


def _at(context: SessionContext, moment: datetime.datetime) -> SessionContext:
    """What is known of a meeting, for one at another time."""
    return dataclasses.replace(context, when=dataclasses.replace(context.when, moment=moment))
