"""What it costs to prove a vault of 10,000 people: whole commands with the proof and without.

The same program and the same vault of more than 8 MB, in turns; the one beside believes whatever it
finds. ``prepare`` finds all packets made already: it does the least that it ever does. Seconds are
those of the processors, of the whole command from its start. The last rows are the proof alone: by
the pages, as at each opening, and by counting every row, as where something changed elsewhere.
"""

from __future__ import annotations

import dataclasses
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import ROOT, Measured, Turns, compared, show

PEOPLE = 10_000
ROUNDS = int(os.environ.get("ACCESS_KIT_ROUNDS", "15"))
NOW = "2026-11-28T10:00:00-05:00"
UNPROVED = """
from access_kit.store import page_tags, vault
page_tags.digest_at_rest = lambda path, data_key: ""
vault.VaultDatabase.is_as_left = lambda self: True
"""
RUN = "from access_kit.cli import main; main()"


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        kit = _make_kit(Path(name) / "kit")
        return [*_measure_commands(kit), *_measure_alone(kit)]


def _make_kit(folder: Path) -> Path:
    from access_kit.profiles.csv_exchange import write_csv
    from tests.send.vault_kit import make_ready, must, run, session_file
    from tests.strategies import canary_profile

    kit = make_ready(folder)
    people = (dataclasses.replace(canary_profile(n), id=f"P-{n}") for n in range(PEOPLE))
    table = folder.with_name("people.csv")
    with table.open("wb") as stream:
        stream.writelines(write_csv(people))
    must(run(kit, "profile", "import", table))
    must(run(kit, "send", session_file(kit)), ok=(0, 6))
    return kit


def _measure_commands(kit: Path) -> list[Measured]:
    session = kit / "session.toml"
    rows = []
    for command in (("status",), ("prepare", "--quiet")):
        turns: Turns = {"proved": [], "unproved": []}
        for turn in range(ROUNDS + 1):
            for name, before in (("proved", ""), ("unproved", UNPROVED)):
                seconds = _processor_seconds(kit, before, *command, session)
                if turn:
                    turns[name].append(seconds)
        what = f"`{command[0]}`, processor seconds, beside the same without the proof"
        rows.append(compared(what, turns["proved"], turns["unproved"], "<= 1.05", ".3f"))
    return rows


def _processor_seconds(kit: Path, before: str, *words: str | Path) -> float:
    """What the whole command took of the processors, its children's time with it."""
    from tests.send.vault_kit import PASSPHRASE

    read, write = os.pipe()
    os.write(write, f"{PASSPHRASE}\n".encode())
    os.close(write)
    child = os.fork()
    if not child:
        _become(kit, read, before, words)
    os.close(read)
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return used.ru_utime + used.ru_stime


def _become(kit: Path, read: int, before: str, words: tuple[str | Path, ...]) -> None:
    """Become the command; does not come back."""
    try:
        os.set_inheritable(read, True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.chdir(kit)
        told = {"PYTHONPATH": str(ROOT), "ACCESS_KIT_NOW": NOW, "XDG_STATE_HOME": f"{kit}/.state"}
        command = [sys.executable, "-c", before + RUN, *map(str, words)]
        os.execve(sys.executable, [*command, "--passphrase-fd", str(read)], os.environ | told)
    finally:
        os._exit(127)


def _measure_alone(kit: Path) -> list[Measured]:
    from access_kit.store import page_tags
    from access_kit.store.key_file import key_path, read_key_file
    from access_kit.store.vault import VaultDatabase
    from tests.send.vault_kit import PASSPHRASE

    path = kit / "vault.db"
    key = read_key_file(key_path(path)).open_with_passphrase(PASSPHRASE)
    size = path.stat().st_size / 1e6
    by_pages = _seconds(lambda: page_tags.digest_at_rest(path, key))
    database = VaultDatabase(path, key)
    by_rows = _seconds(database.check)
    database.abandon()
    return [
        Measured(f"a vault of {size:.1f} MB, proved by its pages", f"{by_pages * 1e3:.1f} ms", ""),
        Measured("the same, every row counted", f"{by_rows * 1e3:.0f} ms", ""),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(7):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


if __name__ == "__main__":
    show("proof", measure())
