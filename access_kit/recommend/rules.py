"""Rules: what they say, in files and in the program alike; ``book`` reads them.

The package's own rules are read once. A kit's ``rules.toml`` (``schema = "access-kit/rules/1"``)
adds rules, replaces one by giving its id, or states a floor: something the law or an agreement
takes away, which is then told as not met with two other ways. It cannot touch a person's avoid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from access_kit.model.constraint import (
    AtLeast,
    InsteadOf,
    NameOf,
    Pattern,
    Range,
    Schema,
)
from access_kit.model.plan import Audience, Duty
from access_kit.model.profile import OneLine
from access_kit.model.stated import Wish
from access_kit.recommend.citations import Citation, Sentence, load_citations
from access_kit.recommend.conditions import ALWAYS, FactName, RuleWhen
from access_kit.recommend.settings import Setting, load_settings

RULES_SCHEMA = "access-kit/rules/1"

ALTERNATIVES = 2
"""What cannot be met is told with so many other ways."""

SettingName = Annotated[str, NameOf("setting", "unknown-setting")]
_RuleId = Annotated[
    str, Pattern("^[A-Z][A-Z0-9]{0,3}[0-9]{2}$", "capital letters, then two digits")
]
_Source = Annotated[OneLine, NameOf("source", "unknown-source")]
_Ways = Annotated[tuple[Sentence, ...], AtLeast(ALTERNATIVES, "too-few-alternatives")]


@dataclass(frozen=True)
class Then:
    """One setting that a rule gives: ``value``, or the wanted values of the fact ``from``.

    Of these, ``only`` and the fact ``within`` keep some, ``first`` the best, and ``at_least`` lifts
    a number. An empty ``because`` or ``source`` means the rule's own. What ``points`` at the person
    shows in the group's plan only with their consent.
    """

    setting: SettingName
    value: (
        Annotated[
            bool | int | float | OneLine | tuple[OneLine, ...], InsteadOf("from", "value-or-from")
        ]
        | None
    ) = None
    from_: FactName = ""
    only: tuple[OneLine, ...] = ()
    within: FactName = ""
    first: bool = False
    at_least: int | float | None = None
    when: RuleWhen = ALWAYS
    because: Sentence = ""
    source: _Source = ""
    audience: Audience | None = None
    points: bool = False


@dataclass(frozen=True)
class Limit:
    """What cannot be met here: ``settings`` (empty: all of the rule), or only their ``values``.

    With ``from``, what is not met are the values of that fact (with the wish ``wish``, if
    given) that lie outside the fact ``outside``.
    """

    because: Sentence
    when: RuleWhen = ALWAYS
    settings: tuple[SettingName, ...] = ()
    values: tuple[OneLine, ...] = ()
    alternatives: _Ways = ()
    unknown: bool = False
    from_: FactName = ""
    outside: FactName = ""
    wish: Wish | None = None


@dataclass(frozen=True)
class BookingNeed:
    """What must be booked when ``setting`` holds (with ``value``), and how long before, in days.

    When it is too late, the settings ``also`` go with it.
    """

    what: OneLine
    setting: SettingName
    lead_days: Annotated[int, Range(0, 3650, "days")]
    source: _Source
    value: OneLine = ""
    also: tuple[SettingName, ...] = ()


@dataclass(frozen=True)
class Rule:
    """When something helps, what it is, who must see to it, and one plain sentence why."""

    id: _RuleId
    duty: Duty
    because: Sentence
    source: _Source
    then: Annotated[tuple[Then, ...], AtLeast(1, "no-setting")]
    when: RuleWhen = ALWAYS
    audience: Audience = Audience.PERSON
    baseline: bool = False
    alternatives: _Ways = ()
    limit: tuple[Limit, ...] = ()
    booking: tuple[BookingNeed, ...] = ()
    resources: tuple[Annotated[str, NameOf("resource", "unknown-resource")], ...] = ()
    resources_when: RuleWhen = ALWAYS


@dataclass(frozen=True)
class Floor:
    """What a kit takes away from every rule, and the two ways it offers instead."""

    id: _RuleId
    settings: Annotated[tuple[SettingName, ...], AtLeast(1, "no-setting")]
    because: Sentence
    alternatives: _Ways
    values: tuple[OneLine, ...] = ()
    when: RuleWhen = ALWAYS


@dataclass(frozen=True)
class Conflict:
    """Two needs that pull apart. Each side is a list of ``setting`` or ``setting=value``.

    With ``differ_in``, both sides are two people who share no value of that setting.
    """

    about: Sentence
    between: tuple[tuple[OneLine, ...], ...]
    because: Sentence
    then: tuple[Then, ...]
    differ_in: str = ""


@dataclass(frozen=True)
class GroupRule:
    id: _RuleId
    principle: Sentence
    because: Sentence
    source: _Source
    then: tuple[Then, ...] = ()
    conflict: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class BuiltInRules:
    """The package's own ``rules.toml``."""

    late_because: Sentence
    rule: tuple[Rule, ...]
    group_rule: tuple[GroupRule, ...]


@dataclass(frozen=True)
class KitRules:
    """A kit's ``rules.toml``: its own rules, what it takes away, and the sources it names."""

    schema: Annotated[str, Schema(RULES_SCHEMA)]
    rule: tuple[Rule, ...] = ()
    floor: tuple[Floor, ...] = ()
    citation: Mapping[str, Citation] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleBook:
    """All rules that hold in a kit, and the words and settings that they use."""

    rules: tuple[Rule, ...]
    group_rules: tuple[GroupRule, ...]
    late_because: str
    floors: tuple[Floor, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=load_settings)
    citations: Mapping[str, Citation] = field(default_factory=load_citations)

    @cached_property
    def pointing(self) -> frozenset[tuple[str, str]]:
        """The rules with those of their settings that would point at one person."""
        return frozenset(
            (rule.id, then.setting) for rule in self.rules for then in rule.then if then.points
        )
