"""The first hour at a terminal: from nothing to a packet that lies ready, without an editor."""

from __future__ import annotations

import json
import stat
import sys

import pytest

pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

from tests.first_hour.scripts import WHOLE  # noqa: E402
from tests.first_hour.terminal import PASSPHRASE, WIDTH, Terminal  # noqa: E402

MOST_COMMANDS, MOST_ANSWERS = 10, 40


def test_forty_answers_lead_from_nothing_to_a_packet_that_lies_ready(tmp_path):
    hand = Terminal(tmp_path, tmp_path / "home")
    said = hand.run("start", WHOLE)
    hand.folder = tmp_path / "our-kit"
    hand.run("letters groups/thursday-group.toml", [("Passphrase", PASSPHRASE)])
    assert hand.answers - 1 <= MOST_ANSWERS
    assert len(hand.commands) <= MOST_COMMANDS
    out = hand.folder / "out" / "thursday-group-2026-12-03"
    assert (out / "letters.pdf").is_file()
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in plan["participants"]] == ["K-01"]
    assert not (hand.folder / ".start.json").exists()
    for path in hand.folder.rglob("*"):
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path
    words = [line for line in said.splitlines() if "/" not in line]
    assert max(map(len, words)) <= WIDTH, "but for paths, no line goes over the edge"
