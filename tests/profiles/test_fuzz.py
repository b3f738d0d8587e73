"""Whatever lies in a file of people: a sentence or sound people, never a crash, never a part."""

from __future__ import annotations

import datetime
import random

import pytest

from access_kit.console import problem_lines
from access_kit.errors import BadInput
from access_kit.profiles.csv_exchange import TableReading, write_csv
from access_kit.profiles.pnp import write_pnp
from access_kit.profiles.write_toml import write_profile
from access_kit.workflow.people.people_files import sound_people
from tests.profiles.test_pnp import TODAY
from tests.store.conftest import make_vault
from tests.strategies import canary_profile

PEOPLE = [canary_profile(number) for number in (1, 2)]
SEEDS = {
    "toml": write_profile(PEOPLE[0]).encode(),
    "csv": b"".join(write_csv(PEOPLE)),
    "pnp.json": b"".join(write_pnp(PEOPLE)),
}
BITS = [
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"[", b"]", b"{",
    b"}", b"=", b":", b"\\", b"[[", b'"""', b"need:", b"avoid:", b"e9999", b"-1", b"NaN", b"null",
    b"1e400", b"9" * 40, "\u202e".encode(), b"\xed\xa0\x80", b"value", b"wish", b"ext:access-kit.",
    b"2026-13-40", b"0x", b"K-0001", b"true",
]  # fmt: skip


def damage(data: bytes, dice: random.Random) -> bytes:
    """``data`` with a few bits put in, taken out, repeated, swapped or cut off."""
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        at, size = dice.randrange(len(data) + 1), dice.choice((1, 1, 2, 5, 30))
        how = dice.randrange(5)
        if how == 0:
            data = data[:at] + dice.choice(BITS) + data[at:]
        elif how == 1:
            data = data[:at] + data[at + size :]
        elif how == 2:
            data = data[:at] + data[at : at + size] * 2 + data[at + size :]
        elif how == 3:
            data = data[:at] + dice.choice(BITS) + data[at + size :]
        else:
            data = data[:at] + dice.randbytes(size) + data[at + size :]
    return data if dice.random() > 0.03 else data[: dice.randrange(len(data) + 1)]


@pytest.fixture
def store(tmp_path):
    opened = make_vault(tmp_path).open()
    opened.put_profile(canary_profile(9))
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files_take_in_everybody_or_nobody(kind, tmp_path, store, soak, dice, monkeypatch):
    monkeypatch.setenv("ACCESS_KIT_NOW", "2026-11-24T09:00:00Z")
    assert datetime.date(2026, 11, 24) == TODAY
    path = tmp_path / f"people.{kind}"
    told = taken = 0
    for number in range(34_000 if soak else 1_670):
        path.write_bytes(damage(SEEDS[kind], dice))
        reading = TableReading()
        people = sound_people(path, reading, today=TODAY)
        through_store = number % 20 == 0
        before = list(store.profiles()) if through_store else []
        try:
            if through_store:
                store.put_profiles(people)
            else:
                list(people)
            taken += 1
        except BadInput as error:
            told += 1
            assert not through_store or list(store.profiles()) == before
            for problem in error.problems:
                assert "\n" not in problem_lines(problem)[0]
    assert told > taken > 0
