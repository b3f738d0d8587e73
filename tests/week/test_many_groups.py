"""An agency's week on a cluster: the papers of this computer, whatever dies on the way."""

from __future__ import annotations

import random
import re
import shutil
import sys
import threading
from pathlib import Path

import pytest

from tests.conftest import SEED, SOAK, command_environment
from tests.groups.due_kits import group_text
from tests.inside import run_command
from tests.workflow.clusters import KEEPS_NOTHING, Cluster
from tests.workflow.kits import large_kit
from tests.workflow.test_made_before import papers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

pytest.importorskip("distributed")

GROUPS, PEOPLE = (1000, 10) if SOAK else (5, 2)
KILLED = 100 if SOAK else 5
KILL_SECONDS = 20.0 if SOAK else 1.5
NOW = "2026-11-27T09:00:00-05:00"
HOURS = 5 * 3600


def make_kit(folder: Path, groups: int) -> Path:
    """So many weekly groups of ten, each with people of its own."""
    session = large_kit(folder, PEOPLE, random.Random(SEED))
    text = re.sub(r"(?m)^handouts = .*\n", "", session.read_text("utf-8"))
    session.unlink()
    for group in range(groups):
        own = group_text(text, f"group-{group}", "2026-12-03")
        own = own.replace('profiles = "profiles"', f'profiles = "people-{group}"')
        (folder / f"group-{group}.toml").write_text(own, "utf-8")
        shutil.copytree(folder / "profiles", folder / f"people-{group}")
    shutil.rmtree(folder / "profiles")
    return folder


def prepare(kit: Path, *options: str):
    environment = command_environment(NOW)
    words = ["prepare", "--due", *options, "--json"]
    return run_command(kit, words, environment=environment, timeout=HOURS, inside=False)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The kit, and its papers as this computer makes them."""
    kit = make_kit(tmp_path_factory.mktemp("week") / "kit", GROUPS)
    assert prepare(kit).code == 0
    return kit


@pytest.mark.timeout(HOURS)
def test_a_cluster_makes_the_papers_of_this_computer(week, tmp_path, record_numbers):
    cluster = Cluster(tmp_path, command_environment(NOW) | KEEPS_NOTHING)
    try:
        cluster.work(2)
        done = prepare(week, "--out", str(tmp_path / "out"), "--cluster", cluster.url)
    finally:
        cluster.close()
    assert done.code == 0, done.stderr[-2000:]
    assert sum(len(one["made"]) for one in done.json["groups"]) == GROUPS * PEOPLE
    assert made(tmp_path / "out") == made(week / "out")
    again = prepare(week)
    assert [one["made"] for one in again.json["groups"]] == [[]] * GROUPS
    record_numbers(f"week: {GROUPS} groups of {PEOPLE}, here and on a cluster: the same bytes")


@pytest.mark.timeout(HOURS)
def test_whatever_dies_nothing_is_lost_and_nothing_made_twice(week, tmp_path, record_numbers):
    """A worker now and then, the scheduler once: what did not come back, the next run makes."""
    kit = shutil.copytree(week, tmp_path / "kit", ignore=shutil.ignore_patterns("out"))
    for path in kit.glob("group-*.toml"):
        if int(path.stem.partition("-")[2]) >= KILLED:
            path.unlink()
    cluster = Cluster(tmp_path, command_environment(NOW) | KEEPS_NOTHING)
    over, kills = threading.Event(), 0

    def kill() -> None:
        nonlocal kills
        while not over.wait(KILL_SECONDS):
            kills += 1
            (cluster.scheduler if kills == 2 else cluster.workers[-1]).kill()
            if kills == 2:
                return
            cluster.work(1)

    cluster.work(2)
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        first = prepare(kit, "--cluster", cluster.url)
    finally:
        over.set()
        killer.join()
        cluster.close()
    before = made(kit / "out")
    rest = prepare(kit)
    assert rest.code == 0, rest.stderr[-2000:]
    twice = {
        (one["session"], person)
        for one in rest.json["groups"]
        for person in one["made"]
        if f"{one['session']}/packets/{person}/manifest.json" in before
    }
    assert twice == set()
    wanted = {n: d for n, d in made(week / "out").items() if int(number_of(n)) < KILLED}
    assert made(kit / "out") == wanted
    record_numbers(f"week: {kills} killed among {KILLED} groups, first exit code {first.code}")


def made(out: Path) -> dict[str, bytes]:
    """Every paper, without the pages about the run."""
    found = papers(out)
    return {name: data for name, data in found.items() if "/" in name and "/.made/" not in name}


def number_of(name: str) -> str:
    return name.partition("-")[2].partition("-")[0]
