"""The calendar entry of a session, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from access_kit.i18n import Words
from access_kit.materials.values import session_values
from access_kit.workflow.prepare.contexts import OwnWords, session_context
from access_kit.workflow.prepare.shapes import SessionPlan

if TYPE_CHECKING:
    from access_kit.delivery.calendar import Event

CALENDAR_FILE = "meeting.ics"
HOME = "access-kit.invalid"
"""The end of an entry's id where the agency has no e-mail address (RFC 2606)."""


def make_entry(plan: SessionPlan, words: Words, sequence: int, *, cancelled: bool = False) -> bytes:
    """The iCalendar object; its times are UTC, and the local time stands in words beside them.

    ``sequence`` is how often the meeting was moved since its first entry (RFC 5545).
    """
    from access_kit.delivery.calendar import render_event

    return render_event(
        event_of(plan, words), sequence=sequence, now=plan.work.now, cancelled=cancelled
    )


def event_of(plan: SessionPlan, words: Words) -> Event:
    from access_kit.delivery.calendar import Event

    session = plan.work.session
    context = session_context(plan, words, OwnWords())
    values = session_values(context)
    lines = [words.text(key, **values) for key in ("when.date", "when.time")]
    agency = plan.work.kit.agency
    return Event(
        session=session.id,
        domain=agency.email.rpartition("@")[2] if agency.email else HOME,
        begins=session.begins,
        ends=session.ends,
        summary=words.text("calendar.summary"),
        description="\n".join(lines),
        location=session.join_url,
    )
