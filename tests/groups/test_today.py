"""What ``today`` says: all that is due and wrong in a kit, each with the command that does it."""

from __future__ import annotations

import re
import shutil
import stat

import pytest

from tests.workflow.kits import copy_example

EARLY = "2026-11-24T09:00:00-05:00"
IN_TIME = "2026-11-27T09:00:00-05:00"
AFTER = "2026-12-05T09:00:00-05:00"
DECEMBER = "2026-12-01T09:00:00-05:00"
NEW_YEAR = "2027-01-20T09:00:00-05:00"


@pytest.fixture
def kit(tmp_path):
    copy_example(tmp_path / "kit")
    return tmp_path / "kit"


@pytest.fixture
def today(run_cli, kit):
    def run(*, now, code=0):
        done = run_cli("today", "--json", cwd=kit, now=now)
        assert done.code == code, done.stderr
        return done.json

    return run


def test_before_its_time_nothing_is_due_and_that_is_said(run_cli, kit, today):
    found = today(now=EARLY)
    assert found["due"] == found["wrong"] == []
    [ahead] = found["ahead"]
    assert ahead["session"] == "evening-group-2026-12-03"
    assert ahead["send_from"] == "2026-11-26T00:00:00-05:00"
    said = run_cli("today", cwd=kit, now=EARLY).stdout
    assert "Nothing is due." in said
    assert "Nothing is wrong." in said


def test_papers_are_due_from_their_day_until_the_start(today):
    found = today(now=IN_TIME)["due"]
    assert {one["what"] for one in found} == {"prepare"}
    assert {one["command"] for one in found} == {"access-kit prepare session.toml"}
    assert {one["by"] for one in found} == {"2026-12-03T18:00:00-05:00"}
    assert today(now=AFTER)["due"] == []


def test_it_reads_well_in_a_narrow_terminal_without_colours(run_cli, kit):
    shutil.copy(kit / "session.toml", kit / "broken.toml")
    with (kit / "broken.toml").open("a") as file:
        file.write("\n[dial_in]\nnumber = 'none'\n")
    said = run_cli("today", cwd=kit, now=IN_TIME).stdout
    assert max(map(len, said.splitlines())) < 80
    assert "\x1b" not in said
    assert said.index("Wrong:") < said.index("Due:") < said.index("Ahead:")
    assert "K-02, K-07, K-11, K-15, K-19, K-23: Prepare the papers." in " ".join(said.split())


def test_a_file_that_cannot_be_read_is_wrong_and_the_others_are_still_looked_at(kit, today):
    text = (kit / "session.toml").read_text()
    (kit / "broken.toml").write_text(text.replace("minutes = 60", 'minutes = "long"'))
    found = today(now=IN_TIME)
    assert [one["command"] for one in found["wrong"]] == ["access-kit session check broken.toml"]
    assert {one["what"] for one in found["due"]} == {"prepare"}


def test_what_is_still_to_be_filled_in_is_wrong(run_cli, tmp_path):
    run_cli("init", "fresh")
    found = run_cli("today", "--json", cwd=tmp_path / "fresh", now=IN_TIME).json
    codes = [one["what"] for one in found["wrong"]]
    assert codes.count("kit.placeholder") == 2
    assert "kit.no-crisis-entry" in codes
    assert {one["code"] for one in found["problems"]} == set(codes)


def test_each_date_of_a_group_comes_in_its_time(run_cli, kit, today):
    run_cli(
        *("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12"), cwd=kit
    )
    (kit / "session.toml").unlink()
    found = today(now=AFTER)
    assert {one["session"] for one in found["due"]} == {"evening-group-2026-12-10"}
    assert today(now="2027-03-20T09:00:00-05:00")["ahead"] == []


def test_made_papers_are_due_by_each_of_the_ways_that_send_would_take(run_cli, kit, today):
    ids = {"K-23"}
    for path in (kit / "profiles").iterdir():
        if path.stem not in ids:
            path.unlink()
    made = run_cli("prepare", "session.toml", "--quiet", cwd=kit, now=IN_TIME)
    assert made.code == 0, made.stderr
    commands = {one["command"] for one in today(now=IN_TIME)["due"]}
    assert commands == {"access-kit send session.toml", "access-kit letters session.toml"}
    run_cli("send", "session.toml", cwd=kit, now=IN_TIME)
    run_cli("letters", "session.toml", cwd=kit, now=IN_TIME)
    note = {
        "access-kit send session.toml --mark-sent",
        "access-kit letters session.toml --mark-posted",
    }
    assert {one["command"] for one in today(now=IN_TIME)["due"]} == note
    left = {one["command"] for one in today(now=AFTER)["due"]}
    assert left == note, "what lay ready for a meeting that is over is still to be noted"
    for command in note:
        run_cli(*command.split()[1:], cwd=kit, now=IN_TIME)
    assert today(now=IN_TIME)["due"] == []
    assert [one["what"] for one in today(now="2026-12-02T09:00:00-05:00")["due"]] == ["remind"]
    assert [one["what"] for one in today(now=NEW_YEAR)["due"]] == ["purge"]

    assert run_cli("send", "session.toml", "--cancel", "--yes", cwd=kit, now=IN_TIME).code == 0
    assert today(now=IN_TIME)["ahead"] == [], "a meeting that is off is not ahead"
    assert "No meeting is ahead." in run_cli("today", cwd=kit, now=IN_TIME).stdout


def test_the_page_lists_the_month_and_its_calendar_says_no_more(run_cli, kit):
    weekly = "--repeats", "FREQ=WEEKLY;COUNT=3"
    run_cli("group", "new", "--from", "session.toml", *weekly, cwd=kit)
    (kit / "session.toml").unlink()
    with (kit / "evening-group.toml").open("a") as file:
        file.write("\n[[meeting]]\ndate = 2026-12-10\ncancelled = true\n")
    done = run_cli("today", "--page", "today.html", cwd=kit, now=DECEMBER)
    assert done.code == 0, done.stderr
    path = kit / "today.html"
    checked = run_cli("materials", "check", path, "--json", cwd=kit)
    assert checked.code == 0, checked.stdout
    page = " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", path.read_text(), flags=re.S).split())
    assert "Thursday, December 3, 2026, 6:00 p.m.: Thursday evening group" in page
    assert "Thursday, December 10, 2026, 6:00 p.m.: Thursday evening group, canceled" in page
    assert page.count("6:00 p.m.") == 3 + 2, "three in the list, and two in the calendar"
    assert not stat.S_IMODE(path.stat().st_mode) & 0o077
    again = run_cli("today", "--page", "today.html", "--json", cwd=kit, now=DECEMBER)
    assert (again.code, again.json["problems"][0]["code"]) == (4, "write.exists")
    assert run_cli("today", "--page", "today.html", "--force", cwd=kit, now=DECEMBER).code == 0
