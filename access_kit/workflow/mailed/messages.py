"""An e-mail out of a packet: its body as it was made, and the files that go with it."""

from __future__ import annotations

import datetime
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from access_kit.delivery.emails import Attachment, Email, build_message
from access_kit.delivery.outgoing import Outgoing
from access_kit.documents.direction import direction
from access_kit.documents.renderers import FORMATS
from access_kit.errors import BadInput, Problem
from access_kit.model.answers import ArtefactAnswer
from access_kit.model.document import Purpose
from access_kit.model.kit import Kit
from access_kit.model.ledger import MailKey
from access_kit.model.profile import Profile
from access_kit.model.session import Session
from access_kit.workflow.packets import Packet
from access_kit.workflow.prepare.calendar_entry import CALENDAR_FILE

BODY_TEXT, BODY_PAGE = "message.txt", "message.html"

THE_MESSAGE = frozenset({Purpose.EMAIL.value, "calendar"})
"""Kinds that are the message itself."""

BASE64 = 0.7
"""Of the room in a message, what files may take: written in letters they grow by a third."""

FIRST = ("letter", "note", "agreement", "tech-check", "answers")
"""The papers that matter most, in this order; handouts come after, each with its sound."""


@dataclass(frozen=True)
class Enclosed:
    """What goes with a message, and the names of what is too large to."""

    attached: tuple[ArtefactAnswer, ...]
    left_out: tuple[str, ...]


def choose_attachments(packet: Packet, limit_mb: int) -> Enclosed:
    """The packet's papers, what matters most first, as far as ``limit_mb`` megabytes go.

    A page that holds the same sound as a book beside it is left at home, and so are the captions of
    a recording that does not go.
    """
    texted = {one.kind for one in FORMATS.values() if not one.by_mail}
    able = [one for one in packet.goes if one.kind not in THE_MESSAGE | texted]
    able = [one for one in able if not _is_in_body(one) and not _is_double(one, able)]
    size = {one.file: (packet.folder / one.file).stat().st_size for one in able}
    attached: list[ArtefactAnswer] = []
    left, out = limit_mb * 1_000_000 * BASE64, []
    for one in sorted(able, key=lambda one: _rank(one, size)):
        if size[one.file] <= left:
            left -= size[one.file]
            attached.append(one)
        else:
            out.append(one.file)
    stems = {_stem(one) for one in attached if one.media_type == "audio/mpeg"}
    attached = [one for one in attached if one.media_type != "text/vtt" or _stem(one) in stems]
    return Enclosed(tuple(attached), tuple(sorted(out)))


def _rank(artefact: ArtefactAnswer, size: Mapping[str, int]) -> tuple[int, bool, int]:
    """What matters most first; of one paper, what is read before what is heard."""
    stem = _stem(artefact)
    paper = FIRST.index(stem) if stem in FIRST else len(FIRST)
    return paper, _is_heard(artefact, size), size[artefact.file] if paper == len(FIRST) else 0


def _stem(artefact: ArtefactAnswer) -> str:
    return artefact.file.partition(".")[0]


def _is_in_body(artefact: ArtefactAnswer) -> bool:
    """Whether the body says a paper already, in a way that can be opened wherever this can."""
    said = any(
        Purpose.LETTER in known.in_body
        for known in FORMATS.values()
        if known.media_type == artefact.media_type
    )
    return said and (_stem(artefact) in ("letter", "note") or artefact.kind == Purpose.LETTER.value)


def _is_double(artefact: ArtefactAnswer, among: Iterable[ArtefactAnswer]) -> bool:
    if artefact.kind != "epub" or artefact.media_type != "text/html":
        return False
    return any(
        o.kind == "epub" and _stem(o) == _stem(artefact) and o is not artefact for o in among
    )


def _is_heard(artefact: ArtefactAnswer, size: Mapping[str, int]) -> bool:
    return artefact.media_type.startswith("audio/") or (
        artefact.media_type == "application/epub+zip" and size[artefact.file] > 300_000
    )


def neutral_name(file: str, taken: set[str]) -> str:
    """The name of an attachment: of the paper, and of what opens it; no word of the format."""
    path = PurePath(file)
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", path.name.partition(".")[0]).strip("-")[:60] or "paper"
    name, at = f"{stem}{path.suffix}", 2
    while name in taken:
        name, at = f"{stem}-{at}{path.suffix}", at + 1
    taken.add(name)
    return name


def packet_version(packet: Packet, address: str) -> str:
    """Which words, files and address a message is made of: another of them, another message."""
    said = {
        "address": address,
        "files": sorted((one.file, one.sha256) for one in packet.goes),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class LeadingLine:
    """What stands above everything else in a message, in one language."""

    text: str
    lang: str


@dataclass(frozen=True)
class News:
    """What makes these papers news to somebody who has older ones.

    ``follows`` is the Message-ID of the first message. ``subject`` and ``lines`` say it in the
    person's language, or in two; they stand first, in the subject and in the body.
    """

    follows: str
    subject: str
    lines: tuple[LeadingLine, ...]


@dataclass(frozen=True)
class PacketMail:
    """What the message of a packet is made of, but for when it goes. ``entry`` is for calendars."""

    packet: Packet
    profile: Profile
    kit: Kit
    session: Session
    entry: bytes | None = None
    news: News | None = None


def build_outgoing(
    mail: PacketMail, key: MailKey, date: datetime.datetime, message_id: str = ""
) -> Outgoing:
    """The message of a packet; ``BadInput`` when the packet holds none."""
    packet, profile, kit, news = mail.packet, mail.profile, mail.kit, mail.news
    names = {one.file for one in packet.artefacts}
    if BODY_TEXT not in names or not profile.contact.email:
        raise BadInput(Problem("send.no-message", where=profile.id))
    text, page = packet.read(BODY_TEXT).decode(), packet.read(BODY_PAGE).decode()
    subject = text.partition("\n")[0].strip()
    body = next(one for one in packet.artefacts if one.file == BODY_TEXT)
    if news:
        subject = news.subject
        text = "\n\n".join((*(line.text for line in news.lines), text))
        said = "".join(_first_on_page(line, body.locale) for line in news.lines)
        page = page.replace("<h1", f"{said}<h1", 1)
    taken: set[str] = set()
    attachments = [
        Attachment(neutral_name(one.file, taken), one.media_type, packet.read(one.file))
        for one in choose_attachments(packet, kit.papers.mail_limit_mb).attached
    ]
    email = Email(
        from_name=kit.agency.from_name,
        from_address=require_sender(kit),
        to_address=profile.contact.email,
        subject=subject,
        lang=body.locale,
        date=date,
        text=text,
        html=page,
        attachments=attachments,
        calendar=mail.entry,
        reply_to=answers_to(kit, mail.session),
        follows=news.follows if news else "",
    )
    return build_message(key, email, message_id)


def _first_on_page(line: LeadingLine, around: str) -> str:
    """A line as HTML, with its language where that is not the one of the page ``around`` it."""
    own = f' lang="{line.lang}" dir="{direction(line.lang)}"' if line.lang != around else ""
    return f"<p{own}><strong>{html.escape(line.text)}</strong></p>\n"


def entry_of(packet: Packet, before: bytes | None) -> bytes | None:
    """A packet's entry for a calendar, such that it follows the one that the person has."""
    if not any(one.file == CALENDAR_FILE for one in packet.artefacts):
        return None
    from access_kit.delivery.calendar import follow

    return follow(packet.read(CALENDAR_FILE), before)


def answers_to(kit: Kit, session: Session) -> str:
    """The address that the papers name for answers, where it is not the sender's own."""
    named = session.facilitator.email or kit.agency.email or ""
    return "" if named == kit.agency.email else named


def require_sender(kit: Kit) -> str:
    """The agency's address; without one nobody could answer."""
    if not kit.agency.email:
        raise BadInput(Problem("send.no-sender", file="kit.toml", where="agency.email"))
    return kit.agency.email
