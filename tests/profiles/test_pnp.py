"""PNP: everything comes back, and nothing that a person said is dropped in silence."""

from __future__ import annotations

import copy
import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.model.stated import Stated, Wish
from access_kit.profiles.pnp import RecordsPlan, from_record, read_pnp, write_pnp
from access_kit.profiles.pnp_terms import NAMESPACE, NEEDS, known_keys, load_terms, wished_fields
from access_kit.profiles.pnp_write import to_record
from access_kit.profiles.profile_files import parse_profile
from tests.profiles.people import odd_people
from tests.strategies import canary_profile
from tests.validators.pnp_schema import faults

DATA = Path(__file__).parent / "data"
TODAY = datetime.date(2026, 11, 24)
EMPTY = {"accessForAllPnpRecords": {"records": []}}


@given(st.lists(odd_people(), min_size=1, max_size=2, unique_by=lambda one: one.id.casefold()))
def test_everybody_comes_back_and_the_public_schema_takes_what_is_written(people):
    text = b"".join(write_pnp(people)).decode()
    assert faults(json.loads(text)) == []
    again, problems = read_pnp(text, file="x.pnp.json", today=TODAY)
    assert again == people, problems
    assert [problem for problem in problems if problem.code.startswith("pnp.")] == []


@given(odd_people())
def test_nothing_is_said_in_a_term_and_in_an_extension(person):
    needs = to_record(person)[NEEDS]
    said = []
    for name in ("activateAtInitializationSet", "activateAsOptionSet", "prohibitSet"):
        held = needs.get(name, {})
        nodes = [(node["name"], node["value"]) for node in held.get("extensions", [])]
        hazards = [value for key, value in nodes if key == "hazard-avoidance"]
        assert set(hazards) <= set(needs.get("hazardAvoidance", []))
        said += held.get("features", []) + [node for node in nodes if node[1] not in hazards]
    said += needs.get("hazardAvoidance", [])
    fields = [(one, getattr(getattr(person, one.path[0]), one.path[1])) for one in wished_fields()]
    values = sum(len(v) if one.many else v is not None for one, v in fields)
    assert len(said) == values + len(person.talk.avoid)


def read(file, **said):
    text = (DATA / file).read_text(encoding="utf-8")
    plan = RecordsPlan(**{"name": "Rosa", "stated_by": "self"} | said)
    return read_pnp(text, file="x", today=TODAY, plan=plan)


def terms(problems):
    return [p.facts.get("term") for p in problems if p.code in ("pnp.no-place", "pnp.no-value")]


def test_what_former_versions_wrote_is_read_as_it_was_meant():
    people, problems = read("former.pnp.json")
    before, _ = parse_profile((DATA / "former.toml").read_text(), file="x", today=TODAY)
    assert (people, problems) == ([before], [])


def test_a_file_as_others_write_it_comes_in_and_what_has_no_place_is_told_by_name():
    assert faults(json.loads((DATA / "public-needs.pnp.json").read_text())) == []
    (person,), problems = read("public-needs.pnp.json")
    assert not any(problem.is_error for problem in problems)
    assert (person.id, person.name, person.stated_by) == ("P-01", "Rosa", "self")
    assert person.reading.print_size_pt == Stated(20, Wish.NEED)
    assert person.reading.level == Stated("easy_read", Wish.NEED)
    assert person.reading.contrast == Stated("light_on_dark", Wish.NEED)
    assert person.reading.formats == (Stated("audio", Wish.NEED), BRAILLE)
    assert person.hearing.captions == Stated("auto", Wish.PREFER)
    assert person.language.signed == (Stated("ase", Wish.PREFER),)
    assert person.language.written == (Stated("fr", Wish.NEED),)
    assert person.talk.extra_time == Stated(2.0, Wish.NEED)
    assert person.device.input == (Stated("keyboard", Wish.NEED),)
    assert person.device.assistive == (Stated("magnifier", Wish.AVOID),)
    assert person.sense.no_flashing == Stated(True, Wish.NEED)
    assert person.sense.no_sudden_sound is None
    assert sorted(terms(problems)) == [
        "braille.deliveryMode", "braille.grade", "braille.xmlLang", "calculator-on-screen",
        "environment", "glossary-on-screen", "hazardAvoidance motion-simulation",
        "https://other.example/1 seat", "invertDisplayPolarity.background",
        "invertDisplayPolarity.foreground", "keyword-translation", "line-reader",
        "linguisticGuidance.replaceAccessModes", "long-description", "magnification.allContent",
        "spell-checker-on-screen", "spoken.readingType", "spoken.speechRate",
        "textAppearance.fontFace",
    ]  # fmt: skip
    assert "medical" not in str(problems)


BRAILLE = Stated("braille", Wish.NEED)


def test_records_of_another_system_get_ids_of_ours_even_where_theirs_could_be_one():
    assert faults(json.loads((DATA / "public-records.pnp.json").read_text())) == []
    names = iter(["Rosa", "Sam"])
    people, problems = read("public-records.pnp.json", name="", ask_name=lambda _: next(names))
    assert [(one.id, one.name) for one in people] == [("P-01", "Rosa"), ("P-02", "Sam")]
    assert people[0].language.written == (Stated("de", Wish.NEED),)
    assert terms(problems) == [
        "appointmentId",
        "additional-testing-time",
        "additionalTestingTime.unlimited",
    ]
    new = [problem.facts["id"] for problem in problems if problem.code == "pnp.new-id"]
    assert new == ["P-01", "P-02"]


def test_one_name_is_not_given_to_two_people():
    people, problems = read("public-records.pnp.json")
    assert people == []
    assert [p.where for p in problems if p.code == "pnp.no-name"] == ["records[0]", "records[1]"]


def test_who_states_the_needs_is_never_guessed():
    people, problems = read("public-needs.pnp.json", stated_by="")
    assert people == []
    assert [p.code for p in problems if p.is_error] == ["pnp.who-stated"]


# -- features ------------------------------------------------------------------------------------


def sample(features=(), **needs):
    held = {"activateAsOptionSet": {"features": list(features)}}
    return to_record(canary_profile(7)) | {NEEDS: held | {"extensions": PERSONAL} | needs}


PERSONAL = [
    {"namespace": NAMESPACE, "name": "name", "value": "Rosa"},
    {"namespace": NAMESPACE, "name": "stated_by", "value": "self"},
]


def from_sample(record):
    return from_record(record, file="x", within="records[0]", today=TODAY)


@pytest.mark.parametrize(
    ("feature", "path", "value"),
    [
        ("braille", "reading.formats", ("braille",)),
        ({"name": "sign-language", "xmlLang": "ase"}, "language.signed", ("ase",)),
        ({"name": "text-appearance", "fontSize": 20}, "reading.print_size_pt", 20),
        ({"name": "text-appearance", "fontSize": "20"}, "reading.print_size_pt", 20),
        ({"name": "text-appearance", "fontSize": 20.0}, "reading.print_size_pt", 20),
        ({"name": "hazard-avoidance", "hazard": "sound"}, "sense.no_sudden_sound", True),
        ("ext:access-kit.camera.own.off", "camera.own", "off"),
        ("ext:access-kit.device.screen_in.6.1", "device.screen_in", 6.1),
        ("ext:access-kit.hearing.caption_layout.", "hearing.caption_layout", ""),
    ],
)
def test_a_feature_stands_for_one_value(feature, path, value):
    person, problems = from_sample(sample([feature]))
    assert problems == []
    said = getattr(getattr(person, path.split(".")[0]), path.split(".")[1])
    assert (tuple(one.value for one in said) if isinstance(said, tuple) else said.value) == value


@pytest.mark.parametrize(
    "feature",
    [
        "caption", "textAppearance", "ext:access-kit.diagnosis.x", {"x": 1}, 7, None, ["braille"],
        {"name": "text-appearance", "fontsize": 20}, {"name": "ext:access-kit.camera.own.off"},
    ],
)  # fmt: skip
def test_a_term_that_pnp_does_not_know_is_refused_by_name(feature):
    person, problems = from_sample(sample(["braille", feature]))
    assert person is None
    assert [problem.code for problem in problems if problem.is_error] == ["pnp.unknown-term"]
    place = "records[0].accessForAllPnp.activateAsOptionSet.features[1]"
    assert {problem.where for problem in problems} == {place}


@pytest.mark.parametrize("feature", ["tactile", "ext:other.thing", "text-appearance"])
def test_what_has_no_place_does_not_keep_a_person_out(feature):
    person, problems = from_sample(sample(["braille", feature]))
    assert person is not None
    assert terms(problems) == [feature]


def test_every_term_of_pnp_alone_goes_in_or_is_told():
    for term in known_keys():
        person, problems = from_sample(sample([term]))
        assert person is not None, problems
        plain, _ = from_sample(sample())
        assert (person == plain) == (terms(problems) == [term]), term


# -- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"diagnosis": "x"}, "pnp.unknown-term"),
        ({"ext:access-kit.hearing.captions": "auto"}, "pnp.unknown-term"),
        ({NEEDS: {"prohibit": {"features": []}}}, "pnp.unknown-term"),
        ({NEEDS: {"prohibitSet": ["braille"]}}, "pnp.wrong-shape"),
        ({NEEDS: {"prohibitSet": {"feature": []}}}, "pnp.wrong-shape"),
        ({NEEDS: {"textAppearance": 18}}, "pnp.wrong-setting"),
        ({NEEDS: {"captions": False}}, "pnp.wrong-setting"),
        ({NEEDS: {"hazardAvoidance": [3]}}, "pnp.wrong-setting"),
        ({NEEDS: {"textAppearance": {"fontSize": 90}}}, "profile.out-of-range"),
        ({NEEDS: {"extensions": [{"name": "x"}]}}, "pnp.wrong-shape"),
        ({NEEDS: {"extensions": [*PERSONAL, PERSONAL[0]]}}, "pnp.said-twice"),
        ({NEEDS: {"extensions": [PERSONAL[0] | {"children": []}]}}, "pnp.wrong-shape"),
        ({NEEDS: {"extensions": [PERSONAL[0] | {"name": "nam"}]}}, "pnp.unknown-term"),
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
    needs = change.get(NEEDS)
    if isinstance(needs, dict):
        change = {NEEDS: {"extensions": PERSONAL} | needs}
    plan = RecordsPlan(name="Rosa", stated_by="self")
    record = sample() | change
    person, problems = from_record(record, file="x", within="", today=TODAY, plan=plan)
    assert person is None
    assert [problem.code for problem in problems if problem.is_error] == [code]


def test_what_is_said_twice_is_told():
    _, problems = from_sample(sample(["captions"], prohibitSet={"features": ["captions"]}))
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
    twin = copy.deepcopy(record)
    twin["personSourcedId"]["value"] = "k-0007"
    text = json.dumps({"accessForAllPnpRecords": {"records": [record, twin]}})
    people, problems = read_pnp(text, file="x", today=TODAY)
    assert len(people) == 1
    assert [(p.code, p.where) for p in problems] == [("pnp.duplicate-id", "records[1]")]


def test_every_row_of_the_mapping_names_a_field_and_its_value():
    fields = {field.key: field for field in wished_fields()}
    for row in load_terms():
        field = fields[row.field]
        assert bool(row.value) != bool(row.parameter and not row.fixed)
        assert not row.value or row.value in field.values
        assert row.parameter in ("", *known_keys()[row.term])


def test_a_record_of_another_program_goes_in_and_out_by_commands(run_cli, tmp_path):
    take = ["profile", "import", DATA / "one.pnp.json", "--to", "people", "--json"]
    first = run_cli(*take)
    assert first.code == 2
    codes = {one["code"] for one in first.json["problems"] if one["severity"] == "error"}
    assert codes == {"pnp.no-name", "pnp.who-stated"}
    taken = run_cli(*take, "--name", "Rosa", "--stated-by", "self")
    assert taken.code == 0, taken.stderr
    told = " ".join(one["message"] for one in taken.json["problems"])
    assert all(term in told for term in ("keyword-translation", "spell-checker-on-screen"))
    given = run_cli("profile", "export", "all.pnp.json", "--from", "people")
    assert given.code == 0, given.stderr
    assert faults(json.loads((tmp_path / "all.pnp.json").read_text())) == []
    again = run_cli("profile", "import", "all.pnp.json", "--to", "again")
    assert again.code == 0, again.stderr
    files = [(tmp_path / one / "P-01.toml").read_text() for one in ("people", "again")]
    assert files[0] == files[1]
    assert 'print_size_pt = { value = 18, wish = "need" }' in files[0]
