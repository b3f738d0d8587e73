"""The last page of a paper is worth its sheet: never three lines or fewer, and no text is lost."""

from __future__ import annotations

import re

import pytest

from access_kit.documents.looks import look_for, tighter_looks
from access_kit.model.document import Callout, Heading, PageBreak, Paragraph, Text
from access_kit.model.look import LookName, PaperSize
from tests.documents.handout import make, short_document
from tests.validators.pdf import pdfium_text

SENTENCE = "Come as you are, and bring what helps you. "
LEAST = {LookName.LARGE_PRINT_US: 1.15, LookName.GIANT: 1.25}
"""ACB 2022; US Access Board. Other looks name one leading."""


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def paper(lines: int, boxed: bool):
    """About so many lines of a page, ending in a box or in a paragraph."""
    some = [Paragraph(words(SENTENCE * 2)) for _ in range(lines)]
    end = Callout(words("Who can help"), (Paragraph(words("Call Jo.")),))
    return short_document(Heading(1, words("What helps")), *some, *([end] if boxed else []))


@pytest.mark.parametrize("boxed", [False, True], ids=["words", "box"])
@pytest.mark.parametrize("size", [14, 18, 24, 36, 48])
@pytest.mark.parametrize("name", [LookName.LARGE_PRINT_US, LookName.LARGE_PRINT_UK], ids=str)
def test_no_last_page_holds_three_lines_or_fewer(tmp_path, name, size, boxed):
    look = look_for(name, paper=PaperSize.LETTER, print_size_pt=size)
    for length in range(2, 14):
        document = paper(length, boxed)
        file = tmp_path / f"{length}.pdf"
        file.write_bytes(make(document, "pdf", look))
        pages = pdfium_text(file).split("\f")
        lines = [line for line in pages[-1].splitlines() if line.strip()][:-1]
        assert len(pages) == 1 or len(lines) > 3, (length, lines)
        found = re.findall("Come as you are", re.sub(r"\s+", " ", " ".join(pages)))
        assert len(found) == 2 * length


@pytest.mark.parametrize("behind", range(4))
def test_a_page_that_somebody_began_stays_as_it_is(tmp_path, behind):
    some = [Paragraph(words("Come in."))] * 3
    document = short_document(*some, PageBreak(), *some[:behind])
    file = tmp_path / "begun.pdf"
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, print_size_pt=18)
    file.write_bytes(make(document, "pdf", look))
    pages = pdfium_text(file).split("\f")
    assert [page.count("Come in") for page in pages] == [3, behind][: len(pages)]


@pytest.mark.parametrize("name", list(LookName), ids=str)
@pytest.mark.parametrize("size", [14, 18, 24, 36, 48])
def test_what_saves_a_page_stays_within_the_guidelines(name, size):
    look = look_for(name, paper=PaperSize.LETTER, print_size_pt=size)
    for tighter in tighter_looks(look):
        assert min(look.leading, LEAST.get(name, look.leading)) <= tighter.leading <= look.leading
        assert look.paragraph_gap / 2 < tighter.paragraph_gap < look.paragraph_gap
        assert tighter.body_pt == look.body_pt
        assert tighter.margin_mm == look.margin_mm


@pytest.mark.parametrize("size", [36, 48])
def test_a_statement_does_not_begin_on_the_last_line_of_a_giant_page(tmp_path, size):
    """Where that would take one more sheet, it may."""
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, print_size_pt=size)
    alone = []
    for length in range(1, 9):
        said = [Paragraph(words(f"No{n}. {SENTENCE * 2}")) for n in range(length)]
        file = tmp_path / f"{length}.pdf"
        file.write_bytes(make(short_document(*said), "pdf", look))
        pages = [page.strip().splitlines()[:-1] for page in pdfium_text(file).split("\f")]
        first = [page[-1] for page in pages[:-1] if page and page[-1].startswith("No")]
        alone += [(length, line) for line in first if len(pages) % 2 == 0]
    assert alone == []
