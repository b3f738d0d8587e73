"""The judge of structure finds each fault in a file that was broken for that."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst

from access_kit.model.document import Paragraph, Question
from tests.documents.handout import make, short_document, standard_handout, words
from tests.validators.structure import heard, loose_words, promised

DOCUMENT = short_document(
    *standard_handout().blocks,
    Question("q1", words("Can you hear?"), ("Yes", "No"), note=words("Ask Jo.")),
    Question("q2", words("Can you see?"), ("Yes", "No")),
    Paragraph(words("The last words.")),
)
SOUND = make(DOCUMENT)


def elements(pdf, role):
    found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    return [one for one in found if one["/S"] == role]


def renamed(old, new):
    def change(pdf):
        for one in elements(pdf, old):
            one["/S"] = pikepdf.Name(new)

    return change


def swapped(pdf):
    top = elements(pdf, "/Document")[0].K
    top[2], top[3] = top[3], top[2]


def shortened(pdf):
    last = elements(pdf, "/L")[-1]
    last.K = pikepdf.Array(list(last.K)[:-1])


def flattened(pdf):
    """All words of the questions in one list item."""
    last = elements(pdf, "/L")[-1]
    first, second = list(last.K)
    for kid in second.K:
        first.K.append(kid)
    last.K = pikepdf.Array([first])


BREAKS = {
    "headings that are none": renamed("/H1", "/P"),
    "heading of another level": renamed("/H2", "/H4"),
    "list without items": renamed("/LI", "/Div"),
    "table head that is none": renamed("/TH", "/TD"),
    "words in another order": swapped,
    "question that is not there": shortened,
    "questions in one": flattened,
}


def test_sound_file_is_heard_as_it_should_be():
    assert heard(SOUND) == promised(DOCUMENT)
    assert loose_words(SOUND) == []


@pytest.mark.parametrize("name", BREAKS)
def test_broken_file_is_heard_otherwise(name):
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as pdf:
        BREAKS[name](pdf)
        pdf.save(stream)
    assert heard(stream.getvalue()) != promised(DOCUMENT)


def test_words_that_are_no_paragraph_are_loose():
    source = '#set document(title: "A")\n#set text(font: "Libertinus Serif")\n#block("Who helps")'
    pdf = typst.compile(source.encode(), format="pdf", pdf_standards=["ua-1"])
    assert loose_words(pdf) != []
