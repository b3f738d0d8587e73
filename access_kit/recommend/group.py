"""The group's plan: what holds for everyone alike. Pure.

What stands here is the same whoever is in the group, as long as the baseline covers their needs.
Supports add up and limits take the smallest; what points at one person needs that person's consent,
and a line that says helpers may be there stands in any case. No count, no id, no name. What cannot
be met is for the facilitator, and never for a paper that participants get.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from types import MappingProxyType

from access_kit.model.plan import (
    Audience,
    Duty,
    GroupPlan,
    NotMet,
    PersonPlan,
    Recommendation,
    SettingValue,
)
from access_kit.model.profile import GroupConsent, Profile
from access_kit.recommend.conditions import Facts, match
from access_kit.recommend.facts import anyone_facts, situation_facts
from access_kit.recommend.gifts import list_recommendations, recommendation_key, sort_not_met
from access_kit.recommend.joining import covers, join_two
from access_kit.recommend.person import apply_rules
from access_kit.recommend.platforms import Matrix, load_platforms
from access_kit.recommend.rules import Conflict, RuleBook, Then
from access_kit.recommend.settings import InGroup, Join, Setting
from access_kit.recommend.situation import Situation

PersonWithPlan = tuple[Profile, PersonPlan]


def recommend_group(
    people: Sequence[PersonWithPlan],
    situation: Situation,
    book: RuleBook,
    matrix: Matrix | None = None,
) -> GroupPlan:
    """The plan of the group, the same whatever the order of people."""
    facts = _anyone(situation, matrix)
    base, base_not_met = _baseline(facts, situation, book)
    base_settings = _join(base, book)
    asked = (
        _for_all(item, book)
        for profile, plan in people
        for item in plan.recommendations
        if _may_enter(item, profile, book)
    )
    added = [
        item
        for item in asked
        if not _is_covered(book.settings[item.setting], base_settings, item.value)
    ]
    settings = _join([*base, *added], book)
    for item in _resolve_conflicts(people, facts, book):
        if not _is_covered(book.settings[item.setting], settings, item.value):
            added.append(item)
    not_met = [
        item
        for profile, plan in people
        for item in plan.not_met
        if _may_enter(item, profile, book)
        and not _is_covered(book.settings[item.setting], base_settings, item.value)
    ]
    return GroupPlan(
        settings=_join([*base, *added], book),
        recommendations=_merge([*base, *added], book),
        not_met=sort_not_met([*base_not_met, *not_met]),
    )


def _anyone(situation: Situation, matrix: Matrix | None) -> Facts:
    return anyone_facts() | situation_facts(situation, matrix or load_platforms())


def _baseline(
    facts: Facts, situation: Situation, book: RuleBook
) -> tuple[list[Recommendation], list[NotMet]]:
    """What holds in this situation for nobody in particular, and what of it cannot be met."""
    rules = [rule for rule in book.rules if rule.baseline]
    gifts, not_met, _ = apply_rules(rules, facts, situation, book)
    open_to_all = [gift for gift in gifts if gift.setting.group is not InGroup.NEVER]
    listed = list(list_recommendations(open_to_all))
    for rule in book.group_rules:
        listed.extend(_give(rule.id, rule.because, rule.source, rule.then, facts))
    shared = [item for item in not_met if book.settings[item.setting].group is not InGroup.NEVER]
    return listed, shared


def _give(
    rule: str, because: str, source: str, then: Iterable[Then], facts: Facts
) -> Iterator[Recommendation]:
    for one in then:
        if one.value is not None and match(one.when, facts) is not None:
            yield Recommendation(
                rule=rule,
                duty=Duty.REQUIRED,
                setting=one.setting,
                value=one.value,
                because=one.because or because,
                source=one.source or source,
                audience=one.audience or Audience.EVERYONE,
            )


def _may_enter(item: Recommendation | NotMet, profile: Profile, book: RuleBook) -> bool:
    """Whether what one person needs may show in the group's plan."""
    scope = book.settings[item.setting].group
    if scope is InGroup.CONSENT or (item.rule, item.setting) in book.pointing:
        return profile.consent.group is GroupConsent.ACCOMMODATION_ONLY
    return scope is InGroup.JOIN


def _for_all(item: Recommendation, book: RuleBook) -> Recommendation:
    """What one person asks for, within the bounds that a setting has for everyone."""
    bounds, value = book.settings[item.setting].for_all, item.value
    if not bounds or isinstance(value, str | tuple):
        return item
    value = max(value, bounds.get("at_least", value))
    return replace(item, value=min(value, bounds.get("at_most", value)))


def _is_covered(
    setting: Setting, settings: Mapping[str, SettingValue], value: SettingValue
) -> bool:
    return setting.name in settings and covers(setting, settings[setting.name], value)


def _join(items: Iterable[Recommendation], book: RuleBook) -> Mapping[str, SettingValue]:
    joined: dict[str, SettingValue] = {}
    for item in items:
        setting = book.settings[item.setting]
        known = joined.get(item.setting)
        joined[item.setting] = item.value if known is None else join_two(setting, known, item.value)
    return MappingProxyType(dict(sorted(joined.items())))


def _merge(items: Iterable[Recommendation], book: RuleBook) -> tuple[Recommendation, ...]:
    """One line for each rule and setting, so that nothing can be counted."""
    items = list(items)
    joined = _join(items, book)
    by_key: dict[tuple[str, str], list[Recommendation]] = {}
    for item in items:
        by_key.setdefault((item.rule, item.setting), []).append(item)
    merged = []
    for (_, name), same in by_key.items():
        setting, value = book.settings[name], joined[name]
        if setting.join is Join.UNION:
            value = reduce(partial(join_two, setting), (item.value for item in same))
        first = min(same, key=lambda item: (recommendation_key(item), item.because, item.source))
        merged.append(replace(first, value=value))
    return tuple(sorted(merged, key=recommendation_key))


# -- conflicts -----------------------------------------------------------------------------------


def _resolve_conflicts(
    people: Sequence[PersonWithPlan], facts: Facts, book: RuleBook
) -> Iterator[Recommendation]:
    for rule in book.group_rules:
        for conflict in rule.conflict:
            seen = [plan for profile, plan in people if _may_show(conflict, profile, book)]
            if _pulls_apart(conflict, seen):
                yield from _give(rule.id, conflict.because, rule.source, conflict.then, facts)


def _may_show(conflict: Conflict, profile: Profile, book: RuleBook) -> bool:
    """Whether a conflict that this person is part of may be resolved where all can see it."""
    agreed = profile.consent.group is GroupConsent.ACCOMMODATION_ONLY
    return agreed or all(
        book.settings[then.setting].group is InGroup.JOIN for then in conflict.then
    )


def _pulls_apart(conflict: Conflict, plans: Sequence[PersonPlan]) -> bool:
    sides = [
        [plan for plan in plans if any(_holds(side, plan) for side in wanted)]
        for wanted in conflict.between
    ]
    if not conflict.differ_in:
        return all(sides)
    values = [_texts(plan.settings.get(conflict.differ_in)) for plan in sides[0]]
    return any(one and other and not one & other for one in values for other in values)


def _holds(wanted: str, plan: PersonPlan) -> bool:
    """Whether a plan has ``setting`` or ``setting=value``."""
    name, has_value, value = wanted.partition("=")
    if name not in plan.settings:
        return False
    return not has_value or value in _texts(plan.settings[name])


def _texts(value: SettingValue | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(value) if isinstance(value, tuple) else frozenset({str(value)})
