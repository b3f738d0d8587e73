"""The easy-to-read layout: pictures beside sentences, and never another word or order."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.check_tree import plain_text
from access_kit.documents.easy_read import Pictured, Together, pair_pictures, split_sentences
from access_kit.documents.markdown import read_markdown
from access_kit.documents.renderers import render_files
from access_kit.materials.library import find_builtin
from access_kit.model.document import Document, Image, Paragraph, Text
from tests.documents.handout import LABELS, MOMENT, any_look
from tests.documents.words import html_words, split_words
from tests.validators.axe import violations
from tests.validators.epub import ace_failures, epubcheck_messages
from tests.validators.pdf import poppler_text
from tests.validators.verapdf import failed_rules


def easy_join() -> Document:
    path = find_builtin("easy-join")
    assert path is not None
    read = read_markdown(path.read_text("utf-8"), file=path.name, folder=path.parent)
    assert read.problems == ()
    return replace(read.document, labels=LABELS)


EASY = replace(any_look(), easy_read=True)


def made(format_name: str, look=EASY) -> bytes:
    return render_files(format_name, easy_join(), look, moment=MOMENT)[0].data


def test_each_picture_takes_the_words_behind_it():
    blocks = easy_join().blocks
    paired = pair_pictures(blocks, "en")
    assert len(paired) == len(blocks)
    pictured = [one for one in paired if isinstance(one, Pictured)]
    assert len(pictured) == sum(isinstance(block, Image) for block in blocks) > 10
    assert not any(isinstance(one, Image) for one in paired)


@given(st.lists(st.tuples(st.text(max_size=40), st.booleans(), st.booleans()), max_size=6))
def test_no_word_is_lost_between_sentences(parts):
    content = tuple(Text(text, strong, isolate) for text, strong, isolate in parts)
    joined = " ".join(plain_text(one) for one in split_sentences(content, "en"))
    assert "".join(joined.split()) == "".join(plain_text(content).split())


def test_values_and_bold_words_are_never_cut():
    content = (
        Text("Call. "),
        Text("No. 5 St. A", isolate=True),
        Text(" Now. "),
        Text("B. C", True),
    )
    assert [plain_text(one) for one in split_sentences(content, "en")] == [
        "Call.",
        "No. 5 St. A Now.",
        "B. C",
    ]


@pytest.mark.parametrize(
    ("parts", "sentences"),
    [
        (
            (Text("The door is "), Text("on the left.", True), Text(" We open at six.")),
            ["The door is on the left.", "We open at six."],
        ),
        (
            (Text("Come with us."), Text(" "), Text("Want it? Just tell us.")),
            ["Come with us.", "Want it?", "Just tell us."],
        ),
        (
            (Text("Call "), Text("(603) 555-0199", isolate=True), Text("."), Text(" Then wait.")),
            ["Call (603) 555-0199.", "Then wait."],
        ),
        (
            (Text("B1."), Text(" "), Text("What this is.", True), Text(" We're peers.")),
            ["B1. What this is.", "We're peers."],
        ),
    ],
)
def test_a_sentence_may_end_where_one_part_ends_and_the_next_begins(parts, sentences):
    assert [plain_text(one) for one in split_sentences(parts, "en")] == sentences


def test_sentences_stand_each_by_themselves():
    (one,) = pair_pictures((Paragraph((Text("First. Second? Third!"),)),), "en")
    assert isinstance(one, Together)
    assert len(one.blocks) == 3


def test_page_and_paper_say_the_same_words_in_either_layout(tmp_path):
    plain, easy = made("html", any_look()), made("html")
    assert html_words(easy) == html_words(plain)
    texts = []
    for name, look in (("easy", EASY), ("plain", any_look())):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(made("pdf", look))
        words = re.sub(r"Page \d+ of \d+", "", poppler_text(path))
        texts.append(sorted(word for word in split_words(words) if word.isalpha()))
    assert texts[0] == texts[1]


def test_the_paper_has_a_tagged_picture_for_each_sentence(tmp_path):
    path = tmp_path / "easy.pdf"
    path.write_bytes(made("pdf"))
    assert failed_rules(path) == {path: []}


def test_the_page_passes_axe(tmp_path):
    path = tmp_path / "easy.html"
    path.write_bytes(made("html"))
    assert violations([path]) == {path: []}


def test_the_book_passes_epubcheck_and_ace(tmp_path):
    path = tmp_path / "easy.epub"
    path.write_bytes(made("epub"))
    assert epubcheck_messages(path) == []
    assert ace_failures(path) == []


@pytest.mark.parametrize("format_name", ["text", "sms"])
def test_formats_without_a_layout_take_the_same_look(format_name):
    assert made(format_name) == made(format_name, any_look())
