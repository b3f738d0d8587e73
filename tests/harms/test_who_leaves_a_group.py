"""Who leaves a group: nothing of later meetings goes or lies ready, and calendars forget it."""

from __future__ import annotations

import datetime
import re
import sys

import pytest

from tests.calendars.held import Held
from tests.harms.weekly_group import do, entry_in, mails_to, make_weekly
from tests.send.replies import original, text_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

WHO, OTHER = "K-23", "K-11"
ADDRESS = "tomasz@mail.example"
STOP = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
FIRST_WEEK, SECOND_WEEK, THIRD_WEEK = (
    f"2026-12-{day}T10:00:00-05:00" for day in ("01", "08", "15")
)


@pytest.fixture
def group(post):
    """A group of two people, every Thursday for twelve weeks, without handouts."""
    path = make_weekly(post, WHO, OTHER)
    text = re.sub(r"(?m)^handouts = .*$", "", path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    return path


def leaves(group, day):
    with group.open("a", encoding="utf-8") as file:
        file.write(f'\n[[meeting]]\ndate = {day}\nleave = ["{WHO}"]\n')


def mails(server):
    return mails_to(server, ADDRESS)


def send(group, day, now, *more, ok=(0,)):
    at = f"{group.name}@{day}"
    do(group, "prepare", at, now=now)
    return do(group, "send", at, *more, now=now, ok=ok)


SMTP = ("--via", "smtp", "--yes")


def test_the_group_is_taken_out_of_the_calendar_of_who_left_it_once(group, server):
    send(group, "2026-12-03", FIRST_WEEK, *SMTP)
    held = Held()
    held.take(entry_in(mails(server)[0]))
    assert len(held.days(STOP)) == 12

    leaves(group, "2026-12-17")
    done = send(group, "2026-12-17", SECOND_WEEK, "--dry-run").json
    assert WHO not in {one["id"] for one in done["messages"]}, "they still come on December 10"
    send(group, "2026-12-10", SECOND_WEEK, *SMTP)
    assert len(mails(server)) == 2

    done = send(group, "2026-12-17", THIRD_WEEK, *SMTP).json
    assert [one["state"] for one in done["messages"] if one["id"] == WHO] == ["handed_over"]
    last = mails(server)[-1]
    assert str(last["Subject"]) == "Your calendar"
    assert "takes them out of your calendar" in " ".join(text_of(last))
    assert "Thursday" not in " ".join(text_of(last))
    held.take(entry_in(last))
    assert held.days(STOP) == []

    send(group, "2026-12-24", "2026-12-22T10:00:00-05:00", *SMTP)
    assert len(mails(server)) == 3, "it is told once"


def test_who_left_and_said_stop_is_told_by_somebody_until_it_is_noted(group, server):
    do(group, "profile", "edit", WHO, "contact.safe=email, call", now=FIRST_WEEK)
    send(group, "2026-12-03", FIRST_WEEK, *SMTP)
    do(group, "consent", "withdraw", WHO, "--scope", "email", now=SECOND_WEEK)
    leaves(group, "2026-12-10")
    told = [one for one in send(group, "2026-12-10", SECOND_WEEK).json["messages"]
            if one["id"] == WHO]  # fmt: skip
    assert [(one["channel"], one["state"], one["why"]) for one in told] == [
        ("call", "by_hand", "left")
    ]
    assert "in your calendar" in told[0]["words"]
    assert told[0]["number"]
    noted = ("send", f"{group.name}@2026-12-10", "--mark-sent", "--only", WHO)
    do(group, *noted, now=SECOND_WEEK)
    for day, now in (("2026-12-10", SECOND_WEEK), ("2026-12-17", THIRD_WEEK)):
        again = send(group, day, now).json["messages"]
        assert WHO not in {one["id"] for one in again}
    assert len(mails(server)) == 1


def test_what_lies_ready_for_who_left_is_taken_away(group):
    outbox = group.parent / "out" / "evening-group-2026-12-03" / "outbox"
    send(group, "2026-12-03", FIRST_WEEK)
    assert list(outbox.glob(f"{WHO}-*.eml"))
    leaves(group, "2026-12-03")
    done = send(group, "2026-12-03", FIRST_WEEK)
    assert "send.taken-back-absent" in {one["code"] for one in done.json["problems"]}
    lying = [path for path in outbox.glob("*.eml") if ADDRESS.encode() in path.read_bytes()]
    assert [str(original(path.read_bytes())["Subject"]) for path in lying] == ["Your calendar"]
    marked = do(group, "send", f"{group.name}@2026-12-03", "--mark-sent", now=FIRST_WEEK).json
    assert {one["id"] for one in marked["messages"]} == {WHO, OTHER}
    assert not list(outbox.glob("*.eml"))
