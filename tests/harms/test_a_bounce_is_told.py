"""What a mail server sends back is told, in every form, and its person does not count as told."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.delivery import notices
from tests.harms.commands import call
from tests.harms.mail_in import ADDRESS, WHO, filled, id_of, status_of, take
from tests.send.conftest import mailed, ready
from tests.send.vault_kit import LATER, SENT_AT, session_file

__all__ = ["mailed", "ready"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

SAVED = (
    "dsn-plain.eml",
    "exim-text.eml",
    "dsn-no-original.eml",
    "dsn-relay-id.eml",
    "dsn-global-status.eml",
)


@pytest.fixture
def kit(mailed, tmp_path):
    return shutil.copytree(mailed, tmp_path / "kit")


def codes(done):
    return [problem["code"] for problem in done.json["problems"]]


def assert_told(kit, person=WHO):
    now = status_of(kit, person)
    assert "email" not in now["mailed"]
    assert any(one.startswith("email") for one in now["failed"])
    assert now["next"] == "call"


@pytest.mark.parametrize("name", SAVED)
def test_a_message_that_came_back_did_not_arrive(name, kit):
    done = take(kit, filled(kit, name))
    (one,) = done.json["messages"]
    assert (done.code, one["kind"], one["id"]) == (5, "bounced", WHO)
    assert codes(done) == ["returns.bounced"]
    assert_told(kit)


def test_the_notices_of_every_mail_server_are_matched(kit):
    forms = [
        f"Date: Fri, 27 Nov 2026 18:00:{at:02} -0500\n"
        + form.replace(notices.AT, ADDRESS)
        .replace(notices.ID, id_of(kit))
        .replace("<n@", f"<{at}@")
        for at, form in enumerate(notices.FORMS.values())
    ]
    done = take(kit, *(form.encode() for form in forms))
    assert {(one["kind"], one["id"]) for one in done.json["messages"]} == {("bounced", WHO)}
    assert len(done.json["messages"]) == len(notices.FORMS)
    assert_told(kit)


def test_the_operator_reads_that_it_did_not_arrive_and_what_to_do(kit):
    (kit / "one.eml").write_bytes(filled(kit, "exim-text.eml"))
    done = call(kit, "returns", "import", "one.eml")
    assert "did not arrive" in done.stdout + done.stderr
    assert "another safe way" in done.stderr
    said = call(kit, "status", session_file(kit)).stdout
    assert "did not arrive" in said
    assert "another safe way" in said
    assert len(said.splitlines()) <= 20
    whole = call(kit, "status", session_file(kit), "--verbose").stdout
    assert f"{WHO}\n  Mailed:" in whole


def test_nothing_from_a_mailer_is_dropped_in_silence(kit):
    stranger = notices.FORMS["exim"].replace(notices.AT, "nobody@else.example")
    strange = notices.text("MAILER-DAEMON@mx.example", "?", "...", "Auto-Submitted: auto-replied\n")
    done = take(kit, stranger.encode(), strange.encode())
    assert [one["kind"] for one in done.json["messages"]] == ["notice", "notice"]
    assert codes(done) == ["returns.notice", "returns.notice"]
    # And the hint is true: with the person named, it counts.
    again = take(kit, stranger.encode(), more=("--person", WHO))
    (one,) = again.json["messages"]
    assert (one["kind"], one["id"]) == ("bounced", WHO)
    assert_told(kit)


def test_late_is_told_and_arrived_is_no_failure(kit):
    late = notices.FORMS["rfc3464"].replace("Action: failed", "Action: delayed")
    arrived = notices.FORMS["rfc3464"].replace("Action: failed", "Action: delivered")
    both = [one.replace(notices.ID, id_of(kit)).encode() for one in (late, arrived)]
    done = take(kit, *both)
    assert [(one["kind"], one["id"]) for one in done.json["messages"]] == [
        ("delayed", WHO),
        ("arrived", WHO),
    ]
    assert codes(done) == ["returns.delayed"]
    assert done.code == 0
    assert status_of(kit)["failed"] == []


def test_an_address_that_two_share_failed_for_both(ready, tmp_path):
    kit = shutil.copytree(ready, tmp_path / "kit")
    done = call(kit, "profile", "edit", "K-23", f"contact.email={ADDRESS}")
    assert done.code == 0, done.stderr
    for command in ("prepare", "send"):
        assert call(kit, command, session_file(kit), now=SENT_AT).code in (0, 6)
    done = take(kit, filled(kit, "dsn-relay-id.eml"))
    assert {(one["kind"], one["id"]) for one in done.json["messages"]} == {
        ("bounced", WHO),
        ("bounced", "K-23"),
    }
    assert_told(kit)
    assert_told(kit, "K-23")


def test_an_answer_of_somebody_away_is_no_failure(kit):
    away = notices.text(
        f"Me <{ADDRESS}>",
        "Automatic reply",
        "I am away.",
        f"In-Reply-To: {id_of(kit)}\nAuto-Submitted: auto-replied\nReturn-Path: <>\n",
    )
    done = take(kit, away.encode())
    assert [one["kind"] for one in done.json["messages"]] == ["automatic"]
    assert status_of(kit)["failed"] == []


def test_our_mails_ask_no_server_for_silence_about_failures(kit):
    (path,) = (kit / "out").rglob(f"{WHO}-*.eml")
    line = next(
        line
        for line in path.read_text().splitlines()
        if line.startswith("X-Auto-Response-Suppress")
    )
    asked = {one.strip() for one in line.partition(":")[2].split(",")}
    assert not asked & {"All", "NDR"}


def test_a_letter_that_came_back_is_written_down(kit):
    letter = "K-07"
    none_went = call(kit, "returns", "bounced", letter, "--json")
    assert (none_went.code, codes(none_went)) == (2, ["returns.nothing-went"])
    for more, at in (((), SENT_AT), (("--mark-posted",), LATER)):
        done = call(kit, "letters", session_file(kit), *more, now=at)
        assert done.code == 0, done.stderr
    assert "letter" in status_of(kit, letter)["mailed"]
    done = call(kit, "returns", "bounced", letter.lower(), "--json")
    assert done.code == 0, done.stderr
    assert (done.json["id"], done.json["channel"], done.json["state"]) == (
        letter,
        "letter",
        "came_back",
    )
    now = status_of(kit, letter)
    assert now["mailed"] == []
    assert any(one.startswith("letter") for one in now["failed"])
    assert now["next"] == "call"
