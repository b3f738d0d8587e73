"""A group at the command line: begun, looked at, and each of its dates prepared as a session."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "evening-group"
NOW = "2026-11-24T09:00:00-05:00"


@pytest.fixture
def kit(tmp_path):
    """The example kit, with a group made of its session."""
    shutil.copytree(EXAMPLE, tmp_path / "kit", ignore=shutil.ignore_patterns("out"))
    return tmp_path / "kit"


@pytest.fixture
def run(run_cli, kit):
    """Commands in the kit's folder, two weeks before the first meeting."""

    def run_there(*args, **options):
        return run_cli(*args, cwd=kit, **{"now": NOW, **options})

    return run_there


def test_a_session_that_repeats_is_told_of_groups_and_becomes_one(run, kit):
    old = (kit / "session.toml").read_text()
    repeating = old.replace("minutes = 60", 'minutes = 60\nrepeats = "FREQ=WEEKLY;COUNT=12"')
    (kit / "session.toml").write_text(repeating)
    refused = run("session", "check", "session.toml", "--json")
    assert refused.code == 2
    [problem] = refused.json["problems"]
    assert problem["code"] == "session.repeats"
    assert "group new --from session.toml" in problem["hint"]

    made = run("group", "new", "--from", "session.toml", "--json")
    assert made.json["file"] == "evening-group.toml"
    checked = run("group", "check", "evening-group.toml", "--json")
    assert checked.json["next"] == "evening-group-2026-12-03"
    assert len(checked.json["people"]) == len(list((kit / "profiles").glob("*.toml")))


def test_a_group_shows_its_dates_with_who_comes_and_what_is_open(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    with (kit / "evening-group.toml").open("a") as file:
        file.write(
            "\n[[meeting]]\ndate = 2026-12-24\ncancelled = true\n"
            '[[meeting]]\ndate = 2026-12-10\nstarts = 2026-12-11T17:30:00\njoin = ["K-23"]\n'
        )
    shown = run("group", "show", "evening-group.toml", "--json").json
    assert shown["next"] == "evening-group-2026-12-03"
    by_id = {one["id"]: one for one in shown["meetings"]}
    assert len(by_id) == 12
    assert by_id["evening-group-2026-12-10"]["starts"] == "2026-12-11T17:30:00-05:00"
    assert by_id["evening-group-2026-12-10"]["joins"] == ["K-23"]
    assert by_id["evening-group-2026-12-24"]["cancelled"]
    assert {one["next"] for one in shown["open"]} == {"prepare"}
    assert "K-23" not in {one["id"] for one in shown["open"]}, "comes from the next date on"
    lines = run("group", "show", "evening-group.toml").stdout
    assert "> Thu 2026-12-03 18:00" in lines
    assert "Fri 2026-12-11 17:30: moved, K-23 joins" in lines


def test_advice_is_given_on_the_meeting_of_a_group(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    for file in ("evening-group.toml", "evening-group.toml@2026-12-10"):
        done = run("recommend", file, "--json").json
        assert len(done["participants"]) == len(list((kit / "profiles").glob("*.toml")))


def test_each_date_is_prepared_as_a_session_of_its_own(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    ran = run("prepare", "evening-group.toml@2026-12-10", "--dry-run", "--json").json
    assert ran["folder"] == "out/evening-group-2026-12-10"
    nothing = run("prepare", "evening-group.toml@2026-12-11", "--dry-run", "--json")
    assert nothing.code == 2
    assert nothing.json["problems"][0]["code"] == "group.no-meeting"
    wrong = run("prepare", "session.toml@2026-12-10", "--dry-run", "--json")
    assert wrong.json["problems"][0]["code"] == "session.not-a-group"


def test_a_cancelled_date_is_not_prepared(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    with (kit / "evening-group.toml").open("a") as file:
        file.write("\n[[meeting]]\ndate = 2026-12-03\ncancelled = true\n")
    refused = run("prepare", "evening-group.toml@2026-12-03", "--json")
    assert refused.code == 6
    assert refused.json["problems"][0]["code"] == "group.cancelled"
    ahead = run("prepare", "evening-group.toml", "--dry-run", "--json").json
    assert ahead["folder"] == "out/evening-group-2026-12-10"


def test_somebody_who_is_nowhere_is_told_whatever_date_names_them(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    with (kit / "evening-group.toml").open("a") as file:
        file.write('\n[[meeting]]\ndate = 2026-12-17\njoin = ["K-99"]\nguest = ["K-23"]\n')
    told = run("group", "check", "evening-group.toml", "--json")
    assert told.code == 2
    errors = [one for one in told.json["problems"] if one["severity"] == "error"]
    assert [one["code"] for one in errors] == ["group.unknown-person"]
    assert "K-99" in errors[0]["message"]


def test_a_session_given_as_a_group_is_told_how_it_becomes_one(run, kit):
    told = run("group", "check", "session.toml", "--json")
    assert told.code == 2
    [problem] = told.json["problems"]
    assert problem["code"] == "group.is-session"
    assert "group new --from session.toml" in problem["hint"]


def test_a_group_of_years_shows_a_few_dates_that_are_past(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY")
    file = kit / "evening-group.toml"
    file.write_text(file.read_text().replace("starts = 2026-12-03", "starts = 2020-01-02"))
    lines = run("group", "show", "evening-group.toml").stdout.splitlines()
    assert len(lines) < 25
    assert "earlier dates" in lines[1]
    assert len(run("group", "show", "evening-group.toml", "--json").json["meetings"]) > 350


def test_a_copy_of_a_group_that_keeps_its_id_is_told(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    text = (kit / "evening-group.toml").read_text()
    (kit / "tuesday.toml").write_text(text.replace("starts = 2026-12-03", "starts = 2026-12-01"))
    told = run("group", "check", "tuesday.toml", "--json").json["problems"]
    [problem] = [one for one in told if one["code"] == "group.id-twice"]
    assert "evening-group.toml has the same id" in problem["message"]
    (kit / "tuesday.toml").write_text(text.replace('id = "evening-group"', 'id = "tuesday"'))
    told = run("group", "check", "tuesday.toml", "--json").json["problems"]
    assert "group.id-twice" not in [one["code"] for one in told]


def test_a_group_that_is_over_names_its_last_date(run, kit):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=3")
    told = run("status", "evening-group.toml", "--json", now="2027-02-01T10:00:00-05:00")
    [problem] = told.json["problems"]
    assert problem["code"] == "group.over"
    assert "evening-group.toml@2026-12-17" in problem["hint"]


NEW = (
    "group", "new", "--title", "Thursday group", "--starts", "2026-12-03T18:00",
    "--timezone", "America/New_York", "--minutes", "60", "--platform", "in_person",
    "--facilitator", "Jo", "--repeats", "FREQ=WEEKLY;COUNT=5",
)  # fmt: skip


@pytest.mark.parametrize("said", [(), ("--profiles", "profiles")])
def test_a_new_group_finds_the_folder_of_profiles_that_was_named_from_here(run, kit, said):
    made = run(*NEW, "thursday", *said)
    assert made.code == 0, made.stderr
    assert 'profiles = "../profiles"' in (kit / "groups" / "thursday.toml").read_text()
    checked = run("group", "check", "groups/thursday.toml", "--json")
    assert checked.code == 0, checked.stderr
    assert checked.json["people"]


def test_what_a_new_group_may_not_say_is_told_without_a_line_of_a_file_that_is_not_there(run, kit):
    told = run(*NEW, "مجموعة", "--json")
    assert told.code == 2
    [problem] = told.json["problems"]
    assert (problem["code"], problem["where"]) == ("group.bad-pattern", "id")
    assert not problem.get("file")
    assert not problem.get("line")
    assert "a to z" in problem["message"]
    assert not (kit / "groups").exists()


@pytest.mark.parametrize("behind", ["10.12.2026", "2026-13-10", ""])
@pytest.mark.parametrize("command", [("group", "check"), ("status",), ("prepare",), ("send",)])
def test_what_is_no_date_behind_a_group_is_told_as_that(run, command, behind):
    run("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=3")
    told = run(*command, f"evening-group.toml@{behind}", "--json")
    assert told.code == 2
    [problem] = told.json["problems"]
    assert (problem["code"], problem["file"]) == ("group.bad-date", "evening-group.toml")
    assert "evening-group.toml@2026-12-10" in problem["hint"]
