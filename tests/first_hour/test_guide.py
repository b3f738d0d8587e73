"""The first hour of the README and the guide, typed from an empty folder as it stands there."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

from tests.first_hour.guide import LEFT, blocks, play  # noqa: E402
from tests.first_hour.terminal import Terminal  # noqa: E402


@pytest.fixture(scope="module")
def screens(tmp_path_factory):
    """Each block with what its commands said; one that fails ends it."""
    folder = tmp_path_factory.mktemp("newcomer")
    (folder / "work").mkdir()
    return play(Terminal(folder / "work", folder / "home"))


def test_the_guides_commands_work_and_say_what_is_shown(screens):
    shown = [(block, screen) for block, screen in screens if block.shown is not None]
    assert len(shown) >= 5
    for block, screen in shown:
        assert list(block.shown) == screen, "stale: python -m tests.first_hour.guide"


def test_whatever_is_not_typed_has_its_reason():
    typed = {line for block in blocks() for line in block.commands}
    left = {line for block in blocks() for line in block.typed} - typed
    assert all(any(reason in line for reason in LEFT) for line in left)
    assert len(typed) > len(left)
    assert all(any(one in line for line in left) for one in LEFT), "a reason for nothing"
