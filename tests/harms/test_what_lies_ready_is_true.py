"""What lies ready in the outbox says what is so: when the meeting is, and whether it is."""

from __future__ import annotations

import re
import sys

import pytest

from tests.harms.weekly_group import do, make_weekly

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

DAY = "2026-12-03"
FRIDAY, LATER = "2026-11-27T10:00:00-05:00", "2026-11-30T10:00:00-05:00"


@pytest.fixture
def group(post):
    """Papers of the first date went by the server; the next thing lies in the outbox."""
    path = make_weekly(post, "K-11", "K-23")
    do(path, "prepare", f"{path.name}@{DAY}", now=FRIDAY, ok=(0, 1))
    return path


def lying(group):
    return sorted((group.parent / "out" / f"evening-group-{DAY}" / "outbox").glob("*.eml"))


def move(group, to):
    text = group.read_text(encoding="utf-8")
    group.write_text(f"{text}\n[[meeting]]\ndate = {DAY}\nstarts = {to}\n", encoding="utf-8")


def codes(done):
    return [one["code"] for one in done.json["problems"]]


def test_a_reminder_of_the_old_time_lies_ready_no_more(group):
    here = f"{group.name}@{DAY}"
    do(group, "send", here, "--via", "smtp", "--yes", now=FRIDAY, ok=(0, 5, 6))
    do(group, "remind", here, "--via", "outbox", "--yes", now=LATER, ok=(0, 5, 6))
    assert lying(group)
    move(group, "2026-12-04T18:00:00")
    do(group, "prepare", here, now=LATER, ok=(0, 1))
    done = do(group, "send", here, "--via", "smtp", "--yes", now=LATER, ok=(0, 5, 6))
    assert lying(group) == []
    assert "send.taken-back-untrue" in codes(done)


def test_papers_of_a_meeting_that_is_off_lie_ready_no_more(group):
    here = f"{group.name}@{DAY}"
    do(group, "send", here, "--via", "outbox", "--yes", now=FRIDAY, ok=(0, 5, 6))
    assert len(lying(group)) == 2
    only = ("--only", "K-11")
    do(group, "send", here, "--cancel", "--via", "smtp", "--yes", *only, now=LATER, ok=(0, 5, 6))
    assert lying(group) == []


def test_what_is_still_so_stays(group):
    here = f"{group.name}@{DAY}"
    do(group, "send", here, "--via", "outbox", "--yes", now=FRIDAY, ok=(0, 5, 6))
    before = lying(group)
    done = do(group, "send", here, "--via", "outbox", "--yes", now=LATER, ok=(0, 5, 6))
    assert lying(group) == before
    assert "send.taken-back-untrue" not in codes(done)
    assert all(re.search(rb"Dec(ember)? 3", path.read_bytes()) for path in before)
