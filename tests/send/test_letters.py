"""The whole mailing as one file for the printer."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pikepdf
import pytest

from access_kit.delivery.envelopes import ENVELOPES, reveal_box, safe_box
from access_kit.files import sha256
from access_kit.model.document import Box
from access_kit.model.kit import EnvelopeName
from access_kit.model.look import PaperSize
from access_kit.workflow.printed.address_table import AddressedLetter, address_rows, write_table
from tests.send.kits import thin_kit
from tests.validators.pdf import ink_in, ink_outside, page_image, poppler_text
from tests.validators.verapdf import failed_rules

SESSION = "evening-group-2026-12-03"
LATER = "2026-11-27T09:00:00-05:00"
PIXEL = 0.3


@pytest.fixture(scope="module")
def bases():
    """Prepared kits by what makes them differ: each is made once, and copied for each test."""
    return {}


@pytest.fixture
def prepared(run_cli, tmp_path, tmp_path_factory, bases):
    def make(**more):
        key = tuple(sorted(more.items()))
        if key not in bases:
            session = thin_kit(tmp_path_factory.mktemp("base") / "kit", **more)
            assert run_cli("prepare", session, "--quiet", now=LATER).code == 0
            bases[key] = session.parent
        kit = shutil.copytree(bases[key], tmp_path / "kit")
        return kit / "session.toml", kit / "out" / SESSION

    return make


def letters(run_cli, session, *more):
    return run_cli("letters", session, "--json", *more, now=LATER)


@pytest.mark.parametrize(
    ("envelope", "paper"), [("us10", "letter"), ("us9", "letter"), ("dl", "a4"), ("c5", "a4")]
)
def test_every_letter_of_the_batch_shows_its_address_alone(envelope, paper, prepared, run_cli):
    session, out = prepared(envelope=envelope, paper=paper)
    done = letters(run_cli, session)
    assert done.code == 0, done.stderr
    assert done.json["files"] == ["letters.pdf"]
    assert len(done.json["letters"]) >= 3
    measures = ENVELOPES[EnvelopeName(envelope)], PaperSize(paper)
    safe, reveal = safe_box(*measures), reveal_box(*measures)
    around = Box(safe.left - PIXEL, safe.top - PIXEL, safe.right + PIXEL, safe.bottom + PIXEL)
    for one in done.json["letters"]:
        assert one["page"] % 2 == 1, "a right-hand page"
        image = page_image(out / "letters.pdf", one["page"], dpi=200)
        assert ink_in(image, safe) > 100
        assert ink_outside(image, around, within_mm=reveal) == 0


def test_the_batch_is_tagged_whole_and_its_first_sheet_names_nobody(prepared, run_cli, tmp_path):
    session, out = prepared()
    done = letters(run_cli, session)
    folder = tmp_path / "judged"
    folder.mkdir()
    (folder / "letters.pdf").write_bytes((out / "letters.pdf").read_bytes())
    assert failed_rules(folder) == {folder / "letters.pdf": []}
    pages = poppler_text(out / "letters.pdf").split("\f")
    first = done.json["letters"][0]["page"]
    cover = " ".join(pages[: first - 1])
    names = re.findall(
        r'(?m)^name = "([^"]+)"',
        "".join(p.read_text(encoding="utf-8") for p in (session.parent / "profiles").iterdir()),
    )
    assert names
    assert not any(name in cover for name in names)
    assert all(one["id"] in cover for one in done.json["letters"])
    with pikepdf.open(out / "letters.pdf") as pdf:
        sheets = sum(one["sheets"] for one in done.json["letters"])
        assert len(pdf.pages) == 2 * sheets + first - 1
        assert str(pdf.Root.Lang) == "en"


def test_each_letter_holds_the_pages_of_its_packet(prepared, run_cli):
    session, out = prepared()
    done = letters(run_cli, session)
    pages = poppler_text(out / "letters.pdf").split("\f")
    for one in done.json["letters"]:
        whole = "".join(pages[one["page"] - 1 : one["page"] - 1 + 2 * one["sheets"]])
        for path in (
            one
            for one in (out / "packets" / one["id"]).glob("*.pdf")
            if not one.stem.endswith("-full")
        ):
            for line in poppler_text(path).split("\n"):
                assert line.strip("\f") in whole


def test_the_same_packets_make_the_same_file(prepared, run_cli):
    session, out = prepared()
    letters(run_cli, session)
    first = sha256((out / "letters.pdf").read_bytes())
    letters(run_cli, session)
    assert sha256((out / "letters.pdf").read_bytes()) == first
    assert run_cli("prepare", session, "--quiet", now=LATER).code == 0


def test_what_was_posted_is_not_printed_again_unless_asked(prepared, run_cli):
    session, _ = prepared()
    ids = [one["id"] for one in letters(run_cli, session).json["letters"]]
    posted = letters(run_cli, session, "--mark-posted", "--only", ids[0])
    assert posted.json["posted"] == [ids[0]]
    assert [one["id"] for one in letters(run_cli, session).json["letters"]] == ids[1:]
    again = letters(run_cli, session, "--again", ids[0]).json["letters"]
    assert [one["id"] for one in again] == ids
    posted = letters(run_cli, session, "--mark-posted").json["posted"]
    assert posted == ids, "the second copy of the first letter too"
    assert letters(run_cli, session).json["letters"] == []
    status = run_cli("status", session, "--json", now=LATER).json["people"]
    assert {one["id"] for one in status if "letter" in one["mailed"]} == set(ids)


def test_a_changed_address_makes_another_letter(prepared, run_cli):
    session, _ = prepared()
    letters(run_cli, session)
    letters(run_cli, session, "--mark-posted")
    profile = session.parent / "profiles" / "K-07.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("12 Elm St", "14 Elm St"), encoding="utf-8")
    run_cli("prepare", session, "--quiet", now=LATER)
    assert [one["id"] for one in letters(run_cli, session).json["letters"]] == ["K-07"]


def test_a_draft_does_not_go(prepared, run_cli):
    session, out = prepared()
    path = out / "packets" / "K-07" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["artefacts"][0]["state"] = "draft"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    done = letters(run_cli, session)
    assert done.code == 6
    assert "K-07" not in [one["id"] for one in done.json["letters"]]
    assert "send.refused.draft" in {problem["code"] for problem in done.json["problems"]}


def test_a_changed_file_does_not_go(prepared, run_cli):
    session, out = prepared()
    with (out / "packets" / "K-07" / "letter.pdf").open("ab") as stream:
        stream.write(b"\n")
    done = letters(run_cli, session)
    assert done.code == 6
    assert "send.refused.changed-packet" in {one["code"] for one in done.json["problems"]}


def test_flats_get_labels_with_the_neutral_sender(prepared, run_cli, tmp_path):
    session, out = prepared(envelope="flat")
    done = letters(run_cli, session)
    assert (done.json["flats"], done.json["files"]) == (True, ["letters.pdf", "labels.pdf"])
    text = poppler_text(out / "labels.pdf")
    assert text.count("PO Box 118, Exampletown NH 03755") == len(done.json["letters"])
    assert "12 Elm St" in text
    assert "K-07" not in text
    assert "Riverside Peer Network" not in text
    folder = tmp_path / "judged"
    folder.mkdir()
    run_cli("letters", session, "--calibration", now=LATER)
    for name in ("labels.pdf", "calibration.pdf"):
        (folder / name).write_bytes((out / name).read_bytes())
    assert set(map(tuple, failed_rules(folder).values())) == {()}


def test_a_measured_envelope_moves_the_address(prepared, run_cli):
    session, out = prepared()
    before = json.loads(letters(run_cli, session).stdout)["letters"]
    assert before
    kit = session.parent / "kit.toml"
    own = "width_mm = 241\nheight_mm = 105\nwindow_left_mm = 22\nwindow_bottom_mm = 20\n"
    own += "window_width_mm = 110\nwindow_height_mm = 30\n"
    kit.write_text(kit.read_text(encoding="utf-8") + f"\n[envelope]\n{own}", encoding="utf-8")
    old = (out / "packets" / "K-07" / "letter.pdf").read_bytes()
    assert run_cli("prepare", session, "--quiet", now=LATER).code == 0
    assert (out / "packets" / "K-07" / "letter.pdf").read_bytes() != old


def test_where_nothing_is_prepared_nothing_is_printed(run_cli, tmp_path):
    done = run_cli("letters", thin_kit(tmp_path / "kit"), now=LATER)
    assert (done.code, "[letters.not-prepared]" in done.stderr) == (2, True)


def test_a_print_house_gets_addresses_and_nothing_that_tells_why(prepared, run_cli):
    """Only who gets a letter now; somebody's row goes with them, and the others' stay."""
    session, out = prepared()
    folder = session.parent / "profiles"
    table = out / "addresses.csv"
    done = letters(run_cli, session, "--addresses")
    assert (done.code, "addresses.csv" in done.json["files"]) == (0, True)
    assert table.stat().st_mode & 0o077 == 0
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    packed = done.json["letters"]
    assert [int(row["page"]) for row in rows] == [one["page"] for one in packed]
    assert {name.rstrip("0123456789") for name in rows[0]} == {"page", "sheets", "line_"}
    assert not any(one["id"] in table.read_text("utf-8") for one in packed)
    gone = next(one["id"] for one in packed if (folder / f"{one['id']}.toml").is_file())
    mine = rows[[one["id"] for one in packed].index(gone)]
    words = ("profile", "erase", folder / f"{gone}.toml", "--yes")
    erased = run_cli(*words, cwd=session.parent, now=LATER)
    assert erased.code == 0, erased.stderr
    with table.open(encoding="utf-8-sig", newline="") as stream:
        left = list(csv.DictReader(stream))
    assert left == [row for row in rows if row != mine]
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_line_of_an_address_is_a_formula():
    packed = [AddressedLetter("K-1", 3, 1, ("=1+1", "12 Elm St", "Town"))]
    packed += [AddressedLetter("K-2", 5, 1, ("Rosa", "Town"))]
    heads, rows = address_rows(packed)
    assert heads == ["page", "sheets", "line_1", "line_2", "line_3"]
    assert rows["K-1"][0][2] == "'=1+1"
    assert rows["K-2"][0] == ["5", "1", "Rosa", "Town", ""]
    assert b"'=1+1,12 Elm St,Town" in write_table(heads, rows)
