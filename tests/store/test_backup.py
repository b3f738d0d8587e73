"""Backups: whole, encrypted, put back into an empty kit, and told when erasing."""

import contextlib
import os
import sys

import pytest

from access_kit.errors import AccessKitError, BadInput, CannotWrite, Refused
from access_kit.model.ledger import MailState
from access_kit.store.backup import write_backup
from access_kit.store.key_file import key_path
from access_kit.store.last_use import forget_use
from access_kit.store.newest_backup import newest_backup
from access_kit.store.recovery import to_words
from access_kit.store.restore import restore_vault
from access_kit.store.vault import open_store
from access_kit.store.vault_files import change_passphrase, change_recovery, require_free
from tests.store.conftest import NOW, PASSPHRASE, opening_in
from tests.store.test_every_store import mail
from tests.strategies import canary_profile


@pytest.fixture
def filled(made):
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(1, 30))
        store.plan_mail([mail("K-0001")])
    return made


@pytest.fixture(params=["age", "plain"])
def backup(request, filled, monkeypatch):
    """A backup with age, and one as it is made where age has no wheel."""
    if request.param == "plain":
        monkeypatch.setitem(sys.modules, "pyrage", None)
        change_recovery(filled.path, filled.data_key, filled.recovery)
    made = write_backup(
        filled.path, filled.data_key, filled.folder / "backups", opening_in(filled.folder)
    )
    assert made.encrypted_to_recovery == (request.param == "age")
    return made.path


def restored(made, backup, folder, *, secret=None):
    folder.mkdir(mode=0o700, exist_ok=True)
    words = " ".join(to_words(made.recovery))
    asked = {"recovery words": secret or words, "passphrase": secret or PASSPHRASE}
    opening = opening_in(folder)
    opening = type(opening)(folder, opening.actor, asked.__getitem__, opening.now)
    return restore_vault(backup, folder / "vault.db", opening)


def test_a_backup_is_put_back_into_an_empty_kit(filled, backup, tmp_path):
    assert backup.stat().st_mode & 0o777 == 0o600
    folder = tmp_path / "new-kit"
    found = restored(filled, backup, folder)
    assert (found.people, found.newest) == (29, NOW)
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.key"]
    with contextlib.closing(open_store("vault.db", opening_in(folder))) as store:
        assert [p.id for p in store.profiles()] == [f"K-{n:04d}" for n in range(1, 30)]
        assert store.check() == []
        assert store.doubt.code == "store.restored"


def test_sending_asks_until_somebody_said_go_on(filled, backup, tmp_path):
    folder = tmp_path / "new-kit"
    restored(filled, backup, folder)
    for _ in range(2):
        with contextlib.closing(open_store("vault.db", opening_in(folder))) as store:
            assert store.doubt
            store.note("looked")
    with contextlib.closing(open_store("vault.db", opening_in(folder))) as store:
        store.accept_doubt()
        assert store.doubt is None
    with contextlib.closing(open_store("vault.db", opening_in(folder))) as store:
        assert store.doubt is None


def test_what_is_held_is_not_readable_in_a_backup(filled, backup):
    data = backup.read_bytes()
    assert b"Zuzu" not in data
    assert b"K-0001" not in data


def test_other_words_do_not_open_it(filled, backup, tmp_path):
    wrong = " ".join(to_words(bytes(28))) if backup.suffix == ".age" else "a wrong passphrase"
    with pytest.raises((BadInput, Refused)) as error:
        restored(filled, backup, tmp_path / "new-kit", secret=wrong)
    assert error.value.problems[0].code in ("backup.other-recovery-key", "vault.wrong-passphrase")
    assert list((tmp_path / "new-kit").iterdir()) == []


def test_damaged_backups_are_refused(filled, backup, tmp_path, dice):
    whole = backup.read_bytes()
    for turn in range(12):
        data = bytearray(whole)
        if turn % 3 == 0:
            del data[dice.randrange(len(data)) :]
        else:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        backup.write_bytes(data)
        folder = tmp_path / f"kit-{turn}"
        refusal = None
        try:
            assert restored(filled, backup, folder).people == 29  # a bit that means nothing
        except AccessKitError as error:
            refusal = error.exit_code
        assert refusal in (None, 2, 6)
        assert bool(refusal) != bool(list(folder.iterdir()))


def test_nothing_is_overwritten(filled, backup):
    with pytest.raises(CannotWrite) as error:
        restored(filled, backup, filled.folder)
    assert error.value.problems[0].code == "write.exists"
    with pytest.raises(CannotWrite) as error:
        write_backup(filled.path, filled.data_key, backup, opening_in(filled.folder))
    assert error.value.problems[0].code == "write.exists"


def test_a_missing_folder_is_told_as_what_it_is(filled):
    target = filled.folder / "no-such-stick" / "vault.age"
    with pytest.raises(CannotWrite) as refused:
        write_backup(filled.path, filled.data_key, target, opening_in(filled.folder))
    assert [one.code for one in refused.value.problems] == ["write.no-folder"]
    assert not target.parent.exists()


def test_a_lost_vault_is_put_back_beside_its_key_file(filled, backup):
    filled.path.unlink()
    restored(filled, backup, filled.folder)
    with contextlib.closing(filled.open()) as store:
        assert len(store.people()) == 29


def test_another_vaults_key_file_is_not_replaced(filled, backup, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir(mode=0o700)
    key_path(folder / "vault.db").write_text("{}")
    with pytest.raises(CannotWrite) as error:
        restored(filled, backup, folder)
    assert error.value.problems[0].code == "vault.other-key-file"


def test_an_earlier_passphrase_opens_an_earlier_backup(filled, backup, tmp_path):
    change_passphrase(filled.path, filled.data_key, "another long passphrase")
    folder = tmp_path / "new-kit"
    restored(filled, backup, folder)
    open_store("vault.db", opening_in(folder)).close()


def test_an_older_ledger_is_noticed(filled, backup):
    with contextlib.closing(filled.open()) as store:
        row = store.mail()[0]
        store.move_mail(row.key, MailState.IN_FLIGHT)
        store.move_mail(row.key, MailState.HANDED_OVER)
    early = filled.path.read_bytes()
    with contextlib.closing(filled.open()) as store:
        store.put_profile(canary_profile(500))
    filled.path.write_bytes(early)  # an old copy, put back by hand
    with contextlib.closing(filled.open()) as store:
        assert store.doubt.code == "store.older"
        assert [problem.code for problem in store.warnings] == ["store.older"]
        store.put_profile(canary_profile(501))
        store.put_profile(canary_profile(502))
    with contextlib.closing(filled.open()) as store:
        assert store.doubt.code == "store.older", "more changes do not make it the newest"
        store.accept_doubt()
    with contextlib.closing(filled.open()) as store:
        assert store.doubt is None


def test_on_another_computer_nothing_is_remembered(filled):
    with contextlib.closing(filled.open()) as store:
        forget_use(store.id)
    with contextlib.closing(filled.open()) as store:
        assert store.doubt is None


def test_the_newest_backup_is_found_by_its_name(tmp_path):
    assert newest_backup(tmp_path) is None
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("vault-20261122-090000.age", "vault-20261123-080000.zip", "notes.txt"):
        (folder / name).touch()
    assert newest_backup(tmp_path).name == "vault-20261123-080000.zip"


def test_a_placing_that_was_cut_off_is_finished_by_the_next(filled):
    left = filled.folder / ".vault-new-0123abcd"
    left.mkdir(mode=0o700)
    filled.path.rename(left / "vault.db")
    with pytest.raises(CannotWrite) as error:
        require_free(filled.path)
    assert error.value.problems[0].code == "write.exists"
    with contextlib.closing(filled.open()) as store:
        assert len(store.people()) == 29


def test_what_an_ended_program_left_is_cleared_away(filled):
    old, new = (filled.folder / f".vault-new-{name}" for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(mode=0o700)
        (folder / "vault.db").write_bytes(b"encrypted")
    os.utime(old, (0, 0))
    write_backup(filled.path, filled.data_key, filled.folder / "b", opening_in(filled.folder))
    assert not old.exists()
    assert new.exists(), "another program may be at it"
