"""Damaged vaults: a sentence, never a traceback, never wrong data shown as right."""

import dataclasses
import shutil

import pytest

from access_kit.console import word_problem
from access_kit.errors import AccessKitError, Refused
from access_kit.store import vault as vault_module
from access_kit.store.key_file import key_path
from access_kit.store.vault import open_store
from tests.store.conftest import opening_in
from tests.strategies import canary_profile

PAGE = 4096
PEOPLE = 60


def contents(store) -> tuple:
    people = [person.id for person in store.people()]
    return (
        list(store.profiles()),
        [len(store.history(person)) for person in people],
        store.mail(),
        [(d.key, d.data) for d in store.documents("returns")],
        [entry.digest for entry in store.audit()],
    )


@pytest.fixture
def states(made):
    """What the vault held at three moments, with its files then: closed, in use, closed again."""
    store = made.open()
    store.put_profiles(canary_profile(number) for number in range(PEOPLE))
    store.put_document("returns", "a", b"x" * 9000, person="K-0001")
    first = contents(store)
    store.close()
    copy(made.folder, made.folder / "early")
    store = made.open()
    for number in range(0, PEOPLE, 5):
        store.put_profile(dataclasses.replace(canary_profile(number), name="Another Name"))
    latest = contents(store)
    copy(made.folder, made.folder / "in-use")
    store.close()
    copy(made.folder, made.folder / "closed")
    return first, latest


def copy(source, target):
    target.mkdir(mode=0o700)
    for path in source.glob("vault.*"):
        shutil.copy(path, target / path.name)


def flip(folder, dice):
    name = dice.choice([p.name for p in sorted(folder.glob("vault.db*")) if "shm" not in p.name])
    data = bytearray((folder / name).read_bytes())
    for _ in range(dice.choice((1, 1, 1, 5))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    (folder / name).write_bytes(data)


def cut(folder, dice):
    path = folder / "vault.db"
    size = path.stat().st_size
    length = dice.choice((dice.randrange(size), PAGE * dice.randrange(size // PAGE), 0))
    with path.open("r+b") as stream:
        stream.truncate(length)


def swap(folder, dice):
    data = bytearray((folder / "vault.db").read_bytes())
    one, two = (PAGE * n for n in dice.sample(range(len(data) // PAGE), 2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]
    (folder / "vault.db").write_bytes(data)


def mix(folder, dice):
    """Pages of an earlier moment, each genuine, among the later ones."""
    data = bytearray((folder / "vault.db").read_bytes())
    early = (folder.parent / "early" / "vault.db").read_bytes()
    count = len(early) // PAGE
    for page in dice.sample(range(count), dice.randint(1, count - 1)):
        data[page * PAGE : (page + 1) * PAGE] = early[page * PAGE : (page + 1) * PAGE]
    (folder / "vault.db").write_bytes(data)


def blank(folder, dice):
    data = bytearray((folder / "vault.db").read_bytes())
    page = PAGE * dice.randrange(len(data) // PAGE)
    data[page : page + PAGE] = bytes(PAGE)
    (folder / "vault.db").write_bytes(data)


def lose_wal(folder, dice):
    for side in ("vault.db-wal", "vault.db-shm")[: dice.choice((1, 2))]:
        (folder / side).unlink(missing_ok=True)


def harm_key_file(folder, dice):
    path = key_path(folder / "vault.db")
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data[: dice.choice((len(data), len(data), dice.randrange(len(data))))])


def damage_many(made, states, dice, count: int) -> dict[str, int]:
    first, latest = states
    seen = dict.fromkeys(("refused", "right", "older"), 0)
    for turn in range(count):
        harm = (flip, flip, flip, cut, swap, mix, blank, lose_wal, harm_key_file)[turn % 9]
        state = "in-use" if harm is lose_wal else dice.choice(("in-use", "closed"))
        folder = made.folder / f"case-{turn}"
        copy(made.folder / state, folder)
        harm(folder, dice)
        seen[look(folder, first, latest)] += 1
        shutil.rmtree(folder)
    return seen


def look(folder, first, latest) -> str:
    """What a user of this folder sees; anything but these three is a failure."""
    try:
        store = open_store("vault.db", opening_in(folder))
        try:
            found = contents(store)
            doubt = store.doubt
        finally:
            store.close()
    except AccessKitError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert refusal.exit_code in (2, 4, 6)
        for problem in refusal.problems:
            assert word_problem(problem).message != problem.code
        return "refused"
    if found == latest:
        return "right"
    assert doubt is not None, "older, and nothing said"
    return "older"


def test_damaged_vaults_are_refused_or_right(made, states, dice):
    seen = damage_many(made, states, dice, 250)
    assert seen["refused"] > 100


@pytest.mark.soak
def test_many_damaged_vaults_are_refused_or_right(made, states, dice):
    damage_many(made, states, dice, 2500)


def test_a_damaged_vault_names_the_backup_to_take(made):
    (made.folder / "backups").mkdir()
    (made.folder / "backups" / "vault-20261122-090000.age").touch()
    made.path.write_bytes(b"x" * 8192)
    with pytest.raises(AccessKitError) as error:
        open_store("vault.db", opening_in(made.folder))
    assert "vault-20261122-090000.age" in word_problem(error.value.problems[0]).hint


def test_a_program_that_writes_too_long_is_told_of(made, monkeypatch):
    monkeypatch.setattr(vault_module, "BUSY_SECONDS", 0.1)
    first, second = made.open(), made.open()
    with first.transaction():
        first.put_profile(canary_profile(1))
        with pytest.raises(Refused) as error:
            second.put_profile(canary_profile(2))
    assert error.value.problems[0].code == "vault.busy"
    second.put_profile(canary_profile(2))
    assert len(first.people()) == 2
    first.close()
    second.close()


def test_a_lost_side_file_is_noticed(made, states, dice):
    folder = made.folder / "case"
    copy(made.folder / "in-use", folder)
    lose_wal(folder, dice)
    assert look(folder, *states) in ("older", "refused")


def test_a_single_earlier_page_is_noticed(made, states):
    early = (made.folder / "early" / "vault.db").read_bytes()
    latest = (made.folder / "closed" / "vault.db").read_bytes()
    changed = 0
    for at in range(0, len(early), PAGE):
        if early[at : at + PAGE] == latest[at : at + PAGE]:
            continue
        folder = made.folder / f"page-{at}"
        copy(made.folder / "closed", folder)
        (folder / "vault.db").write_bytes(latest[:at] + early[at : at + PAGE] + latest[at + PAGE :])
        assert look(folder, *states) in ("refused", "older")
        changed += 1
    assert changed > 5
