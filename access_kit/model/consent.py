"""Consent as it was given: to which words, how, item by item, and what was withdrawn later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from access_kit.model.constraint import Choice


class ConsentAct(Choice):
    """an act of consent"""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    ASKED_AGAIN = "asked_again"


class ConsentWay(Choice):
    """a way of saying yes or no"""

    NAME = "name"
    MARK = "mark"
    VOICE = "voice"
    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"
    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True)
class ConsentRecord:
    """One entry of a person's consents. Entries are only ever added.

    ``version`` and ``sha256`` name the exact words that the person was shown, in ``locale`` and
    ``format``. ``answers`` maps each item's key to what was said; choices are never bundled.
    ``given_at`` is when it was said, whenever it was written down. ``scope`` says what a withdrawal
    covers: ``all``, or a channel, or an item's key; and which channel is held until somebody asked
    whether the person wants no more of it. An item that ``answers`` does not name was not
    answered; ``left_open`` are the choices among them that were shown.
    ``until`` is empty for "until I say stop". ``witness`` is the id or role of a second listener,
    if any.
    """

    person: str
    act: ConsentAct
    form: str
    version: str
    sha256: str
    locale: str
    format: str
    way: ConsentWay
    given_at: datetime.datetime
    recorded_by: str
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    scope: str = "all"
    until: datetime.date | None = None
    witness: str = ""
    copy_sent: str = ""
    left_open: tuple[str, ...] = ()
