"""``materials check`` and ``preview`` as a facilitator calls them."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pillow

from tests.documents.handout import make, standard_handout

HARD = (
    "---\ntitle: Requirements\nlang: en\n---\n\n"
    + "Participants are required to communicate individual accessibility requirements to the "
    "administrative organization considerably before the scheduled session, because appropriate "
    "arrangements necessitate coordination.\n\n" * 8
)
EASY = "---\ntitle: Meet us\nlang: en\n---\n\n" + "We meet on Monday. You can come late.\n\n" * 20


def test_a_hard_text_fails_with_its_worst_sentences(run_cli, tmp_path):
    (tmp_path / "hard.md").write_text(HARD)
    checked = run_cli("materials", "check", "hard.md")
    assert checked.code == 1
    assert "[reading.too-hard]" in checked.stderr
    assert 'it could be cut before "because appropriate' in checked.stderr
    assert "hard.md, line 6" in checked.stderr
    answer = run_cli("materials", "check", "hard.md", "--json").json
    (reading,) = answer["reading"]
    assert (reading["verdict"], reading["measure"]) == ("fail", "Flesch-Kincaid grade")
    assert reading["value"] > 8


def test_an_easy_text_passes(run_cli, tmp_path):
    (tmp_path / "easy.md").write_text(EASY)
    checked = run_cli("materials", "check", "easy.md")
    assert (checked.code, checked.stderr) == (0, "")
    assert "Flesch-Kincaid grade" in checked.stdout


def test_warnings_pass_unless_strict(run_cli, tmp_path):
    (tmp_path / "jargon.md").write_text(EASY + "We utilize it.\n")
    assert run_cli("materials", "check", "jargon.md").code == 0
    strict = run_cli("materials", "check", "jargon.md", "--strict")
    assert strict.code == 1
    assert "[words.jargon]" in strict.stderr


def test_any_paper_can_be_checked_at_once(run_cli, tmp_path):
    for suffix in ("pdf", "html", "epub"):
        (tmp_path / f"paper.{suffix}").write_bytes(make(standard_handout(), suffix))
    checked = run_cli("materials", "check", "paper.pdf", "paper.html", "paper.epub", "--json")
    assert checked.code == 0
    assert [one["kind"] for one in checked.json["reading"]] == ["pdf", "html", "epub"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"PK", "office.damaged"),
        ("a.pages", b"PK", "check.unknown-kind"),
        ("a.pdf", b"no pdf", "check.not-readable"),
        ("a.epub", b"no book", "check.not-readable"),
        ("a.html", b"\xff\xfe\x00", "file.utf-16"),
    ],
)
def test_what_can_not_be_read_is_bad_input(run_cli, tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    checked = run_cli("materials", "check", name)
    assert checked.code == 2
    assert f"[{code}]" in checked.stderr
    assert name in checked.stderr


def test_easy_read_asks_for_pictures(run_cli, tmp_path):
    (tmp_path / "easy.md").write_text(EASY)
    checked = run_cli("materials", "check", "easy.md", "--with-pictures")
    assert "[easy-read.no-picture]" in checked.stderr


def test_a_preview_shows_the_pages_side_by_side(run_cli, tmp_path):
    shown = run_cli("materials", "preview", "join-zoom", "--out", "pages.png")
    assert shown.code == 0, shown.stderr
    with Pillow.open(io.BytesIO((tmp_path / "pages.png").read_bytes())) as picture:
        assert picture.width > 2 * 510
        assert not picture.info
    again = run_cli("materials", "preview", "join-zoom", "--out", "pages.png")
    assert again.code == 4
    (tmp_path / "own.pdf").write_bytes(make(standard_handout()))
    assert run_cli("materials", "preview", "own.pdf", "--out", "own.png").code == 0


def test_an_easy_paper_says_that_it_is_not_tested(run_cli, tmp_path):
    made = run_cli(
        "materials", "make", "easy-join", "--with-pictures", "--format", "text", "--out", "made"
    )
    assert made.code == 0, made.stderr
    assert (
        "No one who needs them has tried it yet."
        in (tmp_path / "made" / "easy-join.txt").read_text()
    )
