"""The schema of a kit's rules says what its reader says."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import jsonschema
import pytest

from access_kit.recommend.schema import rules_schema
from tests.recommend.test_rule_files import FLOOR, HEAD, RULE, WHEN, WRONG

SCHEMA = rules_schema()
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


@pytest.mark.parametrize(
    "text", [text for text, suffix, _ in WRONG if suffix not in WORDS_ALONE and '"ten"' not in text]
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
