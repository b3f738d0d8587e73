"""After an older backup was put back, nothing goes on the strength of what was said before.

What people said since the backup is not in it. Nobody can know what it was but the mailbox and the
people who heard it: so nothing goes, and nothing lies ready, until somebody was told and answered.
"""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.harms.commands import call
from tests.harms.mail import lies_ready, outbox
from tests.harms.replies import OTHER, WHO, message
from tests.send.vault_kit import LATER, run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
STOP = message("STOP")

COMMANDS = {
    "send": ("send",),
    "yes": ("send", "--yes"),
    "remind": ("remind",),
    "cancel": ("send", "--cancel", "--yes"),
    "letters": ("letters",),
}


@pytest.fixture
def put_back(desk, tmp_path):
    """A vault as it was before one person said stop by mail, and another by voice."""
    kit = desk.kit
    old = shutil.copy(kit / "vault.db", tmp_path / "old.db")
    assert desk.take(STOP).json["messages"][0]["kind"] == "stop"
    desk.command("consent", "withdraw", OTHER, "--scope", "email")
    assert not lying(kit)
    for leftover in ("vault.db-wal", "vault.db-shm"):
        (kit / leftover).unlink(missing_ok=True)
    shutil.copy(old, kit / "vault.db")
    return desk


def lying(kit):
    return lies_ready(kit, WHO, "") | lies_ready(kit, OTHER, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_lies_ready_until_somebody_answers(name, put_back):
    kit = put_back.kit
    command, *more = COMMANDS[name]
    before = {path.name for path in outbox(kit).iterdir()}
    done = call(kit, command, session_file(kit), *more)
    assert done.code == (6 if "--yes" in more else 130)
    assert "what was sent or said since may be missing in it, a no too" in done.stderr
    assert {path.name for path in outbox(kit).iterdir()} == before
    assert not lying(kit)
    assert not (outbox(kit).parent / "letters.pdf").exists()


def test_what_was_read_again_and_written_down_again_holds(put_back):
    desk = put_back
    assert desk.take(STOP).json["messages"][0]["kind"] == "stop", "it is news to this vault"
    desk.command("consent", "withdraw", OTHER, "--scope", "email")
    done = run(desk.kit, "send", session_file(desk.kit), "--json", stdin="y\n", now=LATER)
    assert done.code in (0, 6), done.stderr
    assert not lying(desk.kit)
    again = call(desk.kit, "send", session_file(desk.kit), "--json")
    assert again.code in (0, 6), "asked once"
