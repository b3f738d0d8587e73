"""The profile and session commands as a facilitator calls them."""

from __future__ import annotations

import json
import stat
import sys

import jsonschema
import pytest

from access_kit.intake import json_schema
from access_kit.model.answers import ProblemsAnswer


def test_a_new_profile_is_private_and_passes_its_check(run_cli, tmp_path):
    made = run_cli("profile", "new", "K-08", "--name", "Sam")
    assert (made.code, made.stderr) == (0, "")
    path = tmp_path / "K-08.toml"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run_cli("profile", "check", path).code == 0
    shown = run_cli("profile", "show", path)
    assert shown.stdout.splitlines()[:2] == ["K-08", "Name you like: Sam"]
    keyed = run_cli("profile", "show", path, "--verbose").stdout
    assert "Name you like: Sam [name]" in keyed
    assert run_cli("profile", "show", path, "--json").json["profile"]["id"] == "K-08"


def test_a_profile_is_never_overwritten(run_cli):
    run_cli("profile", "new", "K-08", "--name", "Sam")
    again = run_cli("profile", "new", "K-08", "--name", "Max")
    assert again.code == 4
    assert "[write.exists]" in again.stderr


def test_a_bad_profile_is_told_with_file_line_key_and_hint(run_cli, tmp_path):
    run_cli("profile", "new", "K-08", "--name", "Sam")
    path = tmp_path / "K-08.toml"
    path.write_text(path.read_text().replace("[reading]", '[reading]\nformats = ["large-prnt"]'))
    checked = run_cli("profile", "check", "K-08.toml")
    line = path.read_text().splitlines().index('formats = ["large-prnt"]') + 1
    assert checked.code == 2
    assert checked.stdout == ""
    assert checked.stderr.splitlines() == [
        f'access-kit: error: K-08.toml, line {line}: reading.formats[0]: "large-prnt" is not a'
        " format [profile.unknown-value]",
        'access-kit: hint: did you mean "large_print"?',
    ]
    as_json = run_cli("profile", "check", "K-08.toml", "--json")
    assert as_json.code == 2
    schema = json_schema(ProblemsAnswer, title="problems", answer=True)
    jsonschema.validate(as_json.json, schema)
    assert as_json.json["problems"][0]["line"] == line


def test_a_message_repeats_no_private_value_that_is_not_the_faulty_one(run_cli, tmp_path):
    run_cli("profile", "new", "K-08", "--name", "CANARYNAME")
    path = tmp_path / "K-08.toml"
    path.write_text(path.read_text() + 'x = 1\n[contact.post]\nname = "CANARYPOST"\n')
    checked = run_cli("profile", "check", "K-08.toml")
    assert checked.code == 2
    assert "CANARY" not in checked.stderr + checked.stdout


def test_two_people_with_one_id_are_told(run_cli, tmp_path):
    run_cli("profile", "new", "K-08", "--name", "Sam")
    run_cli("profile", "new", "k-08", "--name", "Max", "--out", "other.toml")
    checked = run_cli("profile", "check", tmp_path)
    assert checked.code == 2
    assert "[profile.duplicate-id]" in checked.stderr


@pytest.mark.parametrize("odd", ["folder", "utf-16", "empty"])
def test_odd_files_end_in_a_sentence(run_cli, tmp_path, odd):
    path = tmp_path / "x.toml"
    if odd == "folder":
        path.mkdir()
        (path / "y.toml").write_bytes(b"\xff\xfe")
    else:
        path.write_bytes("a".encode("utf-16") if odd == "utf-16" else b"")
    checked = run_cli("profile", "check", path)
    assert checked.code == 2
    assert "Traceback" not in checked.stderr
    assert checked.stderr.startswith("access-kit: error: ")


def test_session_new_asks_for_what_is_missing_and_refuses_what_is_wrong(run_cli, tmp_path):
    arguments = [
        "session", "new", "evening", "--title", "Thursday group", "--starts", "2026-12-03T18:00",
        "--timezone", "America/New_York", "--minutes", "60", "--platform", "zoom",
    ]  # fmt: skip
    made = run_cli(*arguments, stdin="Jo\n")
    assert made.code == 0, made.stderr
    assert 'name = "Jo"' in (tmp_path / "evening.toml").read_text()
    wrong = run_cli(*[*arguments[:2], "Evening Group", *arguments[3:]], stdin="Jo\n")
    assert wrong.code == 2
    assert "[session.bad-pattern]" in wrong.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["evening.toml"]


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["profile", "check"], ["prepare", "--jobs", "x"]]
)
def test_wrong_usage_is_2_and_json_if_asked(run_cli, arguments):
    plain = run_cli(*arguments)
    assert plain.code == 2
    assert plain.stderr.startswith("access-kit: error: ")
    asked = run_cli(*arguments, "--json")
    assert asked.code == 2
    assert json.loads(asked.stdout)["schema"] == "access-kit/problems/1"


def test_help_ends_with_an_example(run_cli):
    for command in (["prepare"], ["profile", "new"], ["session", "check"], []):
        assert "Example: access-kit" in run_cli(*command, "--help").stdout.strip().splitlines()[-1]
        assert run_cli(*command, "-h").code == 0


def test_a_new_kit_passes_its_own_check(run_cli, tmp_path):
    made = run_cli("init", "kit", "--name", "Our network", "--sender", "PO Box 5")
    assert made.code == 0, made.stderr
    text = (tmp_path / "kit" / "kit.toml").read_text()
    assert "# [[crisis]]\n# country =" in text
    assert run_cli("doctor", "--kit", "kit").code == 0
    again = run_cli("init", "kit")
    assert (again.code, "[write.exists]" in again.stderr) == (4, True)
