"""Where a facilitator reads, no code stands: those are for ``--json`` and ``--verbose``."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest

from access_kit.cli.plain_labels import item_labels
from access_kit.materials.agreement import SIGN_ITEM, consent_items
from tests.send.test_consent import record
from tests.send.vault_kit import run, session_file
from tests.tools import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

MATERIALS = ROOT / "access_kit" / "materials"
CODES = {
    "joined by a low line": r"[a-z0-9]+_[a-z0-9_]+",
    "a path of keys": r"\b[a-z_]+\.[a-z_]+\b",
    "an id of a form's line": r"\b(?:tc|cs|lt|own|sign)-[a-z0-9]+",
    "in brackets": r"\[[^\]]*\]",
    "a moment for machines": r"\d{4}-\d\d-\d\dT",
}
NO_CODE = r"(?:access-kit|--)[^,;]*|\S+@\S+|\S+\.(?:toml|pdf|html|eml|txt)\b|https?:\S+"
"""What is typed or opened: commands, addresses and files."""


def codes_in(said):
    """Each code that stands in what was said, with its kind."""
    lines = [re.sub(NO_CODE, "", line) for line in said.splitlines()]
    return [
        (kind, found, line)
        for line in lines
        for kind, pattern in CODES.items()
        for found in re.findall(pattern, line)
    ]


@pytest.fixture
def gone_through(kit):
    """K-07 agreed to a part, took back a way, and wants help with the check."""
    wanted = {"You may text me": "2", "You may send me mail": "2", "It's your choice": "1"}
    assert record(kit, "K-07", wanted).code == 0
    helped = {"I have the number": "3", "I can hear": "2", "power": "3"}
    assert record(kit, "K-07", helped, "--form", "check").code == 0
    assert run(kit, "consent", "withdraw", "K-07", "--scope", "sms").code == 0
    return kit


def test_what_is_read_holds_no_code(gone_through):
    session = session_file(gone_through)
    people = ("K-02", "K-07", "K-11", "K-15", "K-19", "K-23")
    said = ["status", "consent report", "recommend"]
    lines = [[*one.split(), session] for one in said]
    lines += [[*one.split(), who] for one in ("profile show", "consent show") for who in people]
    for line in lines:
        done = run(gone_through, *line)
        assert done.code == 0, done.stderr
        assert done.stdout
        assert codes_in(done.stdout) == [], line


def test_a_code_would_be_seen():
    """The eye of the test above, on what these commands said before."""
    for said in (
        "contact.safe: sms, call",
        "  cs-access-data: yes",
        "required: print.least_pt = 14. … [U07, rnib-clear-print]",
        "  Wants help with: tc-speak",
    ):
        assert codes_in(said)


ASKED_BEFORE = {"tc-where", "tc-safety", "tc-help"}
"""Of papers that were mailed once: what was answered there is still shown."""


def test_each_line_of_a_form_has_its_label():
    names = ("check_short", "tech_check")
    items = [
        one
        for name in names
        for one in tomllib.loads((MATERIALS / f"{name}.toml").read_text("utf-8"))["item"]
    ]
    asked = {one["id"] for one in items}
    assert set(item_labels()) == asked | ASKED_BEFORE | consent_items() | {SIGN_ITEM}
    assert not asked & ASKED_BEFORE
