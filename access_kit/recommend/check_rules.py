"""What only several keys of a rule together can say, and what its sentences may say.

The form of a rule file stands in ``rules``; ``intake`` reads it, and asks these checks at each
table, so that every mistake of a file is told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from access_kit.intake.reader import Intake, ReadTable, closest, shown_value
from access_kit.intake.toml_lines import Path
from access_kit.model.kit import ResourceKind
from access_kit.model.stated import Wish
from access_kit.profiles.neutral import find_unneutral
from access_kit.recommend.conditions import (
    ALWAYS,
    LIST_OPS,
    NUMBER_OPS,
    Condition,
    FactTests,
    Op,
    tests_of,
)
from access_kit.recommend.facts import FactKind, fact_kinds
from access_kit.recommend.platforms import load_platforms
from access_kit.recommend.rules import (
    ALTERNATIVES,
    BookingNeed,
    Conflict,
    Floor,
    GroupRule,
    Limit,
    Rule,
    Then,
)
from access_kit.recommend.settings import Join, Setting, load_settings

MOST_WORDS = 12
"""Words of a ``because``: it is read aloud, and stands beside a tick box."""


def known_facts() -> Mapping[str, FactKind]:
    """Every fact that a condition may ask for, by its name."""
    return fact_kinds(load_platforms().feature_names)


def names_in_rules() -> dict[str, tuple[str, ...]]:
    """The lists out of which rules take names, but for the sources, which a file adds to."""
    return {
        "setting": tuple(load_settings()),
        "fact": tuple(known_facts()),
        "resource": tuple(kind.value for kind in ResourceKind),
        "wish": (Wish.NEED.value, Wish.AVOID.value),
    }


class RuleChecks:
    """The checks of one file; ``replaced`` are the rules whose place its own may take, by id."""

    def __init__(self, intake: Intake, replaced: Mapping[str, Rule] | None = None) -> None:
        self.intake = intake
        self.replaced = replaced or {}
        self.settings = load_settings()
        self.kinds = known_facts()
        self.ids: set[str] = set()

    def join(self) -> None:
        """From now on the reader asks these checks."""
        self.intake.checks |= {
            Rule: self._rule,
            Then: self._then,
            Limit: self._limit,
            BookingNeed: self._source,
            Floor: self._sentences,
            GroupRule: self._sentences,
            Conflict: self._sentences,
            FactTests: self._fact,
        }

    def _rule(self, table: ReadTable) -> None:
        self._sentences(table)
        limits = table.values.get("limit", ())
        needs_ways = table.values.get("booking") or any(not one.alternatives for one in limits)
        if needs_ways and "alternatives" not in table.raw:
            self.intake.tell("too-few-alternatives", table.path, count=0, wanted=ALTERNATIVES)
        name = table.values.get("id")
        if name in self.ids:
            self.intake.tell("duplicate-id", (*table.path, "id"), value=shown_value(name))
        elif name:
            self.ids.add(name)
        old = self.replaced.get(str(name))
        if old and _takes_an_avoid_away(old, table):
            self.intake.tell("avoid-removed", table.path, rule=old.id)

    def _then(self, table: ReadTable) -> None:
        self._sentences(table)
        setting, value = table.values.get("setting"), table.values.get("value")
        if setting is not None and value is not None:
            wanted = _misfit(self.settings[setting], value)
            if wanted:
                shown = shown_value(table.raw["value"])
                self._tell(table, "wrong-type", "value", wanted=wanted, value=shown)

    def _limit(self, table: ReadTable) -> None:
        self._sentences(table)
        if "from" in table.raw and not table.raw.get("settings"):
            self._tell(table, "no-setting", "settings")

    def _fact(self, table: ReadTable) -> None:
        """Whether each operand suits the fact, whose name is the last of the path."""
        kind = self.kinds[str(table.path[-1])]
        if table.raw.keys() == {"wish"}:
            self.intake.tell("no-test", table.path)
        numbers = [name for name, other in self.kinds.items() if other.type is float]
        for op in NUMBER_OPS:
            operand = table.values.get(op.value)
            if isinstance(operand, str) and operand not in numbers:
                facts = {"value": shown_value(operand), "guess": closest(operand, numbers)}
                self._tell(table, "unknown-fact", op.value, **facts)
            elif isinstance(operand, int | float) and kind.type is not float:
                shown = shown_value(operand)
                self._tell(table, "wrong-type", op.value, wanted="a number", value=shown)
        for op in LIST_OPS:
            self._operands(table, op, kind.values)

    def _operands(self, table: ReadTable, op: Op, known: Sequence[str]) -> None:
        for value in table.texts(op.value):
            if known and value not in known:
                facts = {"guess": closest(value, known), "known": ", ".join(known)}
                self._tell(table, "unknown-operand", op.value, value=shown_value(value), **facts)

    # -- sentences ------------------------------------------------------------------------------

    def _sentences(self, table: ReadTable) -> None:
        """Anybody near the person may read or hear them."""
        for text in table.texts("because"):
            words = len(text.split())
            if words > MOST_WORDS:
                self._tell(table, "long-sentence", "because", words=words, most=MOST_WORDS)
            self._neutral(table, "because", text)
        for text in table.texts("alternatives"):
            self._neutral(table, "alternatives", text)
        self._source(table)

    def _source(self, table: ReadTable) -> None:
        for text in table.texts("source"):
            self._neutral(table, "source", text)

    def _neutral(self, table: ReadTable, key: str, text: str) -> None:
        words = find_unneutral(text)
        if words:
            self._tell(table, "unneutral", key, words=", ".join(words))

    def _tell(self, table: ReadTable, suffix: str, key: str, **facts: str | int) -> None:
        path: Path = (*table.path, key)
        self.intake.tell(suffix, path, **facts)


def _takes_an_avoid_away(old: Rule, new: ReadTable) -> bool:
    """Whether a rule in place of ``old`` loses what follows from a person's avoid."""
    when = new.values.get("when", ALWAYS if "when" not in new.raw else None)
    thens = new.values.get("then")
    avoids = {test for test in tests_of(old.when) if test.wishes == {Wish.AVOID}}
    kept = not isinstance(when, Condition) or when == ALWAYS or avoids <= set(tests_of(when))
    lost = thens is not None and {one.setting for one in old.then} - {one.setting for one in thens}
    return bool(avoids and (lost or not kept))


def _misfit(setting: Setting, value: object) -> str:
    """What the setting takes, in words, where ``value`` is none of it; else nothing."""
    if setting.is_truth:
        return "" if isinstance(value, bool) else "true or false"
    if setting.is_number:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if is_number else "a number"
    many = value if isinstance(value, tuple) else (value,)
    known = setting.choices
    fits = all(isinstance(one, str) and (not known or one in known) for one in many)
    if fits and isinstance(value, tuple) == (setting.join is Join.UNION):
        return ""
    return "one of: " + ", ".join(known) if known else "a list in [ ]"
