"""Somebody brings what they have: a Word file, slides, a PDF. It comes to people, or is told.

Slides and PDF go to nobody before a person has read their words in order.
"""

from __future__ import annotations

import json

import pypdfium2
import pytest

from tests.documents import office_files as made
from tests.documents.words import split_words
from tests.workflow.kits import copy_example

NOW = "2026-11-24T14:00:00-05:00"


@pytest.fixture
def session(tmp_path):
    """The example, with one person and one handout of the agency's own, whatever it is made of."""
    session = copy_example(tmp_path / "kit")
    for path in (tmp_path / "kit" / "profiles").glob("*.toml"):
        if path.stem != "K-11":
            path.unlink()
    text = session.read_text()
    start = text.index("handouts = [")
    end = text.index("]", start)
    session.write_text(f'{text[:start]}handouts = ["bring"{text[end:]}')
    return session


def lay(session, name, data):
    (session.parent / "materials" / name).write_bytes(data)


def code_of(ran):
    return {one["code"] for one in ran.json["problems"]}


def test_a_word_file_reaches_people_and_slides_wait_for_somebody_to_read_them(session, run_cli):
    lay(session, "bring.docx", made.word_file())
    lay(session, "talk.pptx", made.slides())
    text = session.read_text()
    session.write_text(text.replace('"bring"', '"bring", "talk"'))
    ran = run_cli("prepare", session, "--json", now=NOW)
    assert ran.code == 0, ran.stderr
    assert "handout.not-confirmed" in code_of(ran)
    papers = {path.name: path for path in session.parent.glob("out/*/packets/K-11/*")}
    assert not [name for name in papers if name.startswith("talk")]
    said = pdf_words(papers["bring.pdf"])
    assert all(word in said for word in (made.TITLE, made.CHARGER, made.LINK, made.FOOT))


def pdf_words(path):
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def test_slides_are_read_in_order_by_somebody_and_another_file_waits_again(session, run_cli):
    lay(session, "bring.pptx", made.slides())
    slides = session.parent / "materials" / "bring.pptx"
    assert "handout.not-confirmed" in code_of(run_cli("session", "check", session, "--json"))
    shown = run_cli("materials", "confirm", slides, "--json")
    assert shown.json["confirmed"] is False
    assert shown.json["lines"][0] == f"title: {made.TITLE}"
    assert run_cli("materials", "confirm", slides, "--by", "Jo", "--json").json["confirmed"]
    assert "handout.not-confirmed" not in code_of(run_cli("session", "check", session, "--json"))
    lay(session, "bring.pptx", made.slides(notes="Smile"))
    assert "handout.not-confirmed" in code_of(run_cli("session", "check", session, "--json"))


def test_a_paper_of_unconfirmed_slides_says_that_it_is_a_draft(run_cli, tmp_path):
    (tmp_path / "talk.pptx").write_bytes(made.slides())
    words = ("materials", "make", "talk.pptx", "--locale", "en", "--format", "html", "--json")
    assert "handout.not-confirmed" in code_of(run_cli(*words, "--out", "draft"))
    assert "in which order" in (tmp_path / "draft" / "talk.html").read_text("utf-8")
    run_cli("materials", "confirm", "talk.pptx", "--by", "Jo")
    assert code_of(run_cli(*words, "--out", "final")) == {"office.on-every-page"}
    assert "in which order" not in (tmp_path / "final" / "talk.html").read_text("utf-8")


def test_what_was_confirmed_holds_for_these_words_alone(run_cli, tmp_path):
    (tmp_path / "talk.pptx").write_bytes(made.slides())
    run_cli("materials", "confirm", "talk.pptx", "--by", "Jo")
    kept = tmp_path / "talk.pptx.confirmed.json"
    said = json.loads(kept.read_text())
    assert (said["schema"], said["by"]) == ("access-kit/confirmed/1", "Jo")
    kept.write_text(json.dumps(said | {"words_sha256": "0" * 64}))
    assert not run_cli("materials", "confirm", "talk.pptx", "--json").json["confirmed"]
    kept.write_text("{")
    assert not run_cli("materials", "confirm", "talk.pptx", "--json").json["confirmed"]


def test_two_handouts_of_one_name_are_told(session, run_cli):
    lay(session, "bring.docx", made.word_file())
    lay(session, "bring.odt", made.open_text())
    ran = run_cli("session", "check", session, "--json", now=NOW)
    assert ran.code == 2
    assert "handout.named-twice" in code_of(ran)


def test_a_scan_is_refused_with_what_to_do_next(run_cli, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(made.scan())
    ran = run_cli("materials", "make", "scan.pdf", "--locale", "en", "--out", "made", "--json")
    assert ran.code == 2
    (problem,) = ran.json["problems"]
    assert problem["code"] == "office.scan"
    assert "OCR" in problem["hint"]


def test_a_plain_text_needs_no_heading_and_no_ending(session, run_cli, tmp_path):
    lay(session, "bring.txt", made.plain_text())
    folder = session.parent
    made_ = run_cli(
        "materials", "make", "bring", "--kit", folder, "--format", "text", "--out", "made", "--json"
    )
    assert made_.code == 0, made_.stderr
    said = (tmp_path / "made" / "bring.txt").read_text("utf-8")
    wanted = split_words(" ".join((*made.IN_ORDER, made.FOOT)))
    assert [word for word in split_words(said) if word not in "12"] == wanted
