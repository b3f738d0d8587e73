"""Every kind of paper in every size, script and direction: no ink where none belongs."""

from __future__ import annotations

import dataclasses
from functools import cache
from itertools import product

import pytest

from access_kit.documents.direction import direction
from access_kit.materials.library import list_builtin
from access_kit.model.document import (
    Callout,
    Contact,
    ContactBox,
    Document,
    Heading,
    Image,
    Link,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)
from access_kit.model.look import Contrast, Look, LookName, PaperSize
from tests.documents.handout import any_look, items, make, picture, short_document, words
from tests.documents.test_library_formats import written
from tests.languages.papers import BUILDERS, LAYOUTS, in_two, paper
from tests.validators.ink import faults, parted_numbers, read_sheets, text_area

SIZES = (12, 14, 18, 24, 30, 36, 42, 48)
LANGUAGES = ("en", "es", "ar", "hi", "es+en", "ar+en", "en+ar")
KINDS = (*BUILDERS, "everything", *(f"handout-{path.stem}" for path in list_builtin()))
PAPER_MM = {PaperSize.LETTER: (215.9, 279.4), PaperSize.A4: (210.0, 297.0)}
WARNING = "No one has checked this translation yet."
BANNER = (
    Paragraph((Text("مسودة", strong=True), Text(" لم يراجع أحد هذه الترجمة بعد.")), "ar"),
    Paragraph((Text("Draft, made by a machine. ", strong=True), Text(WARNING)), "en"),
)
NUMBER, AT_HOME = "+1 603 555 0199", "(603) 555-0199"
LONG = "https://meet.example/j/5550100?pwd=" + "q" * 60


@cache
def everything(lang: str) -> Document:
    """One of each block, with numbers, addresses and answers that are longer than a line."""
    sentence = (Text("Call "), Text(NUMBER, isolate=True), Text(f". Or at 6:00 p.m.: {AT_HOME}. "))
    contacts = (
        Contact("Sam (9 to 5)", AT_HOME, "tel:+16035550199"),
        Contact("Jo (Mon-Fri 9-17)", NUMBER, "tel:+16035550199"),
        Contact("E-mail", "a" * 40),
    )
    many = tuple(f"An answer with words {number}" for number in range(9))
    return short_document(
        Paragraph((*sentence, Link(LONG, LONG), Text("."))),
        Heading(1, words("Accommodations and responsibilities")),
        Question("q1", words("What would you like? " * 4), (*many, "W" * 60), note=words("A note")),
        Question("q2", words("Short"), ("Yes", "No"), kind="Your choice"),
        Steps(items([f"Call {NUMBER} or {AT_HOME}.", "Open the page."])),
        TickList(items([f"I can call {NUMBER}.", "m" * 120])),
        Callout(words("Good to know"), (Paragraph(sentence), TickList(items(["one", "two"])))),
        ContactBox(words("Who helps"), contacts * 2),
        Table(
            (words("If you want to"), words("You can")),
            tuple((words(f"Row {n}"), words(f"Call {NUMBER}. " * (n + 1))) for n in range(5)),
            caption=words("Ways to take part"),
        ),
        Image(picture(), "image/png", "Wide", width_px=640, height_px=320),
        Image(picture(), "image/png", "Tall", width_px=200, height_px=4000),
        Heading(2, words("At the end")),
        WriteLine("name", "Your name, and the name of whoever helps you to fill this in"),
        title="Everything that a paper can hold, and then some",
        lang=lang,
    )


def document_of(kind: str, lang: str, size: int) -> Document:
    first, _, second = lang.partition("+")
    if kind == "everything":
        made = everything(first)
    elif kind not in BUILDERS:
        made = written(kind.removeprefix("handout-"), first if first != "hi" else "en").document
    elif second:
        made = in_two(kind, first, second, LAYOUTS[size % 4 == 0])
    else:
        made = paper(kind, first)
    return dataclasses.replace(made, draft_banner=BANNER if made.lang != "en" else ())


def look_of(size: int) -> Look:
    sheet = PaperSize.A4 if size in (14, 24, 42) else PaperSize.LETTER
    contrast = Contrast.LIGHT_ON_DARK if size == 24 else Contrast.DEFAULT
    return any_look(LookName.LARGE_PRINT_US, sheet, size, contrast)


def covering() -> set[tuple[str, str, int]]:
    """Each kind in four sizes, each pair of language and size at least once."""
    chosen = set()
    for number, kind in enumerate(KINDS):
        often = 4 if kind in BUILDERS or kind == "everything" else 1
        for turn in range(often):
            at = number * 3 + turn * 2
            lang, size = LANGUAGES[at % len(LANGUAGES)], SIZES[(number * 5 + turn * 3) % len(SIZES)]
            chosen.add((kind, lang, size))
    return chosen | {("everything", lang, 48) for lang in ("en", "ar")} | {("letter", "ar", 24)}


EVERY_DAY = covering()
CASES = [
    pytest.param(
        *case, marks=() if case in EVERY_DAY else pytest.mark.soak, id="-".join(map(str, case))
    )
    for case in product(KINDS, LANGUAGES, SIZES)
]


@pytest.mark.parametrize(("kind", "lang", "size"), CASES)
def test_all_ink_is_in_the_text_area_and_nothing_is_over_anything_else(kind, lang, size):
    document, look = document_of(kind, lang, size), look_of(size)
    sheets = read_sheets(make(document, "pdf", look))
    area = text_area(
        body_pt=size, rtl=direction(document.lang) == "rtl", paper_mm=PAPER_MM[look.paper]
    )
    banner = [WARNING] if document.draft_banner else []
    assert faults(sheets, area, banner=banner) == []
    if direction(document.lang) == "ltr":  # PDFium's order of a parted number is not sure else
        assert parted_numbers("".join(sheet.text for sheet in sheets), [NUMBER, AT_HOME]) == []


def test_every_size_language_and_kind_is_looked_at_every_day():
    kinds, langs, sizes = (set(values) for values in zip(*EVERY_DAY, strict=True))
    assert (kinds, langs, sizes) == (set(KINDS), set(LANGUAGES), set(SIZES))
