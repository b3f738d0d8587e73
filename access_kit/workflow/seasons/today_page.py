"""What is due and wrong as a page, with the month: a list of its meetings, and a calendar below it.

The calendar shows nothing that the list does not say.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from access_kit.documents.looks import look_for
from access_kit.documents.renderers import render_main
from access_kit.i18n import load_words
from access_kit.i18n.dates import say_date, say_time, say_weekday
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.blocks import bullets, make_document
from access_kit.model.document import Blocks, Heading, Inlines, Paragraph, Purpose, Table, Text
from access_kit.model.look import LookName, PaperSize
from access_kit.workflow.seasons.today import DatedMeeting


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
    words = load_words(SOURCE_LOCALE)
    blocks: Blocks = ()
    for part in parts:
        blocks = (*blocks, Heading(1, _text(part.heading)), *_tasks(part))
    title = f"{say_weekday(now.weekday(), SOURCE_LOCALE)}, {say_date(now.date(), SOURCE_LOCALE)}"
    document = make_document(words, title, Purpose.RUN_SHEET, (*blocks, *_month(month, now)))
    return render_main(
        "html", document, look_for(LookName.CLEAR_PRINT, paper=PaperSize.LETTER), moment=now
    )


def _text(text: str) -> Inlines:
    return (Text(text),)


def _tasks(part: PagePart) -> Blocks:
    if not part.tasks:
        return (Paragraph(_text(part.nothing)),)
    blocks: Blocks = ()
    for title, tasks in part.tasks:
        head = (Heading(2, _text(title)),) if title else ()
        lines = (_text(f"{said} {command}".rstrip()) for said, command in tasks)
        blocks = (*blocks, *head, *bullets(lines))
    return blocks


def _month(month: Sequence[DatedMeeting], now: datetime.datetime) -> Blocks:
    head = Heading(1, _text("This month"))
    if not month:
        return (head, Paragraph(_text("No meeting is in this month.")))
    lines = [_text(_say(one)) for one in month]
    return (head, *bullets(lines), _calendar(month, now.date()))


def _say(one: DatedMeeting) -> str:
    day = f"{say_weekday(one.starts.weekday(), SOURCE_LOCALE)}"
    day += f", {say_date(one.starts.date(), SOURCE_LOCALE)}"
    off = ", canceled" if one.is_cancelled else ""
    return f"{day}, {say_time(one.starts.time(), SOURCE_LOCALE)}: {one.title}{off}"


def _calendar(month: Sequence[DatedMeeting], today: datetime.date) -> Table:
    held = [one for one in month if not one.is_cancelled]
    times = {
        day: [say_time(one.starts.time(), SOURCE_LOCALE) for one in ones]
        for day, ones in groupby(held, key=lambda one: one.starts.date())
    }

    def cell(day: datetime.date) -> Inlines:
        if day.month != today.month:
            return _text("–")
        parts = [str(day.day), *(["today"] if day == today else []), *times.get(day, [])]
        return _text(", ".join(parts))

    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    header = tuple(_text(say_weekday(number, SOURCE_LOCALE)) for number in range(7))
    rows = tuple(tuple(cell(day) for day in week) for week in weeks)
    return Table(header, rows, caption=_text("The same as a calendar"))
