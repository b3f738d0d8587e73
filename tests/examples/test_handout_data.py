"""The handouts in tests/data: read without a word, and set with every one of their words."""

import dataclasses
import datetime
import typing
from dataclasses import replace
from pathlib import Path

import pytest

from access_kit.documents.check_tree import plain_text
from access_kit.documents.looks import look_for
from access_kit.documents.markdown import read_markdown
from access_kit.documents.pdf import render
from access_kit.files import read_text
from access_kit.model import document
from access_kit.model.look import LookName, PaperSize
from tests.validators.pdf import missing_strings

HANDOUTS = sorted((Path(__file__).parents[1] / "data" / "handouts").glob("*.md"))
MOMENT = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)


def read(path):
    return read_markdown(read_text(path), file=path.name, folder=path.parent)


@pytest.mark.parametrize("path", HANDOUTS, ids=lambda path: path.stem)
def test_handout_is_read_without_a_word(path):
    assert read(path).problems == ()


def test_one_handout_has_every_kind_of_block():
    every = next(path for path in HANDOUTS if path.stem == "every-block")
    kinds = {type(block) for block in read(every).document.blocks}
    # A pair of languages is made from two papers; no handout can hold one.
    assert kinds == set(typing.get_args(document.Block)) - {document.Pair}


@pytest.mark.parametrize("path", HANDOUTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", [14, 48])
def test_every_word_is_found_again_in_the_print(path, size, tmp_path):
    handout = replace(read(path).document, labels={"page": "{page} / {pages}"})
    look = look_for(LookName.CLEAR_PRINT, paper=PaperSize.A4, print_size_pt=size)
    made = tmp_path / "handout.pdf"
    made.write_bytes(render(handout, look, moment=MOMENT))
    words = [word for text in texts_of(handout) for word in text.split()]
    assert missing_strings(made, words) == {"pdftotext": [], "pdfium": []}


def texts_of(handout):
    """Each run of inline content, and each text that stands by itself."""
    yield handout.title
    yield from _texts(handout.blocks)


def _texts(value):
    if isinstance(value, document.Text | document.Link):
        yield plain_text((value,))
    elif isinstance(value, document.Question | document.WriteLine | document.Contact):
        yield from (getattr(value, name, "") for name in ("label", "value"))
        yield from getattr(value, "answers", ())
        yield from _texts(getattr(value, "content", ()))
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, document.Image):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
