"""What is due and wrong as a page, with the month: a list of its meetings, and a calendar below it.

The calendar shows nothing that the list does not say.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from access_kit.i18n.dates import say_date, say_time, say_weekday
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.blocks import bullets
from access_kit.model.document import Blocks, Heading, Inlines, Paragraph, Table
from access_kit.workflow.seasons.own_page import plain, render_page
from access_kit.workflow.week.meetings import DatedMeeting


@dataclass(frozen=True)
class PagePart:
    """A heading, and below it what is to be done for each meeting: a sentence and its command."""

    heading: str
    tasks: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    nothing: str


def build_page(
    parts: Iterable[PagePart], month: Sequence[DatedMeeting], now: datetime.datetime
) -> bytes:
    """One HTML file, by the rules of all our pages."""
    blocks: Blocks = ()
    for part in parts:
        blocks = (*blocks, Heading(1, plain(part.heading)), *_tasks(part))
    title = f"{say_weekday(now.weekday(), SOURCE_LOCALE)}, {say_date(now.date(), SOURCE_LOCALE)}"
    return render_page(title, (*blocks, *_month(month, now)), now)


def _tasks(part: PagePart) -> Blocks:
    if not part.tasks:
        return (Paragraph(plain(part.nothing)),)
    blocks: Blocks = ()
    for title, tasks in part.tasks:
        head = (Heading(2, plain(title)),) if title else ()
        lines = (plain(f"{said} {command}".rstrip()) for said, command in tasks)
        blocks = (*blocks, *head, *bullets(lines))
    return blocks


def _month(month: Sequence[DatedMeeting], now: datetime.datetime) -> Blocks:
    head = Heading(1, plain("This month"))
    if not month:
        return (head, Paragraph(plain("No meeting is in this month.")))
    lines = [plain(_say(one)) for one in month]
    return (head, *bullets(lines), _calendar(month, now.date()))


def _say(meeting: DatedMeeting) -> str:
    day = f"{say_weekday(meeting.starts.weekday(), SOURCE_LOCALE)}"
    day += f", {say_date(meeting.starts.date(), SOURCE_LOCALE)}"
    off = ", canceled" if meeting.is_cancelled else ""
    return f"{day}, {say_time(meeting.starts.time(), SOURCE_LOCALE)}: {meeting.title}{off}"


def _calendar(month: Sequence[DatedMeeting], today: datetime.date) -> Table:
    held = [one for one in month if not one.is_cancelled]
    times = {
        day: [say_time(one.starts.time(), SOURCE_LOCALE) for one in ones]
        for day, ones in groupby(held, key=lambda one: one.starts.date())
    }

    def cell(day: datetime.date) -> Inlines:
        if day.month != today.month:
            return plain("–")
        parts = [str(day.day), *(["today"] if day == today else []), *times.get(day, [])]
        return plain(", ".join(parts))

    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    header = tuple(plain(say_weekday(number, SOURCE_LOCALE)) for number in range(7))
    rows = tuple(tuple(cell(day) for day in week) for week in weeks)
    return Table(header, rows, caption=plain("The same as a calendar"))
