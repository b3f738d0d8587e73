"""PNP: everything comes back, and nothing that a person said is dropped in silence."""

from __future__ import annotations

import copy
import datetime
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.profiles.pnp import NEEDS, from_record, read_pnp, to_record, write_pnp
from access_kit.profiles.pnp_terms import from_feature, load_terms, wished_fields
from tests.profiles.people import odd_people
from tests.strategies import canary_profile

TODAY = datetime.date(2026, 11, 24)
EMPTY = {"accessForAllPnpRecords": {"records": []}}


@given(st.lists(odd_people(), max_size=2, unique_by=lambda one: one.id.casefold()))
def test_everybody_comes_back(people):
    text = b"".join(write_pnp(people)).decode()
    again, problems = read_pnp(text, file="x.pnp.json", today=TODAY)
    assert again == people, problems


@given(odd_people())
def test_names_of_our_own_keep_to_the_signs_that_pnp_allows(person):
    record = to_record(person)
    for held in record[NEEDS].values():
        for feature in held.get("features", []):
            name = feature if isinstance(feature, str) else feature["name"]
            assert re.fullmatch(r"ext:[A-Za-z0-9_.-]+|[a-z-]+", name)


def sample():
    return to_record(canary_profile(7)) | {NEEDS: {"activateAsOptionSet": {"features": []}}}


@pytest.mark.parametrize(
    ("feature", "field", "value"),
    [
        ("braille", "reading.formats", "braille"),
        ({"name": "sign-language", "xmlLang": "ase"}, "language.signed", "ase"),
        ({"name": "text-appearance", "fontSize": 20}, "reading.print_size_pt", 20),
        ({"name": "hazard-avoidance", "hazard": "sound"}, "sense.no_sudden_sound", True),
        ("ext:access-kit.camera.own.off", "camera.own", "off"),
        ("ext:access-kit.device.screen_in.6.1", "device.screen_in", 6.1),
        ("ext:access-kit.hearing.caption_layout.", "hearing.caption_layout", ""),
    ],
)
def test_a_term_stands_for_one_value(feature, field, value):
    found, raw = from_feature(feature)
    assert (found.key, raw) == (field, value)


@pytest.mark.parametrize(
    "feature",
    [
        "tactile", "ext:other.thing", "ext:access-kit.diagnosis.x", {"name": "braille", "grade": 2},
        {"name": "text-appearance", "fontColor": "red"}, {"x": 1}, 7, None, ["braille"],
    ],
)  # fmt: skip
def test_an_unknown_term_is_refused_by_name(feature):
    record = sample()
    record[NEEDS]["activateAsOptionSet"]["features"] = ["braille", feature]
    person, problems = from_record(record, file="x", within="records[0]", today=TODAY)
    assert person is None
    assert [problem.code for problem in problems] == ["pnp.unknown-term"]
    assert problems[0].where == "records[0].accessForAllPnp.activateAsOptionSet.features[1]"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"diagnosis": "x"}, "pnp.unknown-term"),
        ({"ext:access-kit.hearing.captions": "auto"}, "pnp.unknown-term"),
        ({NEEDS: {"prohibit": {"features": []}}}, "pnp.unknown-term"),
        ({NEEDS: {"prohibitSet": ["braille"]}}, "pnp.wrong-shape"),
        ({NEEDS: []}, "pnp.wrong-shape"),
        ({"personSourcedId": 7}, "profile.wrong-type"),
        ({"personSourcedId": "x"}, "profile.bad-pattern"),
        ({"ext:access-kit.review_by": "soon"}, "profile.wrong-type"),
        ({"ext:access-kit.contact.safe": ["pigeon"]}, "profile.unknown-value"),
        ({NEEDS: {"ext:access-kit.order": {"talk.modes": ["video"]}}}, "pnp.wrong-order"),
        ({NEEDS: {"ext:access-kit.order": 3}}, "pnp.wrong-order"),
    ],
)
def test_a_fault_in_a_record_is_told(change, code):
    person, problems = from_record(sample() | change, file="x", within="", today=TODAY)
    assert person is None
    assert [problem.code for problem in problems if problem.is_error] == [code]


def test_what_is_said_twice_is_told():
    record = sample()
    record[NEEDS]["prohibitSet"] = {"features": ["captions"]}
    record[NEEDS]["activateAsOptionSet"]["features"] = ["captions"]
    _, problems = from_record(record, file="x", within="", today=TODAY)
    assert [problem.code for problem in problems] == ["pnp.said-twice"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "pnp.syntax"),
        ("{", "pnp.syntax"),
        ("[" * 200_000, "pnp.syntax"),
        ("1" * 5_000, "pnp.syntax"),
        ('{"a": NaN}', "pnp.syntax"),
        ('{"a": 1, "a": 2}', "pnp.key-twice"),
        ("[]", "pnp.no-records"),
        ('{"records": []}', "pnp.no-records"),
        (json.dumps(EMPTY | {"x": 1}), "pnp.no-records"),
        ('{"accessForAllPnpRecords": {"records": [3]}}', "pnp.wrong-shape"),
    ],
)
def test_a_file_that_is_no_pnp_ends_in_a_sentence(text, code):
    people, problems = read_pnp(text, file="x.pnp.json", today=TODAY)
    assert not people
    assert [problem.code for problem in problems] == [code]


def test_two_records_of_one_person_are_told():
    record = to_record(canary_profile(7))
    twin = copy.deepcopy(record) | {"personSourcedId": "k-0007"}
    text = json.dumps({"accessForAllPnpRecords": {"records": [record, twin]}})
    people, problems = read_pnp(text, file="x", today=TODAY)
    assert len(people) == 1
    assert [(p.code, p.where) for p in problems] == [("pnp.duplicate-id", "records[1]")]


def test_every_row_of_the_mapping_names_a_field_and_its_value():
    fields = {field.key: field for field in wished_fields()}
    for term in load_terms():
        field = fields[term.field]
        assert bool(term.value) != bool(term.parameter and not term.fixed)
        assert not term.value or term.value in field.values
