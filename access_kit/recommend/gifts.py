"""What rules give to settings, and how that is listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from access_kit.model.plan import Audience, Duty, NotMet, Recommendation, SettingValue
from access_kit.recommend.conditions import WANTED, Fact, Facts, Tier, match
from access_kit.recommend.joining import Given, join_given, join_two, remove_avoided
from access_kit.recommend.rules import Rule, RuleBook, Then
from access_kit.recommend.settings import Join, Setting

_DUTIES = tuple(Duty)


@dataclass(frozen=True)
class Gift:
    """What one rule gives to one setting for this person."""

    rule: str
    duty: Duty
    setting: Setting
    value: SettingValue
    tier: Tier
    because: str
    source: str
    audience: Audience


def give_settings(rule: Rule, rule_tier: Tier, facts: Facts, book: RuleBook) -> Iterator[Gift]:
    """What a rule that holds gives, without what the person avoids."""
    for then in rule.then:
        tier = match(then.when, facts)
        if tier is None:
            continue
        setting = book.settings[then.setting]
        if not rule.baseline:  # what holds for all is nobody's wish, whatever made it fire
            tier = max(tier, rule_tier)
        for value, own_tier in _values_of(then, setting, facts, tier):
            kept = remove_avoided(setting, value, facts)
            if kept is not None:
                yield Gift(
                    rule=rule.id,
                    duty=rule.duty,
                    setting=setting,
                    value=kept,
                    tier=own_tier,
                    because=then.because or rule.because,
                    source=then.source or rule.source,
                    audience=then.audience or rule.audience,
                )


def _values_of(
    then: Then, setting: Setting, facts: Facts, tier: Tier
) -> Iterator[tuple[SettingValue, Tier]]:
    """The value of a ``then`` and how much it is wanted; none where its fact is unknown."""
    if then.value is not None:
        yield join_two(setting, then.value, then.value), tier  # a union in its own order
        return
    found = [fact for fact in facts.get(then.from_, ()) if fact.wish in WANTED]
    if then.only:
        found = [fact for fact in found if str(fact.value) in then.only]
    if then.within:
        inside = {str(fact.value) for fact in facts.get(then.within, ())}
        found = [fact for fact in found if str(fact.value) in inside]
    if then.first:
        found = found[:1]
    if found:
        stated = [fact.tier for fact in found if fact.wish is not None]
        yield as_value(setting, found, then.at_least), max(stated, default=tier)


def as_value(
    setting: Setting, found: Sequence[Fact], at_least: float | None = None
) -> SettingValue:
    """Facts as a value of ``setting``: all of them for a union, else the first."""
    if setting.join is Join.UNION:
        values = tuple(str(fact.value) for fact in found)
        return join_two(setting, values, values)
    value = found[0].value
    if at_least is not None and isinstance(value, int | float):
        return max(value, at_least)
    return value


def join_gifts(gifts: Iterable[Gift]) -> Mapping[str, SettingValue]:
    """Every setting with its joined value, by name."""
    by_setting: dict[str, list[Gift]] = {}
    for gift in gifts:
        by_setting.setdefault(gift.setting.name, []).append(gift)
    return MappingProxyType(
        {
            name: join_given(same[0].setting, (Given(gift.value, gift.tier) for gift in same))
            for name, same in sorted(by_setting.items())
        }
    )


def list_recommendations(gifts: Iterable[Gift]) -> tuple[Recommendation, ...]:
    """One recommendation for each rule and setting, required first, then by rule.

    Its value is this rule's own part of a union, and elsewhere the value that holds after joining.
    """
    gifts = list(gifts)
    joined = join_gifts(gifts)
    by_key: dict[tuple[str, str], list[Gift]] = {}
    for gift in gifts:
        by_key.setdefault((gift.rule, gift.setting.name), []).append(gift)
    listed = []
    for (rule, name), same in by_key.items():
        setting, value = same[0].setting, joined[name]
        if setting.join is Join.UNION:
            value = same[0].value
            for gift in same[1:]:
                value = join_two(setting, value, gift.value)
        top = max(same, key=lambda gift: (gift.value == value, gift.tier))
        listed.append(
            Recommendation(rule, top.duty, name, value, top.because, top.source, top.audience)
        )
    return tuple(sorted(listed, key=recommendation_key))


def recommendation_key(item: Recommendation) -> tuple[int, str, str]:
    return (_DUTIES.index(item.duty), item.rule, item.setting)


def sort_not_met(items: Iterable[NotMet]) -> tuple[NotMet, ...]:
    """Without repeats, in the order of rules."""
    unique = dict.fromkeys(items)
    return tuple(sorted(unique, key=lambda n: (n.rule, n.setting, str(n.value), n.because)))
