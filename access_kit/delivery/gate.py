"""The one gate: may something go to a person by a way, now? Pure.

Every path that hands something over or lays it ready asks here, and asks again right before the
last step of each message, with profile, consent and clock read afresh. What the gate looks at:

1. the person: a way that they called safe, not too long ago, and do not avoid; what they agreed to
   and took back since, by the time it was said; STOP, and what may mean it;
2. the papers: made, final, as they were made, about the meeting as it is now, and with a usable
   emergency line;
3. the clock, where something leaves the computer: the day, the quiet hours, not too late.

A fact that is not known counts as a no. Why not is a stable code, never a judgement of a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from access_kit.delivery.consent_rules import ALL, ConsentStanding, may_use
from access_kit.delivery.reach import ASK_AGAIN_DAYS, AVOIDED, avoids, earliest, latest, quiet_until
from access_kit.model.profile import Channel, Profile
from access_kit.model.session import Session

PLACEHOLDER = "placeholder"
"""Papers in which a place of the kit is still to be filled in."""

VOICE_ONLY = "voice-only-lines"
"""A packet that names nothing but voice calls to somebody who may not use their voice."""

PAPER_FAULTS = (
    "cancelled",
    "no-packet",
    "changed-packet",
    "draft",
    PLACEHOLDER,
    "no-emergency-line",
    VOICE_ONLY,
    "old-time",
)
"""What holds papers back, in the order in which it is told."""

ASK_FIRST = "ask-first"
"""The reason of a way that was asked about too long ago."""


class Obstacle(StrEnum):
    """What stands in the way: the person's word, the papers, or the clock."""

    PERSON = "person"
    PAPERS = "papers"
    CLOCK = "clock"


@dataclass(frozen=True)
class Shut:
    """Why nothing goes. ``until`` is when it may, where the clock alone stands in the way."""

    kind: Obstacle
    reason: str
    until: datetime.datetime | None = None


@dataclass(frozen=True)
class Hours:
    """When things may leave the computer: from ``first`` to ``last``, not in ``quiet`` hours."""

    first: datetime.datetime
    last: datetime.datetime
    quiet: Sequence[str]
    zone: datetime.tzinfo


def hours_of(
    session: Session, quiet: Sequence[str], days_before: int, *, to_the_end: bool = False
) -> Hours:
    """From so many days before a meeting; ``to_the_end`` for what matters until it is over."""
    zone = session.begins.tzinfo
    assert zone is not None
    last = session.ends if to_the_end else latest(session)
    return Hours(earliest(session, days_before), last, quiet, zone)


def ask(
    profile: Profile | None,
    standing: ConsentStanding,
    channel: Channel,
    now: datetime.datetime,
    *,
    faults: frozenset[str] = frozenset(),
    hours: Hours | None = None,
) -> Shut | None:
    """Why nothing may go to a person by ``channel`` now; ``None``: it may.

    ``profile`` is ``None`` for somebody who was erased. ``faults`` are what is wrong with the
    papers, of ``PAPER_FAULTS``. ``hours`` is ``None`` where nothing leaves the computer.
    """
    reason = why_not(profile, standing, channel, today=now.date())
    if reason:
        return Shut(Obstacle.PERSON, reason)
    unknown = sorted(faults - set(PAPER_FAULTS))
    for fault in (*PAPER_FAULTS, *unknown):
        if fault in faults:
            return Shut(Obstacle.PAPERS, fault)
    return _clock(now, hours) if hours else None


def why_not(
    profile: Profile | None, standing: ConsentStanding, channel: Channel, *, today: datetime.date
) -> str:
    """By the person's word alone; empty where nothing stands in the way."""
    if profile is None:
        return "erased"
    contact = profile.contact
    if not contact.safe:
        return "nothing-safe"
    if channel not in contact.safe:
        return "not-safe"
    if contact.asked_on is None or (today - contact.asked_on).days > ASK_AGAIN_DAYS:
        return ASK_FIRST
    if may_use(channel, standing):
        return AVOIDED if avoids(profile, channel) else ""
    if ALL in standing.withdrawn:
        return "withdrawn"
    if channel.value in standing.withdrawn:
        return "stopped"
    return "held" if {ALL, channel.value} & standing.held else "not-agreed"


def _clock(now: datetime.datetime, hours: Hours) -> Shut | None:
    if now < hours.first:
        return Shut(Obstacle.CLOCK, "too-early", hours.first)
    if now > hours.last:
        return Shut(Obstacle.CLOCK, "too-late")
    quiet = quiet_until(now, hours.quiet, hours.zone)
    return Shut(Obstacle.CLOCK, "quiet-hours", quiet) if quiet else None
