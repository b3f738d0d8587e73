"""recommend, materials and doctor as a facilitator calls them."""

from __future__ import annotations

import json

import jsonschema
import pytest

from tests.validators.axe import violations
from tests.validators.pdf import page_count
from tests.workflow.kits import EXAMPLE
from tools.write_schemas import FOLDER

PROFILE = EXAMPLE / "profiles" / "K-07.toml"
SESSION = EXAMPLE / "session.toml"


def test_a_persons_recommendations_are_read_out_and_given_as_json(run_cli):
    said = run_cli("recommend", PROFILE)
    assert said.code == 0, said.stderr
    assert "K-07: " in said.stdout
    assert "You can tell them: " in said.stdout
    assert "print.size_pt" not in said.stdout
    assert len(said.stdout.splitlines()) <= 6
    assert "required: print.size_pt = 20" in run_cli("recommend", PROFILE, "--verbose").stdout
    answer = run_cli("recommend", PROFILE, "--json").json
    jsonschema.validate(answer, json.loads((FOLDER / "recommend.schema.json").read_text()))
    assert [one["id"] for one in answer["participants"]] == ["K-07"]
    assert answer["group"] is None


def test_a_session_has_everyone_and_the_group(run_cli):
    answer = run_cli("recommend", SESSION, "--json").json
    assert len(answer["participants"]) == 6
    assert answer["group"]["settings"]["break.every_min"] <= 25
    text = json.dumps(answer["group"])
    assert not [one["id"] for one in answer["participants"] if one["id"] in text]


def test_a_session_is_summed_up_and_verbose_says_each_recommendation(run_cli):
    said = run_cli("recommend", SESSION)
    assert len((said.stdout + said.stderr).splitlines()) <= 20
    assert "K-19: By phone; " in said.stdout
    assert "K-23: A reminder before the day." in said.stdout
    whole = run_cli("recommend", SESSION, "--verbose").stdout
    assert "For K-19:" in whole
    assert "For everyone:" in whole


def test_platforms_are_compared_on_one_page_to_tick(run_cli, tmp_path):
    for suffix in ("pdf", "html"):
        out = tmp_path / f"choice.{suffix}"
        done = run_cli("recommend", PROFILE, "--compare", "zoom,phone,sms", "--out", out)
        assert done.code == 0, done.stderr
        assert "Zoom:" in done.stdout
        again = run_cli("recommend", PROFILE, "--compare", "zoom,phone,sms", "--out", out)
        assert (again.code, "[write.exists]" in again.stderr) == (4, True)
    assert page_count(tmp_path / "choice.pdf") <= 2
    page = tmp_path / "choice.html"
    assert violations([page])[page] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--compare", "zom"], "command.unknown-value"),
        (["--compare", "zoom", "--out", "x.doc"], "command.unknown-suffix"),
    ],
)
def test_a_wrong_word_is_told(run_cli, arguments, code):
    done = run_cli("recommend", PROFILE, *arguments)
    assert (done.code, f"[{code}]" in done.stderr) == (2, True)


def test_a_file_of_another_kind_is_told(run_cli):
    done = run_cli("recommend", EXAMPLE / "kit.toml")
    assert (done.code, "[file.no-profile-or-session]" in done.stderr) == (2, True)


def test_handouts_are_listed_made_and_checked(run_cli, tmp_path):
    listed = run_cli("materials", "list", "--kit", EXAMPLE, "--json").json["handouts"]
    assert "things-that-help-me.md" in [one["name"] for one in listed]
    built_in = next(one["name"] for one in listed if one["origin"] == "built-in")
    for name in ("things-that-help-me.md", built_in):
        done = run_cli(
            "materials",
            "make",
            name,
            "--kit",
            EXAMPLE,
            "--look",
            "giant",
            "--out",
            "made",
            "--json",
        )
        assert done.code == 0, done.stderr
        assert len(done.json["files"]) == 2
    again = run_cli("materials", "make", built_in, "--out", "made")
    assert (again.code, "[write.exists]" in again.stderr) == (4, True)
    assert run_cli("materials", "make", built_in, "--out", "made", "--force").code == 0
    good = run_cli("materials", "check", EXAMPLE / "materials" / "good-meetings.md")
    assert good.code == 0, good.stderr


def test_every_fault_of_a_handout_is_told(run_cli, tmp_path):
    (tmp_path / "bad.md").write_text(
        "# Title\n\n### Too deep\n\n![](nothing.png)\n\n[](https://x.example)\n\n<b>html</b>\n"
    )
    done = run_cli("materials", "check", "bad.md", "--json")
    assert done.code == 1
    assert {problem["line"] for problem in done.json["problems"]} >= {3, 5, 7, 9}
    assert run_cli("materials", "check", "none.md").code == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["none.md"], "command.missing-handout"),
        (["how-to-join", "--look", "gaint"], "command.unknown-value"),
        (["how-to-join", "--format", "odt"], "command.unknown-value"),
    ],
)
def test_wrong_words_of_materials_make_are_told(run_cli, tmp_path, arguments, code):
    done = run_cli("materials", "make", *arguments, "--out", "made")
    assert (done.code, f"[{code}]" in done.stderr) == (2, True)
    assert not (tmp_path / "made").exists()


def test_doctor_says_what_works(run_cli):
    said = run_cli("doctor")
    assert said.code == 0, said.stderr
    assert "PDF papers: works" in said.stdout
    assert run_cli("doctor", "--json").json["missing"] == []
