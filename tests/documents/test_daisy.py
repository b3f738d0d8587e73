"""Talking books: by their schemas, by their links and times, and word by word."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import pytest
from lxml import etree

from access_kit.model.document import (
    BulletList,
    Callout,
    Heading,
    ListItem,
    Paragraph,
    Question,
    Table,
    Text,
)
from tests.documents.handout import make, short_document, standard_handout, words
from tests.documents.words import words_of
from tests.validators.daisy import XHTML, daisy_faults


def every_block():
    return short_document(
        Paragraph(words("What comes before the first heading.")),
        Heading(1, words("How to join & where")),
        BulletList((ListItem(words("Open the link")), ListItem(words("Type < your name >")))),
        Heading(2, words("A level further down")),
        Question("q", words("Can you hear?"), ("Yes", "No"), kind="Check", note=words("Ask.")),
        Callout(words("Good to know"), (Paragraph(words("The door is open.")),)),
        Table((words("A"), words("B")), ((words("c"), words("d")),), caption=words("Caption")),
        Heading(1, words("Back up")),
        Paragraph((Text("Call 988."),)),
    )


def files_of(book):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book_of(document):
    return make(document, "daisy")


@pytest.mark.parametrize("lang", ["en", "es", "ar", "hi"])
def test_schemas_links_and_times_are_right(lang):
    assert daisy_faults(make(standard_handout(lang), "daisy")) == []


def test_every_kind_of_block_is_a_place_and_levels_never_skip():
    book = book_of(every_block())
    assert daisy_faults(book) == []
    contents = etree.fromstring(files_of(book)["ncc.html"])
    body = contents.find(f"{XHTML}body")
    heads = [(one.tag.removeprefix(XHTML), "".join(one.itertext())) for one in body]
    assert heads == [
        ("h1", every_block().title), ("h2", "How to join & where"), ("h3", "A level further down"),
        ("h2", "Good to know"), ("h2", "Back up"),
    ]  # fmt: skip


def test_the_text_says_the_words_of_the_document_and_each_is_played():
    document = every_block()
    files = files_of(book_of(document))
    body = etree.fromstring(files["text.html"]).find(f"{XHTML}body")
    said = " ".join("".join(one.itertext()) for one in body)
    squeezed = re.sub(r"\W+", "", " ".join(words_of(document)))
    assert re.sub(r"\W+", "", said) == squeezed
    silent = [one.get("id") for one in body if one.find(f"{XHTML}a") is None]
    assert silent == ["t-7-0-1", "t-7-0-2"], "heads of a table are said with their cells"


def test_a_banner_is_heard_first():
    document = dataclasses.replace(
        every_block(), draft_banner=(Paragraph(words("A draft. Nobody has read it.")),)
    )
    book = book_of(document)
    assert daisy_faults(book) == []
    contents = etree.fromstring(files_of(book)["ncc.html"])
    first = next(contents.iter(f"{XHTML}a"))
    assert first.get("href") == "s0001.smil#x-b-1"


def test_the_same_words_make_the_same_bytes():
    assert book_of(every_block()) == book_of(every_block())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ncc.html", b'content="Daisy 2.02"', b'content="Daisy"'),
        ("ncc.html", b'class="title"', b'class="first"'),
        ("ncc.html", b'name="ncc:tocItems" content="5"', b'name="ncc:tocItems" content="9"'),
        ("ncc.html", b"#x-title", b"#x-nowhere"),
        ("ncc.html", b"#x-title", b"#a-title"),
        ("s0002.smil", b"endsync", b"ends"),
        ("s0002.smil", b"text.html#t-2", b"text.html#t-99"),
        ("s0002.smil", b"clip-begin=\"npt=", b"clip-begin=\"npt=9"),
        ("s0002.smil", b'InThisSmil" content="0:00', b'InThisSmil" content="0:07'),
        ("master.smil", b'src="s0001.smil"', b'src="s9999.smil"'),
    ],
)  # fmt: skip
def test_the_judge_sees_what_is_broken(file, old, new):
    files = files_of(book_of(every_block()))
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert daisy_faults(stream.getvalue()) != []
