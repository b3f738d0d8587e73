"""The JSON Schema of a kit's ``rules.toml``, from the same names that its reader checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from access_kit.model.constraint import Choice
from access_kit.model.kit import ResourceKind
from access_kit.model.plan import Audience, Duty
from access_kit.model.stated import Wish
from access_kit.recommend.conditions import FACT_OPS, LIST_OPS, NUMBER_OPS, Op
from access_kit.recommend.facts import fact_kinds
from access_kit.recommend.platforms import load_platforms
from access_kit.recommend.read_rules import ALTERNATIVES, RULE_ID, keys_of
from access_kit.recommend.rules import RULES_SCHEMA, BookingNeed, Floor, Limit, Rule, Then
from access_kit.recommend.settings import load_settings

Json = dict[str, Any]

_TEXT: Json = {"type": "string", "minLength": 1}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_TRUTH: Json = {"type": "boolean"}
_NUMBER: Json = {"type": "number"}
_CONDITION: Json = {"$ref": "#/$defs/condition"}
_FACT: Json = {"$ref": "#/$defs/fact"}
_SETTING: Json = {"$ref": "#/$defs/setting"}
_WAYS: Json = {"type": "array", "items": _TEXT, "minItems": ALTERNATIVES}


def rules_schema() -> Json:
    """The schema of ``access-kit/rules/1``."""
    citation = _table(
        {"title": _TEXT, "address": {"type": "string"}, "supports": _TEXT}, ["title", "supports"]
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": RULES_SCHEMA,
        **_table(
            {
                "schema": {"const": RULES_SCHEMA},
                "rule": _many(_rule()),
                "floor": _many(_floor()),
                "citation": {"type": "object", "additionalProperties": citation},
            },
            ["schema"],
        ),
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    kinds = fact_kinds(load_platforms().feature_names)
    some = {"type": "array", "items": _CONDITION, "minItems": 1}
    operands: Json = {op.value: _TRUTH for op in (Op.IS, Op.KNOWN)}
    operands |= {op.value: {"anyOf": [_NUMBER, _FACT]} for op in sorted(NUMBER_OPS)}
    operands |= {op.value: _FACT for op in sorted(FACT_OPS)}
    operands |= {op.value: {**_TEXTS, "minItems": 1} for op in sorted(LIST_OPS)}
    operands["wish"] = {"enum": [Wish.NEED.value, Wish.AVOID.value]}
    tests = {name: {"$ref": "#/$defs/test"} for name in kinds}
    return {
        "setting": {"enum": list(load_settings())},
        "fact": {"enum": list(kinds)},
        "test": {**_table(operands), "minProperties": 1},
        "condition": _table({"any": some, "all": some, "not": _CONDITION, **tests}),
    }


def _rule() -> Json:
    parts: Json = {
        "id": {"type": "string", "pattern": f"^{RULE_ID}$"},
        "duty": _choices(Duty),
        "audience": _choices(Audience),
        "baseline": _TRUTH,
        "alternatives": _WAYS,
        "when": _CONDITION,
        "then": {**_many(_then()), "minItems": 1},
        "limit": _many(_limit()),
        "booking": _many(_booking()),
        "resources": {"type": "array", "items": _choices(ResourceKind)},
        "resources_when": _CONDITION,
    }
    return _of(Rule, parts, ["id", "duty", "because", "source", "then"])


def _then() -> Json:
    value = {"anyOf": [_TRUTH, _NUMBER, _TEXT, _TEXTS]}
    parts: Json = {
        "setting": _SETTING,
        "value": value,
        "from": _FACT,
        "within": _FACT,
        "only": _TEXTS,
        "first": _TRUTH,
        "at_least": _NUMBER,
        "when": _CONDITION,
        "audience": _choices(Audience),
        "points": _TRUTH,
    }
    one_of = [{"required": ["value"]}, {"required": ["from"]}]
    return {**_of(Then, parts, ["setting"]), "oneOf": one_of}


def _limit() -> Json:
    parts: Json = {
        "when": _CONDITION,
        "settings": {"type": "array", "items": _SETTING},
        "values": _TEXTS,
        "alternatives": _WAYS,
        "unknown": _TRUTH,
        "from": _FACT,
        "outside": _FACT,
        "wish": _choices(Wish),
    }
    return _of(Limit, parts, ["because"])


def _booking() -> Json:
    days = {"type": "number", "minimum": 0}
    also = {"type": "array", "items": _SETTING}
    parts: Json = {"setting": _SETTING, "lead_days": days, "also": also}
    return _of(BookingNeed, parts, ["what", "setting", "lead_days", "source"])


def _floor() -> Json:
    parts: Json = {
        "id": {"type": "string", "pattern": f"^{RULE_ID}$"},
        "settings": {"type": "array", "items": _SETTING, "minItems": 1},
        "values": _TEXTS,
        "alternatives": _WAYS,
        "when": _CONDITION,
    }
    return _of(Floor, parts, ["id", "settings", "because", "alternatives"])


def _of(cls: type, parts: Json, required: list[str]) -> Json:
    """A table with the keys of ``cls``; what ``parts`` does not name is a line of text."""
    return _table({key: parts.get(key, _TEXT) for key in keys_of(cls)}, required)


def _table(properties: Json, required: Iterable[str] = ()) -> Json:
    table: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    needed = list(required)
    return {**table, "required": needed} if needed else table


def _many(items: Json) -> Json:
    return {"type": "array", "items": items}


def _choices(cls: type[Choice]) -> Json:
    return {"enum": [member.value for member in cls]}
