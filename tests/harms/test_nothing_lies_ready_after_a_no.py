"""After a no, by whatever door it came, nothing of ours lies ready for the person by that way."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.harms.lies_ready import FORGED, OTHER, OTHERS_PHONE, PHONE, WHO, lies_ready, outbox
from tests.send.replies import chain, gmail, original, reply_to, text_of, tick, tick_label
from tests.send.test_consent import record
from tests.send.test_returns import number_of
from tests.send.vault_kit import SESSION, must, run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")


@pytest.fixture
def kit(laid, tmp_path):
    kit = shutil.copytree(laid, tmp_path / "kit")
    (outbox(kit) / "replies.mbox").write_text("From mei\n\nwhat she wrote\n", encoding="utf-8")
    (outbox(kit) / FORGED).write_text("Message-ID: <hers@mail.example>\n\nsaved\n")
    return kit


def reply(kit, text=None, edit=None, date="Sat, 28 Nov 2026 10:00:00 -0500") -> bytes:
    (path,) = [one for one in outbox(kit).glob(f"{WHO}-*.eml") if one.name != FORGED]
    eml = path.read_bytes()
    lines = text_of(original(eml))
    return reply_to(eml, gmail(edit(lines) if edit else lines, text or ""), date=date)


def take(kit, data: bytes):
    (kit / "reply.eml").write_bytes(data)
    return run(kit, "returns", "import", kit / "reply.eml", "--json")


def signed_no_to_email(kit) -> bytes:
    (path,) = [one for one in outbox(kit).glob(f"{WHO}-*.eml") if one.name != FORGED]
    eml = path.read_bytes()
    marks = {"You may e-mail me": "No", "You may text me": "Yes", "You may send me mail": "Yes"}
    ticks = [tick(number_of(eml, words), said) for words, said in marks.items()]
    return reply(kit, edit=chain(*ticks, tick_label("My name")))


def only_safe(*ways):
    return ("profile", "edit", WHO, f"contact.safe={','.join(ways)}", f"pace.reminders={ways[0]}")


WITHDRAW = ("consent", "withdraw", WHO, "--scope")
EDIT = ("profile", "edit", WHO)
DOORS = {
    "withdraws-all": (("consent", "withdraw", WHO), set()),
    "withdraws-email": ((*WITHDRAW, "email"), {"sms", "letter"}),
    "withdraws-the-item-of-email": ((*WITHDRAW, "cs-email"), {"sms", "letter"}),
    "withdraws-texts": ((*WITHDRAW, "sms"), {"email", "letter"}),
    "withdraws-the-item-of-texts": ((*WITHDRAW, "cs-text"), {"email", "letter"}),
    "withdraws-letters": ((*WITHDRAW, "letter"), {"email", "sms"}),
    "withdraws-the-item-of-letters": ((*WITHDRAW, "cs-mail"), {"email", "sms"}),
    "email-is-not-safe-now": (only_safe("letter", "sms"), {"sms", "letter"}),
    "texts-are-not-safe-now": (only_safe("email", "letter"), {"email", "letter"}),
    "letters-are-not-safe-now": (only_safe("email", "sms"), {"email", "sms"}),
    "nothing-is-safe-now": (only_safe("in_person"), set()),
    "another-address": ((*EDIT, "contact.email=new@mail.example"), {"sms", "letter"}),
    "another-number": ((*EDIT, "contact.phone=+1 603 555 0152"), {"email", "letter"}),
    "another-street": ((*EDIT, "contact.post.street=9 New Road"), {"email", "sms"}),
    "was-asked-too-long-ago": ((*EDIT, "contact.asked_on=2026-08-01"), set()),
    "is-erased": (("profile", "erase", WHO, "--yes"), set()),
}
"""How the no comes, and the ways by which something still lies ready then."""


@pytest.mark.parametrize("door", DOORS)
def test_what_lies_ready_goes_away_with_a_no(kit, door):
    assert lies_ready(kit, WHO, PHONE) == {"email", "sms", "letter"}
    command, left = DOORS[door]
    done = run(kit, *command)
    assert done.code == 0, done.stderr
    assert lies_ready(kit, WHO, PHONE) == left
    if "letter" not in left:
        assert "custody.shared-removed" in done.stderr, "the others' letters are to be made again"
    nothing_else_went(kit)


def test_the_letters_of_the_others_are_made_again(kit):
    must(run(kit, "consent", "withdraw", WHO, "--scope", "letter"))
    again = must(run(kit, "letters", session_file(kit), "--json"), ok=(0, 6)).json
    assert OTHER in [one["id"] for one in again["letters"]]
    assert WHO not in [one["id"] for one in again["letters"]]
    assert (kit / "out" / SESSION / "letters.pdf").exists()


def test_what_was_taken_back_does_not_count_as_mailed_and_goes_again_when_asked(kit):
    must(run(kit, "profile", "edit", WHO, "contact.email=new@mail.example"))

    def standing():
        people = run(kit, "status", session_file(kit), "--json").json["people"]
        return next(one for one in people if one["id"] == WHO)

    assert "email" not in standing()["mailed"]
    must(run(kit, "send", session_file(kit)), ok=(0, 6))
    (path,) = [one for one in outbox(kit).glob(f"{WHO}-*.eml") if one.name != FORGED]
    assert "new@mail.example" in path.read_text(encoding="utf-8")


def test_every_door_counts_a_way_that_is_to_be_asked_about_again_as_shut(kit):
    """What lies ready is one click from going, and a click asks no gate."""
    late = "2027-03-01T10:00:00-05:00"
    must(run(kit, "profile", "edit", WHO, "pace.max_minutes=40", now=late))
    assert lies_ready(kit, WHO, PHONE) == set()


def test_a_letter_that_was_posted_in_time_is_noted_however_late(kit):
    late = "2027-03-01T10:00:00-05:00"
    done = must(run(kit, "letters", session_file(kit), "--mark-posted", "--json", now=late))
    assert WHO in done.json["posted"]
    done = must(run(kit, "send", session_file(kit), "--mark-sent", "--json", now=late))
    assert WHO in [one["id"] for one in done.json["messages"]]


def nothing_else_went(kit):
    assert {"email", "sms"} <= lies_ready(kit, OTHER, OTHERS_PHONE)
    assert (outbox(kit) / "replies.mbox").exists(), "a mailbox that somebody saved is not ours"
    assert (outbox(kit) / FORGED).exists(), "our name alone makes no file ours"


@pytest.mark.parametrize("word", ["STOP", "ALTO"])
def test_what_lies_ready_goes_away_with_a_reply_that_says_stop(kit, word):
    done = take(kit, reply(kit, word))
    assert done.code == 0, done.stderr
    assert lies_ready(kit, WHO, PHONE) == {"sms", "letter"}
    assert "consent.outbox-removed" in [one["code"] for one in done.json["problems"]]
    nothing_else_went(kit)


def test_what_lies_ready_goes_away_with_an_agreement_that_says_no_to_email(kit):
    done = take(kit, signed_no_to_email(kit))
    assert done.json["messages"][0]["consent"] == "given", done.stderr
    assert lies_ready(kit, WHO, PHONE) == {"sms", "letter"}
    nothing_else_went(kit)


def test_what_lies_ready_goes_away_with_an_agreement_by_telephone(kit):
    wanted = {"You may e-mail me": "1", "You may text me": "2", "You may send me mail": "2"}
    done = record(kit, WHO, wanted)
    assert done.code == 0, done.stderr
    assert lies_ready(kit, WHO, PHONE) == {"sms", "letter"}
    nothing_else_went(kit)


def test_a_message_under_another_name_goes_too(kit):
    (path,) = [one for one in outbox(kit).glob(f"{WHO}-*.eml") if one.name != FORGED]
    sent = outbox(kit) / "done"
    sent.mkdir()
    path.rename(sent / "for her.eml")
    assert run(kit, "consent", "withdraw", WHO).code == 0
    assert list(sent.iterdir()) == []


def test_a_table_that_somebody_changed_goes_whole(kit):
    table = outbox(kit) / "text-messages.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",1,", ",one,"), encoding="utf-8")
    done = run(kit, "consent", "withdraw", WHO, "--scope", "sms")
    assert done.code == 0, done.stderr
    assert not table.exists()
    assert "access-kit send" in done.stderr


def test_what_cannot_be_taken_away_is_an_error(kit):
    outbox(kit).chmod(0o500)
    try:
        done = run(kit, "consent", "withdraw", WHO)
    finally:
        outbox(kit).chmod(0o700)
    if lies_ready(kit, WHO, PHONE):
        assert done.code == 4
        assert "custody.stays" in done.stderr
    assert run(kit, "consent", "show", WHO, "--json").json["people"][0]["state"] == "withdrawn"
