"""``access-kit vault`` and ``purge`` as people and programs call them."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from access_kit.store.key_file import key_path, read_key_file
from access_kit.store.vault import open_with_key
from tests.conftest import command_environment
from tests.store.conftest import opening_in
from tests.store.test_purge import ENDED, out  # noqa: F401 (a fixture)
from tests.strategies import canaries_of, canary_profile
from tests.validators.canary import canaries_in_text, find_canaries
from tests.validators.pdf import page_count, poppler_text
from tests.validators.verapdf import failed_rules

PASSPHRASE = "Zuzupass wicker gravel teapot"
SECOND = "Zuzusecond onward lantern melody"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """The home folder, where a recovery page goes unless another place is named."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


@pytest.fixture
def kit(run_cli, tmp_path) -> Path:
    """A kit without a vault."""
    folder = tmp_path / "kit"
    assert run_cli("init", folder, "--name", "Riverside").code == 0
    return folder


@pytest.fixture
def vault_in(run_cli, kit, home):
    """A kit with a vault; gives its folder and the 24 words of its page."""
    made = run_cli("vault", "init", "--name", "Jo", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert (made.code, made.stderr) == (0, "")
    return kit, words_of(page_in(home))


FD = ("--passphrase-fd", "0")


def page_in(folder: Path) -> Path:
    (page,) = folder.glob("recovery-page*.pdf")
    return page


def words_of(page: Path) -> str:
    found = dict(re.findall(r"\b(\d+)\.\s+([a-z]{4,7})\b", poppler_text(page)))
    assert list(map(int, sorted(found, key=int))) == list(range(1, 25))
    return " ".join(found[str(number)] for number in range(1, 25))


def fill(kit: Path, words: str) -> None:
    """People whose every private value is a canary, put there without a command."""
    from access_kit.store.recovery import from_words

    path = kit / "vault.db"
    data_key = read_key_file(key_path(path)).open_with_recovery(from_words(words))
    with contextlib.closing(open_with_key(path, data_key, opening_in(kit))) as store:
        store.put_profiles(canary_profile(number) for number in range(1, 4))


def test_a_new_vault_is_private_and_says_what_to_do(run_cli, kit, home):
    made = run_cli("vault", "init", "--name", "Jo", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert (made.code, made.stderr) == (0, "")
    assert "print it, lock it up, delete the file" in made.stdout
    files = [kit / "vault.db", kit / "vault.key", page_in(home)]
    assert not list(kit.glob("recovery*")), "whoever takes the kit does not get its key as well"
    if os.name != "nt":
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    again = run_cli("vault", "init", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert (again.code, "[write.exists]" in again.stderr) == (4, True)


def test_the_recovery_page_is_accessible_and_one_page(vault_in, home):
    page = page_in(home)
    assert page_count(page) == 1
    assert failed_rules(page) == {page: []}


def test_each_opening_says_so_while_the_recovery_page_lies_here(run_cli, vault_in, home):
    kit, _ = vault_in

    def told(**more) -> bool:
        done = run_cli("vault", "audit", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit, **more)
        assert done.code == 0, done.stderr
        return "[vault.recovery-page-here]" in done.stderr

    assert told(), "still in the home folder"
    page_in(home).rename(kit / "recovery-page-printed.pdf")
    assert told(), "beside the vault"
    (kit / "recovery-page-printed.pdf").unlink()
    assert not told()


def test_a_page_put_beside_the_vault_under_any_name_is_told(run_cli, kit):
    made = run_cli("vault", "init", "--page", "page.pdf", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert made.code == 0, made.stderr
    done = run_cli("vault", "audit", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert "[vault.recovery-page-here]" in done.stderr


def test_words_can_be_said_instead_of_a_page(run_cli, kit):
    made = run_cli("vault", "init", "--say-words", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    words = re.findall(r"^\d+\. ([a-z]+)$", made.stdout, re.MULTILINE)
    assert len(words) == 24
    assert not list(kit.parent.rglob("recovery-page*"))
    secret = f"{' '.join(words)}\n{SECOND}\n"
    assert run_cli("vault", "recover", *FD, stdin=secret, cwd=kit).code == 0


def test_a_page_that_is_there_is_not_overwritten_and_no_vault_is_made(run_cli, kit):
    (kit / "recovery-page.pdf").write_text("mine")
    page = ("--page", "recovery-page.pdf")
    made = run_cli("vault", "init", *page, *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert (made.code, "[write.exists]" in made.stderr) == (4, True)
    assert not list(kit.glob("vault*"))
    assert not list(kit.glob(".vault*"))


@pytest.mark.parametrize(
    ("stdin", "code", "problem"),
    [
        ("short\n", 2, "passphrase.too-short"),
        ("fourteen chars\n", 2, "passphrase.too-short"),
        ("passwordpassword\n", 2, "passphrase.known"),
        ("aaaaaaaaaaaaaaaaaaaa\n", 2, "passphrase.known"),
        ("Riverside 1234567890\n", 2, "passphrase.known"),
        ("", 2, "passphrase.none-on-descriptor"),
        ("\ud800", 2, "passphrase.bad-descriptor"),
    ],
)
def test_what_is_no_passphrase_makes_no_vault(run_cli, kit, stdin, code, problem):
    stdin_bytes = stdin.encode("utf-8", "surrogatepass")
    done = subprocess.run(
        [sys.executable, "-m", "access_kit", "vault", "init", *FD],
        cwd=kit,
        env=command_environment(),
        input=stdin_bytes,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, f"[{problem}]" in done.stderr.decode()) == (code, True)
    assert not list(kit.glob("vault*"))


def test_without_a_terminal_nobody_is_waited_for(run_cli, vault_in):
    done = run_cli("vault", "audit", cwd=vault_in[0])
    assert (done.code, "[passphrase.no-terminal]" in done.stderr) == (2, True)


def test_a_wrong_passphrase_is_refused_slowly_and_says_no_more(run_cli, vault_in):
    kit, _ = vault_in
    told = set()
    for wrong in (PASSPHRASE[:-1], "something else", PASSPHRASE.upper()):
        started = time.monotonic()
        done = run_cli("vault", "audit", *FD, stdin=f"{wrong}\n", cwd=kit)
        assert time.monotonic() - started >= 0.3
        assert done.code == 6
        told.add((done.stdout, done.stderr))
    assert len(told) == 1
    assert "[vault.wrong-passphrase]" in told.pop()[1]


def test_the_passphrase_is_changed(run_cli, vault_in):
    kit, words = vault_in
    assert run_cli("vault", "passphrase", *FD, stdin=f"{PASSPHRASE}\n{SECOND}\n", cwd=kit).code == 0
    assert run_cli("vault", "audit", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit).code == 6
    assert run_cli("vault", "audit", *FD, stdin=f"{SECOND}\n", cwd=kit).code == 0
    renewed = run_cli(
        *("vault", "passphrase", "--new-page", "--page", "second.pdf", *FD),
        stdin=f"{SECOND}\n",
        cwd=kit,
    )
    assert renewed.code == 0
    assert words_of(kit / "second.pdf") != words
    old = run_cli("vault", "recover", *FD, stdin=f"{words}\n{PASSPHRASE}\n", cwd=kit)
    assert (old.code, "[vault.wrong-recovery-key]" in old.stderr) == (6, True)


def test_erasing_names_each_backup_by_its_place(run_cli, vault_in, tmp_path):
    kit, words = vault_in
    fill(kit, words)
    for stick in ("one", "two"):
        (tmp_path / stick).mkdir()
        target = tmp_path / stick / "kept.age"
        made = run_cli("vault", "backup", target, *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
        assert made.code == 0, made.stderr
    erase = ("profile", "erase", "K-0001", "--yes", "--json", *FD)
    erased = run_cli(*erase, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert erased.code == 0, erased.stderr
    places = {str((tmp_path / stick / "kept.age").resolve()) for stick in ("one", "two")}
    assert places <= set(erased.json["backups"])


def test_backup_restore_and_recover(run_cli, vault_in, tmp_path):
    kit, words = vault_in
    fill(kit, words)
    made = run_cli("vault", "backup", "--json", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert made.code == 0
    backup = kit / made.json["backup"]
    check = ("vault", "restore", "--check", backup, "--json", *FD)
    tried = run_cli(*check, stdin=f"{words}\n", cwd=kit)
    assert (tried.code, tried.json["people"]) == (0, 3), "beside the vault, which stays as it is"
    assert run_cli(*check, stdin=f"{words} more\n", cwd=kit).code == 6
    other = tmp_path / "other"
    run_cli("init", other, "--name", "Riverside")
    put_back = run_cli("vault", "restore", backup, "--json", *FD, stdin=f"{words}\n", cwd=other)
    assert (put_back.code, put_back.json["people"]) == (0, 3)
    assert put_back.json["newest"] == tried.json["newest"], "what was said later is not in it"
    assert run_cli("vault", "recover", *FD, stdin=f"{words}\n{SECOND}\n", cwd=other).code == 0
    audit = run_cli("vault", "audit", "--json", *FD, stdin=f"{SECOND}\n", cwd=other)
    assert audit.code == 0
    assert [e["what"] for e in audit.json["entries"]][-2:] == ["restored", "recovered"]
    assert "[store.restored]" in audit.stderr


def test_the_audit_says_whose_record_and_no_value(run_cli, vault_in):
    kit, words = vault_in
    fill(kit, words)
    done = run_cli("vault", "audit", "--person", "k-0002", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert done.code == 0
    assert re.search(r"2026-11-22 09:00 UTC, Jo \(tester\): profile added, K-0002", done.stdout)
    assert "K-0001" not in done.stdout


def test_the_end_of_a_vault_is_asked_for_first(run_cli, vault_in):
    kit, _ = vault_in
    assert run_cli("vault", "erase", stdin="n\n", cwd=kit).code == 130
    assert (kit / "vault.db").exists()
    ended = run_cli("vault", "erase", "--yes", cwd=kit)
    assert ended.code == 0
    assert not list(kit.glob("vault*"))
    assert run_cli("vault", "erase", "--yes", cwd=kit).code == 2


def test_nothing_private_is_outside_the_vault(
    run_cli, vault_in, tmp_path, own_state, monkeypatch, home
):
    kit, words = vault_in
    before = set(Path(tempfile.gettempdir()).glob("*vault*"))
    fill(kit, words)
    page_in(home).unlink()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    said = ""
    for words_on_fd, *command in (
        (PASSPHRASE, "audit"),
        (PASSPHRASE, "audit", "--json"),
        (PASSPHRASE, "backup"),
        ("Zuzuwrong passphrase", "audit"),
        (f"{words}\n{SECOND}", "recover"),
        (f"{SECOND}\n{PASSPHRASE}", "passphrase"),
        (f"{words} extra", "recover"),
        (PASSPHRASE, "restore", "backups"),
    ):
        done = run_cli("vault", *command, *FD, stdin=f"{words_on_fd}\n", cwd=kit)
        assert done.code != 70
        said += done.stdout + done.stderr
    (kit / "vault.key").write_text("{}")
    said += run_cli("vault", "audit", *FD, stdin=f"{PASSPHRASE}\n", cwd=kit).stderr
    canaries = [value for n in range(1, 4) for value in canaries_of(canary_profile(n)).values()]
    secrets = [*canaries, PASSPHRASE, SECOND, "Zuzuwrong", words]
    assert canaries_in_text(said, secrets) == []
    for place in (kit, temporary, own_state):
        assert find_canaries(place, secrets) == []
    left = set(Path(tempfile.gettempdir()).glob("*vault*")) - before
    assert not [path for path in left if path.is_file()]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_nothing_private_in_arguments_or_environment(vault_in):
    kit, _ = vault_in
    process = subprocess.Popen(
        [sys.executable, "-m", "access_kit", "vault", "audit", *FD],
        cwd=kit,
        env=command_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin
    process.stdin.write(f"{PASSPHRASE}\n".encode())
    process.stdin.close()
    seen = b""
    while process.poll() is None:
        with contextlib.suppress(OSError):
            for name in ("cmdline", "environ"):
                seen += Path(f"/proc/{process.pid}/{name}").read_bytes()
    assert process.returncode == 0
    assert b"audit" in seen
    assert PASSPHRASE.encode() not in seen


def test_papers_of_old_sessions_are_taken_away(run_cli, kit, out):  # noqa: F811
    (out / "evening-group" / "notes.txt").write_text("mine")
    late = (ENDED + datetime.timedelta(days=31)).isoformat()
    early = run_cli("purge", "--out", out, now=ENDED.isoformat(), cwd=kit)
    assert (early.code, "Nothing to take away" in early.stdout) == (0, True)
    tried = run_cli("purge", "--out", out, "--dry-run", "--json", now=late, cwd=kit)
    assert (tried.json["removed"], tried.json["sessions"]) == (4, ["evening-group"])
    asked = run_cli("purge", "--out", out, stdin="n\n", now=late, cwd=kit)
    assert asked.code == 130
    assert (out / "evening-group" / "runsheet.pdf").exists()
    done = run_cli("purge", "--out", out, "--yes", now=late, cwd=kit)
    assert (done.code, "[purge.kept]" in done.stderr) == (0, True)
    assert not (out / "evening-group" / "runsheet.pdf").exists()
    assert (out / "evening-group" / "notes.txt").exists()
