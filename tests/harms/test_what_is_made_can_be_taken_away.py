"""Whatever a meeting's commands lay on the disk, `purge` and erasing know: nothing stays behind.

The judge looks at the disk alone. It does not ask which files the program thinks are its own.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from access_kit.store.erase_papers import erase_papers
from tests.validators.canary import find_canaries
from tests.workflow.kits import copy_example

LONG_AFTER = "2027-12-03T18:00:00-05:00"
READERS = {
    "K-07": ('written = ["en", "es"]', 'written = ["es"]'),
    "K-19": ('written = ["en"]', 'written = ["ar"]\nbilingual = "side_by_side"'),
    "K-23": ('formats = ["print"]', 'formats = ["print", "docx", "braille", "screen_reader_file"]'),
    "K-15": ('formats = ["text_message"]', 'formats = ["text_message"]\npictures = "helpful"'),
}


@pytest.fixture
def kit(run_cli, tmp_path) -> Path:
    """Drafts, copies, two languages, braille and pictures; letters, and mail that lies ready."""
    session = copy_example(tmp_path / "kit")
    for stem, (old, new) in READERS.items():
        path = session.parent / "profiles" / f"{stem}.toml"
        text = path.read_text("utf-8")
        assert old in text, stem
        path.write_text(text.replace(old, new), "utf-8")
    for words in (["prepare"], ["letters"], ["send", "--via", "outbox", "--yes"]):
        done = run_cli(words[0], session, *words[1:], now="2026-11-24T09:00:00-05:00")
        assert done.code == 0, done.stderr
    return session.parent


def test_purge_leaves_nothing(run_cli, kit):
    assert list((kit / "out").rglob("*-draft.*")), "there are drafts"
    done = run_cli("purge", "--yes", cwd=kit, now=LONG_AFTER)
    assert done.code == 0, done.stderr
    left = [path for path in (kit / "out").rglob("*") if path.name != "elsewhere.json"]
    assert left == [], done.stderr


@pytest.mark.parametrize("who", [*READERS, "K-02"])
def test_erasing_leaves_nothing_of_them(kit, who):
    text = (kit / "profiles" / f"{who}.toml").read_text("utf-8")
    said = dict(line.split(" = ", 1) for line in text.splitlines() if " = " in line)
    marks = [said[key].strip('"') for key in ("name", "email", "phone") if key in said]
    erase_papers([kit / "out"], who)
    held = [one.path for one in find_canaries(kit / "out", [who, *marks])]
    named = [path for path in (kit / "out").rglob("*") if who in path.as_posix()]
    assert [*itertools.chain(held, named)] == []
