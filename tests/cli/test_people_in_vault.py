"""A session that names people by id finds them in the kit's vault."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import command_environment
from tests.inside import run_with_passphrase
from tests.workflow.kits import copy_example

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

SESSION_ID = "evening-group-2026-12-03"
PASSPHRASE = "five quiet words by heart"


def with_passphrase(*arguments, cwd, lines=1):
    words = [*map(str, arguments)]
    return run_with_passphrase(
        cwd, words, passphrase=PASSPHRASE, environment=command_environment(), lines=lines
    )


def test_participants_come_from_the_vault(tmp_path):
    session = copy_example(tmp_path / "kit")
    kit = session.parent
    made = with_passphrase("vault", "init", "--name", "Jo", "--say-words", cwd=kit)
    assert made.code == 0, made.stderr
    for person in ("K-07", "K-23"):
        done = with_passphrase("profile", "import", kit / "profiles" / f"{person}.toml", cwd=kit)
        assert done.code == 0, done.stderr
    text = session.read_text(encoding="utf-8")
    named = text.replace('profiles = "profiles"', 'participants = ["K-23", "K-07"]')
    assert named != text
    session.write_text(named, encoding="utf-8")
    done = with_passphrase("prepare", session, "--out", tmp_path / "out", cwd=kit)
    assert done.code == 0, done.stderr
    packets = tmp_path / "out" / SESSION_ID / "packets"
    assert sorted(path.name for path in packets.iterdir()) == ["K-07", "K-23"]
    assert with_passphrase("profile", "erase", "K-07", "--yes", cwd=kit).code in (0, 1)
    done = with_passphrase("prepare", session, "--out", tmp_path / "again", cwd=kit)
    assert (done.code, "[store.erased-person]" in done.stderr) == (0, True)
    packets = tmp_path / "again" / SESSION_ID / "packets"
    assert [path.name for path in packets.iterdir()] == ["K-23"]
    for command in ("status", "send"):
        assert with_passphrase(command, session, "--out", tmp_path / "again", cwd=kit).code == 0
    session.write_text(named.replace("K-23", "K-99"), encoding="utf-8")
    unknown = with_passphrase("session", "check", session, cwd=kit)
    assert (unknown.code, "[store.unknown-person]" in unknown.stderr) == (2, True)


def test_the_audit_log_has_the_name_that_the_kit_gives(tmp_path):
    kit = copy_example(tmp_path / "kit").parent
    text = (kit / "kit.toml").read_text(encoding="utf-8")
    text = text.replace('url = "vault.db"', 'url = "vault.db"\noperator = "Jo at the desk"')
    (kit / "kit.toml").write_text(text, encoding="utf-8")
    assert with_passphrase("vault", "init", "--say-words", cwd=kit).code == 0
    with_passphrase("profile", "import", kit / "profiles" / "K-07.toml", cwd=kit)
    log = with_passphrase("vault", "audit", "--json", cwd=kit)
    assert log.code == 0, log.stderr
    assert "Jo at the desk" in log.stdout
