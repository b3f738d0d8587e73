"""``open`` shows what was made as the system opens files, or says where it lies."""

from __future__ import annotations

import sys

import pytest

from tests.workflow.kits import copy_example

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is of Linux")


@pytest.fixture
def kit(tmp_path):
    """A kit in which something was made: what is in the files does not matter here."""
    copy_example(tmp_path / "kit")
    out = tmp_path / "kit" / "out" / "evening-group-2026-12-03"
    (out / "packets" / "K-07").mkdir(parents=True)
    (out / "runsheet.html").write_text("<p>", encoding="utf-8")
    return tmp_path / "kit"


@pytest.fixture
def screen(tmp_path):
    """The environment of a computer with a screen, whose opener writes down what it was given."""
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n', encoding="utf-8")
    opener.chmod(0o755)
    return {"DISPLAY": ":0", "PATH": f"{opener.parent}:/usr/bin:/bin"}


def test_the_run_sheet_or_a_persons_packet_is_opened(run_cli, kit, screen, tmp_path):
    done = run_cli("open", "session.toml", "--json", cwd=kit, env=screen)
    assert done.json["opened"]
    run_cli("open", "session.toml", "k-07", cwd=kit, env=screen)
    out = kit / "out" / "evening-group-2026-12-03"
    opened = (tmp_path / "opened").read_text(encoding="utf-8").splitlines()
    assert opened == [str(out / "runsheet.html"), str(out / "packets" / "K-07")]


def test_without_a_screen_it_says_where_the_papers_lie(run_cli, kit):
    none = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = run_cli("open", "session.toml", cwd=kit, env=none)
    assert done.code == 0
    assert done.stdout == "It lies in out/evening-group-2026-12-03/runsheet.html\n"


def test_nothing_made_and_nobody_of_that_id_are_told(run_cli, kit):
    nobody = run_cli("open", "session.toml", "K-99", "--json", cwd=kit)
    assert (nobody.code, nobody.json["problems"][0]["code"]) == (2, "command.unknown-id")
    (kit / "session.toml").write_text(
        (kit / "session.toml").read_text("utf-8").replace("2026-12-03", "2026-12-10"), "utf-8"
    )
    nothing = run_cli("open", "session.toml", "--json", cwd=kit)
    assert (nothing.code, nothing.json["problems"][0]["code"]) == (2, "letters.not-prepared")
