"""A page of what is due and rows that were not taken are known wherever somebody wanted them."""

from __future__ import annotations

import csv
import shutil
import sys

import pytest

from tests.harms.commands import call
from tests.harms.lies_ready import WHO
from tests.send.vault_kit import must, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

LONG_AFTER = "2027-03-01T10:00:00-05:00"


@pytest.fixture(scope="module")
def elsewhere(laid, tmp_path_factory):
    """A kit, with a page beside it and one inside, and a table of which a row was not taken."""
    folder = tmp_path_factory.mktemp("elsewhere").resolve()
    kit = shutil.copytree(laid, folder / "kit")
    for page in (folder / "today.html", kit / "changed.html", kit / "today.html"):
        must(call(kit, "today", "--page", page))
        assert WHO in page.read_text(encoding="utf-8")
    with (kit / "changed.html").open("a", encoding="utf-8") as file:
        file.write("<!-- seen -->")
    table = folder / "people.csv"
    must(call(kit, "profile", "export", table))
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            writer.writerow(row | ({"review_by": "soon"} if row["id"] == WHO else {}))
    call(kit, "profile", "import", table, "--partial")
    assert "Mei-Ling" in (folder / "people.rejected.csv").read_text(encoding="utf-8-sig")
    return folder


@pytest.fixture
def folder(elsewhere, tmp_path):
    """The pages lie where they lay; each test has its own."""
    kept = shutil.copytree(elsewhere, tmp_path / "kept")
    yield elsewhere
    shutil.rmtree(elsewhere)
    shutil.copytree(kept, elsewhere)


def test_status_and_a_withdrawal_name_them(folder):
    people = must(call(folder / "kit", "status", session_file(folder / "kit"), "--json")).json
    named = next(one for one in people["people"] if one["id"] == WHO)["files"]
    assert {str(folder / "today.html"), "today.html", "changed.html"} <= set(named)
    told = must(call(folder / "kit", "consent", "withdraw", WHO)).stderr
    for name in ("kit/today.html", "kit/changed.html", "today.html", "people.rejected.csv"):
        assert str(folder / name).removeprefix(f"{folder / 'kit'}/") in told


def test_erasing_takes_what_can_be_made_again_and_names_the_rest(folder):
    done = must(call(folder / "kit", "profile", "erase", WHO, "--yes", "--json"))
    assert not (folder / "today.html").exists()
    assert not (folder / "kit" / "today.html").exists()
    assert {"changed.html", str(folder / "people.rejected.csv")} <= set(done.json["papers"])
    assert any("today --page" in one["hint"] for one in done.json["problems"])
    for one in ("kit/changed.html", "people.rejected.csv"):
        assert (folder / one).exists(), "what nothing makes again stays"


def test_purging_takes_old_pages_and_names_what_stays(folder):
    kit = folder / "kit"
    early = call(kit, "purge", "--yes", "--json", opens_vault=False)
    assert (folder / "today.html").exists(), early.stderr
    done = call(kit, "purge", "--yes", "--json", now=LONG_AFTER, opens_vault=False)
    assert done.code == 0, done.stderr
    assert not (folder / "today.html").exists()
    assert not (kit / "today.html").exists()
    told = {one["file"] for one in done.json["problems"] if one["code"] == "purge.kept"}
    assert {"changed.html", str(folder / "people.rejected.csv")} <= told
