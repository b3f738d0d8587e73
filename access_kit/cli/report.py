"""``access-kit report``: who got papers that they can use, by month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import (
    PAGE_ENDINGS,
    TABLE_ENDINGS,
    Force,
    QuickTalk,
    make_app,
    read_now,
    require_free,
)
from access_kit.console import Talk, wrapped
from access_kit.files import shown, write_atomic
from access_kit.i18n import load_words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.answers.report import PeopleCount, ReportAnswer, ReportMonth
from access_kit.workflow.seasons.equity_page import (
    build_report_page,
    build_report_table,
    say_month,
)
from access_kit.workflow.seasons.equity_report import read_month, report_on
from access_kit.workflow.seasons.equity_words import report_words

app = make_app()

SAID = ("all_three", "language", "format", "time", "met", "no_wait")
"""The questions that are said on a screen; the page and the table have all."""

CAUSES = 5
"""So many causes of a month are said."""


@app.command(name="report", epilog="Example: access-kit report --page report.html")
def report_command(
    door: KitDoor,
    talk: QuickTalk,
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="One month only; else all that papers are of.")
    ] = "",
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as a web page, with bars.")
    ] = None,
    table: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as CSV, for a spreadsheet.")
    ] = None,
    force: Force = False,
) -> None:
    """Count who got papers in their language, in their format and in time, by month.

    Numbers are of people and in fives; what fewer than five share is not shown. No name, no id and
    no attendance is in it.
    """
    only = read_month(month) if month else ""
    if page:
        require_free(page, "--page", PAGE_ENDINGS, force=force)
    if table:
        require_free(table, "--table", TABLE_ENDINGS, force=force)
    report = report_on(door.access(talk), only)
    if page:
        write_atomic(page, build_report_page(report, read_now()))
    if table:
        write_atomic(table, build_report_table(report))
    _say(talk, report)
    for file in filter(None, (page, table)):
        talk.sum_up(f"Wrote {shown(file)}.")
    talk.answer(report)


def _say(talk: Talk, report: ReportAnswer) -> None:
    if not report.months:
        talk.say(report_words().no_meetings)
        return
    for month in report.months:
        _say_month(talk, month)
    talk.say("Numbers are rounded down to fives; what fewer than five share is not shown.")


def _say_month(talk: Talk, month: ReportMonth) -> None:
    own = report_words()
    talk.say(f"{say_month(month.month)}, people: {own.number(month.people)}")
    for one in month.counts if month.people else ():
        if one.question in SAID:
            _wrapped(talk, f"{own.questions[one.question].title}: {_answers(one)}")
    words = load_words(SOURCE_LOCALE)
    for cause in month.causes[:CAUSES]:
        lack = own.lack(words, cause)
        _wrapped(talk, f"Not met for {cause.people}: {lack}. {cause.because}")
    talk.say()


def _answers(count: PeopleCount) -> str:
    """``got them: 25, did not: not shown``"""
    own = report_words()
    put = own.questions[count.question]
    if count.yes is count.no is None:
        return own.hidden
    pairs = ((put.yes, count.yes), (put.no, count.no))
    return ", ".join(f"{said.lower()}: {own.number(people)}" for said, people in pairs)


def _wrapped(talk: Talk, text: str) -> None:
    for line in wrapped(text, "  ", "    "):
        talk.say(line)
