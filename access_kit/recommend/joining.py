"""How settings join, and what a person's avoid takes out.

Each join is associative, commutative and idempotent, so that neither the order of rules nor that
of people can matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from access_kit.model.plan import SettingValue
from access_kit.model.stated import Wish
from access_kit.recommend.conditions import Facts, Tier
from access_kit.recommend.settings import EVERYTHING, Join, Setting


@dataclass(frozen=True)
class Given:
    """One value that a rule gives to a setting, and how much the person wants it."""

    value: SettingValue
    tier: Tier = Tier.BASELINE


def join_two(setting: Setting, one: SettingValue, other: SettingValue) -> SettingValue:
    """The join of two values of ``setting``."""
    if setting.join is Join.UNION:
        assert isinstance(one, tuple)
        assert isinstance(other, tuple)
        return tuple(sorted({*one, *other}, key=lambda value: _rank(setting, value)))
    if setting.join is Join.STRONGEST:
        return max(one, other, key=lambda value: _rank(setting, str(value)))
    assert isinstance(one, int | float)
    assert isinstance(other, int | float)
    lower = setting.join in (Join.MINIMUM, Join.ALL)
    return min(one, other) if lower else max(one, other)


def join_given(setting: Setting, given: Iterable[Given]) -> SettingValue:
    """What holds for one person: all values joined or, for a setting of wishes, the highest tier's.

    ``given`` holds at least one value.
    """
    all_given = list(given)
    top = max(one.tier for one in all_given)
    values = [one.value for one in all_given if one.tier is top or not setting.wish]
    return reduce(lambda one, other: join_two(setting, one, other), values)


def covers(setting: Setting, strong: SettingValue, weak: SettingValue) -> bool:
    """Whether ``strong`` already gives all that ``weak`` gives."""
    return join_two(setting, strong, weak) == strong


def remove_avoided(setting: Setting, value: SettingValue, facts: Facts) -> SettingValue | None:
    """``value`` without what the person avoids; ``None`` when nothing is left."""
    out = {
        str(fact.value)
        for field in setting.avoids
        for fact in facts.get(field, ())
        if fact.wish is Wish.AVOID
    }
    for field, taken in setting.avoided_by.items():
        for fact in facts.get(field, ()):
            if fact.wish is Wish.AVOID:
                out.update(taken.get(str(fact.value), ()))
    if EVERYTHING in out:
        return None
    return remove_values(value, out)


def remove_values(value: SettingValue, out: Iterable[str]) -> SettingValue | None:
    """``value`` without the values ``out``; ``None`` when nothing is left."""
    left_out = {text.lower() for text in out}
    if isinstance(value, tuple):
        return tuple(part for part in value if part.lower() not in left_out) or None
    return None if _shown(value) in left_out else value


def _shown(value: bool | int | float | str) -> str:
    """``18`` and ``18.0`` are one value."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower()


def _rank(setting: Setting, value: str) -> tuple[int, str]:
    known = value in setting.choices
    return (setting.choices.index(value) if known else len(setting.choices), value)
