"""Erased means gone: no page of the file holds a byte of the person any more."""

import contextlib
import dataclasses
import sqlite3

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from access_kit.store.vault import open_store
from tests.store.conftest import opening_in
from tests.strategies import canaries_of, canary_profile

PAGE, RESERVED, IV = 4096, 80, 16


def decrypted_pages(path, data_key: bytes) -> bytes:
    """Every page of a SQLCipher file (AES-256-CBC, IV at the page's end), free room and all."""
    data = path.read_bytes()
    plain = b""
    for at in range(0, len(data), PAGE):
        page = data[at : at + PAGE]
        start = 16 if at == 0 else 0  # the salt stands before the first page
        iv = page[PAGE - RESERVED : PAGE - RESERVED + IV]
        cipher = Cipher(algorithms.AES(data_key), modes.CBC(iv)).decryptor()
        plain += cipher.update(page[start : PAGE - RESERVED])
    return plain


def canaries(number: int) -> list[bytes]:
    found = [text.encode() for text in canaries_of(canary_profile(number)).values()]
    return [text for text in found if b"555" not in text]


def test_erased_bytes_are_gone_from_every_page(made):
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(200))
        store.put_profile(dataclasses.replace(canary_profile(77), name="Zuzu0077second"))
        store.put_document("returns", "x", b"Zuzu0077return" * 1000, person="K-0077")
    before = decrypted_pages(made.path, made.data_key)
    assert all(canary in before for canary in canaries(77)), "the pages are read rightly"
    with contextlib.closing(made.open()) as store:
        store.erase("K-0077")
        open_now = decrypted_pages(made.path, made.data_key)
    after = decrypted_pages(made.path, made.data_key)
    assert not (made.folder / "vault.db-wal").exists()
    assert b"Zuzu0077" not in open_now
    assert b"Zuzu0077" not in after
    assert not any(text.encode() in after for text in canaries_of(canary_profile(77)).values())
    assert b"profile-erasedK-0077" in after, "the log keeps the id"
    assert all(canary in after for canary in canaries(76))


def test_the_file_is_unreadable_without_its_key(made):
    with contextlib.closing(made.open()) as store:
        store.put_profile(canary_profile(77))
    data = made.path.read_bytes()
    assert not any(canary in data for canary in canaries(77))
    assert not data.startswith(b"SQLite format")
    with (
        contextlib.closing(sqlite3.connect(made.path)) as plain,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        plain.execute("SELECT * FROM sqlite_master")


def test_an_erasing_that_was_cut_off_is_finished_by_the_next_opening(made):
    with contextlib.closing(made.open()) as store:
        store.put_profiles(canary_profile(number) for number in range(20))
        with store.transaction():
            store._db.rows("DELETE FROM person WHERE fold = 'k-0007'")
            store._db.rows("DELETE FROM profile WHERE fold = 'k-0007'")
            store._db.rows("INSERT INTO meta VALUES ('scrub', '1')")
            store.note("profile-erased", "K-0007")
    with contextlib.closing(open_store("vault.db", opening_in(made.folder))) as store:
        assert store._db.rows("SELECT * FROM meta WHERE key = 'scrub'") == []
    assert b"Zuzu0007" not in decrypted_pages(made.path, made.data_key)
