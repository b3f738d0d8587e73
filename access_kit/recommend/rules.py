"""Rules: their shape, and a reader that tells every mistake with its place.

The package's own rules are read once. A kit's ``rules.toml`` (``schema = "access-kit/rules/1"``)
adds rules, replaces one by giving its id, or states a floor: something the law or an agreement
takes away, which is then told as not met with two other ways. It cannot touch a person's avoid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files

from access_kit.errors import BadInput, Problem
from access_kit.model.plan import Audience, Duty, SettingValue
from access_kit.model.stated import Wish
from access_kit.recommend.citations import Citation, load_citations
from access_kit.recommend.conditions import ALWAYS, Condition
from access_kit.recommend.settings import Setting, load_settings

RULES_SCHEMA = "access-kit/rules/1"


@dataclass(frozen=True)
class Then:
    """One setting that a rule gives: ``value``, or the wanted values of the fact ``from_fact``.

    Of these, ``only`` and the fact ``within`` keep some, ``first`` the best, and ``at_least`` lifts
    a number. An empty ``because`` or ``source`` means the rule's own. What ``points`` at the person
    shows in the group's plan only with their consent.
    """

    setting: str
    value: SettingValue | None = None
    from_fact: str = ""
    only: tuple[str, ...] = ()
    within: str = ""
    first: bool = False
    at_least: float | None = None
    when: Condition = ALWAYS
    because: str = ""
    source: str = ""
    audience: Audience | None = None
    points: bool = False


@dataclass(frozen=True)
class Limit:
    """What cannot be met here: ``settings`` (empty: all of the rule), or only their ``values``.

    With ``from_fact``, what is not met are the values of that fact (with the wish ``wish``, if
    given) that lie outside the fact ``outside``.
    """

    because: str
    when: Condition = ALWAYS
    settings: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    unknown: bool = False
    from_fact: str = ""
    outside: str = ""
    wish: Wish | None = None


@dataclass(frozen=True)
class BookingNeed:
    """What must be booked when ``setting`` holds (with ``value``), and how long before, in days.

    When it is too late, the settings ``also`` go with it.
    """

    what: str
    setting: str
    lead_days: int
    source: str
    value: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    id: str
    duty: Duty
    because: str
    source: str
    then: tuple[Then, ...]
    when: Condition = ALWAYS
    audience: Audience = Audience.PERSON
    baseline: bool = False
    alternatives: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    bookings: tuple[BookingNeed, ...] = ()
    resources: tuple[str, ...] = ()
    resources_when: Condition = ALWAYS


@dataclass(frozen=True)
class Floor:
    """What a kit takes away from every rule, and the two ways it offers instead."""

    id: str
    settings: tuple[str, ...]
    because: str
    alternatives: tuple[str, ...]
    values: tuple[str, ...] = ()
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Conflict:
    """Two needs that pull apart. Each side is a list of ``setting`` or ``setting=value``.

    With ``differ_in``, both sides are two people who share no value of that setting.
    """

    about: str
    between: tuple[tuple[str, ...], ...]
    because: str
    then: tuple[Then, ...]
    differ_in: str = ""


@dataclass(frozen=True)
class GroupRule:
    id: str
    principle: str
    because: str
    source: str
    then: tuple[Then, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


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


@lru_cache(maxsize=1)
def built_in_rules() -> RuleBook:
    """The package's own rules."""
    from access_kit.recommend.read_rules import RuleReader

    text = (files(__package__) / "rules.toml").read_text(encoding="utf-8")
    reader = RuleReader("rules.toml", text, load_citations())
    book = reader.read_book()
    if reader.intake.problems:
        raise BadInput(reader.intake.problems)
    return book


def load_book(
    kit_rules: str | None = None, *, file: str = "rules.toml"
) -> tuple[RuleBook | None, list[Problem]]:
    """The rules with those of a kit, whose text is ``kit_rules``; ``None`` when any is wrong."""
    from access_kit.recommend.read_rules import RuleReader, check_replacements

    built_in = built_in_rules()
    if kit_rules is None:
        return built_in, []
    reader = RuleReader(file, kit_rules, built_in.citations)
    added = reader.read_kit_rules()
    check_replacements(reader.intake, built_in, added.rules)
    if not reader.intake.ok:
        return None, reader.intake.problems
    rules = {rule.id: rule for rule in built_in.rules}
    rules |= {
        rule.id: replace(rule, baseline=rules.get(rule.id, rule).baseline) for rule in added.rules
    }
    book = replace(
        built_in,
        rules=tuple(sorted(rules.values(), key=lambda rule: rule.id)),
        floors=added.floors,
        citations=added.citations,
    )
    return book, reader.intake.problems
