"""The schema of a kit's rules says what its reader says."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import jsonschema
import pytest

from access_kit.intake import json_schema
from access_kit.recommend.check_rules import names_in_rules
from access_kit.recommend.rules import RULES_SCHEMA, KitRules
from tests.recommend.test_rule_files import FLOOR, HEAD, RULE, WHEN, WRONG

SCHEMA = json_schema(KitRules, title=RULES_SCHEMA, names=names_in_rules())
WORDS_ALONE = {"unneutral", "long-sentence", "duplicate-id", "unknown-source"}
"""Mistakes that only reading finds, and no schema."""


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_good_rules_fit():
    jsonschema.validate(tomllib.loads(HEAD + RULE + FLOOR), SCHEMA)


def test_the_built_in_rules_would_fit():
    text = files("access_kit.recommend").joinpath("rules.toml").read_text("utf-8")
    rules = tomllib.loads(text)["rule"]
    jsonschema.validate({"schema": "access-kit/rules/1", "rule": rules}, SCHEMA)


def takes_two_places(text: str) -> bool:
    """Whether the mistake shows only where two keys are held together."""
    return '"ten"' in text or "[[rule.limit]]" in text


@pytest.mark.parametrize(
    "text",
    [t for t, suffix, _ in WRONG if suffix not in WORDS_ALONE and not takes_two_places(t)],
)
def test_what_the_reader_refuses_the_schema_refuses(text):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), SCHEMA)


@pytest.mark.parametrize(
    "condition",
    [
        c
        for c, suffix in WHEN
        if suffix != "unknown-operand" and '"reading.formats" = { at' not in c
    ],
)
def test_what_the_reader_refuses_in_a_condition_the_schema_refuses(condition):
    text = HEAD + RULE.replace("[[rule.then]]", f"[rule.when]\n{condition}\n[[rule.then]]")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), SCHEMA)
