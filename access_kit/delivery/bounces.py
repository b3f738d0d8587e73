"""Notices of mail systems: what became of a message, whom it was for, and which one it was.

Rules of this file:
- A notice is told by who writes it (a mailer, a report, ``X-Failed-Recipients``), never by words
  alone: a person may well write that something "could not be delivered".
- Whom it is about is asked in this order: the fields of RFC 3464 and RFC 6533 and their older
  forms, flufl.bounce for the texts of mail servers, the addresses that the notice names at all.
- Nothing of a notice is believed but ids and addresses; they are compared with our own.
- A notice that is not understood is a notice all the same: it is told, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from itertools import islice

from access_kit.budgets import NOTICE_NAMES, NOTICE_TEXT
from access_kit.delivery.bounce_words import (
    Delivery,
    addresses,
    field,
    read_server_text,
    read_words,
)
from access_kit.delivery.mail_text import bytes_of, parts_of, text_of_part


@dataclass(frozen=True)
class Notice:
    """What a mail system says. Addresses are in small letters.

    ``recipients`` are named as those it is about; ``mentioned`` are others that stand in it, such
    as in the headers of the message it is about. ``status`` is a code such as 5.1.1, or empty.
    """

    delivery: Delivery
    status: str = ""
    recipients: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()


IDS = re.compile(r"<[^<>\s]{3,200}>")
_FOR_WORDS = 3_000

_MAILER = re.compile(
    r"(?i)mailer[-_. ]?daemon|po+st[-_ ]?master|mail[-_. ]deliver(?:y|ing)?[-_. ]?"
    r"(?:sub)?(?:system|service|agent|status)|system administrator|mail administrator"
    r"|\bmdaemon\b|smtp[-_ ]?mail[-_ ]?service|content-filter at"
    r"|microsoftexchange[0-9a-f]{8,}|ndr administrator"
)
_SUBJECT = re.compile(
    r"(?i)^(?:undeliver|non[- ]?deliver|returned mail|failure notice|delivery (?:status|fail|has"
    r"|report|problem)|mail delivery (?:fail|problem|error)|permanent delivery failure"
    r"|\W*returned mail|message (?:undeliver|delivery)|warning: .*user unknown)"
)
_NO_REPLY = re.compile(r"(?i)(?<![a-z0-9])(?:no|do[-_.]?not)[-_.]?reply[^@\s]{0,20}@")
_NULL_PATH = re.compile(r"(?i)^\s*(?:<>|<?null>?|<?mailer-daemon\b.*)\s*$")
_STATUS_KINDS = frozenset(("message/delivery-status", "message/global-delivery-status"))
_ENCODED = frozenset(("base64", "quoted-printable"))
_ORIGINAL_KINDS = frozenset(
    (
        "message/rfc822",
        "message/global",
        "message/global-headers",
        "message/rfc822-headers",
        "message/partial",
        "text/rfc822-headers",
    )
)
_ACTIONS = (
    (Delivery.FAILED, ("fail", "error")),
    (Delivery.DELAYED, ("delay",)),
    (Delivery.ARRIVED, ("deliver", "relay", "expand")),
)


def is_from_mailer(message: Message) -> bool:
    """Whether a mail system wrote this, by its own account."""
    if message.get("X-Failed-Recipients"):
        return True
    sender = field(message, "From")
    is_nameless = message.get("From") is not None and not sender.strip('<>" ')
    if is_nameless or _MAILER.search(sender) or _is_failure_by_machine(message):
        return True
    return bool(_NO_REPLY.search(sender)) and _returns_a_message(message)


def _returns_a_message(message: Message) -> bool:
    """Whether what came back lies in it, or its headers do."""
    return any(one.get_content_type() in _ORIGINAL_KINDS for one in parts_of(message))


def _is_report(message: Message) -> bool:
    """A report (RFC 6522) of whatever kind, but for those that say a message was shown."""
    is_report = message.get_content_type() == "multipart/report"
    return is_report and _report_type(message) != "disposition-notification"


_ABOUT_DELIVERY = "delivery-status"


def _report_type(message: Message) -> str:
    return str(message.get_param("report-type", "")).casefold()


def _is_failure_by_machine(message: Message) -> bool:
    """A machine's message, from whatever address, whose subject is that of a notice."""
    said = field(message, "Auto-Submitted").casefold()
    precedence = field(message, "Precedence").casefold()
    is_machine = said.startswith("auto-") or precedence in ("bulk", "junk", "auto_reply")
    return is_machine and bool(_SUBJECT.search(field(message, "Subject")))


def read_notice(message: Message) -> tuple[Notice | None, tuple[str, ...]]:
    """What a message says as a mail system's notice, and the ids of what it is about.

    ``None`` when it is none: a person's message, or an answer of somebody's program.
    """
    blocks = list(islice(_status_blocks(message), NOTICE_NAMES))
    from_mailer = is_from_mailer(message)
    is_report = _is_report(message)
    is_returned = bool(_NULL_PATH.match(field(message, "Return-Path")))
    if not (blocks or from_mailer or is_report or is_returned):
        return None, ()
    texts = _Texts(message)
    blocks += [one for one in islice(texts.blocks(), NOTICE_NAMES) if one.delivery is not None]
    told = _by_fields(message, blocks) or read_server_text(message, texts.notice)
    if told is None:
        if not (from_mailer or is_report):
            return None, ()
        told = (Delivery.UNSAID, ())
    delivery, recipients = told
    if delivery is Delivery.UNSAID and (from_mailer or _report_type(message) == _ABOUT_DELIVERY):
        delivery = read_words(field(message, "Subject") + "\n" + texts.first)
    status = next((one.status for one in blocks if one.status), "") or texts.status()
    ours = frozenset((*addresses(field(message, "To")), *addresses(field(message, "From"))))
    mentioned = dict.fromkeys((*addresses(texts.notice), *texts.written_to()))
    notice = Notice(
        delivery=delivery,
        status=status,
        recipients=recipients,
        mentioned=tuple(one for one in mentioned if one not in ours)[:NOTICE_NAMES],
    )
    return notice, (*(one for block in blocks for one in block.ids), *texts.ids())


# -- fields -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Block:
    """What is said of one recipient, or of the message."""

    delivery: Delivery | None
    status: str
    recipients: tuple[str, ...]
    ids: tuple[str, ...]


def _status_blocks(message: Message) -> Iterator[_Block]:
    """The blocks of fields (RFC 3464, 2.1), in whatever part; not those of a message inside."""
    stack = [message]
    while stack:
        part = stack.pop(0)
        if part.get_content_type() in _STATUS_KINDS:
            for fields in _blocks_of(part):
                yield _block(fields)
        elif part.get_content_maintype() == "multipart":
            stack = parts_of(part) + stack


def _blocks_of(part: Message) -> list[Message]:
    """The blocks of a part; Python takes only plain ones of the older kind apart itself."""
    inner = parts_of(part)
    encoding = field(part, "Content-Transfer-Encoding").casefold()
    if part.get_content_type() == "message/delivery-status" and encoding not in _ENCODED:
        return inner
    carrier = Message()
    carrier["Content-Transfer-Encoding"] = encoding
    carrier.set_payload("\n\n".join(one.as_string() for one in inner).strip())
    text = bytes_of(carrier if inner else part).decode("utf-8", "replace")
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n")[:NOTICE_TEXT])
    return [message_from_string(one.lstrip()) for one in blocks if one.strip()]


def _block(fields: Message) -> _Block:
    said = field(fields, "Action").casefold()
    delivery = next((one for one, starts in _ACTIONS if said.startswith(starts)), None)
    named: list[str] = []
    for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient"):
        named += _recipient(field(fields, name))
    if delivery is None and named and field(fields, "Status").startswith("5"):
        delivery = Delivery.FAILED
    ids = [
        found
        for name in ("X-Original-Message-ID", "Original-Message-ID", "Message-ID")
        for found in IDS.findall(field(fields, name))
    ]
    return _Block(delivery, _status_in(field(fields, "Status")), tuple(named), tuple(ids))


def _recipient(said: str) -> list[str]:
    """``rfc822; mei@mail.example`` in its forms; an xtext address (RFC 3461, 4) also undone."""
    kind, semicolon, rest = said.partition(";")
    bare = (rest if semicolon else kind).strip()
    if "utf-8" in kind.casefold():
        bare = re.sub(r"\\x\{([0-9A-Fa-f]{2,6})\}", _unicode_sign, bare)
    plain = re.sub(r"\+([2-7][0-9A-F])", lambda found: chr(int(found[1], 16)), bare)
    return list(dict.fromkeys((*addresses(bare), *addresses(plain))))


def _unicode_sign(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _by_fields(
    message: Message, blocks: Iterable[_Block]
) -> tuple[Delivery, tuple[str, ...]] | None:
    """The worst that is said, and of whom."""
    failed = addresses(field(message, "X-Failed-Recipients"))
    for delivery, _ in _ACTIONS:
        same_delivery = [one for one in blocks if one.delivery is delivery]
        named = [name for one in same_delivery for name in one.recipients]
        if delivery is Delivery.FAILED:
            named += failed
        if same_delivery or (failed and delivery is Delivery.FAILED):
            return delivery, tuple(dict.fromkeys(named))[:NOTICE_NAMES]
    return None


# -- texts --------------------------------------------------------------------------------------

_FIELD_LINE = re.compile(
    r"(?im)^[>|\s]{0,8}(Final-Recipient|Original-Recipient|Action|Status)[ \t]*:[ \t]*(\S.{0,300})$"
)
_ID_LINE = re.compile(
    r"(?im)^[>|\s]{0,8}(?:X-)?(?:Original-)?Message[- ]?ID[ \t]*:\s{0,9}(<[^<>\s]{3,200}>)"
)
_TO_LINE = re.compile(
    r"(?im)^[>|\s]{0,8}(?:(?:RCPT )?To|Cc|Recipient address)[ \t]*:[ \t]*(\S.{0,900})$"
)
_HEADER_LINE = re.compile(r"[>|\s]{0,8}[A-Za-z][A-Za-z0-9-]{1,50}:(?:\s|$)")
_KNOWN_HEADER = re.compile(
    r"(?i)[>|\s]{0,8}(?:return-path|received|from|date|message-id|mime-version|dkim-signature"
    r"|content-type|delivered-to|reply-to|x-mailer|auto-submitted):"
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")


class _Texts:
    """The notice in words, and what came back of the message it is about."""

    def __init__(self, message: Message) -> None:
        notice: list[str] = []
        originals: list[Message] = []
        self._split(message, notice, originals, room=NOTICE_TEXT)
        if not any(text.strip() for text in notice):
            notice = [_body(message)]
        whole = "\n".join(notice)[:NOTICE_TEXT]
        at = _original_at(whole)
        self.notice, self.quoted, self.first = whole[:at], whole[at:], whole[: at or _FOR_WORDS]
        self.originals = originals

    def _split(self, part: Message, notice: list[str], originals: list[Message], room: int) -> None:
        stack = [part]
        while stack and room > 0:
            one = stack.pop(0)
            kind = one.get_content_type()
            if kind in _ORIGINAL_KINDS:
                originals += parts_of(one) or [
                    message_from_string(bytes_of(one).decode("utf-8", "replace")[:NOTICE_TEXT])
                ]
            elif one.is_multipart() and kind not in _STATUS_KINDS:
                stack = parts_of(one) + stack
            elif one.get_content_maintype() == "text":
                text = text_of_part(one)[:room]
                notice.append(text)
                room -= len(text)

    def blocks(self) -> Iterator[_Block]:
        """Fields of RFC 3464 that stand in the text of the notice."""
        fields = Message()
        for found in _FIELD_LINE.finditer(self.notice + self.quoted):
            if found[1] in fields:
                yield _block(fields)
                fields = Message()
            fields[found[1]] = found[2]
        if fields:
            yield _block(fields)

    def ids(self) -> tuple[str, ...]:
        """Ids of what came back: first those said to be its own, then any."""
        found: list[str] = []
        for one in self.originals:
            found += IDS.findall(field(one, "Message-ID"))
        for text in (self.quoted, self.notice):
            found += _ID_LINE.findall(text)
        for text in (self.notice, self.quoted):
            found += IDS.findall(text)
        return tuple(dict.fromkeys(found))[:NOTICE_NAMES]

    def written_to(self) -> tuple[str, ...]:
        """Whom the message that came back was written to."""
        lines = [field(one, name) for one in self.originals for name in ("To", "Cc")]
        lines += _TO_LINE.findall(self.quoted)
        return tuple(address for line in lines for address in addresses(line))

    def status(self) -> str:
        return _status_in(self.notice)


def _body(message: Message) -> str:
    """The body as it stands: for a notice whose parts are put together wrongly."""
    whole = message.as_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    return whole.partition("\n\n")[2][:NOTICE_TEXT]


def _original_at(text: str) -> int:
    """Where the headers of a message begin that is quoted in a text: three in a row."""
    at = run_at = run = known = 0
    for line in text.split("\n"):
        if _HEADER_LINE.match(line) or (run and line[:1] in (" ", "\t") and line.strip()):
            run_at = at if not run else run_at
            run += 1
            known += bool(_KNOWN_HEADER.match(line))
            if run >= 3 and known >= 2:
                return run_at
        else:
            run = known = 0
        at += len(line) + 1
    return len(text)


def _status_in(text: str) -> str:
    found = _STATUS.search(text)
    return found[1] if found else ""
