"""A name means one thing; modules share one only where ``docs/design.md`` says so."""

from __future__ import annotations

import pytest

from access_kit.cli import COMMANDS
from tests.tools import ROOT
from tools.sizes import (
    NAMED_AFTER_COMMANDS,
    Module,
    arrows_of,
    classes_used_twice,
    floors,
    folders_of,
    read_modules,
    stems_used_twice,
)

SHARED = {
    "pdf": "a format's file is named after the format in each room that keeps a file a format",
    "plan": "step 2 of prepare, and the noun that it makes",
    "run": "the list of the steps of a journey",
}


@pytest.fixture(scope="module")
def modules():
    return read_modules(ROOT / "access_kit")


def test_no_two_classes_or_types_have_one_name(modules):
    assert classes_used_twice(modules) == []


def test_modules_share_a_name_only_where_there_is_a_reason(modules):
    assert stems_used_twice(modules) == sorted(SHARED)


def test_what_serves_a_command_shares_no_name_but_the_commands(modules):
    """A module of these folders that has a name of another room is called as a command is."""
    folders = tuple(f"access_kit.{folder}." for folder in NAMED_AFTER_COMMANDS)
    serving = {one.name.rpartition(".")[2] for one in modules if one.name.startswith(folders)}
    others = {one.name.rpartition(".")[2] for one in modules if not one.name.startswith(folders)}
    assert (serving & others) - set(COMMANDS) - {*SHARED} == ANSWERS_NAMED_AFTER_THEIR_NOUN


ANSWERS_NAMED_AFTER_THEIR_NOUN = {"kit", "mail"}
"""What several commands answer: init, session, purge and doctor; send, remind and letters."""


def test_a_homonym_is_seen():
    homes = [
        Module("kit.one.names", "class Paper: ...\n"),
        Module("kit.two.names", "Paper = str | bytes\nPAGE, Pages = 1, 2\n"),
        Module("kit.cli.two", "class _Paper: ...\n"),
        Module("kit.two", ""),
    ]
    assert classes_used_twice(homes) == ["Paper"]
    assert stems_used_twice(homes) == ["names"]


MOST_IN_A_FOLDER = 12
ROOM = "access_kit.workflow"


def test_a_folder_of_workflow_holds_one_journey_and_no_list_of_everything():
    folders = [ROOT / "access_kit/workflow", *(ROOT / "access_kit/workflow").glob("*/")]
    held = {one.name: len([m for m in one.glob("*.py") if m.stem != "__init__"]) for one in folders}
    assert {name: count for name, count in held.items() if count > MOST_IN_A_FOLDER} == {}


def test_no_arrow_of_workflow_runs_in_a_circle(modules):
    """Neither between its folders nor between its modules, imports inside functions counted."""
    arrows = arrows_of(modules, ROOM)
    assert floors(arrows) > 0
    assert floors(folders_of(arrows, ROOM)) > 0
    back = {("prepare", "handouts"), ("handouts", "prepare")}
    assert floors(back) == 0, "a circle is seen"
