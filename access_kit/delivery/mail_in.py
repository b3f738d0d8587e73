"""Mail that came back, read from ``.eml`` and mbox files: replies, and notices of failed delivery.

Nothing is fetched, opened or shown: a message becomes plain text and the ids it refers to. What
cannot be read is a message of its own, so that the others are still taken in.
"""

from __future__ import annotations

import datetime
import email
import hashlib
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message, MIMEPart
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.files import read_text, shown

MOST_BYTES = 25 * 1024 * 1024
"""A message that is larger holds something else than answers."""

_IDS = re.compile(r"<[^<>\s]{3,200}>")
_AUTO = re.compile(r"(?i)^(auto-replied|auto-generated|auto-notified)")

AUTO_REPLY, AUTO_MAIL = "reply", "mail"


@dataclass(frozen=True)
class Failure:
    """A notice of delivery (RFC 3464): ``failed`` for good, or only late. ``status`` as 5.1.1."""

    failed: bool
    status: str


@dataclass(frozen=True)
class Incoming:
    """One message. ``refers_to`` are the ids of messages it answers or is about, nearest first.

    ``digest`` is the same for the same message however often it is read. Addresses are in small
    letters: ``senders`` all that From names, ``reply_to`` where answers should go. ``at`` is when
    the message says it was written, ``received_at`` when a server of this mailbox took it; ``None``
    where it does not say. ``automatic`` says what a machine wrote: ``AUTO_REPLY`` answers
    (out-of-office, a button), ``AUTO_MAIL`` is any other; empty for a person's.
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
    failure: Failure | None = None
    is_readable: bool = True

    @property
    def sender(self) -> str:
        """The first address of From, or nothing."""
        return self.senders[0] if self.senders else ""

    @property
    def is_automatic(self) -> bool:
        return bool(self.automatic)


def read_mail(path: Path) -> Iterator[Incoming]:
    """The messages of a file; ``BadInput`` when it is no mail at all.

    An mbox file is read one message at a time.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
        if not start.strip():
            raise BadInput(Problem("returns.no-mail", file=shown(path)))
        if start.startswith(b"From "):
            yield from _read_mbox(path)
            return
        if not _HEADER.match(start.lstrip(b"\xef\xbb\xbf\r\n")):
            raise BadInput(Problem("returns.no-mail", file=shown(path)))
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(Problem("returns.too-large", file=shown(path)))
        yield read_message(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadInput(Problem("file.cannot-read", file=shown(path))) from error


_HEADER = re.compile(rb"(?i)[!-9;-~]{1,70}[ \t]*:")


def _read_mbox(path: Path) -> Iterator[Incoming]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            data = box.get_bytes(key)
            if len(data) <= MOST_BYTES:
                yield read_message(data)
            else:
                yield Incoming(_digest(data), is_readable=False)
    finally:
        box.close()


def read_text_file(path: Path) -> Incoming:
    """A text that came another way, such as a text message that somebody copied."""
    text = read_text(path)
    return Incoming(_digest(text.encode()), text=text)


def read_message(data: bytes) -> Incoming:
    """A message out of its bytes. It never fails: what makes no sense is not readable."""
    digest = _digest(data)
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.default)
        return _read(message, digest)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return Incoming(digest, is_readable=False)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n").strip()).hexdigest()


def _read(message: EmailMessage, digest: str) -> Incoming:
    failure, about = _failure_of(message)
    answered = _IDS.findall(_header(message, "In-Reply-To"))
    thread = reversed(_IDS.findall(_header(message, "References")))
    return Incoming(
        digest=digest,
        senders=_addresses(message, "From"),
        reply_to=_addresses(message, "Reply-To"),
        message_id=next(iter(_IDS.findall(_header(message, "Message-ID"))), ""),
        subject=_header(message, "Subject"),
        text="" if failure else _text_of(message),
        refers_to=tuple(dict.fromkeys((*about, *answered, *thread))),
        at=_date_of(_header(message, "Date")),
        received_at=_date_of(_header(message, "Received").rpartition(";")[2]),
        automatic=_automatic(message),
        failure=failure,
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _addresses(message: EmailMessage, name: str) -> tuple[str, ...]:
    """The addresses of a header, in small letters, each once."""
    found = getattr(message[name], "addresses", ())
    return tuple(dict.fromkeys(one.addr_spec.casefold() for one in found))


def _date_of(said: str) -> datetime.datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _automatic(message: EmailMessage) -> str:
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
    if _AUTO.match(said) or precedence in ("bulk", "junk"):
        return AUTO_MAIL
    return ""


# -- notices of delivery ------------------------------------------------------------------------


def _failure_of(message: EmailMessage) -> tuple[Failure | None, list[str]]:
    """What a notice says (RFC 3464), and the ids of the message it is about."""
    if message.get_content_type() != "multipart/report":
        return None, []
    if str(message.get_param("report-type", "")).casefold() != "delivery-status":
        return None, []
    about: list[str] = []
    actions: list[tuple[str, str]] = []
    for part in message.walk():
        if not isinstance(part, MIMEPart):
            continue
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _inner(part):
                action = str(block.get("Action", "")).strip().casefold()
                if action:
                    actions.append((action, str(block.get("Status", "")).strip()))
        elif kind == "message/rfc822":
            for inner in _inner(part):
                about += _IDS.findall(str(inner.get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            headers = email.message_from_string(_content(part), policy=policy.default)
            about += _IDS.findall(str(headers.get("Message-ID", "")))
    for action, status in sorted(actions, key=lambda one: one[0] != "failed"):
        return Failure(action == "failed", re.sub(r"[^0-9.]", "", status)[:11]), about
    return None, []


def _inner(part: Message) -> list[Message]:
    """The messages that a part holds."""
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


# -- text ---------------------------------------------------------------------------------------


def _text_of(message: EmailMessage) -> str:
    """What the person wrote: the plain part, else the page as text."""
    plain = message.get_body(("plain",))
    text = _content(plain) if plain is not None else ""
    if text.strip():
        return text
    page = message.get_body(("html",))
    return page_to_text(_content(page)) if page is not None else ""


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, KeyError):  # a character set or encoding that nobody knows
        data = part.get_payload(decode=True)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


_BLOCKS = re.compile(
    r"address|article|blockquote|body|br|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6r]|header"
    r"|legend|li|main|ol|p|pre|section|table|tbody|td|th|tr|ul"
)
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))


class _Page(HTMLParser):
    """A page as lines; what is quoted begins with ``>``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.quoted = 0
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif _BLOCKS.fullmatch(tag):
            self.quoted += tag == "blockquote"
            self._end_line()
            if tag == "hr":
                self.lines[-1] += "________________"
                self._end_line()
        elif tag == "input" and any(name == "checked" for name, _ in attrs):
            self.lines[-1] += "[x] "

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif _BLOCKS.fullmatch(tag):
            self.quoted = max(0, self.quoted - (tag == "blockquote"))
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.lines[-1] += re.sub(r"\s+", " ", data)

    def _end_line(self) -> None:
        mark = "> " * min(self.quoted, 5)
        if self.lines[-1].replace(">", "").strip():
            self.lines.append(mark)
        else:
            self.lines[-1] = mark


def page_to_text(page: str) -> str:
    """The words of a page, a block a line."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return "\n".join(line.rstrip() for line in reader.lines)
