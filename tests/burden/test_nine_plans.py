"""Nine people with nine different plans: a page that lies open, four behind it, twenty rows.

The odd people wish for what pulls at the rules; the wordy ones have almost every need there is.
"""

from __future__ import annotations

import datetime
import random
from functools import partial

import pypdfium2
import pytest

from access_kit.console import rows_of
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.set import Maker
from tests.conftest import NOW, SOAK
from tests.harms import commands
from tests.promises.odd_people import ODD, odd_person
from tests.workflow.kits import copy_example, large_kit

ROWS, PAGES, PEOPLE = 20, 5, 9
NAMES = (
    "Maximiliana Bartholomew",
    "Ana Lucía de la Vega",
    "Bo",
    "Cyd",
    "Dee",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
)
call = partial(commands.call, opens_vault=False, now=NOW)


class Wordy(random.Random):
    """Dice that choose almost every need."""

    def random(self) -> float:
        return super().random() * 0.45


def odd_kit(folder, first: int):
    """The example's meeting with nine of the odd people."""
    session = copy_example(folder)
    people = session.parent / "profiles"
    for path in people.iterdir():
        path.unlink()
    for number, who in enumerate(list(ODD)[first : first + PEOPLE], 1):
        (people / f"{number}.toml").write_text(_named(odd_person(who, number), "Lan", number - 1))
    return session


def wordy_kit(folder, seed: int):
    session = large_kit(folder, PEOPLE, Wordy(seed))
    for number, path in enumerate(sorted((session.parent / "profiles").iterdir())):
        agreed = path.read_text().replace("facilitator = false", "facilitator = true")
        path.write_text(_named(agreed, f"Qzname{number:03}x", number))
    return session


def _named(profile: str, old: str, number: int) -> str:
    return profile.replace(f'name = "{old}"', f'name = "{NAMES[number]}"', 1)


WORLDS = [("odd", first) for first in (0, 9, len(ODD) - PEOPLE)]
WORLDS += [("wordy", seed) for seed in range(1, 41 if SOAK else 4)]


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: f"{world[0]}-{world[1]}")
def nine(request, tmp_path_factory):
    kind, number = request.param
    folder = tmp_path_factory.mktemp("nine") / "kit"
    return (odd_kit if kind == "odd" else wordy_kit)(folder, number)


@pytest.mark.parametrize("command", ["prepare", "recommend", "status"])
def test_each_command_sums_them_up_on_one_screen(nine, command):
    flags = ["--dry-run"] if command == "prepare" else []
    said = call(nine.parent, command, "session.toml", *flags)
    assert said.code == 0, said.stderr
    lines = [*said.stdout.splitlines(), *said.stderr.splitlines()]
    lines += ["Next: read", "then access-kit"] if flags else []
    assert sum(map(rows_of, lines)) <= ROWS, said.stdout + said.stderr
    assert "--verbose" in said.stdout or flags
    assert len(said.stdout.splitlines()) >= 3


def test_what_is_not_summed_up_is_told_with_verbose(nine):
    short = call(nine.parent, "prepare", "session.toml", "--dry-run", "--json")
    whole = call(nine.parent, "prepare", "session.toml", "--dry-run", "--verbose").stdout
    for person in short.json["plan"]["participants"]:
        for missed in person["not_met"]:
            assert f"Not met for {person['id']}: {missed['because']}" in whole


def test_one_page_of_the_run_sheet_lies_open_and_four_are_behind_it(nine):
    work = read_work(nine, kit_folder=None, now=datetime.datetime.fromisoformat(NOW))
    plan = make_plan(work)
    made = Maker(plan).make_run_sheet([(one.profile, one.plan) for one in plan.people])
    names = [one.profile.name for one in plan.people]
    for stem in ("runsheet", "hand-over"):
        pages = pypdfium2.PdfDocument(made.files[f"{stem}.pdf"])
        assert len(pages) <= PAGES
        front, behind, *_ = (page.get_textpage().get_text_bounded() for page in pages)
        assert "Behind:" in front
        assert "Local emergency number" in front
        assert behind.startswith("Set up")
        if stem == "runsheet":
            assert all(name in front for name in names)
