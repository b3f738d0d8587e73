"""Damaged vaults: a sentence, never a traceback, never wrong data shown as right."""

import contextlib
import dataclasses
import random
import shutil
from collections import Counter

import pytest

from access_kit.console import word_problem
from access_kit.errors import AccessKitError, Refused
from access_kit.store import vault as vault_module
from access_kit.store.last_use import state_folder
from access_kit.store.vault import VaultDatabase, open_store
from tests.store import damages, moments
from tests.store.conftest import opening_in
from tests.store.moments import PAGE, contents, copy_vault_files
from tests.strategies import canary_profile

FORGOTTEN = 0.2
"""The share of cases on a computer that remembers nothing of the vault."""

TOLD_OR_RIGHT = {"vault.mixed", "vault.damaged", "right"}


@pytest.fixture(scope="module")
def lives(tmp_path_factory):
    """Vaults of any size, each made once."""
    made: dict[int, moments.Moments] = {}

    def life(people: int) -> moments.Moments:
        if people not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("life-state")))
                patch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("life-state")))
                made[people] = moments.live(tmp_path_factory.mktemp(f"life-{people}"), people)
        return made[people]

    return life


def damage_many(life, folder, dice, count: int) -> Counter[tuple[str, str]]:
    """Damage copies of the vault ``count`` times; gives what came of each kind of damage."""
    came: Counter[tuple[str, str]] = Counter()
    changes = {id(now): life.changes(now) for now in (life.closed, life.erased)}
    for turn in range(count):
        is_first = turn < len(damages.AT_REST)  # each kind once, where it must be told
        now = dice.choice((life.in_use, life.closed, life.closed, life.erased))
        now = life.closed if is_first else now
        kinds = damages.IN_USE if now is life.in_use else damages.AT_REST
        harm = kinds[turn % len(kinds)]
        case = folder / f"case-{turn}"
        copy_vault_files(now.folder, case)
        harm(damages.Case(case, now, life, changes.get(id(now), []), dice))
        knows = is_first or dice.random() > FORGOTTEN
        remember(now if knows else None)
        # A log that breaks off ends at a moment in between.
        is_between = now is life.in_use or harm in damages.BETWEEN
        verdict = look(case, now, life, knows=knows, is_between=is_between)
        came[harm.__name__, verdict] += 1
        shutil.rmtree(case)
    return came


def remember(moment) -> None:
    """What this computer remembers of the vault is that of the moment, or nothing."""
    shutil.rmtree(state_folder(), ignore_errors=True)
    if moment:
        shutil.copytree(moment.state, state_folder())


def look(case, now, life, *, knows: bool, is_between: bool) -> str:
    """What a user of these files comes to: ``refused``, ``right``, ``told`` as older.

    ``unknowable`` is a whole older vault on a computer that remembers nothing. Anything else fails.
    """
    refusal: AccessKitError | None = None
    try:
        with contextlib.closing(open_store("vault.db", opening_in(case))) as store:
            found, doubt = contents(store), store.doubt
    except AccessKitError as error:
        refusal = error
    if refusal is not None:
        assert refusal.exit_code in (2, 4, 6)
        for problem in refusal.problems:
            assert word_problem(problem).message != problem.code
        return "refused"
    if found == now.held:
        return "right"
    older = (life.early.held, life.closed.held)
    assert is_between or found in older, f"{case.name}: a mixture is shown"
    if knows:
        assert doubt is not None, f"{case.name}: older data is shown, and nothing said"
        return "told"
    return "unknowable"


def said(came: Counter[tuple[str, str]]) -> str:
    """One line: each kind of damage with what came of it."""
    kinds = sorted({kind for kind, _ in came})
    parts = {
        kind: ", ".join(f"{n} {verdict}" for (k, verdict), n in sorted(came.items()) if k == kind)
        for kind in kinds
    }
    return "; ".join(f"{kind.replace('_', ' ')}: {part}" for kind, part in parts.items())


@pytest.mark.parametrize(("people", "count"), [(60, 64), (400, 48)])
def test_damaged_vaults_are_refused_right_or_told_as_older(
    people, count, lives, tmp_path, dice, record_numbers
):
    came = damage_many(lives(people), tmp_path, dice, count)
    record_numbers(f"vault of {people} people, {count} damages: {said(came)}")
    for kind in ("put_one_page_back", "put_a_row_back", "put_a_lane_back", "drop_a_row"):
        assert came[kind, "refused"] > 0
        assert came[kind, "told"] == came[kind, "unknowable"] == 0
    assert came["put_all_of_it_back", "told"] > 0


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
@pytest.mark.parametrize("people", [10_000, 400, 60])
def test_2500_damaged_vaults_are_refused_right_or_told_as_older(
    people, part, lives, tmp_path, dice, record_numbers
):
    came = damage_many(lives(people), tmp_path, dice, 250)
    record_numbers(f"vault of {people} people, part {part + 1} of 10: {said(came)}")


def put_back_each_page(early, now, folder, state, most: int = 10_000) -> Counter[str]:
    """Put back each page that changed, one at a time; gives what came of it."""
    came: Counter[str] = Counter()
    old, new = early.vault, now.vault
    starts = range(0, min(len(old), len(new)), PAGE)
    changed = [at for at in starts if old[at : at + PAGE] != new[at : at + PAGE]]
    for at in random.Random(1).sample(changed, min(most, len(changed))):
        case = folder / f"page-{at}"
        copy_vault_files(now.folder, case)
        (case / "vault.db").write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
        remember(state)
        try:
            with contextlib.closing(open_store("vault.db", opening_in(case))) as store:
                came["right" if contents(store) == now.held else "wrong"] += 1
        except AccessKitError as error:
            came[error.problems[0].code] += 1
        shutil.rmtree(case)
    return came


@pytest.mark.parametrize("people", [60, 400])
def test_one_earlier_page_is_told_wherever_it_lies(people, lives, tmp_path, soak):
    life = lives(people)
    for now in (life.closed, life.erased):
        for state in (now, None):
            came = put_back_each_page(life.early, now, tmp_path, state, most=10_000 if soak else 8)
            assert set(came) <= TOLD_OR_RIGHT
            assert came.total() > 5
            assert came["right"] <= 2 or now is life.erased, "the same rows, encrypted anew"


@pytest.mark.soak
def test_one_earlier_page_is_told_wherever_it_lies_in_a_large_vault(lives, tmp_path):
    life = lives(10_000)
    came = put_back_each_page(life.early, life.closed, tmp_path, life.closed, most=500)
    assert set(came) <= TOLD_OR_RIGHT


def test_one_earlier_page_in_ten_megabytes_is_told(made, tmp_path):
    """Most of it is what people sent; who may be written to is one page in thousands."""
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(100))
        with store.transaction():
            for number in range(100):
                store.put_document("returns", str(number), bytes([number]) * 110_000)
    early = moments.Moment(tmp_path / "early", state_folder(), (), made.data_key)
    copy_vault_files(made.folder, early.folder)
    with contextlib.closing(made.open()) as store:
        store.put_profile(dataclasses.replace(canary_profile(50), name="Another Name"))
        held = contents(store)
    state = shutil.copytree(state_folder(), tmp_path / "state")
    now = moments.Moment(tmp_path / "now", state, held, made.data_key)
    copy_vault_files(made.folder, now.folder)
    assert len(now.vault) > 10_000_000
    came = put_back_each_page(early, now, tmp_path, now)
    assert set(came) <= TOLD_OR_RIGHT
    assert came["right"] <= 2
    assert 2 < came.total() < 30


def test_a_vault_as_it_was_left_is_known_by_its_pages(made):
    def is_as_left() -> bool:
        database = VaultDatabase(made.path, made.data_key)
        try:
            return database.is_as_left()
        finally:
            database.abandon()

    made.open().close()
    assert is_as_left()
    with contextlib.closing(made.open()) as store:
        assert not is_as_left(), "a file that somebody is connected to is not read beside SQLite"
        store.put_profile(canary_profile(1))
    assert is_as_left()
    remember(None)
    assert not is_as_left(), "on another computer"
    made.open().close()
    assert is_as_left(), "it was counted, and is known from now on"


def test_a_page_put_back_while_a_vault_is_open_is_told_by_the_next_opening(made, monkeypatch):
    monkeypatch.setattr(vault_module, "LONG_SECONDS", 0)
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(60))
    early = made.path.read_bytes()
    with contextlib.closing(made.open()) as store:
        changed = (dataclasses.replace(canary_profile(n), name="Another Name") for n in range(60))
        store.put_profiles(changed)
    late = made.path.read_bytes()
    store = made.open()
    store.put_profile(canary_profile(99))
    with made.path.open("r+b") as stream:
        for at in range(0, len(early), PAGE):
            if early[at : at + PAGE] != late[at : at + PAGE]:
                stream.seek(at)
                stream.write(early[at : at + PAGE])
    store.close()
    with pytest.raises(AccessKitError) as error:
        made.open()
    assert error.value.problems[0].code in ("vault.mixed", "vault.damaged")


def test_a_lost_log_is_noticed(lives, tmp_path, dice):
    life = lives(60)
    case = tmp_path / "case"
    copy_vault_files(life.in_use.folder, case)
    damages.lose_the_log(damages.Case(case, life.in_use, life, [], dice))
    remember(life.in_use)
    assert look(case, life.in_use, life, knows=True, is_between=True) in ("told", "refused")


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
