"""Who opens a vault: passphrase, recovery words, keyring; and nobody else."""

import dataclasses
import io
import sys
import time
import types
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.cli.dialog import Dialog
from access_kit.cli.vault_init import offers_keyring
from access_kit.errors import AccessKitError, BadInput, MissingPart, Refused
from access_kit.store import keyrings
from access_kit.store.age_key import age_identity
from access_kit.store.key_file import (
    SLOWEST_ANSWER_SECONDS,
    PassphraseCost,
    key_path,
    new_key_file,
    parse_key_file,
    read_key_file,
)
from access_kit.store.recovery import _words, from_words, new_secret, to_words
from access_kit.store.vault import open_store
from access_kit.store.vault_files import change_recovery, hold_in_keyring
from tests.store.conftest import PASSPHRASE, opening_in

KEY = bytes(range(32))
SECRET = bytes(range(28))


def code_of(error) -> str:
    return error.value.problems[0].code


# -- words --------------------------------------------------------------------------------------


@given(secret=st.binary(min_size=28, max_size=28))
def test_words_say_the_secret_back(secret):
    words = to_words(secret)
    assert len(words) == 24
    assert from_words(" ".join(words)) == secret
    assert from_words("\n".join(f"{n}. {w[:4].upper()}," for n, w in enumerate(words, 1))) == secret


@given(st.data())
def test_a_wrong_word_is_told_or_does_not_fit(data):
    words = list(to_words(SECRET))
    place = data.draw(st.integers(0, 23))
    words[place] = data.draw(st.sampled_from(_words()).filter(lambda word: word != words[place]))
    with pytest.raises(Refused) as error:
        from_words(" ".join(words))
    assert code_of(error) == "recovery.does-not-fit"


def test_a_mistyped_word_is_named_with_a_guess():
    words = list(to_words(SECRET))
    words[4] = "applle" if words[4][:4] != "appl" else "lemmon"
    words[4] = "xq" + words[5][2:]
    with pytest.raises(Refused) as error:
        from_words(" ".join(words))
    assert [(p.code, p.facts["number"]) for p in error.value.problems] == [
        ("recovery.unknown-word", 5)
    ]


def test_too_few_words_are_counted():
    with pytest.raises(Refused) as error:
        from_words(" ".join(to_words(SECRET)[:23]))
    assert code_of(error) == "recovery.wrong-count"
    assert error.value.problems[0].facts["count"] == 23


def test_the_words_are_easy_to_tell_apart():
    words = _words()
    assert len(words) == 1024
    assert len({word[:4] for word in words}) == 1024
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 7 for word in words)
    for word in words:
        slips = {word[:i] + word[i + 1 :] for i in range(len(word))}
        assert not slips & set(words)


def test_the_age_key_is_one_that_age_reads():
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.from_str(age_identity(SECRET))
    sealed = pyrage.encrypt(b"papers", [identity.to_public()])
    assert pyrage.decrypt(sealed, [identity]) == b"papers"


# -- the key file -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file():
    made = new_key_file("ab" * 16, KEY, "x", SECRET, "age1abc")
    return made.with_passphrase(KEY, PASSPHRASE, work=PassphraseCost(8192, 1, 1))


def test_passphrase_and_words_open(file):
    again = parse_key_file(file.to_bytes(), "vault.key")
    assert again == file
    assert again.open_with_passphrase(PASSPHRASE) == KEY
    assert again.open_with_recovery(SECRET) == KEY


def test_the_same_passphrase_from_another_keyboard_opens(file):
    composed = file.with_passphrase(KEY, "caf\u00e9 noir", work=PassphraseCost(8192, 1, 1))
    assert composed.open_with_passphrase("cafe\u0301 noir") == KEY


@pytest.mark.parametrize("wrong", ["", PASSPHRASE[:-1], PASSPHRASE + " ", "x" * 100_000])
def test_a_wrong_passphrase_takes_its_time_and_says_one_thing(file, wrong):
    started = time.monotonic()
    with pytest.raises(Refused) as error:
        file.open_with_passphrase(wrong)
    assert time.monotonic() - started >= 0.3 <= SLOWEST_ANSWER_SECONDS
    assert code_of(error) == "vault.wrong-passphrase"
    assert dict(error.value.problems[0].facts) == {}


def test_a_slot_of_another_vault_opens_nothing(file):
    other = new_key_file("cd" * 16, KEY, PASSPHRASE, SECRET, "")
    mixed = dataclasses.replace(file, recovery=other.recovery)
    with pytest.raises(Refused) as error:
        mixed.open_with_recovery(SECRET)
    assert code_of(error) == "vault.wrong-recovery-key"


def test_a_recipient_slipped_in_is_noticed(file):
    theirs = dataclasses.replace(file, recipient="age1theirs")
    reread = parse_key_file(theirs.to_bytes(), "vault.key")
    with pytest.raises(Refused) as error:
        reread.open_with_passphrase(PASSPHRASE)
    assert code_of(error) == "vault.key-file-changed"


@settings(max_examples=200)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_every_flipped_bit_is_noticed_or_means_nothing(file, at, bit):
    data = bytearray(file.to_bytes())
    data[at % len(data)] ^= 1 << bit
    try:
        found = parse_key_file(bytes(data), "vault.key")
    except AccessKitError as error:
        found = error.problems[0].code
    assert found in (file, "vault.key-file-damaged", "vault.newer")


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_as_a_key_file(data):
    with pytest.raises(BadInput):
        parse_key_file(data, "vault.key")


def test_a_new_page_replaces_the_old_one(made):
    secret = new_secret()
    change_recovery(made.path, made.data_key, secret)
    file = read_key_file(key_path(made.path))
    assert file.open_with_recovery(secret) == made.data_key
    assert file.open_with_passphrase(PASSPHRASE) == made.data_key
    with pytest.raises(Refused):
        file.open_with_recovery(made.recovery)


# -- the keyring --------------------------------------------------------------------------------


class InMemory:
    """A keyring with the same calls as those of ``keyring``."""

    priority = 5
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def set_password(self, service, name, secret):
        self.kept[service, name] = secret

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def delete_password(self, service, name):
        del self.kept[service, name]


@pytest.fixture
def safe_keyring(monkeypatch):
    InMemory.kept = {}
    module = types.ModuleType("keyring_in_memory")
    module.Keyring = InMemory
    monkeypatch.setitem(sys.modules, "keyring_in_memory", module)
    monkeypatch.setitem(keyrings.SAFE, sys.platform, ("keyring_in_memory:Keyring",))


def test_a_keyring_opens_without_asking(made, safe_keyring):
    hold_in_keyring(made.path, made.data_key, True)
    opening = opening_in(made.folder, "never asked")
    store = open_store("vault.db", opening)
    store.close()
    hold_in_keyring(made.path, made.data_key, False)
    assert InMemory.kept == {}
    with pytest.raises(Refused):
        open_store("vault.db", opening)


@pytest.mark.parametrize(("typed", "wanted"), [("perhaps\nyes\n", True), ("no\n", False)])
def test_who_makes_a_vault_is_asked_about_the_keyring(safe_keyring, monkeypatch, typed, wanted):
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert offers_keyring(Dialog()) is wanted


def test_nobody_is_asked_about_a_keyring_that_is_not_there(monkeypatch, capsys):
    monkeypatch.setitem(keyrings.SAFE, sys.platform, ())
    assert not offers_keyring(Dialog())
    assert capsys.readouterr().err == ""


def test_a_keyring_with_another_key_falls_back_to_the_passphrase(made, safe_keyring):
    hold_in_keyring(made.path, made.data_key, True)
    vault = read_key_file(key_path(made.path)).vault
    for odd in ("00" * 32, "not a key", ""):
        InMemory.kept["access-kit", vault] = odd
        open_store("vault.db", opening_in(made.folder)).close()


def test_a_plain_text_keyring_is_never_used(made, monkeypatch):
    plain = types.ModuleType("keyrings.alt.file")
    plain.PlaintextKeyring = InMemory
    monkeypatch.setitem(sys.modules, "keyrings.alt.file", plain)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    monkeypatch.setitem(keyrings.SAFE, sys.platform, ("keyring.backends.fail:Keyring",))
    InMemory.kept = {}
    with pytest.raises(MissingPart) as error:
        hold_in_keyring(made.path, made.data_key, True)
    assert code_of(error) == "keyring.none"
    assert InMemory.kept == {}
    assert not any("alt" in name or "fail" in name for names in SAFE_NAMES for name in names)


SAFE_NAMES = tuple(keyrings.SAFE.values())
