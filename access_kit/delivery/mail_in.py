"""Mail that came back: replies, and notices of mail systems, each as plain text and facts.

Nothing is fetched, opened or shown: a message becomes plain text, addresses, and the ids it refers
to. What cannot be read is a message of its own that says why, so that the others are taken in.
"""

from __future__ import annotations

import datetime
import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from access_kit.budgets import FORM_PDF_BYTES, MAIL_IDS
from access_kit.delivery.bounces import IDS, Notice, is_from_mailer, read_notice
from access_kit.delivery.charsets import decode
from access_kit.delivery.form_pdf import read_form
from access_kit.delivery.mail_forms import FoundForms, forms_in
from access_kit.delivery.mail_limits import fault_of
from access_kit.delivery.mail_text import TextTooLong, headers_of, parts_of, text_of
from access_kit.delivery.saved_mail import messages_in
from access_kit.files import read_bytes, read_text, shown

AUTO_REPLY, AUTO_MAIL = "reply", "mail"

_MOST_SUBJECT = 1_000
_DIVIDER = re.compile(rb"(?m)^--([!-~][ -~]{3,69})\r?$")


@dataclass(frozen=True)
class Incoming:
    """One message. ``refers_to`` are the ids of messages it answers or is about, nearest first.

    ``digest`` is the same for the same message however often it is read. Addresses are in small
    letters: ``senders`` all that From names, ``reply_to`` where answers should go. ``at`` is when
    the message says it was written, ``received_at`` when a server of this mailbox took it; ``None``
    where it does not say. ``automatic`` says what a machine wrote: ``AUTO_REPLY`` answers
    (out-of-office, a button), ``AUTO_MAIL`` is any other; empty for a person's. ``notice`` is what
    a mail system says of a message of ours. ``fault`` is why it cannot be read; empty when it can.
    ``lacks_part``: a PDF is attached that was not read, for want of what reads it.
    """

    digest: str
    senders: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    message_id: str = ""
    subject: str = ""
    text: str = ""
    refers_to: tuple[str, ...] = ()
    at: datetime.datetime | None = None
    received_at: datetime.datetime | None = None
    automatic: str = ""
    notice: Notice | None = None
    fault: str = ""
    lacks_part: bool = False

    @property
    def sender(self) -> str:
        """The first address of From, or nothing."""
        return self.senders[0] if self.senders else ""

    @property
    def is_automatic(self) -> bool:
        return bool(self.automatic)

    @property
    def is_readable(self) -> bool:
        return not self.fault


def read_mail(path: Path) -> Iterator[Incoming]:
    """The messages of a file or folder; ``BadInput`` when it holds no mail."""
    return map(read_message, messages_in(path))


def read_text_file(path: Path) -> Incoming:
    """A text that came another way, such as a text message that somebody copied."""
    text = read_text(path)
    return Incoming(_digest(text.encode()), text=text)


def read_form_file(path: Path) -> Incoming:
    """A form of ours that was filled in on a screen and came as a file."""
    data = read_bytes(path, limit=FORM_PDF_BYTES)
    return Incoming(_digest(data), text=read_form(data, shown(path)))


def read_message(data: bytes) -> Incoming:
    """A message out of its bytes. It never fails: what makes no sense says so in ``fault``."""
    digest = _digest(data)
    data = re.sub(rb"\A[\xef\xbb\xbf\r\n]*(?:>From [^\r\n]{0,300}\r?\n)?", b"", data, count=1)
    fault = fault_of(data)
    if fault:
        return Incoming(digest, fault=fault)
    try:
        return _read(_parsed(data), digest)
    except TextTooLong:
        return Incoming(digest, fault="too-large")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError):
        return Incoming(digest, fault="unreadable")


def _parsed(data: bytes) -> Message:
    """The message; one whose parts are divided by another line than it says, by the line it has."""
    message = email.message_from_bytes(data, policy=policy.compat32)
    if message.get_content_maintype() == "multipart" and not message.is_multipart():
        line = _DIVIDER.search(data)
        if line:
            message.set_boundary(line[1].decode("ascii", "replace"))
            message = email.message_from_bytes(message.as_bytes(), policy=policy.compat32)
    return message


def _digest(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n").strip()).hexdigest()


def _read(message: Message, digest: str) -> Incoming:
    notice, about = read_notice(message)
    answered = IDS.findall(_header(message, "In-Reply-To"))
    thread = reversed(IDS.findall(_header(message, "References")))
    forms = FoundForms() if notice else forms_in(message)
    text = "" if notice else "\n".join(filter(None, (text_of(message), forms.text)))
    return Incoming(
        digest=digest,
        senders=_addresses(message, "From"),
        reply_to=_addresses(message, "Reply-To"),
        message_id=next(iter(IDS.findall(_header(message, "Message-ID"))), ""),
        subject=_words(message, "Subject"),
        text=text,
        lacks_part=forms.lacks_part,
        refers_to=tuple(dict.fromkeys((*about, *answered, *thread)))[:MAIL_IDS],
        at=_date_of(_header(message, "Date")),
        received_at=_date_of(_header(message, "Received").rpartition(";")[2]),
        automatic=_automatic(message),
        notice=notice,
        fault="" if notice or text.strip() else _wordless(message),
    )


def _header(message: Message, name: str) -> str:
    return " ".join(next(iter(headers_of(message, name)), "").split())


def _words(message: Message, name: str) -> str:
    """A header as it is read: encoded words (RFC 2047) decoded, whatever set they are really in."""
    raw = _header(message, name)[:_MOST_SUBJECT]
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError):
        return raw
    said = (
        decode(piece if isinstance(piece, bytes) else _as_bytes(piece), label or "")
        for piece, label in pieces
    )
    return " ".join("".join(said).split())


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _addresses(message: Message, name: str) -> tuple[str, ...]:
    """The addresses of a header, in small letters, each once."""
    found = (address for _, address in getaddresses(headers_of(message, name)))
    return tuple(dict.fromkeys(one.casefold() for one in found if "@" in one))


def _date_of(header: str) -> datetime.datetime | None:
    try:
        found = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _automatic(message: Message) -> str:
    """What a machine wrote (RFC 3834), and what older ones write in its place.

    A list's header alone is none: people's answers travel through lists too.
    """
    said = _header(message, "Auto-Submitted").casefold()
    precedence = _header(message, "Precedence").casefold()
    if said.startswith("auto-replied") or precedence == "auto_reply":
        return AUTO_REPLY
    for name in ("X-Autoreply", "X-Autorespond"):
        if _header(message, name).casefold() not in ("", "no", "false", "0"):
            return AUTO_REPLY
    is_report = message.get_content_type() == "multipart/report"
    if said.startswith(("auto-generated", "auto-notified")) or is_report:
        return AUTO_MAIL
    return AUTO_MAIL if precedence in ("bulk", "junk") or is_from_mailer(message) else ""


def _wordless(message: Message) -> str:
    """``winmail`` for a message whose words are all in a form of Outlook's own."""
    kinds = [part.get_content_type() for part in (message, *parts_of(message))]
    return "winmail" if "application/ms-tnef" in kinds else ""
