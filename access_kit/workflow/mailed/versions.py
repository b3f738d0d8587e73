"""What makes a letter, or the text messages of a packet, the same that went before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from access_kit.model.ledger import MAILED, PACKET, MailKey, MailRow, MailState, next_time
from access_kit.model.profile import Channel
from access_kit.workflow.mailed.messages import packet_version
from access_kit.workflow.packets import Packet


def letter_key(session: str, packet: Packet, lines: Sequence[str]) -> MailKey:
    """A letter to the address of ``lines``."""
    address = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    version = packet_version(packet, address)
    return MailKey(session, packet.person, Channel.LETTER.value, PACKET, version)


def text_key(session: str, packet: Packet, phone: str) -> MailKey:
    """The text messages and pictures of a packet, to a telephone."""
    files = sorted((one.file, one.sha256) for one in packet.of_kind("sms", "card"))
    version = hashlib.sha256(json.dumps([phone, files]).encode()).hexdigest()
    return MailKey(session, packet.person, Channel.SMS.value, PACKET, version)


def pick_up_key(session: str, packet: Packet) -> MailKey:
    """A printed packet that is handed to the person."""
    version = packet_version(packet, "")
    return MailKey(session, packet.person, Channel.IN_PERSON.value, PACKET, version)


def letter_stands(key: MailKey, rows: Iterable[MailRow]) -> MailState | None:
    """What the ledger says of a letter that is not to be printed: posted, or it came back."""
    return _last_of(key, rows, {MailState.POSTED, MailState.CAME_BACK})


def text_stands(key: MailKey, rows: Iterable[MailRow]) -> MailState | None:
    """Whether somebody said that these text messages went."""
    return _last_of(key, rows, {*MAILED, MailState.CAME_BACK})


def went_by_hand(key: MailKey, rows: Iterable[MailRow]) -> MailState | None:
    """Whether somebody said that this packet was handed over."""
    return _last_of(key, rows, set(MAILED))


def once_more(key: MailKey, rows: Iterable[MailRow]) -> MailKey:
    """The key under which what went already goes again; what is open of it goes on."""
    same = [row for row in rows if row.key[:4] == key[:4] and row.key.words == key.words]
    waits = (row.key for row in same if row.state not in (*MAILED, MailState.CAME_BACK))
    return next(waits, None) or next_time(key, same)


def _last_of(key: MailKey, rows: Iterable[MailRow], ended: set[MailState]) -> MailState | None:
    """The state of what went last by this way, if it was these words."""
    went = [row for row in rows if row.key[:4] == key[:4] and row.state in ended]
    last = max(went, key=lambda row: row.at, default=None)
    return last.state if last and last.key.words == key.words else None
