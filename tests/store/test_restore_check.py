"""The drill: a backup is tried without being put back; bombs and damage are told, never run."""

import contextlib
import hashlib
import io
import json
import sys
import time
import zipfile

import pytest

from access_kit.errors import AccessKitError, BadInput
from access_kit.store.backup import write_backup
from access_kit.store.key_file import key_path
from access_kit.store.last_use import read_last_use
from access_kit.store.recovery import to_words
from access_kit.store.restore import check_backup, restore_vault
from access_kit.store.vault_files import change_recovery
from tests.store.conftest import PASSPHRASE, opening_in
from tests.strategies import canary_profile


@pytest.fixture
def filled(made, monkeypatch):
    """A vault whose backups are plain archives, as where age has no wheel."""
    monkeypatch.setitem(sys.modules, "pyrage", None)
    change_recovery(made.path, made.data_key, made.recovery)
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(1, 30))
    return made


def opening_for(made, folder):
    asked = {"recovery words": " ".join(to_words(made.recovery)), "passphrase": PASSPHRASE}
    opening = opening_in(folder)
    return type(opening)(folder, opening.actor, asked.__getitem__, opening.now)


@pytest.fixture
def backup(filled):
    folder = filled.folder / "backups"
    return write_backup(filled.path, filled.data_key, folder, opening_in(filled.folder)).path


def test_a_backup_is_tried_and_nothing_is_put_back(filled, backup):
    def standing():
        return {p.name: p.read_bytes() for p in filled.folder.iterdir() if p.is_file()}

    with contextlib.closing(filled.open()) as store:
        store.put_profile(canary_profile(99))
        before_id = store.id
    remembered = read_last_use(before_id)
    before = standing()
    found = check_backup(backup, filled.path, opening_for(filled, filled.folder))
    assert found.people == 29
    assert found.newest
    assert standing() == before
    assert read_last_use(before_id) == remembered, "the drill is no use of the vault"
    with contextlib.closing(filled.open()) as store:
        assert store.doubt is None


def test_a_backup_is_tried_in_an_empty_kit(filled, backup, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir(mode=0o700)
    opening = opening_for(filled, folder)
    assert check_backup(backup, folder / "vault.db", opening).people == 29
    assert list(folder.iterdir()) == []


# -- archives that do harm ----------------------------------------------------------------------


def parts_of(backup) -> dict[str, bytes]:
    with zipfile.ZipFile(backup) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(parts, method=zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return made.getvalue()


def with_note(parts, **changes):
    note = json.loads(parts["backup.json"])
    return {**parts, "backup.json": json.dumps({**note, **changes}).encode()}


def with_key(parts, change):
    """The key file changed, and the digests of both files made right again."""
    body = json.loads(parts["vault.key"])
    change(body)
    del body["check"]
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    body["check"] = hashlib.sha256(canonical).hexdigest()
    key = json.dumps(body).encode()
    digests = json.loads(parts["backup.json"])["sha256"]
    return with_note(
        {**parts, "vault.key": key},
        sha256={**digests, "vault.key": hashlib.sha256(key).hexdigest()},
    )


def method(number):
    """Every entry says it is packed by method ``number``."""

    def change(parts):
        data = bytearray(pack(parts))
        for head, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            place = data.find(head)
            while place >= 0:
                data[place + at : place + at + 2] = number.to_bytes(2, "little")
                place = data.find(head, place + 4)
        return bytes(data)

    return change


def encrypted(parts):
    data = bytearray(pack(parts))
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(head)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(head, place + 4)
    return bytes(data)


def work(**changes):
    return lambda parts: pack(
        with_key(parts, lambda body: body["passphrase"]["argon2id"].update(changes))
    )


HARMS = {
    "method-9": method(9),
    "method-99": method(99),
    "bad-deflate": method(8),
    "encrypted": encrypted,
    "bomb": lambda parts: pack({**parts, "vault.db": bytes(300_000_000)}, zipfile.ZIP_DEFLATED),
    "deep-note": lambda parts: pack({**parts, "backup.json": b"[" * 100_000}),
    "deep-small-note": lambda parts: pack({**parts, "backup.json": b"[" * 9_000}),
    "note-of-a-list": lambda parts: pack({**parts, "backup.json": b"[]"}),
    "digests-of-a-list": lambda parts: pack(with_note(parts, sha256=[])),
    "long-key": lambda parts: pack({**parts, "vault.key": b"{" * 50_000}),
    "lanes-of-text": work(lanes="4"),
    "lanes-of-truth": work(lanes=True),
    "two-gigabytes-twenty-times": work(memory_kib=2_097_152, passes=20),
    "minus-one-pass": work(passes=-1),
    "two-of-a-name": lambda parts: pack(parts).replace(b"vault.key", b"vault.db\x00"),
    "cut": lambda parts: pack(parts)[:-30],
    "nothing-in-it": lambda parts: pack({}),
    "no-archive": lambda parts: b"PK" + bytes(100),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_does_harm_is_told_within_two_seconds(filled, backup, tmp_path, harm):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(HARMS[harm](parts_of(backup)))
    folder = tmp_path / "new-kit"
    folder.mkdir(mode=0o700)
    started = time.process_time()
    with pytest.raises(BadInput) as error:
        restore_vault(bad, folder / "vault.db", opening_for(filled, folder))
    assert time.process_time() - started < 2
    code = error.value.problems[0].code
    assert code in ("backup.damaged", "vault.key-file-damaged")
    assert list(folder.iterdir()) == []


def test_every_damage_is_told(filled, backup, tmp_path, dice):
    whole = backup.read_bytes()
    folder = tmp_path / "new-kit"
    folder.mkdir(mode=0o700)
    bad = tmp_path / "bad.zip"
    for _ in range(60):
        data = bytearray(whole)
        edge = dice.choice((0, len(data) - 400))
        for _ in range(dice.randint(1, 4)):
            data[edge + dice.randrange(400)] = dice.randrange(256)
        bad.write_bytes(
            bytes(data[: dice.choice((len(data), len(data), dice.randrange(len(data))))])
        )
        with contextlib.suppress(AccessKitError):
            check_backup(bad, folder / "vault.db", opening_for(filled, folder))
        assert not list(folder.iterdir())
        assert not key_path(folder / "vault.db").exists()


def test_what_is_no_file_is_called_what_it_is(filled, tmp_path):
    for path, code in ((tmp_path, "file.is-folder"), (tmp_path / "gone", "file.missing")):
        with pytest.raises(BadInput) as error:
            check_backup(path, filled.path, opening_for(filled, filled.folder))
        assert [one.code for one in error.value.problems] == [code]
