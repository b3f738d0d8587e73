"""Notices of failed delivery in the forms of many mail servers, written for these tests.

``AT`` stands for the address that failed, ``ID`` for the Message-ID of the message it is about.
Addresses are of nobody; the words follow each server's form, and are shortened.
"""

from __future__ import annotations

AT, ID = "mei-ling@mail.example", "<ours-1@riverside.example>"

_TO_US = "To: Riverside <hello@riverside.example>\nDate: Fri, 27 Nov 2026 18:00:00 +0000\n"


def report(
    fields: str,
    original: str = f"Message-ID: {ID}\nTo: {AT}\n",
    *,
    status: str = "message/delivery-status",
    returned: str = "text/rfc822-headers",
    outer: str = "multipart/report; report-type=delivery-status",
    words: str = "Your message could not be delivered.",
    sender: str = "Mail Delivery System <MAILER-DAEMON@mx.mail.example>",
) -> str:
    """A report (RFC 3464) with ``fields`` of one recipient, and what came back of the message."""
    back = f"--b\nContent-Type: {returned}\n\n{original}\n" if original else ""
    return (
        f"From: {sender}\n{_TO_US}Subject: Undelivered Mail Returned to Sender\n"
        "Message-ID: <n@mx.mail.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        f'Content-Type: {outer}; boundary="b"\n\n--b\nContent-Type: text/plain\n\n{words}\n'
        f"--b\nContent-Type: {status}\n\nReporting-MTA: dns; mx.mail.example\n\n{fields}\n"
        f"{back}--b--\n"
    )


def text(sender: str, subject: str, words: str, more: str = "") -> str:
    return f"From: {sender}\n{_TO_US}Subject: {subject}\n{more}\n{words}\n"


FAILED = f"Final-Recipient: rfc822; {AT}\nAction: failed\nStatus: 5.1.1\n"
ORIGINAL = (
    "Return-Path: <hello@riverside.example>\nReceived: from a by b; Fri, 27 Nov 2026\n"
    f"From: Riverside <hello@riverside.example>\nTo: {AT}\nMessage-ID: {ID}\nSubject: x\n\nHello\n"
)

FORMS = {
    "rfc3464": report(FAILED),
    "rfc3464 with the whole message": report(FAILED, ORIGINAL, returned="message/rfc822"),
    "rfc3464 without the message": report(FAILED, ""),
    "rfc3464 in multipart/mixed": report(FAILED, outer="multipart/mixed"),
    "rfc3464 from the address of a person": report(FAILED, sender="Jo <jo@mail.example>"),
    "rfc3464, original recipient beside another final one": report(
        f"Original-Recipient: rfc822;{AT}\nFinal-Recipient: rfc822; mei@elsewhere.example\n"
        "Action: failed\nStatus: 5.1.1\n",
        "",
    ),
    "rfc3464, an address in xtext": report(
        f"Original-Recipient: rfc822;{AT.replace('@', '+40')}\nAction: failed\n", ""
    ),
    "rfc3464, action with a remark": report(FAILED.replace("failed", "failed (bad mailbox)")),
    "rfc6533": report(
        FAILED,
        status="message/global-delivery-status",
        returned="message/global-headers",
        outer="multipart/report; report-type=global-delivery-status",
    ),
    "rfc6533 with an address as utf-8": report(
        f"Final-Recipient: utf-8; {AT}\nAction: failed\nStatus: 5.1.1\n",
        "",
        status="message/global-delivery-status",
    ),
    "exim": text(
        "Mail Delivery System <Mailer-Daemon@mx.mail.example>",
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered to one of its recipients.\n"
        f"This is a permanent error. The address that failed:\n\n  {AT}\n    550 no such user\n\n"
        f"------ This is a copy of the message, including all the headers. ------\n\n{ORIGINAL}",
        f"Auto-Submitted: auto-replied\nX-Failed-Recipients: {AT}\n",
    ),
    "qmail": text(
        "MAILER-DAEMON@mail.example",
        "failure notice",
        "Hi. This is the qmail-send program at mail.example.\nI'm afraid I wasn't able to "
        f"deliver your message to the following addresses.\n\n<{AT}>:\nSorry, no mailbox here. "
        f"(#5.1.1)\n\n--- Below this line is a copy of the message.\n\n{ORIGINAL}",
        "Return-Path: <>\n",
    ),
    "postfix without a report": text(
        "MAILER-DAEMON (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        f"I'm sorry to have to inform you that it could not be delivered.\n\n<{AT}>: host "
        "mx.mail.example said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n",
    ),
    "sendmail": text(
        "Mail Delivery Subsystem <MAILER-DAEMON@mail.example>",
        "Returned mail: see transcript for details",
        f"   ----- The following addresses had permanent fatal errors -----\n<{AT}>\n"
        "    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n",
    ),
    "google": text(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        f"Delivery to the following recipient failed permanently:\n\n     {AT}\n\nTechnical "
        f"details:\n550 5.1.1 No such user\n\n----- Original message -----\n\n{ORIGINAL}",
        "Auto-Submitted: auto-replied\n",
    ),
    "google groups": text(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "Hello hello@riverside.example,\n\nWe're writing to let you know that the group you tried "
        f"to contact (mei-ling) may not exist.\n\n----- Original message -----\n\n{ORIGINAL}",
        f"Auto-Submitted: auto-replied\nX-Failed-Recipients: {AT}\nPrecedence: bulk\n",
    ),
    "mail.ru": text(
        "mailer-daemon@corp.mail.ru",
        "Mail failure.",
        "This message was created automatically by mail delivery software.\nA message that you "
        f"sent could not be delivered.\n\n  {AT}\n    user not found\n\n{ORIGINAL}",
        f"Auto-Submitted: auto-replied\nX-Failed-Recipients: {AT}\n",
    ),
    "exchange": text(
        "System Administrator <postmaster@mail.example>",
        "Undeliverable: Your meeting",
        "Your message\n\n  To:      Mei\n  Subject: Your meeting\n\ndid not reach the following "
        f"recipient(s):\n\n{AT} on Fri, 27 Nov 2026 18:00:00 +0000\n    The recipient name is not "
        "recognized\n    MSEXCH:IMS:Mail:0 (000C05A6) Unknown Recipient\n",
    ),
    "outlook.com": report(
        FAILED,
        ORIGINAL,
        returned="message/rfc822",
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mail.example>",
    ),
    "an id that is quoted in a text": text(
        "postmaster@mail.example",
        "Delivery failed",
        f"> To: somebody\n> Message-ID: {ID}\nThe message above was rejected: 550 5.7.1\n",
    ),
    "a provider's answer from no-reply, with our message in it": report(
        "",
        ORIGINAL.replace(ID, "<another-1@mx.mail.example>"),
        returned="message/rfc822",
        outer="multipart/mixed",
        status="text/plain",
        words=f"Could not be delivered to: <{AT}>\nAs their mailbox is full.",
        sender="no-reply@mx.mail.example",
    )
    .replace("Auto-Submitted: auto-replied\n", "")
    .replace("Undelivered Mail Returned", "Re"),
    "a report from nobody whose fields are empty": report(
        "", words=f"A message could not be delivered to:\n{AT}\nThe address does not exist."
    ).replace("From: Mail Delivery System <MAILER-DAEMON@mx.mail.example>\n", ""),
    "notice of a machine without a mailer's name": text(
        "gateway@mail.example",
        "Undeliverable: Your meeting",
        f"The following address was not found: {AT}\n550 5.1.1 unknown user\n",
        "Auto-Submitted: auto-generated\n",
    ),
    "an address alone, in words that nobody knows": text(
        "postmaster@mail.example", "Zustellung", f"Unzustellbar (550): {AT}\n"
    ),
}
