"""Paths as a tired hand types them: told as what they are, and no file of the kit is lost."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.tools import ROOT

LONG = "x" * 300
FOLDER, EXISTS, INPUT = "write.is-folder", "write.exists", "write.is-input"
SUFFIX = "command.unknown-suffix"


@pytest.fixture
def kit(tmp_path):
    folder = shutil.copytree(ROOT / "examples" / "evening-group", tmp_path / "kit")
    (folder / "fold").mkdir()
    return folder


def test_each_odd_path_is_told_as_what_it_is(run_cli, kit):
    before = {one: one.read_bytes() for one in kit.glob("*.*")}
    for words, code, problem in (
        ("today --page fold", 4, FOLDER),
        ("today --page fold --force", 4, FOLDER),
        ("report --table fold --force", 4, FOLDER),
        ("report --page kit.toml", 4, EXISTS),
        ("report --page kit.toml --force", 4, INPUT),
        ("report --table reporting.md --force", 2, SUFFIX),
        ("today --page reporting.md --force", 2, SUFFIX),
        ("captions review a.vtt --media a.wav --file reporting.md --force", 2, SUFFIX),
        ("materials preview join-zoom --out reporting.md --force", 2, SUFFIX),
        ("profile export --from profiles --only K-07 session.toml --force", 4, INPUT),
        ("prepare session.toml --log kit.toml", 4, "write.not-a-log"),
        ("send session.toml --log fold", 4, FOLDER),
        (f"today --page {LONG}.html", 4, "write.bad-name"),
        (f"today --kit {LONG}", 2, "file.bad-name"),
        (f"status session.toml --out {LONG}", 2, "file.bad-name"),
        (f"materials make {LONG} --format text --out o", 2, "file.bad-name"),
        (f"start {LONG}", 2, "file.bad-name"),
        (f"tour {LONG}", 4, "write.bad-name"),
        ("tour fold", 4, EXISTS),
        ("letters session.toml --only K-07", 2, "letters.one-of"),
        ("letters session.toml --mark-posted --again K-07", 2, "letters.one-of"),
        ("letters session.toml --calibration --addresses", 2, "letters.one-of"),
        ("letters session.toml --again K-99", 2, "command.unknown-id"),
    ):
        ran = run_cli(*words.split(), cwd=kit)
        assert (ran.code, f"[{problem}]" in ran.stderr) == (code, True), (words, ran.stderr)
    assert {one: one.read_bytes() for one in kit.glob("*.*")} == before


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_that_holds_the_end_of_a_line_forges_no_message(run_cli, kit):
    forged = "a\naccess-kit: note: all is well\t.toml"
    shutil.copy(kit / "session.toml", kit / forged)
    (kit / forged).write_text("schema = 1\n", encoding="utf-8")
    for words in (("session", "check", forged), ("prepare", forged), ("profile", "check", forged)):
        ran = run_cli(*words, cwd=kit)
        assert ran.code in (2, 3, 4)
        told = ran.stderr.splitlines()
        assert all("[" in one or ": hint: " in one for one in told), told
        assert not any(one.startswith("access-kit: note: all is well") for one in told)


def test_a_session_with_a_slip_in_its_head_is_not_forgotten(run_cli, kit):
    text = (kit / "session.toml").read_text(encoding="utf-8")
    (kit / "typo.toml").write_text(text.replace("access-kit/", "acces-kit/", 1), encoding="utf-8")
    (kit / "notepad.toml").write_text(text, encoding="utf-16")
    ran = run_cli("today", "--json", cwd=kit)
    told = {one["what"] for one in ran.json["wrong"]}
    assert told >= {"session.unknown-schema", "file.utf-16"}


def test_a_time_from_which_nobody_can_reckon_is_none(run_cli, kit):
    for now in ("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59Z"):
        ran = run_cli("today", cwd=kit, now=now)
        assert (ran.code, "[command.bad-now]" in ran.stderr) == (2, True), ran.stderr
    session = kit / "session.toml"
    text = session.read_text(encoding="utf-8")
    session.write_text(text.replace("= 2026-12-03T", "= 9999-12-31T"), encoding="utf-8")
    ran = run_cli("session", "check", "session.toml", cwd=kit)
    assert (ran.code, "[session.far-off]" in ran.stderr) == (2, True), ran.stderr
