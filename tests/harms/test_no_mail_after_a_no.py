"""All sending commands × all ways of saying no: nothing goes to that person by that way."""

from __future__ import annotations

import sys

import pytest

from tests.harms.commands import call
from tests.harms.mail import lies_ready, mail, of, outbox, status_of
from tests.send.replies import gmail, original, reply_to, text_of
from tests.send.vault_kit import session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

WHO, PHONE = "K-11", "+1 603 555 0141"
ADDRESS = "mei-ling@mail.example"
ON_THE_DAY = "2026-12-01T10:00:00-05:00"


def stop(kit, server):
    eml = server.accepted[0].data if server else next(outbox(kit).glob(f"{WHO}-*.eml")).read_bytes()
    mine = [one.data for one in server.accepted if ADDRESS in one.recipients] if server else [eml]
    (kit / "reply.eml").write_bytes(reply_to(mine[0], gmail(text_of(original(mine[0])), "STOP")))
    return call(kit, "returns", "import", kit / "reply.eml", "--json")


def edited(*changes):
    return lambda kit, server: call(kit, "profile", "edit", WHO, *changes)


def withdrawn(scope):
    return lambda kit, server: call(kit, "consent", "withdraw", WHO, "--scope", scope)


NOES = {
    "replies-stop": (stop, {"email"}),
    "withdraws-all": (withdrawn("all"), {"email", "sms", "letter"}),
    "withdraws-email": (withdrawn("email"), {"email"}),
    "withdraws-the-item-of-email": (withdrawn("cs-email"), {"email"}),
    "email-is-not-safe-now": (
        edited("pace.reminders=letter", "contact.safe=letter,sms"),
        {"email"},
    ),
    "only-letters-are-safe-now": (
        edited("pace.reminders=letter", "contact.safe=letter"),
        {"email", "sms"},
    ),
    "safe-ways-were-asked-long-ago": (
        edited("contact.asked_on=2026-08-01"),
        {"email", "sms", "letter"},
    ),
    "email-is-avoided-now": (edited("talk.modes=video,sms", "talk.avoid=email"), {"email"}),
    "is-erased": (
        lambda kit, server: call(kit, "profile", "erase", WHO, "--yes"),
        {"email", "sms", "letter"},
    ),
}
"""How the no comes, and the ways that it closes."""

COMMANDS = (
    ("remind", ()),
    ("remind", ("--via", "smtp", "--yes")),
    ("send", ()),
    ("send", ("--via", "smtp", "--yes")),
    ("send", ("--again", "--yes")),
    ("send", ("--via", "smtp", "--again", "--yes")),
    ("send", ("--mark-sent",)),
    ("letters", ()),
    ("letters", ("--again", WHO)),
    ("letters", ("--mark-posted",)),
    ("send", ("--cancel", "--yes")),
    ("send", ("--cancel", "--via", "smtp", "--yes")),
    ("send", ("--mark-sent",)),
)
"""Every way of the program to hand something over or to lay it ready."""


@pytest.mark.parametrize("via", ["smtp", "outbox"])
@pytest.mark.parametrize("no", NOES)
def test_no_command_sends_or_lays_ready_after_a_no(no, via, post, server):
    said, closed = NOES[no]
    assert mail(post, "send", "--via", via, "--yes").code == 0
    (before,) = [len(server.accepted)]
    assert said(post, server if via == "smtp" else None).code == 0
    for command, options in COMMANDS:
        if no == "is-erased":
            forget(post)
        done = mail(post, command, *options, now=ON_THE_DAY)
        what = f"{command} {' '.join(options)}: {done.stderr}"
        assert done.code in (0, 5, 6) or WHO in options, what
        to_her = [one for one in server.accepted[before:] if ADDRESS in one.recipients]
        assert not to_her, what
        assert not lies_ready(post, WHO, PHONE) & closed, what
        if "letter" in closed and command == "letters":
            assert WHO not in str(done.json.get("letters", "")), what
        if command != "letters" and done.code in (0, 5, 6):
            went = [m for m in of(done, WHO) if m["state"] in ("handed_over", "laid_ready")]
            assert not {m["channel"] for m in went} & closed, what
    assert len(server.accepted) > before, "the others were told"


def forget(kit):
    """The facilitator takes an erased person's id out of the session."""
    path = session_file(kit)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{WHO}", ', ""), encoding="utf-8")


@pytest.mark.parametrize("no", ["replies-stop", "withdraws-email", "email-is-not-safe-now"])
def test_who_said_no_to_email_is_told_by_hand_that_there_is_no_meeting(no, post, server):
    assert mail(post, "send", "--via", "smtp", "--yes").code == 0
    assert NOES[no][0](post, server).code == 0
    done = mail(post, "send", "--cancel", "--via", "smtp", "--yes")
    (by_hand,) = [one for one in of(done, WHO) if one["state"] == "by_hand"]
    assert (by_hand["channel"], by_hand["number"]) == ("sms", PHONE)
    assert "There's no meeting on" in by_hand["words"]
    assert "Jo" in by_hand["words"]
    assert len({one["id"] for one in done.json["messages"]}) == 6, "everyone is named"
    assert status_of(post, WHO)["next"] == "tell-cancelled"
    assert mail(post, "send", "--mark-sent", "--only", WHO).code == 0
    assert status_of(post, WHO)["next"] == "nothing"


@pytest.mark.parametrize("no", ["withdraws-email", "email-is-not-safe-now"])
def test_who_may_have_had_the_mail_that_was_taken_back_is_told_by_hand(no, post):
    """It lay ready, and nobody noted if it was sent before the no came."""
    assert mail(post, "send").code == 0
    assert NOES[no][0](post, None).code == 0
    (by_hand,) = [m for m in of(mail(post, "send", "--cancel", "--yes"), WHO) if m["number"]]
    assert (by_hand["channel"], by_hand["state"], by_hand["number"]) == ("sms", "by_hand", PHONE)
    assert status_of(post, WHO)["next"] == "tell-cancelled"


def test_who_took_everything_back_is_named_once(post):
    assert mail(post, "send").code == 0
    assert NOES["withdraws-all"][0](post, None).code == 0
    (hers,) = of(mail(post, "send", "--cancel", "--yes"), WHO)
    assert (hers["state"], hers["why"]) == ("not_reached", "withdrawn")


def test_a_new_yes_lets_go_what_an_earlier_no_had_stopped(post, server):
    assert mail(post, "send").code == 0
    assert call(post, "consent", "withdraw", WHO, "--scope", "email").code == 0
    assert [one["channel"] for one in of(mail(post, "send"), WHO)] == ["letter", "sms"]
    assert record_yes(post).code == 0
    again = mail(post, "send", "--via", "smtp", "--yes")
    assert ("email", "handed_over") in [(m["channel"], m["state"]) for m in of(again, WHO)]


def record_yes(kit):
    from tests.send.test_consent import record

    wanted = {"You may e-mail me": "2", "You may text me": "2", "You may send me mail": "2"}
    return record(kit, WHO, wanted)
