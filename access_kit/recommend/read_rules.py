"""Rule files → ``RuleBook``, with every mistake told."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from access_kit.intake import Intake
from access_kit.intake.reader import shown_value
from access_kit.model.kit import ResourceKind
from access_kit.model.plan import Audience, Duty, SettingValue
from access_kit.model.stated import Wish
from access_kit.profiles.neutral import find_unneutral
from access_kit.recommend.citations import Citation
from access_kit.recommend.conditions import ALWAYS, tests_of
from access_kit.recommend.facts import fact_kinds
from access_kit.recommend.platforms import load_platforms
from access_kit.recommend.read_conditions import read_condition
from access_kit.recommend.read_table import Table
from access_kit.recommend.rules import (
    RULES_SCHEMA,
    BookingNeed,
    Conflict,
    Floor,
    GroupRule,
    Limit,
    Rule,
    RuleBook,
    Then,
)
from access_kit.recommend.settings import Setting, load_settings

MOST_WORDS = 12
"""Words of a ``because``: it is read aloud, and stands beside a tick box."""

ALTERNATIVES = 2

RULE_ID = r"[A-Z][A-Z0-9]{0,3}[0-9]{2}"
_WRITTEN = {"from_fact": "from", "limits": "limit", "bookings": "booking", "conflicts": "conflict"}


def keys_of(cls: type) -> tuple[str, ...]:
    """The keys of a table: the fields of its class, as they are written in the file."""
    return tuple(_WRITTEN.get(each.name, each.name) for each in dataclasses.fields(cls))


class RuleReader:
    """One rule file being read."""

    def __init__(self, file: str, text: str, citations: Mapping[str, Citation]) -> None:
        self.intake = Intake(file, text, kind="rules")
        self.settings = load_settings()
        self.kinds = fact_kinds(load_platforms().feature_names)
        self.citations = dict(citations)

    def read_book(self) -> RuleBook:
        """The package's own file."""
        root = Table(self.intake, (), self.intake.data, ("late_because", "rule", "group_rule"))
        return RuleBook(
            rules=self._read_rules(root),
            group_rules=tuple(
                self._group_rule(t) for t in root.tables("group_rule", keys_of(GroupRule))
            ),
            late_because=root.text("late_because", required=True),
        )

    def read_kit_rules(self) -> RuleBook:
        """A kit's file: rules, floors and citations of its own."""
        if not self.intake.valid:
            return RuleBook((), (), "")
        root = Table(self.intake, (), self.intake.data, ("schema", "rule", "floor", "citation"))
        if root.text("schema", required=True) not in ("", RULES_SCHEMA):
            value = shown_value(root.data["schema"])
            root.tell("unknown-schema", "schema", value=value, wanted=RULES_SCHEMA)
        cited = root.table("citation", tuple(root.data.get("citation", {})))
        for key in cited.data:
            entry = cited.table(key, ("title", "address", "supports"))
            self.citations[key] = Citation(
                entry.text("title", required=True),
                entry.text("address"),
                entry.text("supports", required=True),
            )
        floors = tuple(self._floor(table) for table in root.tables("floor", keys_of(Floor)))
        return RuleBook(self._read_rules(root), (), "", floors, citations=self.citations)

    def _read_rules(self, root: Table) -> tuple[Rule, ...]:
        rules: dict[str, Rule] = {}
        for table in root.tables("rule", keys_of(Rule)):
            rule = self._rule(table)
            if rule.id in rules:
                table.tell("duplicate-id", "id", value=shown_value(rule.id))
            rules[rule.id] = rule
        return tuple(sorted(rules.values(), key=lambda rule: rule.id))

    # -- one rule -------------------------------------------------------------------------------

    def _rule(self, table: Table) -> Rule:
        rule = Rule(
            id=self._id(table),
            duty=table.choice("duty", Duty, None) or Duty.CONSIDER,
            because=self._because(table, required=True),
            source=self._source(table, required=True),
            then=tuple(self._then(one) for one in table.tables("then", keys_of(Then))),
            when=read_condition(table, "when", self.kinds),
            audience=table.choice("audience", Audience, Audience.PERSON) or Audience.PERSON,
            baseline=table.truth("baseline"),
            alternatives=self._alternatives(table),
            limits=tuple(self._limit(one) for one in table.tables("limit", keys_of(Limit))),
            bookings=tuple(
                self._booking(one) for one in table.tables("booking", keys_of(BookingNeed))
            ),
            resources=self._resources(table),
            resources_when=read_condition(table, "resources_when", self.kinds),
        )
        if not rule.then:
            table.tell("no-setting", "")
        needed = rule.bookings or any(not limit.alternatives for limit in rule.limits)
        if needed and "alternatives" not in table:
            table.tell("too-few-alternatives", "", count=0, wanted=ALTERNATIVES)
        limits = tuple(
            limit
            if limit.alternatives
            else dataclasses.replace(limit, alternatives=rule.alternatives)
            for limit in rule.limits
        )
        return dataclasses.replace(rule, limits=limits)

    def _then(self, table: Table) -> Then:
        setting = self._setting(table, "setting", table.text("setting", required=True))
        fact, within = table.text("from"), table.text("within")
        for key, name in (("from", fact), ("within", within)):
            if name:
                table.one_of(key, name, tuple(self.kinds), "unknown-fact")
        if ("value" in table) == bool(fact):
            table.tell("value-or-from", "")
        return Then(
            setting=setting.name if setting else "",
            value=self._value(table, setting) if "value" in table else None,
            from_fact=fact,
            only=table.texts("only"),
            within=within,
            first=table.truth("first"),
            at_least=table.number("at_least"),
            when=read_condition(table, "when", self.kinds),
            because=self._because(table),
            source=self._source(table),
            audience=table.choice("audience", Audience, Audience.PERSON)
            if "audience" in table
            else None,
            points=table.truth("points"),
        )

    def _value(self, table: Table, setting: Setting | None) -> SettingValue | None:
        """The value as its setting takes it, or ``None`` when it does not fit (and is told)."""
        raw = table.data["value"]
        if setting is None:
            return None
        if setting.is_truth:
            good, wanted = isinstance(raw, bool), "true or false"
        elif setting.is_number:
            good, wanted = isinstance(raw, int | float) and not isinstance(raw, bool), "a number"
        else:
            values = table.texts("value") if isinstance(raw, list) else (raw,)
            known = setting.choices
            fits = all(isinstance(value, str) and (not known or value in known) for value in values)
            good = fits and isinstance(raw, list) == (setting.join.value == "union")
            wanted = "one of: " + ", ".join(known) if known else "a list in [ ]"
            raw = values if isinstance(raw, list) else raw
        if not good:
            table.tell("wrong-type", "value", wanted=wanted, value=shown_value(table.data["value"]))
            return None
        value: SettingValue = raw
        return value

    def _limit(self, table: Table) -> Limit:
        for name in table.texts("settings"):
            self._setting(table, "settings", name)
        for key in ("from", "outside"):
            if key in table:
                table.one_of(key, table.text(key), tuple(self.kinds), "unknown-fact")
        return Limit(
            because=self._because(table, required=True),
            when=read_condition(table, "when", self.kinds),
            settings=table.texts("settings"),
            values=table.texts("values"),
            alternatives=self._alternatives(table),
            unknown=table.truth("unknown"),
            from_fact=table.text("from"),
            outside=table.text("outside"),
            wish=table.choice("wish", Wish, Wish.PREFER) if "wish" in table else None,
        )

    def _booking(self, table: Table) -> BookingNeed:
        self._setting(table, "setting", table.text("setting", required=True))
        for name in table.texts("also"):
            self._setting(table, "also", name)
        days = table.number("lead_days")
        if days is None or days < 0:
            table.tell("bad-lead-days", "lead_days")
        return BookingNeed(
            what=table.text("what", required=True),
            setting=table.text("setting"),
            lead_days=int(days or 0),
            source=self._source(table, required=True),
            value=table.text("value"),
            also=table.texts("also"),
        )

    def _floor(self, table: Table) -> Floor:
        for name in table.texts("settings"):
            self._setting(table, "settings", name)
        if not table.texts("settings"):
            table.tell("no-setting", "settings")
        alternatives = self._alternatives(table)
        if "alternatives" not in table:
            table.tell("too-few-alternatives", "", count=0, wanted=ALTERNATIVES)
        return Floor(
            id=self._id(table),
            settings=table.texts("settings"),
            because=self._because(table, required=True),
            alternatives=alternatives,
            values=table.texts("values"),
            when=read_condition(table, "when", self.kinds),
        )

    def _group_rule(self, table: Table) -> GroupRule:
        return GroupRule(
            id=self._id(table),
            principle=table.text("principle", required=True),
            because=self._because(table, required=True),
            source=self._source(table, required=True),
            then=tuple(self._then(one) for one in table.tables("then", keys_of(Then))),
            conflicts=tuple(
                self._conflict(one) for one in table.tables("conflict", keys_of(Conflict))
            ),
        )

    def _conflict(self, table: Table) -> Conflict:
        return Conflict(
            about=table.text("about", required=True),
            between=tuple(tuple(side) for side in table.data.get("between", ())),
            because=self._because(table, required=True),
            then=tuple(self._then(one) for one in table.tables("then", keys_of(Then))),
            differ_in=table.text("differ_in"),
        )

    # -- parts ----------------------------------------------------------------------------------

    def _id(self, table: Table) -> str:
        text = table.text("id", required=True)
        if text and not re.fullmatch(RULE_ID, text):
            table.tell(
                "bad-pattern",
                "id",
                value=shown_value(text),
                means="capital letters, then two digits",
            )
        return text

    def _setting(self, table: Table, key: str, name: str) -> Setting | None:
        if name and table.one_of(key, name, tuple(self.settings), "unknown-setting"):
            return self.settings[name]
        return None

    def _because(self, table: Table, *, required: bool = False) -> str:
        text = table.text("because", required=required)
        self._check_sentence(table, "because", text)
        if len(text.split()) > MOST_WORDS:
            table.tell("long-sentence", "because", words=len(text.split()), most=MOST_WORDS)
        return text

    def _alternatives(self, table: Table) -> tuple[str, ...]:
        texts = table.texts("alternatives")
        if "alternatives" in table and len(texts) < ALTERNATIVES:
            table.tell(
                "too-few-alternatives", "alternatives", count=len(texts), wanted=ALTERNATIVES
            )
        for text in texts:
            self._check_sentence(table, "alternatives", text)
        return texts

    def _check_sentence(self, table: Table, key: str, text: str) -> None:
        words = find_unneutral(text)
        if words:
            table.tell("unneutral", key, words=", ".join(words))

    def _source(self, table: Table, *, required: bool = False) -> str:
        key = table.text("source", required=required)
        if key and table.one_of("source", key, tuple(self.citations), "unknown-source"):
            self._check_sentence(table, "source", key)
        return key

    def _resources(self, table: Table) -> tuple[str, ...]:
        kinds = tuple(kind.value for kind in ResourceKind)
        texts = table.texts("resources")
        return tuple(
            text for text in texts if table.one_of("resources", text, kinds, "unknown-resource")
        )


def check_replacements(intake: Intake, built_in: RuleBook, added: tuple[Rule, ...]) -> None:
    """Tell every rule of a kit that would take away what follows from a person's avoid."""
    ours = {rule.id: rule for rule in built_in.rules}
    ids = [entry.get("id") for entry in intake.data.get("rule", ()) if isinstance(entry, dict)]
    for rule in added:
        old = ours.get(rule.id)
        if old is None:
            continue
        avoids = {test for test in tests_of(old.when) if test.wishes == {Wish.AVOID}}
        kept = avoids <= set(tests_of(rule.when)) or rule.when == ALWAYS
        lost = {then.setting for then in old.then} - {then.setting for then in rule.then}
        if avoids and (lost or not kept):
            intake.tell("avoid-removed", ("rule", ids.index(rule.id)), rule=rule.id)
