"""The disk is full at every step: a sentence, and nothing half-done."""

import contextlib
import dataclasses
import gc
import shutil
from pathlib import Path

import pytest

from access_kit.errors import CannotWrite
from access_kit.store.backup import write_backup
from access_kit.store.vault_files import change_passphrase, making_vault
from tests.store.conftest import PASSPHRASE, opening_in
from tests.strategies import canary_profile
from tests.tools import small_disk

DISK_KB = 1024


@pytest.fixture
def vault_disk(tmp_path, made):
    """A disk of one megabyte with a vault on it."""
    with small_disk(tmp_path / "disk", DISK_KB) as disk:
        for name in ("vault.db", "vault.key"):
            shutil.copy(made.folder / name, disk / name)
        yield disk


def leave_room(disk: Path, kilobytes: int) -> None:
    """Fill the disk but for so many kilobytes."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    free = shutil.disk_usage(disk).free - kilobytes * 1024
    ballast.write_bytes(b"\0" * max(free, 0))


def put_profile(made):
    with contextlib.closing(made.open()) as store:
        store.put_profile(canary_profile(500))


def put_many(made):
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(600, 700))


def erase(made):
    with contextlib.closing(made.open()) as store:
        if store.profile("K-0003"):
            store.erase("K-0003")
        assert store.profile("K-0003") is None


def back_up(made):
    write_backup(made.path, made.data_key, made.folder / "backups", opening_in(made.folder))


def new_passphrase(made):
    change_passphrase(made.path, made.data_key, "another long passphrase")


def new_vault(made):
    folder = made.folder / "other"
    folder.mkdir(mode=0o700, exist_ok=True)
    with making_vault(folder / "vault.db", PASSPHRASE, opening_in(folder)) as new:
        new.place()


STEPS = (put_profile, put_many, erase, back_up, new_passphrase, new_vault)


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_leaves_all_as_it_was(step, vault_disk, made, soak):
    made = dataclasses.replace(made, folder=vault_disk)
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(1, 40))
    before = {path.name for path in vault_disk.iterdir()}
    refused = done = 0
    for room in range(0, 640, 16 if soak else 80):
        leave_room(vault_disk, room)
        try:
            step(made)
            done += 1
        except CannotWrite as error:
            codes = {problem.code for problem in error.problems}
            assert codes <= {"write.disk-full", "vault.write-failed", "store.not-yet-overwritten"}
            refused += 1
        gc.collect()
        leave_room(vault_disk, 400)
        with contextlib.closing(made.open()) as store:
            assert store.check() == []
            for number in (1, 2, *range(4, 40)):
                assert store.profile(f"K-{number:04d}") == canary_profile(number)
        if done:
            break
        assert {p.name for p in vault_disk.iterdir()} <= before | {"ballast", "backups", "other"}
        assert not [p for p in vault_disk.rglob("*") if p.name.startswith(".vault-new")]
    assert refused
    assert done, "with room, it works"
