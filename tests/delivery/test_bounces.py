"""A notice of a mail system gives what became of a message, whose it was, and which one."""

from __future__ import annotations

import pytest

from access_kit.delivery.bounce_words import Delivery
from access_kit.delivery.mail_in import AUTO_MAIL, AUTO_REPLY, read_message
from tests.delivery.notices import AT, FAILED, FORMS, ID, ORIGINAL, report, text


def notice(source: str):
    found = read_message(source.encode())
    assert found.notice is not None
    return found.notice


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", FORMS)
def test_a_failure_in_every_form_names_whom_it_is_about(form, newline):
    source = FORMS[form]
    found = read_message(source.replace("\n", newline).encode())
    assert found.notice is not None
    assert found.notice.delivery is Delivery.FAILED
    named = (*found.notice.recipients, *found.notice.mentioned)
    assert AT in named or ID in found.refers_to
    assert (ID in found.refers_to) == (ID in source)
    assert "hello@riverside.example" not in named
    assert found.text == ""


@pytest.mark.parametrize(
    ("action", "delivery"),
    [
        ("failed", Delivery.FAILED),
        ("error", Delivery.FAILED),
        ("delayed", Delivery.DELAYED),
        ("delivered", Delivery.ARRIVED),
        ("relayed", Delivery.ARRIVED),
        ("expanded", Delivery.ARRIVED),
    ],
)
def test_what_became_of_a_message_is_what_the_server_says(action, delivery):
    assert notice(report(FAILED.replace("failed", action))).delivery is delivery


def test_of_two_recipients_the_one_that_failed_is_named():
    both = (
        FAILED + "\nFinal-Recipient: rfc822; other@mail.example\nAction: delayed\nStatus: 4.4.1\n"
    )
    found = notice(report(both))
    assert (found.delivery, found.recipients, found.status) == (Delivery.FAILED, (AT,), "5.1.1")


@pytest.mark.parametrize(
    "words",
    [
        "A message that you sent has not yet been delivered after more than 24 hours.\n\n"
        f"  {AT}\n\nNo action is required on your part.",
        "THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:"
        f"\n\n     {AT}\n\nMessage will be retried for 2 more day(s)",
    ],
)
def test_a_warning_is_no_failure(words):
    found = notice(
        text("Mail Delivery System <mailer-daemon@mx.example>", "Warning: delayed", words)
    )
    assert found.delivery is Delivery.DELAYED
    assert AT in (*found.recipients, *found.mentioned)


def test_what_a_mailer_says_and_nobody_understands_is_a_notice_all_the_same():
    found = notice(text("MAILER-DAEMON@mx.example", "?", "..."))
    assert (found.delivery, found.recipients) == (Delivery.UNSAID, ())
    complaint = text("abuse@mail.example", "complaint", "", "")
    complaint = complaint.replace(
        "\n\n", '\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n', 1
    )
    assert notice(complaint).delivery is Delivery.UNSAID


@pytest.mark.parametrize("words", ["My mail to you could not be delivered.", ORIGINAL, "550 5.1.1"])
def test_what_a_person_writes_is_never_a_notice(words):
    found = read_message(text("Me <me@mail.example>", "Fwd: Undelivered Mail", words).encode())
    assert found.notice is None
    assert found.text.strip() == words.strip()


@pytest.mark.parametrize(
    ("header", "automatic"),
    [
        ("Auto-Submitted: auto-replied", AUTO_REPLY),
        ("Auto-Submitted: auto-replied (vacation)\nReturn-Path: <>", AUTO_REPLY),
        ("Auto-Submitted: auto-generated", AUTO_MAIL),
        ("Precedence: bulk", AUTO_MAIL),
        ("X-Autoreply: yes", AUTO_REPLY),
        ("X-Autoreply: no", ""),
        ("Auto-Submitted: no", ""),
        ("Precedence: list\nList-Id: <x.example>", ""),
    ],
)
def test_what_a_machine_answers_is_told_apart_from_what_people_write(header, automatic):
    found = read_message(text("Me <me@mail.example>", "Re: x", "I am away", header + "\n").encode())
    assert (found.automatic, found.notice) == (automatic, None)


def test_a_report_that_a_message_was_shown_is_automatic():
    shown = report(
        "Disposition: manual-action/MDN-sent-manually; displayed\n", sender="me@m.example"
    )
    shown = shown.replace("report-type=delivery-status", "report-type=disposition-notification")
    shown = shown.replace("message/delivery-status", "message/disposition-notification")
    shown = shown.replace("Undelivered Mail Returned to Sender", "Read: x")
    found = read_message(shown.encode())
    assert (found.notice, found.is_automatic) == (None, True)


def test_a_recipient_in_letters_that_are_not_ascii_is_named():
    """An address as it is written, with no encoding over it (RFC 6532)."""
    whom = "X-Failed-Recipients: mei@bücher.example\n"
    found = notice(text("Mailer-Daemon@mx.example", "Undelivered", "It did not arrive.", whom))
    assert "mei@bücher.example" in found.recipients
