"""An e-mail to one person, as bytes (RFC 5322, MIME).

Rules of this file:
- The text comes first and is whole; the page beside it says the same. Nothing in it is fetched from
  anywhere, and nothing tells us whether it was opened.
- One address, once. A value that could end a header line or add a recipient is refused.
- Same parts: same bytes, but for the Message-ID, which is random: an id that could be worked out
  would let anybody answer in another's name. The boundaries come from what is sent.
- The outside says nothing: a neutral name, a neutral subject, plain file names.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from access_kit.delivery.outgoing import Outgoing
from access_kit.errors import BadInput, CannotWrite, Problem
from access_kit.model.ledger import MailKey

MAX_BYTES = 32 * 1024 * 1024
"""All of a message, as it goes over the line. Many servers take 10 MB, some mailboxes less."""

_NO_ANSWER_OF = "DR, RN, NRN, OOF, AutoReply"
"""Answers of machines that we ask for silence about ([MS-OXCMAIL] 2.2.3.2.14). ``NDR`` is not among
them, nor ``All``: who could not be reached must be told.
"""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STEERING = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,60}(\.[a-z0-9]{2,5}){1,2}")


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Email:
    """What a message is made of. ``calendar`` is a whole iCalendar object and its method.

    ``reply_to`` is where answers go, when that is not the sender. ``follows`` is the Message-ID of
    the first message about the same meeting, if this one is about a change of it.
    """

    from_name: str
    from_address: str
    to_address: str
    subject: str
    lang: str
    date: datetime.datetime
    text: str
    html: str
    attachments: Sequence[Attachment] = ()
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"
    reply_to: str = ""
    follows: str = ""


def new_message_id(domain: str) -> str:
    """An id that nobody can work out (RFC 5322, 3.6.4): 128 random bits."""
    return f"<{secrets.token_hex(16)}@{domain}>"


def build_message(key: MailKey, email: Email, message_id: str = "") -> Outgoing:
    """The message, ready to go, or ``BadInput`` naming the part that may not stand in one.

    ``message_id`` is the ledger's, for a message that it knows already; else a new one is made.

    ``CannotWrite`` when it is larger than ``MAX_BYTES``.
    """
    sender = _require_address(email.from_address, "agency.email", key.person)
    recipient = _require_address(email.to_address, "contact.email", key.person)
    needs_utf8 = not (sender.isascii() and recipient.isascii())
    name = message_id or new_message_id(sender.rpartition("@")[2])
    style = (policy.SMTPUTF8 if needs_utf8 else policy.SMTP).clone(cte_type="7bit")
    if needs_utf8:
        style = policy.SMTPUTF8
    message = EmailMessage(style)
    message["From"] = _from(email.from_name, sender)
    message["To"] = _bare(recipient)
    if email.reply_to:
        message["Reply-To"] = _bare(_require_address(email.reply_to, "reply-to", key.person))
    message["Subject"] = _require_line(email.subject, "subject", key.person)
    message["Date"] = format_datetime(email.date)
    message["Message-ID"] = name
    if email.follows:
        message["In-Reply-To"] = message["References"] = email.follows
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = _NO_ANSWER_OF
    message["List-Unsubscribe"] = f"<mailto:{email.reply_to or sender}?subject=stop>"
    message["Content-Language"] = email.lang
    message.set_content(email.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(email.html, subtype="html", charset="utf-8", cte="quoted-printable")
    if email.calendar is not None:
        message.add_alternative(
            email.calendar.decode(),
            subtype="calendar",
            charset="utf-8",
            cte="base64",
            params={"method": email.calendar_method},
        )
    for one in email.attachments:
        if not _FILE_NAME.fullmatch(one.name):
            raise BadInput(
                Problem("send.bad-file-name", where=key.person, facts={"name": one.name})
            )
        kind, _, subtype = one.media_type.partition("/")
        mark = _mark(key.version, one)
        message.add_attachment(mark, maintype=kind, subtype=subtype, filename=one.name)
    _fix_boundaries(message, key.version)
    data = message.as_bytes()
    for one in email.attachments:
        data = data.replace(base64.b64encode(_mark(key.version, one)), _as_lines(one.data), 1)
    if len(data) > MAX_BYTES:
        facts = {"megabytes": round(len(data) / 1024**2, 1), "most": MAX_BYTES // 1024**2}
        raise CannotWrite(Problem("send.too-large", where=key.person, facts=facts))
    return Outgoing(key, sender, recipient, name, data, needs_utf8)


def _mark(version: str, attachment: Attachment) -> bytes:
    """What stands for an attachment while the message is set: going through the lines of a large
    file one by one would take longer than all of the rest.
    """
    return hashlib.sha256(f"{version} {attachment.name}".encode()).digest()


def _as_lines(data: bytes) -> bytes:
    """Base64 in lines of 76 characters (RFC 2045, 6.8)."""
    text = base64.b64encode(data)
    return b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))


def _from(name: str, address: str) -> Address:
    clean = _as_words(name).strip()
    if _CONTROL.search(clean):
        raise BadInput(Problem("send.bad-line", where="agency.from_name"))
    user, _, domain = address.rpartition("@")
    return Address(clean, user, domain)


def _as_words(text: str) -> str:
    """Without signs that steer a reader, and never read as an encoded word (RFC 2047)."""
    return _STEERING.sub("", text).replace("=?", "= ?")


def _bare(address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(username=user, domain=domain)


def _require_line(text: str, where: str, person: str) -> str:
    text = _as_words(text)
    if _CONTROL.search(text) or not text.strip():
        raise BadInput(Problem("send.bad-line", where=f"{person}: {where}"))
    return text


def _require_address(address: str, where: str, person: str) -> str:
    """The address in its normal form: exactly one, with nothing around it."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(address, check_deliverability=False, allow_quoted_local=False)
    except EmailNotValidError:
        raise BadInput(Problem("send.bad-address", where=f"{person}: {where}")) from None
    return found.ascii_email or found.normalized


def _fix_boundaries(message: MIMEPart, version: str) -> None:
    """Boundaries that follow from what is said: same words, same bytes."""
    containers = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(containers):
        digest = hashlib.sha256(f"{version} {number}".encode()).hexdigest()[:32]
        part.set_boundary(f"=_{digest}")
