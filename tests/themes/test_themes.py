"""Ten of ten: every line of the study's Tables 2 and 3 leads to a handout that opens."""

from __future__ import annotations

import pytest

from access_kit.documents.front_matter import THEMES, read_front_matter
from access_kit.materials.library import find_builtin, list_builtin
from access_kit.materials.themes import load_themes
from tests.workflow.kits import copy_example

PLAN = """---
title: Our plan
lang: en
---

## When somebody drops off

### How long we wait {wait}

Two minutes by the clock on the wall.

### Whom we reach {reach}

- Text first, then call.

### On a voicemail {voicemail}

Say your first name and that you will call again.

### The supervisor {supervisor}

Call Sam at any hour.

### Emergency {emergency}

The number of the town where the person is.

### The others {group}

Say that you look into it.

### Next day {next-day}

Call in a way that is safe.
"""


def lines():
    return [line for one in load_themes() for line in (*one.seen, *one.recommended)]


def test_there_are_ten_and_each_is_served():
    themes = load_themes()
    assert [one.number for one in themes] == list(THEMES)
    for one in themes:
        assert any(item.is_for_leading for item in one.items), one.title
        assert one.seen, one.title


def test_the_study_has_so_many_lines():
    """Table 2 has fifteen as we tell them, Table 3 six; a line lost here fails by its number."""
    assert len([line for one in load_themes() for line in one.seen]) == 15
    assert len([line for one in load_themes() for line in one.recommended]) == 6


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.what[:40])
def test_every_line_names_handouts_that_are_there(line):
    assert line.items
    for name in line.items:
        assert find_builtin(name), name


@pytest.mark.parametrize("path", list_builtin(), ids=lambda path: path.stem)
def test_each_handout_says_for_whom_it_is_and_where_it_is_from(path):
    front, _, problems = read_front_matter(path.read_text("utf-8"))
    assert not problems
    assert front.who
    assert front.theme
    assert front.sources
    assert front.date


def test_themes_lists_them_and_opens_each(run_cli, tmp_path):
    """What the answer names is what ``themes NAME`` and ``materials make`` find."""
    listed = run_cli("themes", "--json", cwd=tmp_path).json["themes"]
    names = {item["name"] for one in listed for item in one["items"]}
    assert names == {path.stem for path in list_builtin()}
    for name in ("listen-without-faces", "competencies"):
        opened = run_cli("themes", name, "--json", cwd=tmp_path)
        assert opened.code == 0, opened.stderr
        assert (tmp_path / opened.json["opened"]).is_file()
    assert run_cli("themes", "9", cwd=tmp_path).stdout.startswith("9. ")
    for said, told in (("11", "from 1 to 10"), ("listen-without", '"listen-without-faces"')):
        refused = run_cli("themes", said, cwd=tmp_path)
        assert refused.code == 2
        assert told in refused.stderr
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = run_cli("themes", "quiz", "--out", "file", cwd=tmp_path)
    assert (refused.code, "[write.not-a-folder]" in refused.stderr) == (4, True)


def test_a_script_for_a_crisis_is_made_of_the_agencys_own_plan_alone(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    kit = session.parent
    refused = run_cli("themes", "they-clicked-away", cwd=kit)
    assert refused.code == 2
    assert "{voicemail}" in refused.stderr
    (kit / "crisis-plan.md").write_text(PLAN.replace(" {voicemail}", ""), encoding="utf-8")
    refused = run_cli("themes", "they-clicked-away", cwd=kit)
    assert refused.code == 2
    assert "{voicemail}" in refused.stderr
    assert "{wait}" not in refused.stderr.partition("hint")[0]
    (kit / "crisis-plan.md").write_text(PLAN, encoding="utf-8")
    wanted = ("materials", "make", "they-clicked-away", "--format", "text", "--out", "made")
    made = run_cli(*wanted, cwd=kit)
    assert made.code == 0, made.stderr
    text = (kit / "made" / "they-clicked-away.txt").read_text("utf-8")
    for said in ("Two minutes by the clock", "Call Sam at any hour", "then call"):
        assert said in text
    assert "{" not in text
    assert "___" not in text


def test_what_is_for_the_one_who_leads_goes_to_nobody(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    text = session.read_text(encoding="utf-8")
    session.write_text(text.replace("handouts = [", 'handouts = ["practice-rubric", '), "utf-8")
    refused = run_cli("session", "check", session, cwd=session.parent)
    assert refused.code == 2
    assert "practice-rubric is written for the one who leads" in refused.stderr
