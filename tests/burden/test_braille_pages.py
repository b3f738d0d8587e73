"""How many pages of braille the first papers and a note take: 40 cells by 25 lines each."""

from __future__ import annotations

import datetime

import pytest

from access_kit.documents.looks import look_for
from access_kit.documents.louis import load_louis
from access_kit.documents.renderers import render_main
from access_kit.errors import MissingPart
from access_kit.materials.note import build_note
from access_kit.model.look import LookName, PaperSize
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.write import PaperWriter
from tests.conftest import NOW
from tests.materials.samples import PEOPLE
from tests.materials.test_note import LATER, OTHER_DAY, note_context
from tests.tools import require
from tests.workflow.kits import copy_example

MOMENT = datetime.datetime.fromisoformat(NOW)
PAGES = {"letter": 3, "tech-check": 3, "agreement": 6}
NOTE_PAGES = 2
"""Two sides of one sheet: a note's questions and its box are kept whole."""

LINES, CELLS = 25, 40


def pages_of(document) -> list[str]:
    look = look_for(LookName.CLEAR_PRINT, paper=PaperSize.LETTER)
    text = render_main("braille", document, look, moment=MOMENT).decode("ascii")
    return [page for page in text.split("\f") if page.strip()]


@pytest.fixture(scope="module", autouse=True)
def need_liblouis():
    try:
        load_louis()
    except MissingPart:
        require("liblouis", None)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    session = copy_example(tmp_path_factory.mktemp("braille") / "kit")
    plan = make_plan(read_work(session, kit_folder=None, now=MOMENT))
    writer = PaperWriter(plan)
    return [
        (person.profile.id, paper.stem, writer.write(paper, person).document)
        for person in plan.people
        for paper in person.papers
        if paper.stem in PAGES
    ]


def test_a_first_letter_takes_three_pages_and_an_agreement_six(papers):
    assert {stem for _, stem, _ in papers} == set(PAGES)
    for person, stem, document in papers:
        pages = pages_of(document)
        assert 0 < len(pages) <= PAGES[stem], (person, stem)
        for page in pages:
            lines = page.strip("\r\n").splitlines()
            assert len(lines) <= LINES
            assert max(map(len, lines)) <= CELLS


@pytest.mark.parametrize("person", PEOPLE)
def test_a_note_takes_one_sheet(person):
    for changes in ((), (OTHER_DAY, *LATER)):
        assert len(pages_of(build_note(note_context(person, "en", *changes)))) <= NOTE_PAGES
