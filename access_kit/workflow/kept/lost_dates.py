"""Dates ahead for which people have papers, and on which their group does not meet.

A group's file is changed by hand: a date is cancelled in it, or its rule becomes another. Who has
papers for such a date would come, so whoever reads the file is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from access_kit.errors import Problem, Severity
from access_kit.model.ledger import CANCEL, TELLING, MailRow, may_have
from access_kit.model.series import Meeting, day_in_group
from access_kit.model.told import read_told
from access_kit.recurrence import occurrences_on
from access_kit.session_files import split_reference, with_day

GONE, OFF = "group.date-gone", "group.date-off"
"""The rule has no such date any more; the file says that it is cancelled."""


def dates_to_tell(
    rows: Mapping[str, Iterable[MailRow]], meeting: Meeting, *, file: str, now: datetime.datetime
) -> Iterator[Problem]:
    """Whom to tell of which date; ``rows`` are the ledger's, by person."""
    told: dict[datetime.date, list[str]] = {}
    for person, theirs in rows.items():
        for day in _expected(list(theirs), meeting, now):
            told.setdefault(day, []).append(person)
    held = {one.day: one for one in occurrences_on(meeting.series, told)} if told else {}
    path, _ = split_reference(Path(file))
    for day, people in sorted(told.items()):
        if day in held and not held[day].is_cancelled:
            continue
        facts = {
            "date": day.isoformat(),
            "ids": ", ".join(people),
            "file": str(with_day(path, day)),
        }
        code = OFF if day in held else GONE
        yield Problem(code, Severity.WARNING, file=str(path), facts=facts)


def unmet_dates(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those of ``problems`` that say whom to tell of a date."""
    return tuple(one for one in problems if one.code in (GONE, OFF))


def _expected(
    rows: Iterable[MailRow], meeting: Meeting, now: datetime.datetime
) -> Iterator[datetime.date]:
    """Dates ahead on which somebody expects another meeting of the group, by their papers."""
    off = {row.key.session for row in rows if row.key.documents == CANCEL and may_have(row)}
    for session in dict.fromkeys(row.key.session for row in rows):
        day = day_in_group(session, meeting.series.group)
        if day is None or session in off or session == meeting.id:
            continue
        said = (
            read_told(row.told)
            for row in rows
            if row.key.session == session and row.key.documents in TELLING and may_have(row)
        )
        if any(one is not None and one.begins > now for one in said):
            yield day
