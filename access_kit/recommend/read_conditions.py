"""Conditions from TOML, with every fact, test and value checked."""

from __future__ import annotations

from collections.abc import Mapping

from access_kit.intake.reader import closest, shown_value
from access_kit.model.stated import Wish
from access_kit.recommend.conditions import (
    ALWAYS,
    FACT_OPS,
    LIST_OPS,
    NUMBER_OPS,
    WANTED,
    All,
    AnyOf,
    Condition,
    FactTest,
    Not,
    Op,
)
from access_kit.recommend.facts import FactKind
from access_kit.recommend.read_table import Table

_JOINERS = ("any", "all", "not")
_OPS = tuple(op.value for op in Op)
_WISHES = {"need": frozenset({Wish.NEED}), "avoid": frozenset({Wish.AVOID})}


def read_condition(table: Table, key: str, kinds: Mapping[str, FactKind]) -> Condition:
    """The condition under ``key``; none there always holds."""
    if key not in table:
        return ALWAYS
    return _read_all(table.table(key, (*_JOINERS, *kinds)), kinds)


def _read_all(table: Table, kinds: Mapping[str, FactKind]) -> Condition:
    """Every entry of a table holds together."""
    parts: list[Condition] = []
    for name in table.data:
        if name in ("any", "all"):
            some = tuple(_read_all(one, kinds) for one in table.tables(name, (*_JOINERS, *kinds)))
            if table.data[name] == []:
                table.tell("empty-list", name)
            parts.append(AnyOf(some) if name == "any" else All(some))
        elif name == "not":
            parts.append(Not(_read_all(table.table("not", (*_JOINERS, *kinds)), kinds)))
        elif name in kinds:
            parts.extend(_read_tests(table.table(name, (*_OPS, "wish")), name, kinds))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _read_tests(table: Table, fact: str, kinds: Mapping[str, FactKind]) -> list[FactTest]:
    wishes = WANTED
    if "wish" in table and table.one_of(
        "wish", str(table.data["wish"]), tuple(_WISHES), "bad-wish"
    ):
        wishes = _WISHES[table.data["wish"]]
    tests = [
        FactTest(fact, Op(name), operand, wishes)
        for name in table.data
        if name in _OPS
        and (operand := _read_operand(table, Op(name), kinds[fact], kinds)) is not None
    ]
    if not table.data.keys() - {"wish"}:
        table.tell("no-test", "", known=", ".join(_OPS))
    return tests


def _read_operand(
    table: Table, op: Op, kind: FactKind, kinds: Mapping[str, FactKind]
) -> bool | float | str | tuple[str, ...] | None:
    """What the fact is held against, or ``None`` when it does not fit (and is told)."""
    raw = table.data[op.value]
    if op in (Op.IS, Op.KNOWN):
        return raw if _fits(table, op, isinstance(raw, bool), "true or false") else None
    if op in NUMBER_OPS:
        if isinstance(raw, str):
            known = [name for name, other in kinds.items() if other.type is float]
            return raw if table.one_of(op.value, raw, known, "unknown-fact") else None
        good = isinstance(raw, int | float) and not isinstance(raw, bool)
        return raw if _fits(table, op, good and kind.type is float, "a number") else None
    if op in FACT_OPS:
        return raw if table.one_of(op.value, str(raw), tuple(kinds), "unknown-fact") else None
    assert op in LIST_OPS
    values = table.texts(op.value)
    for value in values:
        if kind.values and value not in kind.values:
            facts = {"guess": closest(value, kind.values), "known": ", ".join(kind.values)}
            table.tell("unknown-operand", op.value, value=shown_value(value), **facts)
    if raw == []:
        table.tell("empty-list", op.value)
    return values


def _fits(table: Table, op: Op, good: bool, wanted: str) -> bool:
    if not good:
        table.tell("wrong-type", op.value, wanted=wanted, value=shown_value(table.data[op.value]))
    return good
