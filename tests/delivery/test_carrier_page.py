"""Page 1 as it prints: behind the window there is the address, all of it, and nothing else."""

import datetime
import unicodedata

import pytest

from access_kit.delivery.envelopes import ENVELOPES, SKEW, carrier, reveal_box, safe_box
from access_kit.documents.looks import look_for
from access_kit.documents.pdf import render
from access_kit.model.document import Box, Document, Paragraph, Purpose, Text
from access_kit.model.look import Contrast, LookName
from tests.validators.pdf import ink_in, ink_outside, page_image, squeezed

MOMENT = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
DPI = 200
KEEP_CLEAR = 2.0
"""Beyond what the skew allows for: windows and folds are not always where they should be, in mm."""

PIXEL = 25.4 / DPI
"""A pixel on the edge of a box belongs to both sides."""

ROSA = ("Rosa M.", "12 Elm St", "Apt 4", "Exampletown, NH 03755")
OTHERS = {
    "three-lines": ("Tomasz Nowak", "31 Bridge Street", "Exampletown, NH 03755"),
    "five-lines": (*ROSA, "UNITED STATES"),
    "long-line": ("Maria-Guadalupe Hernández de la Cruz y Ortiz", *ROSA[1:]),
    "other-letters": ("Нина Петрова", "ул. Лесная, 5", "Nguyễn Thị Hồng", "رشا خليل"),
    "tall-letters": ("ÅÇĘŞȚ", "Ńjgpqy", "Ů ķ ģ"),
}

CASES = [
    pytest.param(envelope, paper, id=f"{envelope.name}-{paper}")
    for envelope in ENVELOPES.values()
    if envelope.window
    for paper in envelope.folds
]


def letter(address, title="Your meeting"):
    text = Paragraph((Text("Dear Rosa, here is how to join. " * 40),))
    labels = {"page": "Page {page} of {pages}"}
    return Document(title, "en", Purpose.LETTER, (text,), labels=labels, address=address)


def print_page(tmp_path, address, look):
    path = tmp_path / "letter.pdf"
    path.write_bytes(render(letter(address), look, moment=MOMENT))
    return path


def text_in(pdf, box):
    """The words that PDFium finds inside a box of millimetres on page 1."""
    import pypdfium2

    points = 72 / 25.4
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        height = page.get_height()
        words = page.get_textpage()
        text = words.get_text_bounded(
            box.left * points,
            height - box.bottom * points,
            box.right * points,
            height - box.top * points,
        )
        words.close()
        page.close()
    return text


def grown(box, by):
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


@pytest.mark.parametrize("lines", [pytest.param(lines, id=name) for name, lines in OTHERS.items()])
@pytest.mark.parametrize(("envelope", "paper"), CASES)
def test_window_shows_the_address_and_nothing_else(envelope, paper, lines, tmp_path):
    look = look_for(LookName.LARGE_PRINT_US, paper=paper)
    made = carrier({"K-01": ROSA, "K-02": lines}, envelope, paper)
    skew = 0 if any("ARABIC" in unicodedata.name(char) for char in "".join(lines)) else SKEW
    safe = grown(safe_box(envelope, paper, skew=skew), PIXEL)
    reveal = grown(reveal_box(envelope, paper), KEEP_CLEAR)
    for page in made.by_id.values():
        pdf = print_page(tmp_path, page, look)
        image = page_image(pdf, dpi=DPI)
        assert ink_in(image, safe) > 100
        assert ink_outside(image, safe, within_mm=reveal) == 0
        assert squeezed(text_in(pdf, reveal)) == squeezed("".join(page.lines))


@pytest.mark.parametrize(("envelope", "paper"), CASES)
def test_whole_page_holds_the_address_and_two_ticks_a_fold(envelope, paper, tmp_path):
    look = look_for(LookName.LARGE_PRINT_US, paper=paper)
    page = carrier({"K-01": ROSA}, envelope, paper).by_id["K-01"]
    image = page_image(print_page(tmp_path, page, look), dpi=DPI)
    ticks = [Box(0, fold - 0.5, 220, fold + 0.5) for fold in page.folds]
    assert all(ink_in(image, tick) > 0 for tick in ticks)
    everywhere = ink_outside(image, grown(safe_box(envelope, paper), PIXEL))
    assert everywhere == sum(ink_in(image, tick) for tick in ticks)


def test_outside_of_two_letters_differs_in_the_address_alone(tmp_path):
    """Size of print, colours and title are nobody's business who holds the envelope."""
    envelope, paper = CASES[0].values
    looks = [
        look_for(LookName.CLEAR_PRINT, paper=paper),
        look_for(LookName.GIANT, paper=paper, print_size_pt=48, contrast=Contrast.LIGHT_ON_DARK),
    ]
    page = carrier({"K-01": ROSA}, envelope, paper).by_id["K-01"]
    images = [page_image(print_page(tmp_path, page, look), dpi=DPI).tobytes() for look in looks]
    assert images[0] == images[1]
