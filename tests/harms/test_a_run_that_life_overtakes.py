"""While a run is on the line people withdraw, are erased, and evening comes."""

from __future__ import annotations

import datetime
import sys

import pytest

from access_kit.cli.options import read_now
from access_kit.delivery.outbox import Outbox
from access_kit.delivery.senders import SenderNeeds, open_sender
from access_kit.errors import CannotWrite, Problem
from access_kit.model.kit import MailSecurity, Smtp
from access_kit.store.opening import this_actor
from access_kit.store.protocol import Opening
from access_kit.store.vault import open_store
from access_kit.workflow.mail.desk import make_desk
from access_kit.workflow.mail.run import About, Asks, Order, carry_out
from access_kit.workflow.mailed.dispatches import SendWish
from access_kit.workflow.prepare.read import locate_kit
from tests.harms.mail import mail, of, outbox, status_of
from tests.send.vault_kit import PASSPHRASE, SESSION, run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

SECOND, LAST = "K-11", "K-23"
EVENING = datetime.datetime.fromisoformat("2026-11-28T19:59:00-05:00")


def during(server, what):
    """``what`` happens while the first recipient is on the line."""
    done = []

    def faults(stage, number):
        if stage == "rcpt" and not done:
            done.append(number)
            what()

    server.faults = faults


def served(done):
    return [m["id"] for m in done.json["messages"] if m["state"] == "handed_over"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("consent", "withdraw", SECOND), "withdrawn"),
        (("consent", "withdraw", SECOND, "--scope", "email"), "stopped"),
        (("profile", "edit", SECOND, "pace.reminders=letter", "contact.safe=letter"), "not-safe"),
        (("profile", "erase", SECOND, "--yes"), "erased"),
    ],
)
def test_who_says_no_meanwhile_is_skipped_and_told_and_the_others_are_served(
    post, server, words, why
):
    during(server, lambda: run(post, *words))
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert done.code == 0, done.stderr
    assert served(done) == ["K-02", LAST]
    assert [one.recipients[0] for one in server.accepted] == [
        "thabo@mail.example",
        "tomasz@mail.example",
    ]
    (hers,) = [one for one in of(done, SECOND) if one["channel"] == "email"]
    assert (hers["state"], hers["why"]) == ("taken_back", why)
    if why in ("withdrawn", "erased"):
        assert "by_hand" not in {one["state"] for one in of(done, SECOND)}, "nor by hand"


def test_an_address_that_changes_meanwhile_is_not_written_to(post, server):
    during(server, lambda: run(post, "profile", "edit", SECOND, "contact.email=ml@other.example"))
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert served(done) == ["K-02", LAST]
    assert not any("mei-ling" in one.recipients[0] for one in server.accepted)


def test_a_meeting_that_moves_meanwhile_is_told_to_nobody_else_as_it_was(post, server):
    def move():
        path = session_file(post)
        moved = path.read_text("utf-8").replace("2026-12-03T18:00:00", "2026-12-10T18:00:00")
        path.write_text(moved, encoding="utf-8")

    during(server, move)
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert (done.code, server.accepted) == (6, [])
    ends = {(one["state"], one["why"]) for one in done.json["messages"]}
    assert {one for one in ends if one[0] != "not_reached"} == {("refused", "old-time")}
    assert not (outbox(post) / "text-messages.csv").exists(), "nor is it texted by hand"


def test_papers_that_change_meanwhile_are_not_sent(post, server):
    papers = post / "out" / SESSION / "packets" / LAST
    during(server, lambda: (papers / "letter.pdf").write_bytes(b"another letter"))
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert (done.code, served(done)) == (6, ["K-02", SECOND])
    (theirs,) = [one for one in of(done, LAST) if one["channel"] == "email"]
    assert (theirs["state"], theirs["why"]) == ("refused", "changed-packet")


def test_quiet_hours_that_begin_during_a_run_stop_the_next_message(post, server):
    """The clock is an argument: evening comes with the first message, and the rest waits."""
    clock = [EVENING]

    def later():
        clock[0] = EVENING + datetime.timedelta(minutes=2)

    server.faults = lambda stage, number: later() if (stage, number) == ("mail", 2) else None
    opening = Opening(post, this_actor(), lambda what: PASSPHRASE, read_now)
    store = open_store("vault.db", opening)
    try:
        desk = make_desk(
            session_file(post),
            locate_kit(post, None),
            store=store,
            out=None,
            clock=lambda: clock[0],
        )
        smtp = Smtp(host="localhost", port=server.port, security=MailSecurity.TLS, user="")
        order = Order(About.PAPERS, SendWish(by_server=True))
        outcome = carry_out(
            desk,
            order,
            lambda: open_sender("smtp", SenderNeeds(desk.folder, smtp, None)),
            Asks(),
        )
    finally:
        store.close()
    mails = [one for one in outcome.messages if one.key and one.channel == "email"]
    steps = {one.person: (one.step.value, one.why) for one in mails}
    assert len(server.accepted) == 1
    assert steps["K-02"] == ("handed_over", "")
    assert steps[SECOND] == steps[LAST] == ("waits", "quiet-hours")
    until = {one.until.isoformat() for one in outcome.messages if one.until}
    assert until == {"2026-11-29T08:00:00-05:00"}


def test_a_run_that_ends_before_its_time_says_who_was_served(post, server):
    server.faults = lambda stage, number: "closing" if number > 1 and stage == "mail" else None
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert done.code == 5
    assert served(done) == ["K-02"]
    assert {m["id"] for m in done.json["messages"]} >= {"K-02", SECOND, LAST, "K-07"}
    assert status_of(post, SECOND)["mailed"] == []


def test_a_disk_that_fills_during_a_run_ends_it_and_not_its_answer(post, monkeypatch):
    """The folder of the outbox is gone after the first message."""
    whole, laid = Outbox.deliver, []

    def deliver(self, message, before_dot):
        if laid:
            raise CannotWrite(Problem("write.disk-full", file="outbox"))
        laid.append(message)
        return whole(self, message, before_dot)

    monkeypatch.setattr(Outbox, "deliver", deliver)
    done = mail(post, "send")
    assert done.code == 4
    states = {m["id"]: m["state"] for m in done.json["messages"] if m["channel"] == "email"}
    assert states == {"K-02": "laid_ready", SECOND: "waits", LAST: "waits"}
