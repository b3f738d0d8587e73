"""Arabic with phones, times, names and links inside: what is seen, and what comes out as text."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.direction import first_strong, isolate, isolate_values
from access_kit.model.document import BulletList, Document, Heading, Paragraph, Purpose, Text
from tests.documents.handout import LABELS, items, words
from tests.languages.papers import BUILDERS, paper, rendered
from tests.materials.samples import PEOPLE
from tests.validators.pdf import extract_texts, squeezed

ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
PHONES = ("+1 603 555 0123", "+1 603 555 0101", "+1 603 555 0199")
AT_HOME = ("(603) 555-0123", "(603) 555-0101", "(603) 555-0199")
VALUES = (*PHONES, "6:00 p.m.", "4711", "https://meet.example/j/5550100", "jo@riverside.example",
          "Riverside Peer Network", "2026-12-03", "24/7", "741741", "#", "Zoom")  # fmt: skip
BEFORE, AFTER = "اتصل على الرقم", "في أي وقت."


def bare(text: str) -> str:
    """Text without spaces, and without what parts the groups of a number."""
    return squeezed(text).translate(dict.fromkeys(map(ord, "-()")))


def seen(text: str) -> str:
    """``text`` as it stands on a right-to-left page, from left to right."""
    return str(get_display(text, base_dir="R")).translate(ISOLATES)


@pytest.mark.parametrize("value", VALUES)
def test_value_in_an_arabic_sentence_is_seen_in_its_own_order(value):
    shown = seen(f"{BEFORE} {isolate(value, 'rtl')} {AFTER}")
    assert value in shown
    before, after = (str(get_display(part, base_dir="R")) for part in (BEFORE, AFTER))
    assert shown.index(after.strip(".")) < shown.index(value) < shown.index(before)


@pytest.mark.parametrize("value", [value for value in VALUES if value != "#"])
def test_value_that_an_author_typed_is_seen_in_its_own_order(value):
    assert value in seen(isolate_values(f"{BEFORE} {value} {AFTER}", "rtl"))


def test_without_isolates_a_phone_number_would_be_turned_round():
    assert PHONES[0] not in seen(f"{BEFORE} {PHONES[0]} {AFTER}")


@given(st.lists(st.sampled_from(VALUES[:3]), min_size=1, max_size=4))
def test_numbers_after_one_another_are_each_whole(numbers):
    text = "، ".join(isolate(number, "rtl") for number in numbers)
    assert seen(f"{BEFORE} {text}").count("+1 603 555") == len(numbers)


def test_direction_of_a_list_is_that_of_its_own_words():
    assert first_strong("\u2068My list\u2069 و\u2068Your list\u2069") == "rtl"
    assert first_strong("\u2066Jo\u2069") == "ltr"


@pytest.fixture(scope="module")
def arabic_pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arabic")
    for name in BUILDERS:
        (folder / f"{name}.pdf").write_bytes(rendered(paper(name, "ar"), "pdf"))
    return folder


def test_phone_numbers_links_and_codes_come_out_whole(arabic_pages):
    wanted = {
        "letter": (*AT_HOME, "4711", "https://meet.example/j/5550100", "jo@riverside.example"),
        "tech-check": (AT_HOME[0], "jo@riverside.example"),
        "consent": ("988", "911"),
        "group": (AT_HOME[2], "4711", "https://meet.example/j/5550100"),
    }
    for name, values in wanted.items():
        for program, text in extract_texts(arabic_pages / f"{name}.pdf").items():
            text = bare(text)
            missing = [value for value in values if bare(value) not in text]
            assert missing == [], (name, program)


def test_digits_of_a_phone_number_stand_from_left_to_right_on_the_page(arabic_pages):
    """By the places of the drawn letters, not by their order in the file."""
    found = 0
    for text, boxes in lines_with_places(arabic_pages / "letter.pdf"):
        for match in re.finditer(r"603\)?[ -]555-\d{4}", text):
            lefts = [box[0] for box in boxes[match.start() : match.end()] if box[2] > box[0]]
            assert lefts == sorted(lefts)
            assert len(lefts) >= 10
            found += 1
    assert found == 4


def lines_with_places(pdf):
    """Each page's text with the box of each of its characters."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            count = text.count_chars()
            chars = [text.get_text_range(index, 1) or " " for index in range(count)]
            boxes = [text.get_charbox(index) for index in range(count)]
            yield "".join(char[0] for char in chars), boxes
            text.close()
            page.close()


def test_lists_headings_and_lines_begin_on_the_right(tmp_path):
    blocks = (
        Heading(1, words("العنوان")),
        Paragraph(words("كلمة")),
        BulletList(items(["بند"])),
    )
    document = Document("ورقة", "ar", Purpose.HANDOUT, blocks, LABELS)
    pdf = tmp_path / "right.pdf"
    pdf.write_bytes(rendered(document, "pdf"))
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0]
        width = page.get_width()
        text = page.get_textpage()
        bullet = text.get_text_range().index("•")
        assert text.get_charbox(bullet)[0] > 0.8 * width
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert all(box[0] > width / 2 for box in boxes if box[2] > box[0])
        text.close()
        page.close()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_value_of_an_arabic_paper_is_seen_in_its_own_order(person):
    """Over the very runs that the PDF sets, each phone number and time stays whole."""
    from access_kit.documents.pdf_data import PdfData

    for name in BUILDERS:
        data = PdfData(paper(name, "ar", person), line_em=24)
        data.build()
        for text in data.texts:
            for value in re.findall(
                r"\(?603\)?[ -]555-\d{4}|\d{1,2}:\d{2}", text.replace("\u202f\u202f", " ")
            ):
                assert value in seen(text.replace("\u202f\u202f", " "))


@pytest.mark.parametrize("phone", ["+1 603 555 0101", "(603) 555-0101", "603 555 0101", "988"])
def test_phone_in_the_middle_of_a_typed_sentence_comes_out_whole(phone, tmp_path):
    pdf = tmp_path / "typed.pdf"
    text = f"{BEFORE} {phone} {AFTER}"
    document = Document("ورقة", "ar", Purpose.HANDOUT, (Paragraph(words(text)),), LABELS)
    pdf.write_bytes(rendered(document, "pdf"))
    for program, found in extract_texts(pdf).items():
        assert bare(phone) in bare(found), program


def test_a_latin_name_at_the_start_does_not_turn_the_sentence():
    text = Text("Jo", isolate=True)
    line = f"{isolate(text.text, 'rtl')} على متابعة للدردشة."
    assert seen(line).endswith("Jo")


@pytest.mark.parametrize("text", ["خط المساعدة (24/7)", "سام (9:00-17:00)", "لي (1)"])
def test_brackets_around_a_value_close_where_they_should(text):
    """The closing bracket is leftmost, behind the value; a page shows both mirrored."""
    shown = seen(isolate_values(text, "rtl"))
    assert shown[0] == ")"
    assert shown.index("(") < shown.index(" ")
