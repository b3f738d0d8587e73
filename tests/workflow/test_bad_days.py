"""Killed at any step, a full disk at any step: the old packet or the new one, and a sentence."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SEED, SOAK, command_environment
from tests.workflow.kits import one_page_kit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

SESSION_ID = "evening-group-2026-12-03"
KILLS = 500 if SOAK else 6
FULL_DISKS = 200 if SOAK else 3


def crash(kind: str, at: int, *arguments, temp=None) -> subprocess.CompletedProcess:
    """Run a command that fails at its change number ``at``; ``temp`` is its temporary folder."""
    command = [sys.executable, "-m", "tests.workflow.crash", kind, str(at), *map(str, arguments)]
    environment = command_environment()
    if temp is not None:
        environment["TMPDIR"] = str(temp)
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


def contents(folder) -> dict[str, bytes]:
    """Files by name, without the records of what they were made of."""
    names = {p.relative_to(folder): p for p in folder.rglob("*") if p.is_file()}
    return {n.as_posix(): p.read_bytes() for n, p in names.items() if n.parts[0] != ".made"}


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory):
    """A prepared session, its kit changed since, and what a new run would make of it."""
    base = tmp_path_factory.mktemp("versions")
    session = one_page_kit(base / "kit")
    for path in (base / "kit" / "profiles").glob("*.toml"):
        if path.stem not in ("K-02", "K-07", "K-23"):
            path.unlink()
    assert crash("none", 0, "prepare", session, "--out", base / "old").returncode == 0
    text = session.read_text(encoding="utf-8").replace("18:00:00", "17:00:00")
    session.write_text(text, encoding="utf-8")
    shutil.copytree(base / "old", base / "new")
    done = crash("none", 0, "prepare", session, "--out", base / "new")
    assert done.returncode == 0, done.stderr
    changes = int(re.search(r"changes: (\d+)", done.stderr)[1])
    old, new = (contents(base / name / SESSION_ID) for name in ("old", "new"))
    assert old.keys() == new.keys()
    assert old != new
    return base, session, old, new, changes


def steps(changes: int, count: int) -> list[int]:
    """Every step when there are few enough, else a sample that the seed chooses."""
    everything = range(1, changes + 1)
    return (
        list(everything)
        if count >= changes
        else sorted(random.Random(SEED).sample(everything, count))
    )


def assert_no_mix(folder, old, new) -> None:
    """Every packet is of one run, with the manifest of that run."""
    packets = folder / "packets"
    for packet in packets.iterdir():
        if packet.name.startswith("."):
            continue
        manifest = json.loads((packet / "manifest.json").read_text())
        files = {path.name: path.read_bytes() for path in packet.iterdir()}
        named = {one["file"]: one["sha256"] for one in manifest["artefacts"]}
        assert set(files) == set(named) | {"manifest.json"}
        for name, digest in named.items():
            assert hashlib.sha256(files[name]).hexdigest() == digest
        prefix = f"packets/{packet.name}/"
        whole = {f"{prefix}{name}": data for name, data in files.items()}
        assert whole in (
            {n: d for n, d in old.items() if n.startswith(prefix)},
            {n: d for n, d in new.items() if n.startswith(prefix)},
        )
    names = {p.name for p in packets.iterdir() if not p.name.startswith(".")}
    assert len(names) == 3, names


def assert_private(folder) -> None:
    """What a killed run left half done, until the next one takes it away, only its owner reads."""
    for path in folder.rglob(".*"):
        for one in (path, *path.rglob("*")):
            assert not one.stat().st_mode & 0o077, one


def test_killed_at_any_step_there_is_no_mix_and_the_next_run_mends_all(two_versions, tmp_path):
    base, session, old, new, changes = two_versions
    elsewhere = tmp_path / "temp"
    elsewhere.mkdir()
    chosen = steps(changes, KILLS)
    while SOAK and len(chosen) < KILLS:
        chosen.append(random.Random(SEED + len(chosen)).randint(1, changes))
    for at in chosen:
        out = tmp_path / "out"
        shutil.copytree(base / "old", out)
        killed = crash("kill", at, "prepare", session, "--out", out, "--jobs", "1", temp=elsewhere)
        if killed.returncode == 0:  # where papers lie was written down already: fewer steps
            assert at > int(re.search(r"changes: (\d+)", killed.stderr)[1])
            shutil.rmtree(out)
            continue
        assert killed.returncode == -9, (at, killed.stderr)
        assert_no_mix(out / SESSION_ID, old, new)
        assert_private(out / SESSION_ID)
        assert list(elsewhere.iterdir()) == [], at
        again = crash("none", 0, "prepare", session, "--out", out)
        assert again.returncode == 0, (at, again.stderr)
        assert contents(out / SESSION_ID) == new, at
        assert [one.name for one in (out / SESSION_ID).rglob(".*")] == [".made"], at
        shutil.rmtree(out)


IN_PROCESSES = """
import sys
from access_kit.workflow.prepare import packet_makers
from access_kit.cli import main
packet_makers.MANY_PEOPLE = 1
main(["prepare", *sys.argv[1:], "--jobs", "2"])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc names the workers")
def test_workers_end_when_their_command_is_killed(two_versions, tmp_path):
    _, session, *_ = two_versions
    command = [sys.executable, "-c", IN_PROCESSES, str(session), "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, env=command_environment(), stderr=subprocess.DEVNULL) as run:
        found = wait_for(lambda: found if len(found := workers_of(run.pid)) == 2 else None)
        run.kill()
    assert found
    assert wait_for(lambda: not any(map(is_worker, found)))


def wait_for(condition, seconds=30):
    """What ``condition`` gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if is_worker(int(child))]


def is_worker(pid: int) -> bool:
    try:
        return "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


@pytest.mark.parametrize(("kind", "code"), [("full", "disk-full"), ("readonly", "read-only")])
def test_a_disk_that_takes_nothing_at_any_step_is_exit_4(two_versions, tmp_path, kind, code):
    base, session, old, new, changes = two_versions
    for at in steps(changes, FULL_DISKS):
        out = tmp_path / "out"
        shutil.copytree(base / "old", out)
        failed = crash(kind, at, "prepare", session, "--out", out, "--jobs", "1")
        assert "Traceback" not in failed.stderr
        if failed.returncode != 0:  # the last steps only take away; they need no room
            assert failed.returncode == 4, (at, failed.stderr)
            assert f"[write.{code}]" in failed.stderr
        assert_no_mix(out / SESSION_ID, old, new)
        again = crash("none", 0, "prepare", session, "--out", out)
        assert again.returncode == 0, (at, again.stderr)
        assert contents(out / SESSION_ID) == new
        shutil.rmtree(out)


def test_a_folder_that_can_only_be_read_is_exit_4(two_versions, tmp_path, run_cli):
    _, session, *_ = two_versions
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = run_cli("prepare", session, "--out", blocked)
    assert done.code == 4
    assert "[write.not-a-folder]" in done.stderr
