"""When a rule holds: a small language of facts and tests, and its evaluation.

In TOML a condition is a table. Each key is a fact with its test, and all of them must hold::

    "reading.print_size_pt" = { at_least = 18 }
    "hearing.captions" = { any_of = ["human"] }

``any = [{…}, {…}]``, ``all = [{…}, {…}]`` and ``not = {…}`` combine conditions; an empty table
always holds. What a person stated with the wish ``avoid`` counts for nothing, unless the test says
``wish = "avoid"``; ``wish = "need"`` counts needs alone. An unknown fact meets no test but
``lacks`` and ``known = false``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Annotated

from access_kit.model.constraint import AtLeast, NameOf, OtherKeys, SaidOnce
from access_kit.model.profile import OneLine
from access_kit.model.stated import Wish

Scalar = bool | int | float | str


class Tier(IntEnum):
    """How much a person wants what follows; higher goes first."""

    BASELINE = 0
    PREFER = 1
    NEED = 2


_TIERS = {
    None: Tier.BASELINE,
    Wish.PREFER: Tier.PREFER,
    Wish.NEED: Tier.NEED,
    Wish.AVOID: Tier.NEED,
}


@dataclass(frozen=True)
class Fact:
    """One known value; ``wish`` is ``None`` for what nobody wishes, as a session's length."""

    value: Scalar
    wish: Wish | None = None

    @property
    def tier(self) -> Tier:
        return _TIERS[self.wish]


Facts = Mapping[str, tuple[Fact, ...]]

WANTED = frozenset({None, Wish.NEED, Wish.PREFER})


class Op(StrEnum):
    """What a test asks of the values of its fact."""

    IS = "is"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    ONLY = "only"
    FIRST_OF = "first_of"
    LACKS = "lacks"
    KNOWN = "known"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    SHARES_NONE_WITH = "shares_none_with"
    INSIDE = "inside"


NUMBER_OPS = frozenset({Op.AT_LEAST, Op.AT_MOST, Op.MORE_THAN, Op.LESS_THAN})
LIST_OPS = frozenset({Op.ANY_OF, Op.NONE_OF, Op.ONLY, Op.FIRST_OF, Op.LACKS})
FACT_OPS = frozenset({Op.SHARES_NONE_WITH, Op.INSIDE})
"""Operations whose operand is the name of another fact."""


FactName = Annotated[str, NameOf("fact", "unknown-fact")]
_Values = Annotated[tuple[OneLine, ...], AtLeast(1, "empty-list")]
_Number = int | float | FactName


@dataclass(frozen=True)
class FactTest:
    """``operand`` is a list of values, a number, a truth value, or the name of another fact."""

    fact: str
    op: Op
    operand: bool | int | float | str | tuple[str, ...]
    wishes: frozenset[Wish | None] = WANTED


@dataclass(frozen=True)
class FactTests:
    """What is asked of the values of one fact, by ``Op``; all of it must hold."""

    is_: bool | None = None
    any_of: _Values | None = None
    none_of: _Values | None = None
    only: _Values | None = None
    first_of: _Values | None = None
    lacks: _Values | None = None
    known: bool | None = None
    at_least: _Number | None = None
    at_most: _Number | None = None
    more_than: _Number | None = None
    less_than: _Number | None = None
    shares_none_with: FactName | None = None
    inside: FactName | None = None
    wish: Annotated[str, NameOf("wish", "bad-wish")] | None = None

    def of(self, fact: str) -> Iterator[FactTest]:
        """Each as a test of ``fact``."""
        wishes = frozenset({Wish(self.wish)}) if self.wish else WANTED
        for op in Op:
            operand = self.is_ if op is Op.IS else getattr(self, op.value)
            if operand is not None:
                yield FactTest(fact, op, operand, wishes)


@dataclass(frozen=True)
class Condition:
    """When something holds: all that stands here, and every test of a fact, must hold together."""

    any_: Annotated[tuple[RuleWhen, ...], AtLeast(1, "empty-list")] | None = None
    all_: Annotated[tuple[RuleWhen, ...], AtLeast(1, "empty-list")] | None = None
    not_: RuleWhen | None = None
    facts: Annotated[
        Mapping[FactName, Annotated[FactTests, AtLeast(1, "no-test"), SaidOnce("test")]],
        OtherKeys(),
    ] = field(default_factory=dict)

    @cached_property
    def tests(self) -> tuple[FactTest, ...]:
        """Those that stand here; not those of the conditions inside."""
        return tuple(test for fact, asked in self.facts.items() for test in asked.of(fact))

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions inside."""
        alone = () if self.not_ is None else (self.not_,)
        return (*(self.any_ or ()), *(self.all_ or ()), *alone)


RuleWhen = Annotated[Condition, SaidOnce("condition")]

ALWAYS = Condition()


def match(condition: Condition, facts: Facts) -> Tier | None:
    """How much the person wants what makes ``condition`` hold; ``None`` when it does not hold."""
    tiers = [_match_test(test, facts) for test in condition.tests]
    tiers += [match(part, facts) for part in condition.all_ or ()]
    if condition.any_ is not None:
        some = [match(part, facts) for part in condition.any_]
        tiers.append(max((tier for tier in some if tier is not None), default=None))
    if condition.not_ is not None:
        tiers.append(Tier.BASELINE if match(condition.not_, facts) is None else None)
    known = [tier for tier in tiers if tier is not None]
    return max(known, default=Tier.BASELINE) if len(known) == len(tiers) else None


def facts_of(condition: Condition) -> frozenset[str]:
    """The names of all facts that ``condition`` looks at."""
    tests = tests_of(condition)
    others = {str(test.operand) for test in tests if isinstance(test.operand, str)}
    return frozenset({test.fact for test in tests} | others)


def tests_of(condition: Condition) -> tuple[FactTest, ...]:
    """Every test inside ``condition``."""
    inside = tuple(test for part in condition.parts for test in tests_of(part))
    return (*condition.tests, *inside)


def base_language(tag: str) -> str:
    """``es`` of ``es-MX``."""
    return tag.split("-")[0].lower()


def _match_test(test: FactTest, facts: Facts) -> Tier | None:
    found = [fact for fact in facts.get(test.fact, ()) if fact.wish in test.wishes]
    if test.op is Op.KNOWN:
        return _tier(found) if bool(found) == test.operand else None
    if test.op is Op.LACKS:
        assert isinstance(test.operand, tuple)
        return Tier.BASELINE if all(str(f.value) not in test.operand for f in found) else None
    hits = [fact for fact in found if _hits(test, fact, facts)]
    if test.op in (Op.NONE_OF, Op.ONLY, Op.SHARES_NONE_WITH):
        return _tier(found) if found and len(hits) == len(found) else None
    if test.op is Op.FIRST_OF:
        return found[0].tier if found and found[0] in hits else None
    return _tier(hits) if hits else None


def _tier(found: list[Fact]) -> Tier:
    return max((fact.tier for fact in found), default=Tier.BASELINE)


def _hits(test: FactTest, fact: Fact, facts: Facts) -> bool:
    """Whether one value meets the test."""
    operand = test.operand
    if isinstance(operand, tuple):
        return (str(fact.value) in operand) is not (test.op is Op.NONE_OF)
    if test.op is Op.IS:
        return fact.value is operand
    if test.op in FACT_OPS:
        others = [other for other in facts.get(str(operand), ()) if other.wish in WANTED]
        if test.op is Op.INSIDE:
            return str(fact.value) in {str(other.value) for other in others}
        # languages that nobody named cannot be said to differ
        known = {base_language(str(other.value)) for other in others}
        return bool(known) and base_language(str(fact.value)) not in known
    limits = facts.get(operand, ()) if isinstance(operand, str) else (Fact(operand),)
    return any(_compares(test.op, fact.value, limit.value) for limit in limits)


def _compares(op: Op, value: Scalar, limit: Scalar) -> bool:
    if isinstance(value, str) or isinstance(limit, str):
        return False
    if op is Op.AT_LEAST:
        return value >= limit
    if op is Op.AT_MOST:
        return value <= limit
    return value > limit if op is Op.MORE_THAN else value < limit
