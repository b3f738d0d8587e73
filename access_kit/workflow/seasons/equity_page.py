"""The report as a page: for each question bars, what they say in words, and the table beside them.

And as a table for a spreadsheet.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Sequence

from access_kit.i18n import Words, load_words
from access_kit.i18n.dates import say_date
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.blocks import bullets
from access_kit.model.answers.report import PeopleCount, ReportAnswer, ReportMonth
from access_kit.model.document import (
    Block,
    Heading,
    Image,
    Paragraph,
    Table,
)
from access_kit.workflow.seasons.equity_facts import QUESTIONS
from access_kit.workflow.seasons.equity_plot import Bar, draw_bars
from access_kit.workflow.seasons.equity_words import QuestionWords, report_words
from access_kit.workflow.seasons.own_page import plain, render_page

HEAD = ("month", "question", "of", "yes", "no", "because")
"""The columns of the table for a spreadsheet."""

MET, NOT_MET = "met", "not_met"
"""After which question causes stand, and how the table calls them."""


def build_report_page(report: ReportAnswer, now: datetime.datetime) -> bytes:
    """One HTML file, by the rules of all our pages."""
    words, own = load_words(SOURCE_LOCALE), report_words()
    blocks: list[Block] = [
        _says(f"{own.made_on} {say_date(now.date(), SOURCE_LOCALE)}"),
        _says(own.how_to_read.format(least=report.least, hidden=own.hidden)),
    ]
    for question in QUESTIONS:
        blocks += _question(question, report.months)
        if question == MET:
            blocks += _causes(report.months, words)
    blocks += [_head(own.kept), _says(own.today)]
    for one in report.kept.counts:
        blocks += _kept(one)
    blocks += [_head(own.not_known)]
    blocks += bullets(plain(own.unknown[code]) for code in report.unknown)
    blocks += [_head(own.assessment), _says(own.standard)]
    blocks += bullets(plain(step) for step in own.steps.values())
    return render_page(own.title, tuple(blocks), now)


def _says(text: str) -> Paragraph:
    return Paragraph(plain(text))


def _head(text: str, level: int = 1) -> Heading:
    return Heading(level, plain(text))


def say_month(month: str) -> str:
    """``2026-11`` as ``November 2026``."""
    return f"{datetime.date.fromisoformat(f'{month}-01'):%B %Y}"


# -- a question -----------------------------------------------------------------------------------


def _question(question: str, months: Sequence[ReportMonth]) -> Iterator[Block]:
    put = report_words().questions[question]
    yield _head(put.title)
    yield _says(put.note)
    if not months:
        yield _says(report_words().no_meetings)
        return
    counts = [(say_month(one.month), _of(question, one.counts)) for one in months]
    bars = [Bar(name, one.of, one.yes, one.no) for name, one in counts if one.of]
    if bars:
        yield _plot(put, bars)
    header = ("Month", "People", put.yes, put.no)
    yield _table(put.title, header, [(name, *_numbers(one)) for name, one in counts])


def _of(question: str, counts: Sequence[PeopleCount]) -> PeopleCount:
    return next(one for one in counts if one.question == question)


def _numbers(count: PeopleCount) -> tuple[str, str, str]:
    number = report_words().number
    return number(count.of), number(count.yes), number(count.no)


def _plot(put: QuestionWords, bars: Sequence[Bar]) -> Image:
    key = (put.yes, put.no, report_words().hidden.capitalize())
    data, width, height = draw_bars(key, bars)
    alt = " ".join(_say_bar(put, bar) for bar in bars)
    return Image(data, "image/svg+xml", f"Bars. {alt}", width_px=width, height_px=height)


def _say_bar(put: QuestionWords, bar: Bar) -> str:
    number = report_words().number
    yes, no = f"{put.yes.lower()} {number(bar.yes)}", f"{put.no.lower()} {number(bar.no)}"
    return f"{bar.name}, {bar.people} people: {yes}, {no}."


def _table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        tuple(map(plain, header)),
        tuple(tuple(map(plain, row)) for row in rows),
        caption=plain(caption),
    )


def _causes(months: Sequence[ReportMonth], words: Words) -> Iterator[Block]:
    own = report_words()
    yield _head(own.causes, 2)
    rows = [
        (say_month(month.month), own.lack(words, one), one.because, str(one.people))
        for month in months
        for one in month.causes
    ]
    if rows:
        yield _table(own.causes, ("Month", "What", "Why", "People"), rows)
    else:
        yield _says(own.no_causes)


def _kept(count: PeopleCount) -> Iterator[Block]:
    put = report_words().questions[count.question]
    yield _head(put.title, 2)
    yield _says(put.note)
    yield _table(put.title, ("People", put.yes, put.no), [_numbers(count)])


# -- a spreadsheet --------------------------------------------------------------------------------


def build_report_table(report: ReportAnswer) -> bytes:
    """The numbers as CSV, by their codes; what is not shown is an empty cell."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEAD)
    for month in report.months:
        table.writerows(_rows(month.month, month.counts))
        for one in month.causes:
            name = f"{NOT_MET} {one.setting}"
            table.writerow((month.month, name, month.people, one.people, "", one.because))
    table.writerows(_rows("", report.kept.counts))
    return text.getvalue().encode()


def _rows(month: str, counts: Sequence[PeopleCount]) -> Iterator[tuple[object, ...]]:
    for one in counts:
        yield month, one.question, one.of, one.yes, one.no, ""
