"""Picture cards: one step a card, large, strong, whole, with nothing in the file but the card."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from access_kit.documents.cards.arrange import HEIGHT, WIDTH
from access_kit.documents.cards.lines import Pen, break_lines
from access_kit.documents.contrast import contrast_ratio
from access_kit.documents.linear import TextRun
from access_kit.documents.renderers import render_files
from access_kit.documents.svg import clean_svg
from access_kit.errors import MissingPart
from access_kit.model.document import Heading, Image, Paragraph, Steps, Table
from access_kit.model.look import Contrast
from access_kit.profiles.neutral import find_unneutral
from tests.documents.handout import (
    LANGUAGES,
    MOMENT,
    any_look,
    items,
    picture,
    short_document,
    standard_handout,
    words,
)
from tests.documents.words import split_words, words_of

STEPS = ("Open the message.", "Press the blue words.", "Wait until Jo opens the door.")


def cards_of(document, look=None):
    """Pairs of a card and the text beside it."""
    made = render_files("card", document, look or any_look(), moment=MOMENT)
    return list(zip(made[::2], made[1::2], strict=True))


def steps_document():
    return short_document(Heading(1, words("How to join")), Steps(items(STEPS)))


def test_each_step_has_a_card_of_its_own_after_a_card_with_the_title_alone():
    shown = [card.shows for card, _ in cards_of(steps_document())]
    assert shown == [
        "A short paper\nCard 1 of 4",
        *(
            f"How to join\n{number}. {step}\nCard {number + 1} of 4"
            for number, step in enumerate(STEPS, 1)
        ),
    ]


def test_card_is_a_bare_picture_of_the_right_size_with_its_words_beside_it():
    for card, text in cards_of(standard_handout("en")):
        assert card.suffix.removesuffix("png") == text.suffix.removesuffix("txt")
        assert text.data.decode() == card.shows + "\n"
        image = Pillow.open(io.BytesIO(card.data))
        assert image.size == (WIDTH, HEIGHT) == (1080, 1350)
        assert not image.info or set(image.info) <= {"dpi"}
        assert chunks(card.data) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
        assert len(card.data) < 300_000, "a card goes into one picture message"


def chunks(png):
    found, at = set(), 8
    while at < len(png):
        found.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4])
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_of_all_cards_are_those_of_the_document_in_order(lang):
    document = standard_handout(lang)
    titles = [words_in(block) for block in document.blocks]
    heads = {title for title in titles if title} | {": ".join(titles[-2:])}
    said, heading = [], ""
    for card, _ in cards_of(document):
        first, *lines = card.shows.split("\n")[:-1]
        said += lines if first == heading else [first, *lines]
        heading = first if first in heads else heading
    expected = words_of(document, addresses=True, headers_by_cell=True, pictures=True)
    [label] = split_words(document.labels["picture"])
    expected.remove(label)
    assert split_words(" ".join(said)) == expected


def words_in(block):
    content = getattr(block, "title", ()) or (block.content if isinstance(block, Heading) else ())
    return "".join(part.text for part in content)


@pytest.mark.parametrize("contrast", Contrast)
def test_letters_stand_out_by_seven_to_one(contrast):
    look = any_look(contrast=contrast)
    for card, _ in cards_of(steps_document(), look):
        image = Pillow.open(io.BytesIO(card.data)).convert("RGB")
        by_count = sorted(image.getcolors(), reverse=True)
        paper, ink = (f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in by_count[:2])
        assert (paper, ink) == (look.colours.paper, look.colours.ink)
        assert contrast_ratio(paper, ink) >= 7


def test_letters_are_as_large_as_the_person_asks_for():
    document = short_document(Paragraph(words("I " * 900)))

    def tallest(size):
        card = cards_of(document, any_look(size=size))[1][0]
        image = Pillow.open(io.BytesIO(card.data)).convert("L").crop((0, 0, WIDTH, 1200))
        data = image.tobytes()
        rows = [min(data[y * WIDTH : (y + 1) * WIDTH]) < 128 for y in range(image.height)]
        start = rows.index(True)
        return rows.index(False, start) - start

    small, large = tallest(18), tallest(30)
    assert 72 * 0.6 < small < large
    assert large / small == pytest.approx(132 / 79, rel=0.1)


def test_nothing_is_drawn_over_the_edge():
    long = "Donaudampfschifffahrtsgesellschaftskapitän " * 3 + "https://a.example/" + "x" * 90
    document = short_document(Heading(1, words(long)), Paragraph(words(long)), title=long)
    for lang in ("en", "ar"):
        for card, _ in cards_of(replace(document, lang=lang), any_look(size=48)):
            image = Pillow.open(io.BytesIO(card.data)).convert("L")
            edge = image.getpixel((0, 0))
            for box in (
                (0, 0, 40, HEIGHT),
                (WIDTH - 40, 0, WIDTH, HEIGHT),
                (0, HEIGHT - 30, WIDTH, HEIGHT),
            ):
                assert image.crop(box).getextrema() == (edge, edge)


def test_picture_stands_above_its_words_and_a_line_picture_is_drawn():
    drawn = clean_svg(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
        b'<rect x="1" y="1" width="8" height="8" fill="#ff0000"/></svg>',
        "box.svg",
    )
    for data, kind, colour in (
        (picture(), "image/png", (90, 140, 190)),
        (drawn.data, "image/svg+xml", (255, 0, 0)),
    ):
        block = Image(data, kind, "A door.")
        _, (card, _) = cards_of(short_document(block, Paragraph(words("Come in."))))
        assert card.shows == "A door.\nCome in.\nCard 2 of 2"
        colours = Pillow.open(io.BytesIO(card.data)).convert("RGB").getcolors(1 << 24)
        assert {c: n for n, c in colours}[colour] > 50_000


def test_rows_of_a_table_stay_on_one_card():
    rows = tuple((words(f"Day {n}"), words("18:00"), words("Jo")) for n in range(1, 8))
    table = Table((words("Day"), words("Time"), words("Name")), rows)
    for card, _ in cards_of(short_document(table))[1:]:
        lines = card.shows.split("\n")[:-1]
        assert len(lines) % 3 == 0
        assert lines[0].startswith("Day: ")


def test_long_text_goes_on_to_further_cards_without_loss():
    text = " ".join(f"word{number}" for number in range(400))
    shown = [
        card.shows.split("\n")[0] for card, _ in cards_of(short_document(Paragraph(words(text))))
    ]
    assert len(shown) > 3
    assert " ".join(shown[1:]) == text


def test_character_without_a_glyph_stops_the_cards():
    with pytest.raises(MissingPart) as caught:
        cards_of(short_document(Paragraph(words("Hello \u0e2a"))))
    assert caught.value.problems[0].code == "font.missing-glyph"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_same_document_is_the_same_bytes(lang):
    assert cards_of(standard_handout(lang)) == cards_of(standard_handout(lang))


def test_first_card_says_no_more_than_the_title():
    [first, *_] = cards_of(standard_handout("en"))
    assert first[0].shows == "Getting ready for our group\nCard 1 of 16"
    assert find_unneutral(first[0].shows) == []


def atoms(text, around, width=900):
    pen = Pen(72)
    return [
        [(atom.text, atom.run) for atom in line]
        for line in break_lines(
            (TextRun(text, "ar" if around == "rtl" else "en"),), around, pen, width
        )
    ]


def test_number_in_arabic_text_is_one_run_from_left_to_right():
    [line] = atoms("اتصل +1 603 555 0101", "rtl")
    assert line == [("اتصل", "rtl"), ("+1 603 555 0101", "ltr")]


def test_arabic_words_in_english_text_run_from_right_to_left():
    [line] = atoms("Say مرحبا بك now", "ltr", 2000)
    assert line == [("Say", "ltr"), ("مرحبا", "rtl"), ("بك", "rtl"), ("now", "ltr")]


def test_bracket_stays_with_the_word_behind_it():
    document = short_document(Paragraph(words("See us (here) and there (over there).")))
    assert cards_of(document)
    lines = atoms("See us here (over there at the door) again", "ltr", 500)
    assert not any(line[-1][0] == "(" for line in lines)


@settings(max_examples=25)
@given(
    st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), min_size=1, max_size=300)
)
def test_lines_hold_every_letter_and_fit_the_width(text):
    pen = Pen(90)
    lines = break_lines((TextRun(text, "en"),), "ltr", pen, 900)
    joined = "".join(atom.text for line in lines for atom in line)
    assert "".join(joined.split()) == "".join(text.split())
    for line in lines:
        used = sum(pen.width(a.text, a.lang, a.run) for a in line)
        assert used <= 900
