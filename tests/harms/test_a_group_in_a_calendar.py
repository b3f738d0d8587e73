"""A group goes on for weeks: what stands in a person's calendar is what takes place."""

from __future__ import annotations

import datetime
import os
import re
import sys

import pytest

from tests.calendars.held import Held
from tests.harms.commands import call
from tests.send.replies import original

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

ADDRESS = "mei-ling@mail.example"
STOP = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
FIRST_WEEK, SECOND_WEEK, THIRD_WEEK = (
    f"2026-12-{day}T10:00:00-05:00" for day in ("01", "08", "22")
)


@pytest.fixture
def group(post):
    """A group of one of the kit's people, every Thursday for twelve weeks."""
    begin = ("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    made = call(post, *begin, opens_vault=False)
    assert made.code == 0, made.stderr
    path = post / "evening-group.toml"
    text = re.sub(r"(?m)^participants = .*$", 'participants = ["K-11"]', path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    return path


def mail(kit, *arguments, now):
    trust = {"SSL_CERT_FILE": os.environ.get("SSL_CERT_FILE", "")}
    done = call(kit, *arguments, "--json", now=now, **trust)
    assert done.code == 0, done.stderr
    return done


def go_out(group, day, now):
    mail(group.parent, "prepare", f"{group.name}@{day}", now=now)
    mail(group.parent, "send", f"{group.name}@{day}", "--via", "smtp", "--yes", now=now)


def entries(server):
    messages = [original(one.data) for one in server.accepted if ADDRESS in one.recipients]
    parts = [p for m in messages for p in m.walk() if p.get_content_type() == "text/calendar"]
    return [part.get_payload(decode=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            for part in parts]  # fmt: skip


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
    mail(group.parent, "send", f"{group.name}@2026-12-17", "--cancel", "--via", "smtp", "--yes",
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
