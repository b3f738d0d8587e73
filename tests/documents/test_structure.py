"""Every kind of paper is heard block by block as its document is: paragraphs, lists, questions."""

from __future__ import annotations

import io
from itertools import product

import pikepdf
import pytest

from tests.documents.handout import any_look, make
from tests.documents.test_ink import KINDS, LANGUAGES, document_of
from tests.languages.papers import BUILDERS, LAYOUTS, in_two
from tests.validators.structure import heard, loose_words, promised

SIZES = (18, 36)
EVERY_DAY = {(kind, lang, 18) for kind, lang in product(BUILDERS, ("en", "ar", "es+en"))}
EVERY_DAY |= {("letter", "hi", 36), ("tech-check", "ar+en", 36), ("handout-easy-join", "en", 18)}
CASES = [
    pytest.param(*case, marks=() if case in EVERY_DAY else pytest.mark.soak)
    for case in product(KINDS, LANGUAGES, SIZES)
    if case[0] != "everything"
]


@pytest.mark.parametrize(("kind", "lang", "size"), CASES)
def test_paper_is_heard_as_its_document_is(kind, lang, size):
    document = document_of(kind, lang, size)
    pdf = make(document, "pdf", any_look(size=size))
    assert loose_words(pdf) == []
    steps, wanted = heard(pdf), promised(document)
    if ("Table", "") not in steps:  # in large letters a table is told row by row
        wanted = [step for step in wanted if step[0] not in ("Table", "Caption", "TH", "TD")]
        steps = [step for step in steps if step in wanted]
    assert steps == wanted


@pytest.mark.parametrize("layout", LAYOUTS)
def test_outline_is_in_one_language(layout):
    pdf = make(in_two("letter", "es", "en", layout), "pdf")
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        waiting, titles = list(outline.root), []
        while waiting:
            one = waiting.pop(0)
            titles.append(one.title)
            waiting += one.children
    assert "Cuándo nos reunimos" in titles or any("Cuándo" in title for title in titles)
    assert not any("When" in title or "Who helps" in title for title in titles)
