"""``prepare --due``: every group whose papers are due, and what stops one stops no other."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest

from tests.answers import fitting
from tests.groups.due_kits import EARLY, IN_TIME, break_file, own_people, week_kit
from tests.validators import axe
from tests.validators.canary import find_canaries

THURSDAY, FRIDAY = "thursday-2026-12-03", "friday-2026-12-04"
PEOPLE = ("K-02", "K-23")
PAGES = ("due.html", "due.csv", "due.json")


@pytest.fixture
def kit(tmp_path):
    return week_kit(tmp_path / "kit", *PEOPLE)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The kit, prepared once; to be copied by who changes it."""
    from tests.conftest import command_environment
    from tests.inside import run_inside

    kit = week_kit(tmp_path_factory.mktemp("made") / "kit", *PEOPLE)
    done = run_inside(kit, ["prepare", "--due"], environment=command_environment(IN_TIME))
    assert done.code == 0, done.stderr
    return kit, done


@pytest.fixture
def prepared(made, tmp_path):
    return shutil.copytree(made[0], tmp_path / "prepared")


def groups(done):
    return {one["session"] or one["file"]: one for one in done.json["groups"]}


def test_each_meeting_that_is_due_has_a_line_and_its_papers(made):
    kit, done = made
    lines = done.stdout.splitlines()
    assert lines[:2] == ["thursday@2026-12-03: 2 packets", "friday@2026-12-04: 2 packets"]
    made_for = {one.parent.parent.name for one in kit.glob("out/*/packets/K-*")}
    assert made_for == {THURSDAY, FRIDAY}, "neither what is off nor what is over"
    assert "Made 4 packets for 2 meetings; 0 as before, 0 failed." in lines


def test_a_cause_is_told_once_however_many_meetings_it_is_in(made):
    said = made[1].stdout + made[1].stderr
    causes = said.partition("By cause:")[2].split("\n\n")[0]
    codes = re.findall(r"\[([a-z.-]+)\]", said)
    assert codes
    assert len(codes) == len(set(codes))
    assert "[group.no-memory]: 2 times, in thursday@2026-12-03" in " ".join(causes.split())


def test_it_makes_what_the_command_for_one_makes(made, run_cli, tmp_path):
    kit = week_kit(tmp_path / "alone", *PEOPLE)
    run_cli("prepare", "friday.toml@2026-12-04", cwd=kit, now=IN_TIME)
    for one in (kit / "out" / FRIDAY).rglob("*"):
        if one.is_file():
            other = made[0] / one.relative_to(kit)
            assert other.read_bytes() == one.read_bytes(), one.name


def test_what_stands_is_as_before_and_why_is_said_when_asked(run_cli, prepared):
    shutil.rmtree(prepared / "out" / FRIDAY / "packets" / "K-23")
    done = run_cli("prepare", "--due", "--json", "--explain", cwd=prepared, now=IN_TIME)
    found = groups(done)
    assert (found[THURSDAY]["made"], found[THURSDAY]["reused"]) == ([], [*PEOPLE])
    assert (found[FRIDAY]["made"], found[FRIDAY]["reused"]) == (["K-23"], ["K-02"])
    why = {one["file"]: one["why"] for one in found[FRIDAY]["files"]}
    assert why["packets/K-02/letter.html"] == "same"
    assert why["packets/K-23/letter.pdf"] in ("new", "lost")
    said = run_cli("prepare", "--due", cwd=prepared, now=IN_TIME).stdout
    assert "thursday@2026-12-03: 2 packets, 2 as before\n" in said


def test_before_its_time_nothing_is_due(run_cli, kit):
    done = run_cli("prepare", "--due", "--json", cwd=kit, now=EARLY)
    assert (done.code, done.json["groups"]) == (0, [])
    assert "No meeting is due." in run_cli("prepare", "--due", cwd=kit, now=EARLY).stdout


def test_a_broken_file_and_a_changed_folder_stop_no_other_group(run_cli, prepared):
    break_file(prepared / "off.toml")
    letter = prepared / "out" / THURSDAY / "packets" / "K-23" / "letter.pdf"
    letter.write_bytes(letter.read_bytes() + b"\n%")
    shutil.rmtree(prepared / "out" / FRIDAY)
    done = run_cli("prepare", "--due", "--json", cwd=prepared, now=IN_TIME)
    found = groups(done)
    assert {name: one["code"] for name, one in found.items()} == {
        "off.toml": 2,
        THURSDAY: 4,
        FRIDAY: 0,
    }
    assert done.code == 4, "the gravest of them, and never none"
    assert found[FRIDAY]["made"] == [*PEOPLE]
    assert (found[THURSDAY]["made"], found[THURSDAY]["failed"]) == ([], [*PEOPLE])
    told = {(one["code"], one["file"]) for one in done.json["problems"]}
    assert ("write.foreign-file", str(letter.relative_to(prepared))) in told
    assert ("group.wrong-type", "off.toml") in told
    assert "letter.pdf" in done.stderr
    assert run_cli("prepare", "--due", "--force", cwd=prepared, now=IN_TIME).code == 2


def test_one_packet_that_cannot_be_made_is_named_and_all_others_are_there(run_cli, kit):
    profile = own_people(kit, "friday") / "K-23.toml"
    profile.write_text(re.sub(r"(?m)^name = .*$", r'name = "\\uE123"', profile.read_text()))
    done = run_cli("prepare", "--due", "--json", cwd=kit, now=IN_TIME)
    found = groups(done)
    assert done.code == found[FRIDAY]["code"] == 1
    assert (found[FRIDAY]["made"], found[FRIDAY]["failed"]) == (["K-02"], ["K-23"])
    assert (found[THURSDAY]["made"], found[THURSDAY]["code"]) == ([*PEOPLE], 0)


def test_a_meeting_that_moved_after_it_was_told_is_due_again(run_cli, prepared):
    assert run_cli("send", "friday.toml", cwd=prepared, now=IN_TIME).code == 0
    assert run_cli("send", "friday.toml", "--mark-sent", cwd=prepared, now=IN_TIME).code == 0
    with (prepared / "friday.toml").open("a") as file:
        file.write("\n[[meeting]]\ndate = 2026-12-04\nstarts = 2026-12-09T18:00:00\n")
    (prepared / "thursday.toml").unlink()
    done = run_cli("prepare", "--due", "--json", cwd=prepared, now=IN_TIME)
    assert [*groups(done)] == [FRIDAY], "though it is two days too early for its papers"
    sent = run_cli("send", "--due", "--json", cwd=prepared, now=IN_TIME)
    messages = groups(sent)[FRIDAY]["messages"]
    assert {one["id"] for one in messages if one["state"] == "laid_ready"} == {*PEOPLE}
    assert all("day" in one["changed"] for one in messages)


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(run_cli, kit):
    done = run_cli("prepare", "--due", "--dry-run", cwd=kit, now=IN_TIME)
    assert done.code == 0
    assert "Would make 4 packets for 2 meetings" in done.stdout
    assert not (kit / "out").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("prepare",), "command.session-or-due"),
        (("send",), "command.session-or-due"),
        (("remind",), "command.session-or-due"),
        (("prepare", "friday.toml", "--due"), "command.session-or-due"),
        (("send", "friday.toml", "--due"), "command.session-or-due"),
        (("prepare", "--due", "--only", "K-02"), "command.not-with-due"),
        (("send", "--due", "--only", "K-02"), "command.not-with-due"),
        (("send", "--due", "--mark-sent"), "command.not-with-due"),
        (("send", "--due", "--again"), "command.not-with-due"),
        (("send", "--due", "--cancel"), "command.not-with-due"),
        (("remind", "--due", "--asked", "K-02"), "command.not-with-due"),
    ],
)
def test_what_does_not_go_together_is_refused_with_words(run_cli, prepared, words, code):
    done = run_cli(*words, "--json", cwd=prepared, now=IN_TIME)
    assert (done.code, [one["code"] for one in done.json["problems"]]) == (2, [code])


# -- the pages ------------------------------------------------------------------------------------


def test_the_pages_hold_meetings_counts_and_causes_and_nobody(run_cli, prepared):
    run_cli("send", "--due", cwd=prepared, now=IN_TIME)
    out = prepared / "out"
    names = [
        line.split('"')[1]
        for path in (prepared / "profiles").iterdir()
        for line in path.read_text().splitlines()
        if re.match(r"(name|email|phone) = ", line)
    ]
    assert len(names) >= 4
    for page in PAGES:
        assert find_canaries(out / page, [*names, *PEOPLE]) == []
        assert not (out / page).stat().st_mode & 0o077
    held = fitting(json.loads((out / "due.json").read_text()))
    assert [one["command"] for one in held["runs"]] == ["prepare", "send"]
    rows = list(csv.DictReader((out / "due.csv").read_text().splitlines()))
    assert {
        (row["meeting"], row["what"], row["count"]) for row in rows if row["command"] == "prepare"
    } >= {("thursday@2026-12-03", "made", "2"), ("friday@2026-12-04", "made", "2")}
    page = (out / "due.html").read_text()
    assert page.count("<caption") == 4
    assert 'scope="col"' in page
    assert "<script" not in page


def test_axe_finds_nothing_in_the_page(made):
    page = made[0] / "out" / "due.html"
    assert axe.violations([page]) == {page: []}


def test_a_run_replaces_its_own_part_alone_and_no_file_of_others(run_cli, prepared):
    out = prepared / "out"
    run_cli("remind", "--due", cwd=prepared, now=IN_TIME)
    run_cli("prepare", "--due", cwd=prepared, now="2026-11-28T10:00:00-05:00")
    runs = {
        one["command"]: one["at"][:10] for one in json.loads((out / "due.json").read_text())["runs"]
    }
    assert runs == {"prepare": "2026-11-28", "remind": "2026-11-27"}
    for page in PAGES:
        (out / page).unlink()
    (out / "due.html").write_text("mine")
    done = run_cli("remind", "--due", "--json", cwd=prepared, now=IN_TIME)
    assert (done.code, done.json["problems"][-1]["code"]) == (4, "write.exists")
    assert (out / "due.html").read_text() == "mine"


def test_pages_that_name_an_erased_person_by_a_meeting_go(run_cli, prepared):
    """A meeting for two may be called after who comes; else no id is in a page."""
    text = (prepared / "thursday.toml").read_text().replace('id = "thursday"', 'id = "with-k-23"')
    (prepared / "thursday.toml").write_text(text)
    assert run_cli("prepare", "--due", cwd=prepared, now=IN_TIME).code == 0
    assert "with-k-23" in (prepared / "out" / "due.html").read_text()
    done = run_cli("profile", "erase", "profiles/K-23.toml", "--yes", cwd=prepared, now=IN_TIME)
    assert not any((prepared / "out" / page).exists() for page in PAGES)
    assert "access-kit prepare --due" in done.stderr
