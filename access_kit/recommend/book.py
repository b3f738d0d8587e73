"""The rules that hold in a kit: the package's own, and the kit's, with every mistake told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from access_kit.errors import BadInput, Problem
from access_kit.intake import Intake
from access_kit.recommend.check_rules import RuleChecks, names_in_rules
from access_kit.recommend.citations import load_citations
from access_kit.recommend.rules import BuiltInRules, KitRules, Rule, RuleBook


@lru_cache(maxsize=1)
def built_in_rules() -> RuleBook:
    """The package's own rules."""
    text = (files(__package__) / "rules.toml").read_text(encoding="utf-8")
    names = {**names_in_rules(), "source": tuple(load_citations())}
    intake = Intake("rules.toml", text, kind="rules", names=names)
    RuleChecks(intake).join()
    read = intake.read(BuiltInRules)
    if read is None or intake.problems:
        raise BadInput(intake.problems)
    return RuleBook(_in_order(map(_with_ways, read.rule)), read.group_rule, read.late_because)


def load_book(
    kit_rules: str | None = None, *, file: str = "rules.toml"
) -> tuple[RuleBook | None, list[Problem]]:
    """The rules with those of a kit, whose text is ``kit_rules``; ``None`` when any is wrong."""
    built_in = built_in_rules()
    if kit_rules is None:
        return built_in, []
    intake = Intake(file, kit_rules, kind="rules", names=names_in_rules())
    own = intake.data.get("citation", {})
    intake.names["source"] = (*built_in.citations, *(own if isinstance(own, dict) else ()))
    rules = {rule.id: rule for rule in built_in.rules}
    RuleChecks(intake, rules).join()
    read = intake.read(KitRules)
    if read is None:
        return None, intake.problems
    for rule in map(_with_ways, read.rule):
        rules[rule.id] = replace(rule, baseline=rules.get(rule.id, rule).baseline)
    book = replace(
        built_in,
        rules=_in_order(rules.values()),
        floors=read.floor,
        citations={**built_in.citations, **read.citation},
    )
    return book, intake.problems


def _with_ways(rule: Rule) -> Rule:
    """A rule whose limits name other ways: their own, else those of the rule."""
    ways = (replace(one, alternatives=one.alternatives or rule.alternatives) for one in rule.limit)
    return replace(rule, limit=tuple(ways))


def _in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.id))
