"""A message as Outlook saves it (``.msg``), made into one as it went over the net.

What Outlook keeps of a message that came are the headers as they came and the words, as a text, as
a page, or both. That is all that is read here: no attachment is looked at.
"""

from __future__ import annotations

import re
import struct
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from email.utils import format_datetime
from typing import TYPE_CHECKING

from access_kit.errors import BadInput, MissingPart, Problem

if TYPE_CHECKING:
    from oxmsg import Message as Saved

_TRANSPORT, _SENDER, _SENDER_SMTP = 0x007D, 0x0C1F, 0x5D01
_MESSAGE_ID, _REFERENCES, _IN_REPLY_TO = 0x1035, 0x1039, 0x1042
"""Ids of properties ([MS-OXPROPS])."""

_OF_THE_BODY = re.compile(r"(?i)content-|mime-version")
_NO_HEADER = re.compile(r"\A(?:(?![!-9;-~]{1,70}[ \t]*:)[^\n]*\n)+")
"""Outlook writes a line of its own above the headers that came."""
_DAMAGED = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
    struct.error,
)


def as_internet_mail(data: bytes, file: str) -> bytes:
    """The message as bytes (RFC 5322); ``file`` is what it is called where it cannot be read.

    ``BadInput`` where nothing can be made of it, ``MissingPart`` without the extra that reads it.
    """
    try:
        from oxmsg import Message
    except ImportError:
        raise MissingPart(Problem("extra.missing", file=file, facts={"extra": "office"})) from None
    try:
        saved = Message.load(data)
        body = _body_of(saved)
        head = _head_of(saved)
    except _DAMAGED:
        raise BadInput(Problem("returns.outlook", file=file)) from None
    if body is None:
        raise BadInput(Problem("returns.outlook", file=file))
    return (head + body.as_string()).encode("utf-8", "surrogateescape")


def _head_of(saved: Saved) -> str:
    """The headers as they came, but for those about the body; else what Outlook knows of them."""
    said = saved.properties.str_prop_value(_TRANSPORT) or ""
    came = HeaderParser().parsestr(_NO_HEADER.sub("", said, count=1))
    fields = [(name, value) for name, value in came.items() if not _OF_THE_BODY.match(name)]
    if "From" not in came:
        fields += _known_fields(saved)
    return "".join(f"{name}: {value}\n" for name, value in fields)


def _known_fields(saved: Saved) -> list[tuple[str, str]]:
    held = saved.properties
    addresses = (held.str_prop_value(pid) or "" for pid in (_SENDER_SMTP, _SENDER))
    found = {
        "From": next((one for one in addresses if "@" in one), ""),
        "Subject": saved.subject,
        "Date": format_datetime(saved.sent_date) if saved.sent_date else "",
        "Message-ID": held.str_prop_value(_MESSAGE_ID) or "",
        "In-Reply-To": held.str_prop_value(_IN_REPLY_TO) or "",
        "References": held.str_prop_value(_REFERENCES) or "",
    }
    return [(name, " ".join(value.split())) for name, value in found.items() if value.strip()]


def _body_of(saved: Saved) -> MIMEMultipart | None:
    """The words in each form that there is; ``None`` where there is none that can be read."""
    parts = [("plain", saved.body), ("html", saved.html_body)]
    held = [MIMEText(text, kind, "utf-8") for kind, text in parts if text and text.strip()]
    return MIMEMultipart("alternative", _subparts=held) if held else None
