"""Replies as mail programs make them, out of a message of ours.

``edit`` changes the lines of what is quoted, as a person does who types into it; ``above`` is what
they write before it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

Edit = Callable[[list[str]], list[str]]
SENT = "Thu, Nov 26, 2026 at 10:00 AM"


def original(eml: bytes) -> EmailMessage:
    return message_from_bytes(eml, policy=policy.default)


def text_of(message: EmailMessage) -> list[str]:
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content().splitlines()


def tick(number: str, answer: str, mark: str = "[x]") -> Edit:
    """A tick at ``answer`` below the statement ``number``; or at the statement itself."""

    def edit(lines: list[str]) -> list[str]:
        done, at = list(lines), None
        for place, line in enumerate(lines):
            bare = re.sub("[\u2066-\u2069]", "", line)
            if re.search(rf"(?<!\w){number}\.", bare):
                at = place
                if bare.lstrip().startswith("[ ]"):
                    done[place] = line.replace("[ ]", mark, 1)
                    return done
            if at is not None and place > at and bare == f"[ ] {answer}":
                done[place] = f"{mark} {answer}"
                return done
        raise AssertionError((number, answer))

    return edit


def tick_label(label: str, mark: str = "[x]") -> Edit:
    def edit(lines: list[str]) -> list[str]:
        at = lines.index(f"[ ] {label}")
        return [*lines[:at], f"{mark} {label}", *lines[at + 1 :]]

    return edit


def fill(label: str, words: str) -> Edit:
    def edit(lines: list[str]) -> list[str]:
        at = lines.index(f"{label}:")
        return [*lines[:at], f"{label}: {words}", *lines[at + 1 :]]

    return edit


def chain(*edits: Edit) -> Edit:
    def edit(lines: list[str]) -> list[str]:
        for one in edits:
            lines = one(lines)
        return lines

    return edit


def gmail(lines: list[str], above: str) -> str:
    quoted = "\n".join(f"> {line}" for line in lines)
    return f"{above}\n\nOn {SENT} Riverside <hello@riverside.example>\nwrote:\n\n{quoted}\n"


def outlook(lines: list[str], above: str) -> str:
    head = (
        "________________________________\nFrom: Riverside <hello@riverside.example>\n"
        "Sent: Thursday, November 26, 2026 10:00 AM\nTo: me@mail.example\nSubject: Your meeting\n"
    )
    return f"{above}\n\nGet Outlook for Android\n{head}\n" + "\n".join(lines)


def apple(lines: list[str], above: str) -> str:
    quoted = "\n".join(f">\u00a0{line}" if line else ">" for line in lines)
    return (
        f"{above}\n\nSent from my iPhone\n\n> On Nov 26, 2026, at 10:00\u202fAM, "
        f"Riverside <hello@riverside.example> wrote:\n>\n{quoted}"
    )


def samsung(lines: list[str], above: str) -> str:
    head = (
        "-------- Original message --------\nFrom: Riverside <hello@riverside.example>\n"
        "Date: 11/26/26 10:00 AM (GMT-05:00)\nTo: me@mail.example\n"
    )
    return f"{above}\n\n\nSent from my Galaxy\n\n\n{head}\n" + "\n".join(lines)


def thunderbird(lines: list[str], above: str) -> str:
    quoted = "\n".join(f">{line}" if line.startswith(">") else f"> {line}" for line in lines)
    return f"Am 26.11.26 um 16:00 schrieb Riverside:\n{quoted}\n\n{above}\n\n-- \nMe\n"


STYLES = {
    "gmail": gmail,
    "outlook": outlook,
    "apple": apple,
    "samsung": samsung,
    "thunderbird": thunderbird,
}


def as_page(text: str) -> str:
    """The same as HTML only, with what is quoted in a ``blockquote``."""
    out, inside = [], False
    for line in text.splitlines():
        quoted = line.startswith(">")
        if quoted != inside:
            out.append("<blockquote>" if quoted else "</blockquote>")
            inside = quoted
        bare = re.sub(r"^>[ \u00a0]?", "", line)
        out.append(f"<div>{html.escape(bare) or '<br>'}</div>")
    out += ["</blockquote>"] if inside else []
    return f"<html><head><style>p{{}}</style></head><body>{''.join(out)}</body></html>"


def reply_to(
    eml: bytes,
    body: str,
    *,
    page: bool = False,
    subject: str | None = None,
    thread: bool = True,
    sender: str | None = None,
    date: str = "Fri, 27 Nov 2026 18:00:00 -0500",
    charset: str = "utf-8",
) -> bytes:
    ours = original(eml)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender or str(ours["To"])
    message["To"] = str(ours["From"])
    message["Subject"] = subject if subject is not None else f"Re: {ours['Subject']}"
    message["Date"] = date
    message["Message-ID"] = f"<{abs(hash((body, date)))}@mail.example>"
    if thread:
        message["In-Reply-To"] = str(ours["Message-ID"])
        message["References"] = f"<first@mail.example> {ours['Message-ID']}"
    if page:
        message.set_content(as_page(body), subtype="html", charset=charset)
    else:
        message.set_content(body, charset=charset)
    return message.as_bytes()


def with_file(reply: bytes, pdf: bytes, *, kind: str = "pdf", name: str = "answers.pdf") -> bytes:
    """The same with a file attached."""
    message = message_from_bytes(reply, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(pdf, maintype="application", subtype=kind, filename=name)
    return message.as_bytes()


def bounce_of(eml: bytes, *, action: str = "failed", status: str = "5.1.1", headers_only=False):
    """A notice as Postfix writes it (RFC 3464)."""
    ours = original(eml)
    boundary = "ABC.1/mail.example"
    returned = (
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {ours['Message-ID']}\r\n"
        f"To: {ours['To']}\r\n"
        if headers_only
        else "Content-Type: message/rfc822\r\n\r\n" + eml.decode("utf-8", "replace")
    )
    return (
        "From: MAILER-DAEMON@mail.example (Mail Delivery System)\r\n"
        f"To: {ours['From']}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Date: Fri, 27 Nov 2026 18:00:00 -0500\r\nAuto-Submitted: auto-replied\r\n"
        f"Message-ID: <bounce-{status}@mail.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; "
        f'boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to tell you.\r\n"
        f"--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {ours['To']}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} no such user\r\n"
        f"\r\n--{boundary}\r\n{returned}\r\n--{boundary}--\r\n"
    ).encode()
