"""Doubles of what mail programs do with a message that lay ready, and with the answer to it.

Each is a double, written from how the program is known to write its headers and quote; none of it
was recorded from a mailbox. What they have in common is what matters here: whoever opens the file
and sends it gives it a Message-ID of the program's own, so that answers name an id that nobody
here knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage

from tests.send.replies import STYLES, Edit, original, text_of

NO_EDIT: Edit = lambda lines: lines  # noqa: E731


@dataclass(frozen=True)
class MailProgram:
    """``new_id`` is of the form that it gives what it sends; ``style`` is how answers quote."""

    new_id: str
    style: str
    headers: tuple[tuple[str, str], ...] = ()


DOUBLES = {
    "thunderbird": MailProgram(
        "<3f1c6a52-8f0e-4b53-9d0a-6e0a5f0f7c11@riverside.example>",
        "thunderbird",
        (("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "en-US")),
    ),
    "outlook": MailProgram(
        "<SN6PR05MB4511A2C0F3D0E1B2A3948576A0D42@SN6PR05MB4511.namprd05.prod.outlook.com>",
        "outlook",
        (
            ("Thread-Topic", "Your meeting"),
            ("Thread-Index", "AQHcYJ0m5wXkq0mLz0yqX1m6l5w=="),
            ("X-MS-Has-Attach", ""),
        ),
    ),
    "apple mail": MailProgram(
        "<7C0A9C1E-52C3-4C1B-9A53-0D8A2F1C6B77@riverside.example>",
        "apple",
        (("X-Mailer", "Apple Mail (2.3826.200.121)"),),
    ),
    "gmail": MailProgram(
        "<CAJ8q0b9fX0m7Zr2Y1w5cM4tV6uN3pK8sL0dH2eG4aB6iQ1zTYw@mail.gmail.com>", "gmail"
    ),
}


def sent_by(eml: bytes, program: MailProgram) -> EmailMessage:
    """Our message as it arrives at the person's when ``program`` sent it: a new id, our words."""
    message = original(eml)
    del message["X-Unsent"], message["Message-ID"]
    message["Message-ID"] = program.new_id
    for name, value in program.headers:
        del message[name]
        message[name] = value
    return message


def answer_to(
    arrived: EmailMessage,
    program: MailProgram,
    *,
    above: str = "",
    edit: Edit = NO_EDIT,
    sender: str = "",
    date: str = "Sat, 28 Nov 2026 09:00:00 -0500",
) -> str:
    """The person's answer, quoted as the program of the same name quotes."""
    body = STYLES[program.style](edit(text_of(arrived)), above)
    return (
        f"From: {sender or arrived['To']}\nTo: {arrived['From']}\n"
        f"Subject: Re: {arrived['Subject']}\n"
        f"Date: {date}\nMessage-ID: <answer-{program.style}@mail.example>\n"
        f"In-Reply-To: {arrived['Message-ID']}\nReferences: {arrived['Message-ID']}\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{body}\n"
    )
