"""Which way to meet comes first where two people meet: a call or a text, unless they said another.

In a group everyone takes part in one way, and the others hang on it. Two people can pick up a
telephone. What somebody said beats that: a wish to see each other, or to chat in the app, is kept.
"""

from __future__ import annotations

from collections.abc import Set

from access_kit.model.profile import Mode, Profile
from access_kit.model.stated import Wish

CALLS, TEXTS = "calls_first", "texts_first"
IN_THE_APP = frozenset({Mode.VIDEO, Mode.VOICE, Mode.TEXT_CHAT})
BY_CALL = frozenset({Mode.PHONE, Mode.VOICE})
SETTLED = frozenset({"in_person", "writing"})
"""Two people who are in one room, or who write in any case."""


def first_way(profile: Profile, facts: Set[str]) -> str | None:
    """``calls_first``, ``texts_first``, or ``None``: as in a group. ``facts`` are the person's.

    A hint that a call does not suit somebody is none that an app does not: who reads captions or
    lips, or signs, is not sent from it to texts. Nor is who named talking, where there is no app.
    """
    if "one_to_one" not in facts or facts & SETTLED:
        return None
    can_call = {"voice", "by_phone"} <= facts
    can_talk = {"speaks", "by_phone"} <= facts and "app" not in facts
    can_text = "host_phone" in facts and "avoids_sms" not in facts
    for mode in _best_first(profile):
        if mode is Mode.SMS and can_text:
            return TEXTS
        if mode in BY_CALL and (can_call or can_talk):
            return CALLS
        if mode in IN_THE_APP and "app" in facts:
            return None
    if can_call:
        return CALLS
    return TEXTS if can_text and not facts & {"voice", "app"} else None


def _best_first(profile: Profile) -> list[Mode]:
    """The ways that somebody likes, those that they need before the others."""
    wanted = [one for one in profile.talk.modes if one.wanted]
    return [one.value for one in sorted(wanted, key=lambda one: one.wish is not Wish.NEED)]
