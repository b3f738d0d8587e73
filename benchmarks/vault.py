"""The vault: how long it takes to open, to read one person, to list and to import fifty thousand.

The import goes beside the same reading and checking of the same table into plain sqlite3: what is
left is the price of encryption, history, the audit log and the sum over all rows. The keyring is
one in memory: the time is ours, without the operating system's answer. Limits stand as
``beside``, and the ratio is the part of the limit that was used.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path

from benchmarks import ROOT, Measured, show

PEOPLE = 50_000
FEW = 200
ROUNDS = 7
PASSPHRASE = "wicker gravel teapot onward"
TODAY = datetime.date(2026, 11, 22)
MEMORY = """
import resource, sys
from pathlib import Path
from benchmarks.vault import import_into_vault
import_into_vault(Path(sys.argv[1]), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        few, many = write_table(folder / "few.csv", FEW), write_table(folder / "many.csv", PEOPLE)
        return [
            *_measure_small(folder, few),
            *_measure_import(folder, many),
            _measure_memory(folder, write_table(folder / "tenth.csv", PEOPLE // 10), many),
        ]


def write_table(path: Path, count: int) -> Path:
    """A table of people, each with needs, an address and consents."""
    from access_kit.profiles.csv_exchange import write_csv
    from tests.strategies import canary_profile

    people = (
        dataclasses.replace(canary_profile(number % 10_000), id=f"P-{number}")
        for number in range(count)
    )
    with path.open("wb") as stream:
        stream.writelines(write_csv(people))
    return path


def new_vault(folder: Path) -> bytes:
    from access_kit.store.vault_files import making_vault

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with making_vault(folder / "vault.db", PASSPHRASE, _opening(folder)) as new:
        new.place()
    return new.data_key


def _opening(folder: Path):
    from access_kit.model.record import Actor
    from access_kit.store.protocol import Opening

    now = datetime.datetime.combine(TODAY, datetime.time(), datetime.UTC)
    return Opening(folder, Actor("bench"), lambda what: PASSPHRASE, lambda: now)


def read_people(table: Path):
    from access_kit.profiles.csv_exchange import TableReading, read_csv

    return read_csv(table, today=TODAY, reading=TableReading())


def import_into_vault(table: Path, folder: Path) -> None:
    from access_kit.store.vault import open_with_key

    store = open_with_key(folder / "vault.db", new_vault(folder), _opening(folder))
    store.put_profiles(read_people(table))
    store.close()


def import_into_sqlite(table: Path, folder: Path) -> None:
    """The same reading, checks and text of each person, kept in a plain table."""
    from access_kit.store.codec import to_text

    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "plain.db")
    connection.execute("CREATE TABLE profile (id TEXT PRIMARY KEY, name TEXT, data TEXT)")
    rows = ((person.id, person.name, to_text(person)) for person in read_people(table))
    connection.executemany("INSERT INTO profile VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()


def _seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _within(what: str, seconds: float, limit: float) -> Measured:
    return Measured(
        what, f"{seconds * 1000:.2f} ms", f"{limit * 1000:g} ms", seconds / limit, "<= 1"
    )


def _measure_small(folder: Path, table: Path) -> list[Measured]:
    from access_kit.store.vault import open_store, open_with_key
    from access_kit.store.vault_files import hold_in_keyring

    place = folder / "small"
    data_key = new_vault(place)
    opening = _opening(place)
    store = open_with_key(place / "vault.db", data_key, opening)
    store.put_profiles(read_people(table))
    one = _seconds(lambda: store.profile("P-100"), 500)
    store.close()

    def open_and_close() -> None:
        open_store("vault.db", opening).close()

    by_passphrase = _seconds(open_and_close)
    _use_keyring_in_memory()
    hold_in_keyring(place / "vault.db", data_key, True)
    by_keyring = _seconds(open_and_close, 30)
    return [
        _within(f"Open and close a vault of {FEW} people with a passphrase", by_passphrase, 0.4),
        _within(f"Open and close a vault of {FEW} people with a keyring", by_keyring, 0.03),
        _within("Read one profile", one, 0.001),
    ]


def _use_keyring_in_memory() -> None:
    from access_kit.store import keyrings

    class Keyring:
        priority = 1
        kept: dict = {}  # noqa: RUF012 (one for all, as a keyring is)

        def set_password(self, service, name, secret):
            self.kept[service, name] = secret

        def get_password(self, service, name):
            return self.kept.get((service, name))

    module = types.ModuleType("keyring_in_memory")
    module.Keyring = Keyring
    sys.modules["keyring_in_memory"] = module
    keyrings.SAFE[sys.platform] = ("keyring_in_memory:Keyring",)


def _measure_import(folder: Path, table: Path) -> list[Measured]:
    from access_kit.store.vault import open_store

    turns: dict[str, list[float]] = {"ours": [], "plain": []}
    for turn in range(2):
        for name, work in (("ours", import_into_vault), ("plain", import_into_sqlite)):
            place = folder / f"{name}-{turn}"
            started = time.perf_counter()
            work(table, place)
            turns[name].append(time.perf_counter() - started)
    ratio = statistics.median(
        ours / plain for ours, plain in zip(turns["ours"], turns["plain"], strict=True)
    )
    store = open_store("vault.db", _opening(folder / "ours-0"))
    listing = _seconds(store.people)
    started = time.perf_counter()
    store.erase("P-100")
    erasing = time.perf_counter() - started
    store.close()
    ours, plain = (statistics.median(turns[name]) for name in ("ours", "plain"))
    return [
        _within(f"List {PEOPLE:,} people", listing, 0.5),
        Measured(
            f"Import a table of {PEOPLE:,} people, beside plain sqlite3",
            f"{ours:.1f} s",
            f"{plain:.1f} s",
            ratio,
            "<= 2",
        ),
        Measured(f"Erase one of {PEOPLE:,} people, all pages rewritten", f"{erasing:.2f} s", ""),
    ]


def _measure_memory(folder: Path, few: Path, many: Path) -> Measured:
    """Peak memory of an import, beside one of a tenth of the size."""
    found = []
    for name, table in (("few", few), ("many", many)):
        command = [sys.executable, "-c", MEMORY, str(table), str(folder / f"memory-{name}")]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        found.append(int(done.stdout))
    small, large = found
    return Measured(
        f"Memory of that import, beside one of {PEOPLE // 10:,}",
        f"{large} MB",
        f"{small} MB",
        large / small,
        "<= 1.5",
    )


if __name__ == "__main__":
    show("vault", measure())
