"""What cannot be met: by the kit's floor, the platform, the session or the calendar.

Each function returns what is left of the gifts, and adds to ``not_met`` what it took.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from access_kit.model.plan import Booking, NotMet, SettingValue
from access_kit.recommend.conditions import WANTED, Facts, match
from access_kit.recommend.gifts import Gift, as_value
from access_kit.recommend.joining import Given, join_given, remove_avoided, remove_values
from access_kit.recommend.rules import BookingNeed, Floor, Limit, Rule, RuleBook
from access_kit.recommend.settings import Setting
from access_kit.recommend.situation import Situation


def apply_limit(
    rule: Rule,
    limit: Limit,
    given: list[Gift],
    facts: Facts,
    book: RuleBook,
    not_met: list[NotMet],
) -> list[Gift]:
    if match(limit.when, facts) is None:
        return given
    if limit.from_:
        lost = _lost_outside(limit, book.settings[limit.settings[0]], facts)
        kept = given
    else:
        kept, lost = _take_out(given, limit.settings, limit.values)
    if lost:
        setting, value = lost
        not_met.append(
            NotMet(rule.id, setting, value, limit.because, limit.alternatives, limit.unknown)
        )
    return kept


def apply_floor(floor: Floor, given: list[Gift], facts: Facts, not_met: list[NotMet]) -> list[Gift]:
    if match(floor.when, facts) is None:
        return given
    kept, lost = _take_out(given, floor.settings, floor.values)
    if lost:
        setting, value = lost
        not_met.append(NotMet(floor.id, setting, value, floor.because, floor.alternatives))
    return kept


def _take_out(
    given: list[Gift], settings: tuple[str, ...], values: tuple[str, ...]
) -> tuple[list[Gift], tuple[str, SettingValue] | None]:
    """``given`` without ``settings`` (or only their ``values``), and the first of what is lost."""
    kept: list[Gift] = []
    lost: list[Gift] = []
    for gift in given:
        if settings and gift.setting.name not in settings:
            kept.append(gift)
            continue
        left = remove_values(gift.value, values) if values else None
        if left == gift.value:
            kept.append(gift)
            continue
        gone: SettingValue | None = gift.value
        if left is not None:
            kept.append(replace(gift, value=left))
            gone = remove_values(gift.value, left) if isinstance(left, tuple) else gift.value
        if gone is not None:
            lost.append(replace(gift, value=gone))
    if not lost:
        return kept, None
    order = settings or tuple(gift.setting.name for gift in lost)
    first = min((gift.setting.name for gift in lost), key=order.index)
    same = [gift for gift in lost if gift.setting.name == first]
    return kept, (first, join_given(same[0].setting, (Given(g.value, g.tier) for g in same)))


def _lost_outside(limit: Limit, setting: Setting, facts: Facts) -> tuple[str, SettingValue] | None:
    """The wanted values of a fact that lie outside another."""
    inside = {str(fact.value) for fact in facts.get(limit.outside, ())}
    wishes = WANTED if limit.wish is None else frozenset({limit.wish})
    found = [
        fact
        for fact in facts.get(limit.from_, ())
        if fact.wish in wishes and str(fact.value) not in inside
    ]
    if not found:
        return None
    value = remove_avoided(setting, as_value(setting, found), facts)
    return None if value is None else (setting.name, value)


def apply_booking(
    rule: Rule,
    need: BookingNeed,
    given: list[Gift],
    situation: Situation,
    book: RuleBook,
    not_met: list[NotMet],
    bookings: list[Booking],
) -> list[Gift]:
    """Add the booking, where its setting still holds and a session gives it a day."""
    values = (need.value,) if need.value else ()
    kept, lost = _take_out(given, (need.setting,), values)
    if lost is None or situation.session is None:
        return given
    by = situation.session.starts.date() - datetime.timedelta(days=need.lead_days)
    late = situation.today > by
    bookings.append(Booking(rule.id, need.what, by, late, need.source))
    if not late:
        return given
    setting, value = lost
    not_met.append(NotMet(rule.id, setting, value, book.late_because, rule.alternatives))
    return [gift for gift in kept if gift.setting.name not in need.also]
