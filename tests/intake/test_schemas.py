"""The shipped schemas are those of the code, and the example's files fit them."""

from __future__ import annotations

import datetime
import json
import tomllib

import jsonschema
import pytest

from tests.tools import ROOT
from tools.write_schemas import FOLDER, schema_texts

EXAMPLE = ROOT / "examples" / "evening-group"
KINDS = {"kit.toml": "kit", "session.toml": "session", "resources.toml": "resources"}


def as_json(value):
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_shipped_schema_is_up_to_date(name):
    shipped = (FOLDER / name).read_text(encoding="utf-8")
    assert shipped == schema_texts()[name], "run: make generate"
    jsonschema.Draft202012Validator.check_schema(json.loads(shipped))


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.toml")), ids=lambda path: path.name)
def test_the_examples_fit_their_schemas(path):
    kind = KINDS.get(path.name, "profile")
    schema = json.loads(schema_texts()[f"{kind}.schema.json"])
    jsonschema.validate(as_json(tomllib.loads(path.read_text(encoding="utf-8"))), schema)


def test_a_schema_refuses_what_the_reader_refuses():
    schema = json.loads(schema_texts()["profile.schema.json"])
    good = {"schema": "access-kit/profile/1", "id": "K-07", "name": "Rosa", "stated_by": "self"}
    jsonschema.validate(good, schema)
    for wrong in ({"id": "seven"}, {"colour": "red"}, {"reading": {"print_size_pt": 60}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(good | wrong, schema)
