"""Who asked for two languages in one paper has them in what comes after it too."""

from __future__ import annotations

import re
import sys

import pytest

from tests.harms.commands import call
from tests.harms.mail import mail, of
from tests.harms.test_a_changed_time_reaches_everyone import change, prepare, sent_to
from tests.harms.test_texts_and_letters_are_told_truly import (
    EARLY,
    cancel_early,
    pages_of,
)
from tests.localization.shelf import approve_shipped
from tests.send.vault_kit import SENT_AT, SESSION

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

BY_MAIL, ADDRESS, BY_LETTER, BY_TEXT = "K-23", "tomasz@mail.example", "K-07", "K-15"
EVE = "2026-12-02T10:00:00-05:00"

SPANISH = re.compile(r"\b(?:el|la|los|para|esta|usted|su|reunión|hora|nueva)\b", re.I)
ENGLISH = re.compile(r"\b(?:the|for|this|you|your|meeting|time|new)\b", re.I)


@pytest.fixture(params=["side_by_side", "stacked"])
def post_in_two(post, request):
    """Three who read Spanish first and want English with it: by mail, by letter, by text."""
    approve_shipped(post, "es")
    ways = {BY_MAIL: ["pace.reminders=email"], BY_LETTER: ["contact.safe=letter"], BY_TEXT: []}
    for who, more in ways.items():
        asked = ("language.written=es,en", f"language.bilingual={request.param}", *more)
        assert call(post, "profile", "edit", who, *asked, now=SENT_AT).code == 0
    prepare(post)
    return post


def is_in_both(text: str) -> bool:
    return len(SPANISH.findall(text)) >= 2 and len(ENGLISH.findall(text)) >= 2


def last_to(server, address):
    return sent_to(server, address)[-1]


def test_messages_about_a_change_a_reminder_and_no_meeting_are_in_both(post_in_two, server):
    kit = post_in_two
    assert mail(kit, "send", "--via", "smtp", "--yes").code in (0, 6)
    change(kit, "2026-12-03T18:00:00", "2026-12-03T18:30:00")
    prepare(kit)
    assert mail(kit, "send", "--via", "smtp", "--yes").code in (0, 6)
    news = last_to(server, ADDRESS)
    first, second, *_ = filter(None, news.get_body(("plain",)).get_content().splitlines())
    assert news["Subject"].startswith("Nueva hora")
    assert first.startswith("Nueva hora")
    assert second.startswith("New time")
    page = news.get_body(("html",)).get_content()
    assert re.search(r'<p lang="en" dir="ltr"><strong>New time', page)

    assert mail(kit, "remind", "--via", "smtp", "--yes", now=EVE).code in (0, 6)
    reminder = last_to(server, ADDRESS)
    assert reminder["Subject"] != news["Subject"]
    assert is_in_both(reminder.get_body(("plain",)).get_content())

    done = mail(kit, "send", "--cancel", "--via", "smtp", "--yes", now=EVE)
    assert done.code in (0, 6)
    (text,) = of(done, BY_TEXT)
    assert text["channel"] == "sms"
    assert is_in_both(text["words"])
    off = last_to(server, ADDRESS)
    body = off.get_body(("plain",)).get_content()
    assert off["Subject"].startswith("No habrá reunión")
    assert "There's no meeting" in body
    assert is_in_both(body)
    assert body.count("988") >= 2, "whom to call in danger, in both"


def test_a_letter_that_says_there_is_no_meeting_is_in_both(post_in_two):
    kit = post_in_two
    cancel_early(kit)
    assert [one["id"] for one in mail(kit, "letters", now=EARLY).json["letters"]] == [BY_LETTER]
    pages = pages_of(kit / "out" / SESSION / "letters.pdf")
    text = " ".join(" ".join(pages[2:]).split())
    assert "No habrá reunión" in text
    assert "There's no meeting" in text
    assert is_in_both(text)
    assert text.count("Call or text: 911") == text.count("mande un texto: 911") == 1
