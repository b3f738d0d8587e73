"""Killed at any moment: nothing corrupt, nothing lost that was promised."""

import multiprocessing
import os
import signal
import time

import pytest

from access_kit.errors import Refused
from access_kit.model.ledger import MailState
from access_kit.store.key_file import PassphraseCost, key_path, read_key_file, write_key_file
from tests.store import writer
from tests.strategies import canary_profile


@pytest.fixture(scope="module")
def forks():
    """Processes that begin with everything imported, and without this one's threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.writer", "sqlcipher3.dbapi2"])
    return context


def start(forks, target, *args):
    told, tells = forks.Pipe(duplex=False)
    process = forks.Process(target=target, args=(*args, tells), daemon=True)
    process.start()
    tells.close()
    return process, told


def kill(process) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def heard(told) -> list:
    found = []
    try:
        while told.poll(0):
            found.append(told.recv())
    except (EOFError, OSError):
        pass
    told.close()
    return found


def kill_two_writers(forks, made, own_state, dice, rounds: int) -> int:
    kept: dict[str, set[str]] = {"profile": set(), "sent": set()}
    for turn in range(rounds):
        writers = [
            start(
                forks,
                writer.write_until_killed,
                *(str(made.folder), made.data_key, str(own_state), first + 7 * turn),
            )
            for first in (0, 5000)
        ]
        for _, told in writers:
            assert told.poll(30)
        time.sleep(dice.uniform(0, 0.12))
        for process, _ in writers:
            kill(process)
        for _, told in writers:
            for kind, person in heard(told):
                kept[kind].add(person)
        store = made.open()
        assert store.check() == []
        assert store.doubt is None
        for profile in store.profiles(sorted(kept["profile"])):
            assert profile == canary_profile(int(profile.id[2:]))
        assert kept["profile"] <= {person.id for person in store.people()}
        sent = {row.key.person for row in store.mail() if row.state is MailState.HANDED_OVER}
        assert kept["sent"] <= sent
        store.close()
    return len(kept["profile"])


def test_nothing_is_lost_when_two_writers_are_killed(forks, made, own_state, dice):
    assert kill_two_writers(forks, made, own_state, dice, 40) > 40


@pytest.mark.soak
def test_nothing_is_lost_in_five_hundred_kills(forks, made, own_state, dice):
    assert kill_two_writers(forks, made, own_state, dice, 500) > 500


def test_a_killed_change_of_passphrase_has_happened_or_not(forks, made, dice):
    key = key_path(made.path)
    file = read_key_file(key).with_passphrase(
        made.data_key, "first", work=PassphraseCost(8192, 1, 1)
    )
    write_key_file(key, file)
    before = "first"
    for _ in range(8):
        process, told = start(
            forks, writer.change_passphrase_until_killed, str(made.folder), made.data_key
        )
        assert told.poll(30)
        time.sleep(dice.uniform(0.02, 0.1))
        kill(process)
        file = read_key_file(key)
        opened = [word for word in ("first", "second") if opens(file, word)]
        assert len(opened) == 1
        assert file.open_with_recovery(made.recovery) == made.data_key
        assert opened[0] in [before, *heard(told)][-2:]
        before = opened[0]


def opens(file, passphrase: str) -> bool:
    try:
        return bool(file.open_with_passphrase(passphrase))
    except Refused:
        return False
