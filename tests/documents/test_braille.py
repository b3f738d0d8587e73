"""Braille pages: their size, their order, and what is said when something is missing."""

from __future__ import annotations

import ctypes.util
import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents import louis
from access_kit.documents.braille import wrap
from access_kit.documents.louis import load_louis
from access_kit.errors import MissingPart
from access_kit.model.document import Heading, PageBreak, Paragraph, Text
from access_kit.model.look import BraillePage
from tests.documents.handout import LANGUAGES, any_look, make, short_document, standard_handout
from tests.documents.handout import words as text
from tests.documents.test_html import EVERY_BLOCK
from tests.tools import require


@pytest.fixture
def need_liblouis():
    try:
        load_louis()
    except MissingPart:
        require("liblouis", None)


def look(cells=40, lines=25, contracted=True):
    return dataclasses.replace(any_look(), braille=BraillePage(cells, lines, contracted))


def pages_of(document, **size):
    made = make(document, "braille", look(**size)).decode("ascii")
    assert made.endswith("\f")
    return [page.split("\r\n")[:-1] for page in made.split("\f")[:-1]]


@pytest.mark.usefixtures("need_liblouis")
@pytest.mark.parametrize(("cells", "lines"), [(40, 25), (32, 27), (20, 10), (10, 5), (100, 60)])
def test_every_page_has_its_size_and_number(cells, lines):
    document = short_document(*EVERY_BLOCK[:-2], PageBreak(), Paragraph(text("The end.")))
    pages = pages_of(document, cells=cells, lines=lines)
    for number, rows in enumerate(pages, start=1):
        assert len(rows) == lines
        assert max(map(len, rows)) <= cells
        assert rows[-1].lstrip().startswith("#")
        assert len(rows[-1]) == cells
        assert number == len(pages) or any(rows[:-1])


@pytest.mark.usefixtures("need_liblouis")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_is_written_in_ascii_cells(lang):
    assert len(pages_of(standard_handout(lang))) > 1


@pytest.mark.usefixtures("need_liblouis")
def test_english_is_contracted_unless_it_should_not_be():
    document = short_document(Paragraph(text("You can go with people.")))
    assert "  ,Y C G ) P4" in pages_of(document)[0]
    assert "  ,YOU CAN GO WITH PEOPLE4" in pages_of(document, contracted=False)[0]


CODES = ["FLAT 3D, LS1 4AP", "YO1 7HH", "ROOM B12 IN HALL 4C", "SE1 9GF NEXT TO B2J", "4711#"]


def numbers_in(cells: str) -> list[str]:
    """The numbers that a finger finds in English braille, by UEB section 6, read by hand here.

    Behind the sign # the letters a to j are digits until any other cell stands there; dot 5 before
    one of them is a space between two numbers.
    """
    digits = str.maketrans("ABCDEFGHIJ", "1234567890")
    found = re.findall('#([A-J]+(?:"[A-J]+)*)', cells)
    return [one.translate(digits) for several in found for one in several.split('"')]


@pytest.mark.usefixtures("need_liblouis")
@pytest.mark.parametrize("contracted", [True, False])
@pytest.mark.parametrize("code", CODES)
def test_a_code_in_capitals_keeps_its_numbers(code, contracted):
    [_, *pages] = pages_of(
        short_document(Paragraph(text("Come in.")), PageBreak(), Paragraph(text(code))),
        contracted=contracted,
    )
    cells = " ".join(row for rows in pages for row in rows[:-1])
    assert numbers_in(cells) == re.findall(r"\d+", code)


@pytest.mark.usefixtures("need_liblouis")
@given(
    st.lists(
        st.from_regex(r"[A-Z]{1,2}[0-9]{1,2}|[0-9][A-Z]{2}|[A-Z]+", fullmatch=True), max_size=6
    )
)
def test_no_number_changes_in_a_row_of_codes(words):
    line = " ".join(["COME TO", *words, "PLEASE"])
    pages = pages_of(short_document(PageBreak(), Paragraph(text(line))))
    cells = " ".join(row for rows in pages[-1:] for row in rows[:-1])
    assert numbers_in(cells) == re.findall(r"\d+", line)


@pytest.mark.usefixtures("need_liblouis")
def test_every_file_says_that_nobody_has_proofread_it():
    rows = pages_of(short_document(), contracted=False)[0]
    assert ",NO TRANSCRIBER HAS PROOFREAD IT4" in " ".join(rows)


@pytest.mark.usefixtures("need_liblouis")
@pytest.mark.parametrize("before", range(1, 30))
def test_no_heading_stands_alone_at_the_foot(before):
    blocks = [*[Paragraph(text("Go."))] * before, Heading(1, text("Next")), Paragraph(text("On."))]
    for rows in pages_of(short_document(*blocks), lines=10):
        filled = [row.strip() for row in rows[:-1] if row]
        assert filled[-1:] != [",NEXT"]
        assert rows[0]


@pytest.mark.usefixtures("need_liblouis")
def test_a_letter_without_a_sign_is_named():
    with pytest.raises(MissingPart) as raised:
        make(short_document(Paragraph(text("Hello 漢"))), "braille")
    (problem,) = raised.value.problems
    assert (problem.code, problem.facts["characters"]) == ("render.no-braille-sign", "漢")


@pytest.mark.usefixtures("need_liblouis")
def test_foreign_words_are_written_in_their_own_code():
    content = (Text("Hello "), Text("día", lang="es"))
    row = pages_of(short_document(Paragraph(content)))[0][-3]
    assert "D/A" in make(short_document(Paragraph(content)), "braille").decode(), row


@pytest.mark.usefixtures("need_liblouis")
def test_a_language_without_a_code_is_an_error_that_names_those_there_are():
    with pytest.raises(MissingPart) as raised:
        make(short_document(lang="am"), "braille")
    assert "en, es" in str(raised.value.problems[0].facts["known"])


def test_without_liblouis_the_error_says_so(monkeypatch):
    monkeypatch.setattr(louis, "_NAMES", ("no-such-library.so",))
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    louis.load_louis.cache_clear()
    louis.has_sign.cache_clear()
    try:
        with pytest.raises(MissingPart) as raised:
            make(standard_handout(), "braille")
    finally:
        louis.load_louis.cache_clear()
    assert [problem.code for problem in raised.value.problems] == ["render.missing-braille"]


@given(
    st.lists(st.text("AB", min_size=1, max_size=60), min_size=1),
    st.integers(4, 50),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_wrapping_loses_nothing_and_keeps_the_width(cells, width, first, later):
    rows = wrap(" ".join(cells), width, first, later)
    assert max(map(len, rows)) <= width
    assert "".join("".join(rows).split()) == "".join(cells)
