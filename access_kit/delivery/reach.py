"""Who may be reached now, and by which ways. Pure.

- Only ways that the person called safe, asked not longer than ``ASK_AGAIN_DAYS`` ago; consent that
  came back since narrows them, and what was withdrawn is not used.
- Nothing goes before the day that the session names, nor in the kit's quiet hours, nor so late that
  it would arrive after the meeting.
- A way that the person avoids is not used either, whatever was called safe.
- Why someone cannot be reached is a code; nothing is ever decided about the person by it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from access_kit.delivery.consent_rules import ALL, ConsentStanding, may_use
from access_kit.model.profile import Channel, Mode, Profile
from access_kit.model.session import Session

ASK_AGAIN_DAYS = 90
"""Whether a way is still safe is asked again after so many days."""

AVOIDED = "avoided"
"""The reason of a way that the person avoids."""

LATEST = datetime.timedelta(hours=2)
"""Before the start of the meeting: later than this, a telephone call is the better way."""

RETRY_MINUTES = (1, 5, 15, 30, 60)
"""Waits between tries; the last one repeats (RFC 5321, 4.5.4.1, asks for patience)."""

PAPERS_BY = (Channel.EMAIL, Channel.LETTER, Channel.SMS)
"""Ways that carry papers."""


MODES: Mapping[Channel, Mode] = MappingProxyType(
    {
        Channel.EMAIL: Mode.EMAIL,
        Channel.SMS: Mode.SMS,
        Channel.CALL: Mode.PHONE,
        Channel.VOICEMAIL: Mode.PHONE,
        Channel.IN_PERSON: Mode.IN_PERSON,
    }
)
"""The way to talk that each way to reach someone is: who avoids it is not reached by it."""


@dataclass(frozen=True)
class Reach:
    """``ways`` may be used, best first. Without any, ``reason`` says why."""

    ways: tuple[Channel, ...]
    reason: str = ""


def avoids(profile: Profile, channel: Channel) -> bool:
    """Whether a person says that they avoid a way; that beats that they once called it safe."""
    return MODES.get(channel) in profile.talk.avoided


def reach(profile: Profile, consent: ConsentStanding, *, today: datetime.date) -> Reach:
    contact = profile.contact
    if not contact.safe:
        return Reach((), "nothing-safe")
    if contact.asked_on is None or (today - contact.asked_on).days > ASK_AGAIN_DAYS:
        return Reach((), "ask-first")
    open_ways = [one for one in contact.safe if may_use(one, consent)]
    ways = tuple(one for one in open_ways if not avoids(profile, one))
    if ways:
        return Reach(ways)
    if open_ways:
        return Reach((), AVOIDED)
    taken_back = all({ALL, one.value} & consent.withdrawn for one in contact.safe)
    return Reach((), "withdrawn" if taken_back else "not-agreed")


def carries(profile: Profile, way: Channel) -> bool:
    """Whether papers can go to this person by ``way``: where to is known."""
    contact = profile.contact
    places = {
        Channel.LETTER: contact.post,
        Channel.EMAIL: contact.email,
        Channel.SMS: contact.phone,
    }
    return bool(places.get(way))


def picks_up(profile: Profile, ways: Sequence[Channel]) -> bool:
    """Whether papers wait until the person comes: by hand is safe, and no way carries them.

    ``ways`` are those that may be used.
    """
    by_hand = Channel.IN_PERSON in ways and not avoids(profile, Channel.IN_PERSON)
    return by_hand and not any(carries(profile, way) for way in ways)


def earliest(session: Session, days_before: int) -> datetime.datetime:
    """The first moment at which something about a session goes out: the start of that day there."""
    day = session.begins.date() - datetime.timedelta(days=days_before)
    return datetime.datetime.combine(day, datetime.time(), session.begins.tzinfo)


def is_due(session: Session, days_before: int, now: datetime.datetime) -> bool:
    """Whether it is time for what goes out so many days before a meeting: until it starts."""
    return earliest(session, days_before) <= now < session.begins


def latest(session: Session) -> datetime.datetime:
    return session.begins - LATEST


def quiet_until(
    now: datetime.datetime, hours: Sequence[str], zone: datetime.tzinfo
) -> datetime.datetime | None:
    """When the quiet hours end that ``now`` lies in; ``None`` outside them.

    ``hours`` are two clock times; the hours may go over midnight. Two equal times are none.
    """
    start, end = (datetime.time.fromisoformat(one) for one in hours)
    local = now.astimezone(zone)
    clock = local.time()
    if start == end:
        return None
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    over = datetime.datetime.combine(local.date(), end, zone)
    return over if over > local else over + datetime.timedelta(days=1)


def next_try(attempts: int, last: datetime.datetime, message_id: str) -> datetime.datetime:
    """When to try again after so many tries, a little earlier or later for each message."""
    step = RETRY_MINUTES[min(max(attempts, 1), len(RETRY_MINUTES)) - 1]
    spread = (sum(message_id.encode()) % 21 - 10) / 100
    return last + datetime.timedelta(minutes=step * (1 + spread))
