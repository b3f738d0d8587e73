"""A Plan: what is recommended, what will be made, and what cannot be met. Ids only, no names."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from access_kit.errors import Problem
from access_kit.model.constraint import Choice
from access_kit.model.kit import Resource

SettingValue = bool | int | float | str | tuple[str, ...]


class Duty(Choice):
    """a duty

    ``required``: the provider must provide it. Never: the person must use it.
    """

    REQUIRED = "required"
    OFFER = "offer"
    CONSIDER = "consider"


class Audience(Choice):
    """an audience"""

    PERSON = "person"
    FACILITATOR = "facilitator"
    EVERYONE = "everyone"


@dataclass(frozen=True)
class Recommendation:
    """One rule that holds for a person or a group, after joining and the person's wishes."""

    rule: str
    duty: Duty
    setting: str
    value: SettingValue
    because: str
    source: str
    audience: Audience = Audience.PERSON


@dataclass(frozen=True)
class NotMet:
    """What cannot be met: said, never dropped, with two other ways and the question to ask.

    ``unknown``: it may be possible after all; nobody has evidence that it is.
    """

    rule: str
    setting: str
    value: SettingValue
    because: str
    alternatives: tuple[str, ...]
    unknown: bool = False


@dataclass(frozen=True)
class Booking:
    """Something to book for a person, by a day counted back from the session.

    ``source`` is the citation key of the lead time. What is late is also not met, and stays here:
    asking may still help.
    """

    rule: str
    what: str
    book_by: datetime.date
    late: bool
    source: str = ""


@dataclass(frozen=True)
class LocalHelp:
    """A local place or line that a rule calls for."""

    rule: str
    resource: Resource


@dataclass(frozen=True)
class PersonPlan:
    """What is planned for one person, by id."""

    id: str
    recommendations: tuple[Recommendation, ...]
    settings: Mapping[str, SettingValue]
    not_met: tuple[NotMet, ...] = ()
    bookings: tuple[Booking, ...] = ()
    problems: tuple[Problem, ...] = ()
    resources: tuple[LocalHelp, ...] = ()


@dataclass(frozen=True)
class GroupPlan:
    """What holds for everyone alike; nothing here points at one person without their consent."""

    settings: Mapping[str, SettingValue]
    recommendations: tuple[Recommendation, ...]
    not_met: tuple[NotMet, ...] = ()


class ArtefactState(StrEnum):
    FINAL = "final"
    DRAFT = "draft"


@dataclass(frozen=True)
class Artefact:
    """A file of a packet. ``file`` is relative to the packet's folder; ``sha256`` once made.

    ``items`` are the ids of what a form asks, signature apart; ``items_required`` those of the
    agency's own lines. Both are ``None`` for what is no form. ``instead``, of a draft that stays
    here, is the stem of what goes in its place.
    """

    file: str
    kind: str
    media_type: str
    locale: str
    sha256: str = ""
    state: ArtefactState = ArtefactState.FINAL
    accessibility: Mapping[str, str | tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    items: tuple[str, ...] | None = None
    items_required: tuple[str, ...] | None = None
    instead: str | None = None
