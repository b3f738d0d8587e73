"""Papers of a kit that nobody filled in can be looked at, and none of them leaves the house."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.harms.commands import call
from tests.harms.mail import mail, outbox
from tests.send.vault_kit import SENT_AT, SESSION, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

FRESH = {
    "name": (r'(?m)^name = "Riverside Peer Network".*$', 'name = "Your agency"'),
    "envelope_sender": (r"(?m)^envelope_sender = .*$", 'envelope_sender = ["PO Box 0", "Elm NH"]'),
}


@pytest.mark.parametrize("key", FRESH)
def test_what_is_still_to_be_filled_in_holds_every_packet(post, server, key):
    kit = post / "kit.toml"
    whole = kit.read_text(encoding="utf-8")
    fresh, count = re.subn(*FRESH[key], whole, count=1)
    assert count == 1
    kit.write_text(fresh, encoding="utf-8")
    made = call(post, "prepare", session_file(post), "--json", now=SENT_AT)
    assert made.code == 0
    told = [one["where"] for one in made.json["problems"] if one["code"] == "kit.placeholder"]
    assert told == [f"agency.{key}"]
    for path in (post / "out" / SESSION / "packets").glob("*/manifest.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["held"] == ["placeholder"]
    for command in (("send", "--via", "smtp", "--yes"), ("send",)):
        done = mail(post, *command)
        assert done.code == 6
        papers = [one for one in done.json["messages"] if one["channel"] in ("email", "letter")]
        assert {(one["state"], one["why"]) for one in papers} == {("refused", "placeholder")}
    assert mail(post, "letters").json["letters"] == []
    assert server.accepted == []
    assert not list(outbox(post).glob("*.eml"))
    kit.write_text(whole, encoding="utf-8")
    assert call(post, "prepare", session_file(post), now=SENT_AT).code == 0
    assert mail(post, "send", "--via", "smtp", "--yes").code in (0, 6)
    assert server.accepted


def test_a_fresh_kit_holds_what_init_wrote(tmp_path, run_cli):
    """What ``init`` writes is what is looked for: there is one list."""
    assert run_cli("init", tmp_path / "kit").code == 0
    done = run_cli("doctor", "--kit", tmp_path / "kit", "--json")
    assert "kit.placeholder" in done.stderr or "to be filled in" in done.stderr
