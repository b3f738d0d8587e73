"""Who gets text messages or letters counts as told when somebody says so, and not before."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import av
import pypdfium2
import pytest

from access_kit.documents.louis import load_louis
from access_kit.errors import MissingPart
from tests.documents.words import braille_letters
from tests.harms.commands import call
from tests.harms.mail import mail, of, outbox, status_of
from tests.send.vault_kit import SENT_AT, SESSION, session_file
from tests.tools import require

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

BY_TEXT, BY_LETTER, BY_MAIL = "K-15", "K-07", "K-23"


def move(kit, start="2026-12-03T18:00:00", to="2026-12-03T18:30:00"):
    path = session_file(kit)
    path.write_text(path.read_text(encoding="utf-8").replace(start, to), encoding="utf-8")
    assert call(kit, "prepare", session_file(kit), now=SENT_AT).code == 0


def test_texts_lie_ready_until_somebody_says_that_they_went(post):
    assert status_of(post, BY_TEXT)["next"] == "send"
    assert mail(post, "send").code in (0, 6)
    now = status_of(post, BY_TEXT)
    assert (now["mailed"], now["next"]) == ([], "mark")
    assert [(one["channel"], one["state"]) for one in now["mail"]] == [("sms", "laid_ready")]
    mail(post, "send", "--mark-sent")
    assert status_of(post, BY_TEXT)["mailed"] == [], "nobody said that the texts went"
    assert mail(post, "send", "--mark-sent", "--only", BY_TEXT).code == 0
    assert status_of(post, BY_TEXT)["mailed"] == ["sms"]
    (one,) = of(mail(post, "send"), BY_TEXT)
    assert (one["state"], one["why"]) == ("already", "handed_over")
    table = outbox(post) / "text-messages.csv"
    assert not table.exists() or "555 0142" not in table.read_text(encoding="utf-8")


@pytest.mark.parametrize("said", [True, False])
def test_who_was_texted_the_old_time_is_told_the_new_one(said, post):
    mail(post, "send")
    if said:
        mail(post, "send", "--mark-sent", "--only", BY_TEXT)
    move(post)
    assert status_of(post, BY_TEXT)["changed"] == ["hour"]
    (one,) = of(mail(post, "send"), BY_TEXT)
    assert (one["state"], one["why"], one["changed"]) == ("by_hand", "changed", ["hour"])
    assert one["words"].startswith("New time")
    assert "New time" in (outbox(post) / "text-messages.csv").read_text(encoding="utf-8")
    assert status_of(post, BY_TEXT)["changed"] == ["hour"], "nobody says yet that it went"
    mail(post, "send", "--mark-sent", "--only", BY_TEXT)
    assert status_of(post, BY_TEXT)["changed"] == []


def test_a_letter_that_was_posted_is_not_told_as_to_be_done(post):
    assert of(mail(post, "send"), BY_LETTER)[0]["state"] == "by_hand"
    mail(post, "letters")
    mail(post, "letters", "--mark-posted")
    (one,) = of(mail(post, "send"), BY_LETTER)
    assert (one["state"], one["why"]) == ("already", "posted")
    move(post)
    done = of(mail(post, "send"), BY_LETTER)
    assert {(one["state"], one["why"]) for one in done} == {
        ("by_hand", "letter"), ("not_reached", "no-quick-way"),
    }, "five days before, a letter may come too late"  # fmt: skip
    mail(post, "send", "--mark-sent", "--only", BY_LETTER)
    assert status_of(post, BY_LETTER)["changed"] == ["hour"], "a letter goes by the post alone"
    mail(post, "letters")
    assert status_of(post, BY_LETTER)["next"] == "mark"
    mail(post, "letters", "--mark-posted")
    assert status_of(post, BY_LETTER)["changed"] == []


def test_a_new_time_that_only_lies_ready_is_not_called_told(post, server):
    """The old time was handed over; the new one lies in a folder, and nobody knows if it went."""
    assert mail(post, "send", "--via", "smtp", "--yes").code in (0, 6)
    move(post)
    mail(post, "send")
    now = status_of(post, BY_MAIL)
    assert (now["changed"], now["next"]) == (["hour"], "mark")
    assert mail(post, "send", "--via", "smtp", "--yes").code in (0, 6)
    last = [one.data for one in server.accepted if one.recipients == ("tomasz@mail.example",)][-1]
    assert b"Subject: New time" in last
    assert status_of(post, BY_MAIL)["changed"] == []


def test_no_text_with_the_time_lies_ready_of_a_meeting_that_is_cancelled(post):
    mail(post, "send")
    done = mail(post, "send", "--cancel", "--yes")
    (one,) = of(done, BY_TEXT)
    assert (one["state"], one["why"]) == ("by_hand", "cancelled")
    table = (outbox(post) / "text-messages.csv").read_text(encoding="utf-8")
    assert "There's no meeting on" in table
    assert "We read texts only Mon-Fri 9-5." in table, "each text says when an answer is read"
    assert "6:00" not in table
    assert status_of(post, BY_TEXT)["next"] == "tell-cancelled"


def need_liblouis():
    try:
        load_louis()
    except MissingPart:
        require("liblouis", None)


def pages_of(path):
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def printed(kit):
    return {one.name for one in (kit / "out" / SESSION).glob("*.pdf")} & {
        "letters.pdf",
        "labels.pdf",
    }


def test_no_letter_lies_ready_of_a_meeting_that_is_cancelled(post):
    mail(post, "letters")
    assert "letters.pdf" in printed(post)
    done = mail(post, "send", "--cancel", "--yes")
    assert printed(post) == set()
    told = [one for one in done.json["problems"] if one["code"] == "letters.taken-back-untrue"]
    assert BY_LETTER in {one["where"] for one in told}
    states = {one["state"] for one in status_of(post, BY_LETTER)["mail"] if one["what"] == "packet"}
    assert states == {"taken_back"}
    assert status_of(post, BY_LETTER)["next"] != "mark"
    noted = call(post, "letters", session_file(post), "--mark-posted", "--json", now=SENT_AT)
    assert noted.json["posted"] == [], "nothing lay ready that could have gone since"


@pytest.mark.parametrize("off", [True, False])
def test_what_was_posted_lies_no_more_for_the_printer_once_it_is_untrue(off, post):
    """The file stays where it was printed from, and somebody could print it once more."""
    mail(post, "letters")
    mail(post, "letters", "--mark-posted")
    assert "letters.pdf" in printed(post)
    if off:
        done = mail(post, "send", "--cancel", "--yes")
    else:
        path = session_file(post)
        path.write_text(path.read_text("utf-8").replace("T18:00:00", "T18:30:00"), "utf-8")
        done = mail(post, "send")
    assert printed(post) == set()
    assert "letters.taken-back" in [one["code"] for one in done.json["problems"]]
    rows = [one for one in status_of(post, BY_LETTER)["mail"] if one["channel"] == "letter"]
    assert "posted" in {one["state"] for one in rows}, "it went, and stays known as gone"


@pytest.mark.parametrize("posted", [True, False])
def test_letters_that_another_program_holds_are_named_and_everyone_else_is_told(
    posted, post, monkeypatch
):
    """As a PDF that is open on Windows; the next run takes it away."""
    mail(post, "letters")
    if posted:
        mail(post, "letters", "--mark-posted")
    unlink = Path.unlink

    def held(path, missing_ok=False):
        if path.name == "letters.pdf":
            raise PermissionError(13, "in use", str(path))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    done = mail(post, "send", "--cancel", "--yes")
    assert "letters.pdf" in printed(post)
    named = [one for one in done.json["problems"] if str(one["file"]).endswith("letters.pdf")]
    assert [(one["code"], one["severity"]) for one in named] == [("letters.stays", "error")]
    assert done.code == 4
    assert of(done, BY_TEXT)[0]["words"], "who is told by hand stands on the list all the same"
    monkeypatch.setattr(Path, "unlink", unlink)
    mail(post, "send", "--cancel", "--yes")
    assert printed(post) == set()


@pytest.mark.parametrize("prepared", [True, False])
def test_no_letter_with_the_old_time_lies_ready(prepared, post):
    """Papers made anew take the old print away; without them, noting that it went does."""
    mail(post, "letters")
    if prepared:
        move(post)
        assert printed(post) == set()
        mail(post, "letters")
        assert status_of(post, BY_LETTER)["next"] == "mark"
        noted = call(post, "letters", session_file(post), "--mark-posted", "--json", now=SENT_AT)
        assert BY_LETTER in noted.json["posted"]
        rows = [one for one in status_of(post, BY_LETTER)["mail"] if one["channel"] == "letter"]
        assert [one["state"] for one in rows if "T18:30" in one["told"]] == ["posted"]
        assert [one["state"] for one in rows if "T18:00" in one["told"]] == ["taken_back"]
        return
    path = session_file(post)
    path.write_text(path.read_text("utf-8").replace("T18:00:00", "T18:30:00"), encoding="utf-8")
    noted = call(post, "letters", session_file(post), "--mark-posted", "--json", now=SENT_AT)
    assert noted.json["posted"] == []
    assert printed(post) == set()
    assert status_of(post, BY_LETTER)["changed"] == ["hour"], "it may be in the post all the same"


EARLY = "2026-11-08T10:00:00-05:00"


def cancel_early(kit):
    """The letters are in the post when the meeting is cancelled; gives what ``send`` said."""
    for more in ((), ("--mark-posted",)):
        mail(kit, "letters", *more, now=EARLY)
    return of(mail(kit, "send", "--cancel", "--yes", now=EARLY), BY_LETTER)


def test_that_there_is_no_meeting_goes_by_letter_where_one_comes_in_time(post):
    [told] = cancel_early(post)
    assert (told["channel"], told["why"]) == ("letter", "cancelled-letter")
    assert status_of(post, BY_LETTER, now=EARLY)["next"] == "tell-cancelled"
    made = mail(post, "letters", now=EARLY)
    assert [one["id"] for one in made.json["letters"]] == [BY_LETTER]
    pages = pages_of(post / "out" / SESSION / "letters.pdf")
    letter = " ".join(" ".join(pages[2:]).split())
    assert "Rosa M." in letter
    assert "jueves" in letter or "Thursday" in letter
    assert "Call or text: 911" in letter
    assert status_of(post, BY_LETTER, now=EARLY)["next"] == "mark"
    mail(post, "letters", "--mark-posted", now=EARLY)
    assert status_of(post, BY_LETTER, now=EARLY)["next"] == "nothing"
    assert mail(post, "letters", now=EARLY).json["letters"] == []
    rows = [one for one in status_of(post, BY_LETTER, now=EARLY)["mail"] if one["what"] == "cancel"]
    assert [(one["channel"], one["state"]) for one in rows] == [("letter", "posted")]


def test_that_there_is_no_meeting_is_told_in_braille_and_sound_too(post):
    """As somebody's papers are: what goes with the print is added by hand, and goes with it."""
    need_liblouis()
    wanted = "reading.formats=large_print,braille,audio"
    call(post, "profile", "edit", BY_LETTER, wanted, "reading.print_size_pt=28", now=EARLY)
    cancel_early(post)
    [made] = mail(post, "letters", now=EARLY).json["letters"]
    folder = post / "out" / SESSION
    touched, heard = (folder / f"letter-{BY_LETTER}.{one}" for one in ("brf", "mp3"))
    assert made["by_hand"] == [touched.name, heard.name]
    assert touched.name in " ".join(pages_of(folder / "letters.pdf")[0].split())
    letters = braille_letters(touched.read_bytes(), "en-ueb-g2.ctb")
    assert "nomeetingonthursdaydecember3" in letters
    assert "911" in letters
    with av.open(heard) as sound:
        assert 10 < sound.duration / av.time_base < 45
        assert "No meeting on" in sound.metadata["title"]
    call(post, "consent", "withdraw", BY_LETTER, "--scope", "letter", now=EARLY)
    assert not touched.exists()
    assert not heard.exists()
