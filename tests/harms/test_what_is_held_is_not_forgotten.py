"""An answer that waits for a decision stands in status until somebody decides, and words go."""

from __future__ import annotations

import sys

import pytest

from tests.harms.commands import call
from tests.harms.replies import OTHER, WHO, message
from tests.send.vault_kit import LATER, must, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

STRANGER = "ex-partner@evil.example"
NEXT_DAY = "2026-11-29T10:00:00-05:00"
NEXT_YEAR = "2027-03-01T10:00:00-05:00"
FROM_ANOTHER = message("A1 need help\nA2 yes", sender=STRANGER)


def status(desk, *more, now=NEXT_DAY):
    return must(call(desk.kit, "status", session_file(desk.kit), *more, "--json", now=now)).json


def test_status_lists_what_is_held_with_who_what_why_and_how_to_decide(desk):
    desk.take(FROM_ANOTHER)
    (one,) = status(desk)["held"]
    assert (one["id"], one["from"], one["why"]) == (WHO, STRANGER, "other-address")
    assert "saved-0.eml" in one["file"]
    assert f"--person {WHO}" in one["command"]
    assert desk.status()["next"] in ("read", "decide")
    said = desk.command("status", session_file(desk.kit), now=NEXT_DAY).stdout
    assert said.index("held") < said.index("Mail:")
    assert STRANGER in said
    assert f"--not-theirs {WHO}" in said


def test_nobodys_words_are_called_another_persons(desk):
    """What came from another address is shown, and not as what the person wrote."""
    done = desk.take(FROM_ANOTHER)
    (words,) = done.json["words"]
    assert (words["id"], words["from"]) == (WHO, STRANGER)
    said = desk.command("status", session_file(desk.kit)).stdout
    assert f"{WHO} wrote" not in said
    assert "not sure" in said


def test_the_command_that_is_named_decides_and_ends_the_list(desk):
    desk.take(FROM_ANOTHER)
    (one,) = status(desk)["held"]
    words = one["command"].removeprefix("access-kit ").split()
    done = call(desk.kit, *words, "--json", now=NEXT_DAY)
    assert done.json["messages"][0]["kind"] == "answer"
    assert status(desk)["held"] == []


def test_who_says_that_it_is_not_theirs_is_asked_no_more(desk):
    desk.take(FROM_ANOTHER)
    assert status(desk, "--not-theirs", WHO)["held"] == []
    assert desk.take(FROM_ANOTHER, now=NEXT_DAY).json["held"], "read again, it is told"
    assert status(desk)["held"] == [], "and not listed again"
    desk.command("status", session_file(desk.kit), "--seen", WHO)
    assert desk.status()["tech_check"] == "waiting", "nothing of it was kept"


@pytest.mark.parametrize("option", ["--seen", "--not-theirs"])
def test_a_mistyped_id_settles_nothing_and_is_told(desk, option):
    desk.take(FROM_ANOTHER)
    wrong = call(desk.kit, "status", session_file(desk.kit), option, "K-99", now=NEXT_DAY)
    assert (wrong.code, "[command.unknown-id]" in wrong.stderr, option in wrong.stderr) == (2, 1, 1)
    assert status(desk)["held"]
    small = status(desk, option, WHO.lower())
    assert not (small if option == "--not-theirs" else status(desk))[
        "held" if option == "--not-theirs" else "words"
    ]


def test_what_two_may_have_written_is_listed_for_both_until_one_has_it(desk):
    desk.command("profile", "edit", OTHER, "contact.email=mei-ling@mail.example")
    shared = message("A1 yes\nA2 yes", thread=False)
    desk.take(shared)
    assert {one["id"] for one in status(desk)["held"]} == {WHO, OTHER}
    desk.take(shared, more=("--person", OTHER))
    assert status(desk)["held"] == []


def test_in_a_mailbox_the_command_names_the_message(desk):
    box = "".join(f"From a Sat Nov 28 10:00:0{n} 2026\n{one}\n" for n, one in enumerate(
        (message("STOP", sender="omar@else.example", thread=False), FROM_ANOTHER)
    ))  # fmt: skip
    path = desk.save("saved.mbox", box)
    call(desk.kit, "returns", "import", path, "--json")
    (one,) = status(desk)["held"]
    assert one["command"].endswith("--message 2")


def test_words_go_some_days_after_somebody_saw_them_and_never_before(desk):
    desk.take(message("My telephone is broken. Could you write to me?"))
    purge = ("purge", "--yes", "--json")
    early = call(desk.kit, *purge, now=NEXT_YEAR).json
    assert early["words"] == 0
    assert [one["where"] for one in early["problems"] if one["code"] == "purge.words-unseen"] == [
        WHO
    ]
    assert status(desk, now=NEXT_YEAR)["words"], "a call that nobody saw is not cleared away"
    status(desk, "--seen", WHO, now=NEXT_YEAR)
    assert call(desk.kit, *purge, now=NEXT_YEAR).json["words"] == 0
    later = call(desk.kit, *purge, now="2027-06-01T10:00:00-04:00").json
    assert later["words"] == 1
    copy = desk.kit / "copy.txt"
    call(desk.kit, "profile", "show", WHO, "--for-person", "--out", copy, now=LATER)
    assert "telephone is broken" not in copy.read_text(encoding="utf-8")
    assert call(desk.kit, *purge, now="2027-06-02T10:00:00-04:00").json["words"] == 0
