"""What somebody answered before another meeting is not asked again; "anything else?" always is."""

from __future__ import annotations

import json
import sys

import pytest

from tests.send.test_consent import record
from tests.send.vault_kit import run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

NEXT = "evening-group-2026-12-10"


def asked(kit, session, person):
    """The questions of the short check in somebody's packet."""
    manifest = kit / "out" / session / "packets" / person / "manifest.json"
    artefacts = json.loads(manifest.read_bytes())["artefacts"]
    items = [one["items"] for one in artefacts if one["file"].startswith("tech-check.")]
    return set(items[0])


@pytest.fixture
def short(kit):
    """The kit whose short papers go first."""
    path = kit / "kit.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('detail = "full"', 'detail = "essentials"'), encoding="utf-8")
    assert run(kit, "prepare", session_file(kit), "--quiet").code == 0
    return kit


def next_meeting(kit, now):
    text = session_file(kit).read_text(encoding="utf-8")
    text = text.replace('id = "evening-group-2026-12-03"', f'id = "{NEXT}"')
    text = text.replace("2026-12-03T", "2026-12-10T")
    path = kit / "next.toml"
    path.write_text(text, encoding="utf-8")
    made = run(kit, "prepare", path, "--quiet", now=now)
    assert made.code == 0, made.stderr


def test_a_yes_is_not_asked_again_and_a_question_for_help_is(short):
    kit = short
    before = asked(kit, "evening-group-2026-12-03", "K-23")
    assert {"tc-link", "tc-hear", "tc-change"} <= before
    said = {"I opened the link": "1", "I can hear": "3"}
    done = record(kit, "K-23", said, "--form", "check")
    assert done.code == 0, done.stderr
    assert asked(kit, "evening-group-2026-12-03", "K-23") == before
    next_meeting(kit, "2026-12-04T10:00:00-05:00")
    now = asked(kit, NEXT, "K-23")
    assert "tc-link" not in now, "it was answered"
    assert "tc-hear" in now, "help was asked for"
    assert "tc-change" in now, "this is always asked"


def test_a_yes_of_long_ago_is_asked_again(short):
    kit = short
    record(kit, "K-23", {"I opened the link": "1"}, "--form", "check")
    text = session_file(kit).read_text(encoding="utf-8").replace("2026-12-03T", "2027-04-01T")
    text = text.replace('id = "evening-group-2026-12-03"', f'id = "{NEXT}"')
    (kit / "next.toml").write_text(text, encoding="utf-8")
    made = run(kit, "prepare", kit / "next.toml", "--quiet", now="2027-03-20T10:00:00-05:00")
    assert made.code == 0, made.stderr
    assert "tc-link" in asked(kit, NEXT, "K-23")
