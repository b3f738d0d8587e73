"""A folder that is closed to us keeps no no, and is never taken for an empty one.

The administrator of a system may look into everything: here the commands run without that.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import Ran, command_environment, empty_home
from tests.harms.lies_ready import PHONE, WHO, lies_ready
from tests.harms.test_erased_people_are_in_no_file import CANARIES
from tests.send.vault_kit import LATER, PASSPHRASE, SESSION
from tests.validators.canary import find_canaries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="capabilities of Linux")

DROP = 24
"""PR_CAPBSET_DROP of prctl(2)."""
READS_ALL = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
LONG_AFTER = "2027-12-03T18:00:00-05:00"


def as_others_are() -> None:
    for one in READS_ALL:
        ctypes.CDLL(None).prctl(DROP, one, 0, 0, 0)


def call(kit, *words: str, now: str = LATER) -> Ran:
    read, write = os.pipe()
    os.write(write, (PASSPHRASE + "\n").encode() * 2)
    os.close(write)
    state = {"XDG_STATE_HOME": str(kit / ".state"), "HOME": empty_home()}
    done = subprocess.run(
        [sys.executable, "-m", "access_kit", *words, "--passphrase-fd", str(read)],
        cwd=kit, env=command_environment(now) | state, pass_fds=(read,), preexec_fn=as_others_are,
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    os.close(read)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(params=["", SESSION, f"{SESSION}/packets"])
def closed(request, laid, tmp_path):
    """A kit, and one of its folders of papers that its user may not enter."""
    kit = shutil.copytree(laid, tmp_path / "kit")
    folder = kit / "out" / request.param
    folder.chmod(0o000)
    yield kit, folder
    if folder.exists():
        folder.chmod(0o700)


def test_a_no_is_kept_and_told_and_holds_once_the_folder_is_open(closed):
    kit, folder = closed
    lay_there = "email" in lies_ready(kit, WHO, PHONE)
    done = call(kit, "consent", "withdraw", WHO, "--scope", "email")
    assert done.code != 0
    assert "[custody.closed]" in done.stderr
    assert folder.relative_to(kit).as_posix() in done.stderr
    assert "Taken back: e-mail" in call(kit, "consent", "show", WHO).stdout
    folder.chmod(0o700)
    assert lay_there
    again = call(kit, "consent", "withdraw", WHO, "--scope", "email")
    assert again.code == 0, again.stderr
    assert "email" not in lies_ready(kit, WHO, PHONE)


def test_who_was_erased_is_erased_from_what_was_closed_too(closed):
    kit, folder = closed
    done = call(kit, "profile", "erase", WHO, "--yes")
    assert done.code != 0
    assert "[custody.closed]" in done.stderr
    folder.chmod(0o700)
    again = call(kit, "profile", "erase", WHO, "--yes")
    assert "was erased before" in again.stdout
    held = {one.path for one in find_canaries(kit / "out", CANARIES)}
    assert held == set(), again.stderr


def test_nothing_old_is_not_what_a_closed_folder_says(closed):
    kit, folder = closed
    done = call(kit, "purge", "--yes", now=LONG_AFTER)
    assert "[purge.closed]" in done.stderr
    assert "Nothing to take away" not in done.stdout
    folder.chmod(0o700)
    done = call(kit, "purge", "--yes", now=LONG_AFTER)
    assert "[purge.closed]" not in done.stderr
