"""The day or the way to join changes after the mailing, or there is no meeting: all are told."""

from __future__ import annotations

import re
import shutil
import sys

import pytest

from tests.harms.commands import call
from tests.harms.mail import mail, of, status_of
from tests.send.replies import original
from tests.send.vault_kit import SENT_AT, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

BY_MAIL = ("K-02", "K-11", "K-23")


def change(kit, old, new):
    path = session_file(kit)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def prepare(kit):
    done = call(kit, "prepare", session_file(kit), "--json", now=SENT_AT)
    assert done.code == 0, done.stderr
    return done


def sent_to(server, address):
    return [original(one.data) for one in server.accepted if address in one.recipients]


def calendar_of(message):
    found = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    return found[0].get_content() if found else ""


@pytest.fixture
def mailed(post):
    assert mail(post, "send", "--via", "smtp", "--yes").code == 0
    assert mail(post, "letters").code in (0, 6)
    assert mail(post, "letters", "--mark-posted").code == 0
    return post


def test_a_new_hour_is_told_by_mail_and_by_hand(mailed, server):
    change(mailed, "2026-12-03T18:00:00", "2026-12-03T18:30:00")
    old = mail(mailed, "send", "--via", "smtp", "--dry-run")
    assert {m["why"] for m in old.json["messages"] if m["channel"] == "email"} == {"old-time"}
    told = prepare(mailed)
    assert {one["id"] for one in told.json["changed"]} >= {"K-02", "K-11", "K-23"}
    assert all("hour" in one["what"] for one in told.json["changed"])
    for person in (*BY_MAIL, "K-07"):
        now = status_of(mailed, person)
        assert (now["changed"], now["next"]) == (["hour"], "tell-change"), person
    done = mail(mailed, "send", "--via", "smtp", "--yes")
    went = {m["id"]: m for m in done.json["messages"] if m["channel"] == "email"}
    assert {one["state"] for one in went.values()} == {"handed_over"}
    for address in ("thabo@mail.example", "mei-ling@mail.example", "tomasz@mail.example"):
        first, second = sent_to(server, address)
        assert second["Subject"].startswith("New time")
        body = second.get_body(("plain",)).get_content()
        assert body.startswith("New time")
        assert "6:30" in body.split("\n")[0]
        assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
        before, after = calendar_of(first), calendar_of(second)
        if before:
            uid = re.compile(r"UID:(\S+)")
            assert uid.search(before)[1] == uid.search(after)[1]
            assert "SEQUENCE:0" in before
            assert "SEQUENCE:1" in after
    (by_call,) = [m for m in of(done, "K-19") if m["channel"] == "call"]
    assert (by_call["state"], by_call["number"]) == ("by_hand", "+1 603 555 0143")
    assert by_call["words"].startswith("New time")
    assert status_of(mailed, "K-11")["changed"] == []
    assert status_of(mailed, "K-19")["next"] == "tell-change", "nobody called yet"
    assert mail(mailed, "send", "--mark-sent", "--only", "K-19").code == 0
    assert status_of(mailed, "K-19")["changed"] == []
    again = mail(mailed, "send", "--via", "smtp", "--yes")
    assert {m["state"] for m in again.json["messages"] if m["channel"] == "email"} == {"already"}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("2026-12-03T18:00:00", "2026-12-04T18:00:00", "day"),
        ("minutes = 60", "minutes = 90", "length"),
        ("America/New_York", "America/Chicago", "hour"),
        ('join_url = "', 'join_url = "https://other.example/?', "way_to_join"),
        ('pin = "', 'pin = "9', "code"),
    ],
)
def test_what_else_changed_is_named_and_told(post, server, old, new, what):
    assert mail(post, "send", "--via", "smtp", "--yes").code == 0
    change(post, old, new)
    assert {w for one in prepare(post).json["changed"] for w in one["what"]} == {what}
    assert status_of(post, "K-11")["changed"] == [what]
    assert mail(post, "send", "--via", "smtp", "--yes", "--only", "K-11").code == 0
    subject = sent_to(server, "mei-ling@mail.example")[-1]["Subject"]
    assert subject.startswith(
        "New time" if what in ("day", "hour", "length") else "New way to join"
    )


def sequences(server, address):
    found = [calendar_of(one) for one in sent_to(server, address)]
    return [int(re.search(r"SEQUENCE:(\d+)", one)[1]) for one in found if one]


def test_an_entry_moves_on_though_the_papers_were_thrown_away(post, server):
    """A calendar passes over an entry whose sequence is not above the one that it holds."""
    assert mail(post, "send", "--via", "smtp", "--yes").code == 0
    starts = "2026-12-03T18:00:00"
    for hour in ("18:15", "18:30"):
        change(post, starts, starts := f"2026-12-03T{hour}:00")
        prepare(post)
        assert mail(post, "send", "--via", "smtp", "--yes").code == 0
    shutil.rmtree(post / "out")
    change(post, starts, "2026-12-03T18:45:00")
    prepare(post)
    assert mail(post, "send", "--via", "smtp", "--yes").code == 0
    address = "mei-ling@mail.example"
    assert sequences(server, address) == [0, 1, 2, 3]
    shutil.rmtree(post / "out")
    assert mail(post, "send", "--cancel", "--via", "smtp", "--yes").code == 0
    assert sequences(server, address) == [0, 1, 2, 3, 4]
    assert "STATUS:CANCELLED" in calendar_of(sent_to(server, address)[-1])


def test_a_cancelled_meeting_is_known_as_such(mailed, server):
    done = mail(mailed, "send", "--cancel", "--via", "smtp", "--yes")
    assert {m["id"] for m in done.json["messages"]} == {
        *BY_MAIL, "K-07", "K-15", "K-19",
    }  # fmt: skip
    message = sent_to(server, "mei-ling@mail.example")[-1]
    body = message.get_body(("plain",)).get_content()
    assert "Hello Mei-Ling" in body
    assert "Ask Jo" in body
    assert "METHOD:CANCEL" in calendar_of(message)
    said = done.stdout + done.stderr
    assert "no address is known" not in said
    status = call(mailed, "status", session_file(mailed), "--json")
    assert status.json["cancelled"] is True
    assert status_of(mailed, "K-11")["next"] == "nothing"
    assert status_of(mailed, "K-19")["next"] == "tell-cancelled"
    assert status_of(mailed, "K-07")["next"] == "unreachable", "a letter would come too late"
    dry = mail(mailed, "send", "--dry-run")
    assert dry.json["cancelled"] is True
    assert "cancelled" in {m["why"] for m in dry.json["messages"]}
    before = len(server.accepted)
    mail(mailed, "send", "--via", "smtp", "--yes", "--again")
    mail(mailed, "remind", "--via", "smtp", "--yes", now="2026-12-01T10:00:00-05:00")
    assert len(server.accepted) == before


def test_a_reminder_that_nobody_is_due_says_so(post):
    done = call(post, "remind", session_file(post), "--dry-run", now="2026-11-26T10:00:00-05:00")
    assert done.code == 0
    assert (done.stdout + done.stderr).strip() != ""
