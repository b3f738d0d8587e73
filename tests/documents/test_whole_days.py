"""A day and its month are read as one: no line of a printed page ends between them."""

from __future__ import annotations

import re

import pytest

from access_kit.documents.looks import look_for
from access_kit.model.document import Heading, Paragraph, Text
from access_kit.model.look import LookName, PaperSize
from tests.documents.handout import make, short_document
from tests.validators.pdf import pdfium_text

SAID = {
    "en": ("Ready for Thursday, December 3? We meet again on Dec 10", r"Dec(?:ember)?\s+\d"),
    "es": ("Nos vemos el jueves 3 de diciembre, y luego el 10 de dic", r"\d+\s+de\s+dic"),
    "ar": ("موعدنا الخميس، 3 ديسمبر، ثم بعد أسبوع في 10 ديسمبر", r"\d+\s+ديسمبر|ديسمبر\s+\d+"),
    "hi": ("हम गुरुवार, 3 दिसंबर को मिलते हैं, और 10 दिसंबर को", r"\d+\s+दिसंबर"),
}


@pytest.mark.parametrize("size", range(18, 49, 2))
@pytest.mark.parametrize("lang", SAID)
def test_no_line_ends_between_a_day_and_its_month(tmp_path, lang, size):
    said, day = SAID[lang]
    words = (Text(said),)
    document = short_document(Heading(1, words), Paragraph(words), title=said, lang=lang)
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, print_size_pt=size)
    paper = tmp_path / "days.pdf"
    paper.write_bytes(make(document, "pdf", look))
    found = re.findall(day, pdfium_text(paper))
    assert len(found) >= 4
    assert [one for one in found if "\n" in one or "\r" in one] == []


@pytest.mark.parametrize("size", range(18, 49, 2))
def test_no_line_ends_within_hours_from_and_to(tmp_path, size):
    said = "They're in Monday to Friday, 9 to 5. Jo reads messages Monday to Friday, 9 to 5, too."
    paragraphs = (Paragraph((Text(f"{lead}{said}"),)) for lead in ("", "Really, ", "As always: "))
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, print_size_pt=size)
    paper = tmp_path / "hours.pdf"
    paper.write_bytes(make(short_document(*paragraphs), "pdf", look))
    found = re.findall(r"9\s+to\s+5", pdfium_text(paper))
    assert len(found) == 6
    assert [one for one in found if "\n" in one or "\r" in one] == []
