"""A group goes on for weeks: what stands in a person's calendar is what takes place."""

from __future__ import annotations

import datetime
import re
import sys

import pytest

from tests.calendars.held import Held
from tests.harms.weekly_group import do, entry_in, mails_to, make_weekly

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

ADDRESS = "mei-ling@mail.example"
STOP = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
FIRST_WEEK, SECOND_WEEK, THIRD_WEEK = (
    f"2026-12-{day}T10:00:00-05:00" for day in ("01", "08", "22")
)


@pytest.fixture
def group(post):
    """A group of one of the kit's people, every Thursday for twelve weeks."""
    return make_weekly(post, "K-11")


def go_out(group, day, now):
    do(group, "prepare", f"{group.name}@{day}", now=now)
    do(group, "send", f"{group.name}@{day}", "--via", "smtp", "--yes", now=now)


def entries(server):
    return [entry_in(one) for one in mails_to(server, ADDRESS)]


def sequence_of(entry):
    return int(re.search(rb"SEQUENCE:(\d+)", entry)[1])


def test_a_calendar_follows_a_group_and_is_left_alone_while_nothing_changes(group, server):
    go_out(group, "2026-12-03", FIRST_WEEK)
    go_out(group, "2026-12-10", SECOND_WEEK)
    first, second = entries(server)
    assert (sequence_of(first), sequence_of(second)) == (0, 0)
    assert first.split(b"DTSTAMP")[0] == second.split(b"DTSTAMP")[0]
    assert b"RRULE:FREQ=WEEKLY;COUNT=12" in first

    with group.open("a", encoding="utf-8") as file:
        file.write("\n[[meeting]]\ndate = 2026-12-17\ncancelled = true\n")
    do(group, "send", f"{group.name}@2026-12-17", "--cancel", "--via", "smtp", "--yes",
         now=SECOND_WEEK)  # fmt: skip
    cancel = entries(server)[-1]
    assert b"METHOD:CANCEL" in cancel
    assert b"RECURRENCE-ID;TZID=America/New_York:20261217T180000" in cancel
    assert sequence_of(cancel) > 0

    go_out(group, "2026-12-24", THIRD_WEEK)
    last = entries(server)[-1]
    assert b"EXDATE;TZID=America/New_York:20261217T180000" in last
    assert sequence_of(last) > sequence_of(cancel)
    held = Held()
    for entry in (first, second, cancel, last):
        held.take(entry)
        days = [start.date().isoformat() for start in held.days(STOP)]
        assert len(days) == (12 if entry in (first, second) else 11)
        assert ("2026-12-17" in days) is (entry in (first, second))
