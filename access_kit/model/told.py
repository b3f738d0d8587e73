"""What a message told of a meeting: when it starts, and how to join.

It is kept with each row of the ledger and in each packet's manifest, so that it can be said who
still has the old time, or an old number. What is secret in it is kept as a digest: it is only ever
compared.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import astuple, dataclass

from access_kit.model.constraint import Choice
from access_kit.model.session import Session


class Change(Choice):
    """what has changed of a meeting"""

    DAY = "day"
    HOUR = "hour"
    LENGTH = "length"
    PLATFORM = "platform"
    WAY = "way_to_join"
    NUMBER = "number"
    CODE = "code"
    ON = "takes_place"


TIME = frozenset({Change.DAY, Change.HOUR, Change.LENGTH})
JOINING = frozenset({Change.PLATFORM, Change.WAY, Change.NUMBER, Change.CODE})
"""How to join. ``ON`` is neither: a meeting that was told as cancelled takes place."""


@dataclass(frozen=True)
class ToldDigests:
    """``starts`` is ISO 8601 with offset; ``link``, ``number`` and ``code`` are digests.

    ``minutes`` is empty where an older program wrote it down.
    """

    starts: str
    platform: str
    link: str
    number: str
    code: str
    minutes: str = ""

    def __str__(self) -> str:
        return " ".join(part or "-" for part in astuple(self))

    @property
    def begins(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.starts)


def told_of(session: Session) -> ToldDigests:
    """What a message that is made now tells."""
    dial_in = session.dial_in
    return ToldDigests(
        session.begins.isoformat(),
        session.platform.value,
        _digest(session.join_url),
        _digest(session.number or ""),
        _digest(dial_in.pin if dial_in else ""),
        str(session.minutes),
    )


def read_told(text: str) -> ToldDigests | None:
    """What ``str(Told)`` wrote; ``None`` for anything else, as in rows of an older program."""
    parts = text.split(" ")
    if len(parts) not in (5, 6):
        return None
    try:
        datetime.datetime.fromisoformat(parts[0])
    except ValueError:
        return None
    return ToldDigests(*("" if part == "-" else part for part in parts))


def changes(before: ToldDigests, now: ToldDigests) -> tuple[Change, ...]:
    """In what ``now`` is another meeting than ``before``."""
    day = before.starts[:10] != now.starts[:10]
    zone = before.starts[19:] != now.starts[19:]
    is_known = bool(before.minutes and now.minutes)
    differs = {
        Change.DAY: day,
        # On another day the same clock may stand at another offset: summer has ended.
        Change.HOUR: before.starts[10:19] != now.starts[10:19] or (zone and not day),
        Change.LENGTH: is_known and before.minutes != now.minutes,
        Change.PLATFORM: before.platform != now.platform,
        Change.WAY: before.link != now.link,
        Change.NUMBER: before.number != now.number,
        Change.CODE: before.code != now.code,
    }
    return tuple(name for name, is_so in differs.items() if is_so)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
