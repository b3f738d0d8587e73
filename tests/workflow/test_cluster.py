"""Packets that a real Dask cluster makes are those made here; what dies is told, and made later."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import command_environment
from tests.workflow.clusters import KEEPS_NOTHING, Cluster
from tests.workflow.kits import copy_example
from tests.workflow.test_made_before import papers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

pytest.importorskip("distributed")

SESSION_ID = "evening-group-2026-12-03"


@pytest.fixture
def start_cluster(tmp_path):
    begun = []

    def start(**variables: str) -> Cluster:
        folder = tmp_path / f"cluster-{len(begun)}"
        folder.mkdir()
        begun.append(Cluster(folder, command_environment() | KEEPS_NOTHING | variables))
        return begun[-1]

    yield start
    for one in begun:
        one.close()


@pytest.fixture
def kit(tmp_path) -> Path:
    session = copy_example(tmp_path / "kit")
    for stem in ("K-11", "K-19"):
        (session.parent / "profiles" / f"{stem}.toml").unlink()
    return session.parent


def test_papers_are_those_that_this_computer_makes(run_cli, start_cluster, kit, tmp_path):
    cluster = start_cluster()
    cluster.work(2)
    done = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url, "--json")
    assert done.code == 0, done.stderr
    assert len(done.json["made"]) == 4
    assert run_cli("prepare", kit / "session.toml", "--out", tmp_path / "here").code == 0
    assert papers(kit / "out" / SESSION_ID) == papers(tmp_path / "here" / SESSION_ID)
    again = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url, "--json")
    assert (again.json["made"], len(again.json["reused"])) == ([], 4)
    said = cluster.log.read_text()
    for path in (kit / "profiles").glob("*.toml"):
        name = path.read_text("utf-8").partition('name = "')[2].partition('"')[0]
        assert name not in said
    left = [one for one in cluster.log.parent.rglob("*") if one.is_file()]
    assert {one.suffix for one in left} <= {".log", ".json", ".lock", ".dirlock"}, left


def when_one_is_made(kit: Path, act: Callable[[], object]) -> threading.Thread:
    """Do something once the first packet came back."""

    def wait() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and not list(kit.glob("out/*/.new/packets/*/letter.html")):
            time.sleep(0.005)
        act()

    waiting = threading.Thread(target=wait)
    waiting.start()
    return waiting


def test_a_worker_that_dies_costs_time_and_nothing_else(run_cli, start_cluster, kit):
    cluster = start_cluster()
    cluster.work(2)
    waiting = when_one_is_made(kit, cluster.workers[0].kill)
    done = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url, "--json")
    waiting.join()
    assert done.code == 0, done.stderr
    assert len(done.json["made"]) == 4


def test_when_the_scheduler_is_gone_the_next_run_makes_the_rest(run_cli, start_cluster, kit):
    cluster = start_cluster()
    cluster.work()
    waiting = when_one_is_made(kit, cluster.scheduler.kill)
    done = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url)
    waiting.join()
    assert done.code == 1, (done.code, done.stderr)
    assert "[cluster.gone]" in done.stderr
    made = {one.name for one in (kit / "out" / SESSION_ID / "packets").iterdir()}
    assert 0 < len(made) < 4
    again = run_cli("prepare", kit / "session.toml", "--json")
    assert set(again.json["reused"]) == made
    assert len(again.json["made"]) == 4 - len(made)


POISON = """
import os
from access_kit.workflow.prepare.cluster import item
make = item.make_task
def make_or_die(maker, task):
    if task.person.profile.id == "K-15":
        os._exit(9)
    if task.person.profile.id == "K-23":
        raise ValueError(task.person.profile.name)
    return make(maker, task)
item.make_task = make_or_die
"""


def test_a_packet_that_kills_workers_is_named_and_the_others_are_made(
    run_cli, start_cluster, kit, tmp_path
):
    (tmp_path / "poison").mkdir()
    (tmp_path / "poison" / "sitecustomize.py").write_text(POISON)
    path = os.pathsep.join((str(tmp_path / "poison"), command_environment()["PYTHONPATH"]))
    cluster = start_cluster(PYTHONPATH=path)
    cluster.work(2, watched=True)
    done = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url, timeout=300)
    assert done.code == 1, (done.code, done.stderr)
    assert "K-15: each worker that was to make the packet died [cluster.packet-lost]" in done.stderr
    assert "K-23: the packet could not be made on the cluster (ValueError)" in done.stderr
    made = {one.name for one in (kit / "out" / SESSION_ID / "packets").iterdir()}
    assert made == {"K-02", "K-07"}
    said = cluster.log.read_text()
    for name in ("K-15", "K-23"):
        text = (kit / "profiles" / f"{name}.toml").read_text("utf-8")
        assert text.partition('name = "')[2].partition('"')[0] not in said


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("tcp://192.0.2.1:8786", 6, "cluster.not-private"),
        ("http://127.0.0.1:8786", 2, "cluster.no-url"),
        ("tls://:8786", 2, "cluster.no-url"),
        ("tcp://127.0.0.1:99999", 2, "cluster.no-url"),
        ("here", 2, "cluster.no-url"),
        ("tcp://127.0.0.1:9", 3, "cluster.unreachable"),
        ("tls://127.0.0.1:9", 3, "cluster.unreachable"),
    ],
)
def test_an_address_that_will_not_do(run_cli, kit, monkeypatch, url, code, said):
    monkeypatch.setattr("access_kit.workflow.prepare.cluster.cluster_workers.CONNECT_SECONDS", 1)
    done = run_cli("prepare", kit / "session.toml", "--cluster", url)
    assert (done.code, f"[{said}]" in done.stderr) == (code, True), done.stderr
    assert not list(kit.glob("out/*/packets"))


def test_who_would_write_to_a_disk_gets_nothing(run_cli, start_cluster, kit):
    cluster = start_cluster(DASK_DISTRIBUTED__WORKER__MEMORY__SPILL="0.7")
    cluster.work()
    done = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url)
    assert (done.code, "[cluster.keeps-on-disk]" in done.stderr) == (6, True), done.stderr


def test_another_program_gets_nothing(run_cli, start_cluster, kit, tmp_path):
    (tmp_path / "empty" / "access_kit").mkdir(parents=True)
    (tmp_path / "empty" / "access_kit" / "__init__.py").write_text("")
    cluster = start_cluster(PYTHONPATH=str(tmp_path / "empty"))
    cluster.work()
    done = run_cli("prepare", kit / "session.toml", "--cluster", cluster.url)
    assert (done.code, "[cluster.other-program]" in done.stderr) == (3, True), done.stderr
