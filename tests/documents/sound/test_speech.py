"""What is said of a document: the ear gets every word, and what the eye would have seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.labels import labels_for
from access_kit.documents.places import find_places
from access_kit.documents.sound.speech import LABELS, speak_document
from access_kit.documents.sound.spoken_forms import say_text
from access_kit.i18n import load_words
from access_kit.model.document import (
    BulletList,
    Callout,
    Contact,
    ContactBox,
    Heading,
    Image,
    LineBreak,
    Link,
    ListItem,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)
from tests.documents.handout import LANGUAGES, items, short_document, standard_handout, words
from tests.documents.sound.samples import said
from tests.documents.words import split_words, words_of

ENGLISH = labels_for(load_words("en"))


def said_of(text, **options):
    return " ".join(one.said for one in say_text(text, "en", ENGLISH, **options) if one.said)


@pytest.mark.parametrize(
    ("printed", "heard"),
    [
        ("Call +1 603 555 0101.", "Call plus 1, 6 0 3, 5 5 5, 0 1 0 1."),
        ("(603) 555-0101", "6 0 3, 5 5 5, 0 1 0 1"),
        ("+16035550101", "plus 1 6 0, 3 5 5, 5 0 1, 0 1"),
        ("at 6:00 PM", "at 6 PM"),
        ("at 6:00\u00a0p.m. or", "at 6 p.m. or"),
        ("6:00 to 7:00\u00a0p.m.", "6 to 7 p.m."),
        ("6:15 and 6:35\u00a0p.m.", "6 15 and 6 35 p.m."),
        ("Call (603) 555-0123.", "Call 6 0 3, 5 5 5, 0 1 2 3."),
        ("at 6:05 PM", "at 6 oh 5 PM"),
        ("at 18:00", "at 18 o'clock"),
        ("at 13:15.", "at 13 15."),
        ("Mon-Fri 9-17", "Mon-Fri 9 to 17"),
        ("9:00-11:30", "9 o'clock to 11 30"),
        ("on 2026-12-03", "on December 3, 2026"),
        ("03.12.2026", "03.12.2026"),
        ("1.000.000", "1.000.000"),
        ("in 2026 and 2027", "in 2026 and 2027"),
        ("120 minutes", "120 minutes"),
        ("jo@riverside.example", "jo at riverside dot example"),
        (
            "https://meet.example/j/5550100",
            "meet dot example slash j slash 5 5 5 0 1 0 0",
        ),
        ("press 4711 and then #.", "press 4711 and then #."),
        ("one – two • three", "one two three"),
    ],
)
def test_numbers_times_and_addresses_are_said_in_words(printed, heard):
    assert said_of(printed) == heard


def test_answers_are_counted_once_where_question_after_question_has_them():
    yes_or_no = [Question(f"q{n}", (Text(f"Question {n}"),), ("Yes", "No")) for n in (1, 2)]
    other = Question("q3", (Text("Question 3"),), ("Yes", "Not yet"))
    assert said(short_document(*yes_or_no, other))[1:] == [
        "Question 1", "Answer 1: Yes", "Answer 2: No", "Question 2", "Yes", "No",
        "Question 3", "Answer 1: Yes", "Answer 2: Not yet",
    ]  # fmt: skip


def test_digits_of_a_number_to_dial_are_said_one_by_one_however_few():
    assert said_of("988", dialled=True) == "9 8 8"
    [piece] = speak_document(short_document(ContactBox(words("Help"), (Contact("Line", "988"),))))[
        -1:
    ]
    assert piece.said == "Line: 9 8 8"
    pin = (Text("Type "), Text("4711", isolate=True), Text("."))
    assert said(short_document(Paragraph(pin)))[-1] == "Type 4 7 1 1."


def test_each_part_says_what_it_is_before_it_is_read():
    spoken = said(
        short_document(
            Heading(1, words("Before we meet")),
            Steps(items(["Open it", "Press join"])),
            BulletList((ListItem(words("Tea"), (Paragraph(words("Warm.")),)),)),
            TickList(items(["It is charged."])),
            Question("q", words("Can you hear?"), ("Yes", "No"), kind="Your choice"),
            WriteLine("w", "Your name"),
            Image(b"", "image/png", "A cup."),
            Image(b"", "image/png", "", decorative=True),
            Table((words("Day"), words("Time")), ((words("Monday"), words("9:00")),)),
            Callout(words("Good to know"), (Paragraph(words("You may leave.")),)),
        )
    )
    assert spoken[1:] == [
        "Heading: Before we meet",
        "Step 1: Open it",
        "Step 2: Press join",
        "A list of 1.",
        "1: Tea",
        "Warm.",
        "1: It is charged.",
        "Yes or no?",
        "Your choice",
        "Can you hear?",
        "Answer 1: Yes",
        "Answer 2: No",
        "A line to write on: Your name",
        "Picture: A cup.",
        "A table.",
        "Rows: 1.",
        "Row 1.",
        "Day: Monday",
        "Time: 9 o'clock",
        "Good to know",
        "You may leave.",
    ]


def test_address_of_a_link_is_said_the_first_time_only():
    link = Link("our page", "https://peer.example/group")
    number = Link("+1 603 555 0101", "tel:+16035550101")
    first, again, call = said(
        short_document(Paragraph((Text("See "), link)), Paragraph((link,)), Paragraph((number,)))
    )[1:]
    assert first == "See our page peer dot example slash group"
    assert again == "our page"
    assert call == "plus 1, 6 0 3, 5 5 5, 0 1 0 1"


def test_words_glued_in_print_stay_glued_and_line_ends_are_heard():
    bold = (Text("Call "), Text("Sam", strong=True), Text("."), LineBreak(), Text("Now"))
    piece = speak_document(short_document(Paragraph(bold)))[-2:]
    assert [one.said for one in piece] == ["Call Sam.", "Now"]
    lines = (Text("12 Elm St"), LineBreak(), Text("Exampletown"))
    assert said(short_document(Paragraph(lines)))[-1] == "12 Elm St, Exampletown"


def test_sentences_are_apart_and_short_forms_are_not():
    text = "Dr. Lee is here. It is 6 p.m. today. Come! Will you?"
    assert said(short_document(Paragraph(words(text))))[1:] == [
        "Dr. Lee is here.",
        "It is 6 p.m. today.",
        "Come!",
        "Will you?",
    ]


def test_another_language_is_an_utterance_of_its_own():
    mixed = (Text("Say "), Text("buenas tardes", lang="es"), Text(" to them."))
    pieces = speak_document(short_document(Paragraph(mixed)))[1:]
    assert [(one.lang, one.said) for one in pieces] == [
        ("en", "Say"),
        ("es", "buenas tardes"),
        ("en", "to them."),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_printed_words_of_the_pieces_are_those_of_the_document_in_order(lang):
    document = standard_handout(lang)
    pieces = speak_document(document)
    found = split_words(" ".join(w.printed for piece in pieces for w in piece.words if w.printed))
    expected = words_of(document, headers_by_cell=True, pictures=True)
    numbers = [str(number) for number in range(1, 5)]  # those of the steps are spoken, not printed
    label = split_words(document.labels["picture"])
    assert _without(found, numbers) == _without(expected, [*numbers, *label])


def _without(found, left_out):
    return [word for word in found if word not in left_out]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_places_of_the_pieces_are_places_of_the_page_in_order(lang):
    document = standard_handout(lang)
    places = [place.id for place in find_places(document)]
    spoken = list(dict.fromkeys(p.place for p in speak_document(document) if p.place))
    assert [place for place in places if place in spoken] == spoken
    unspoken = {place for place in places if place not in spoken}
    assert unspoken == {"t-12-0-1", "t-12-0-2", "t-12-0-3"}, "headers are said with each cell"


def test_chapters_are_the_title_and_the_headings():
    document = standard_handout("en")
    chapters = [piece.chapter for piece in speak_document(document) if piece.chapter]
    headings = [b.content[0].text for b in document.blocks if isinstance(b, Heading)]
    assert chapters == [document.title, *headings]


def test_every_label_that_is_spoken_comes_from_the_catalogue():
    assert set(LABELS) <= set(ENGLISH)


@given(st.text(max_size=200))
def test_any_text_is_said_without_losing_a_letter_of_print(text):
    from access_kit.documents.clean_text import clean_text

    cleaned = clean_text(text)
    printed = "".join(one.printed for one in say_text(cleaned, "en", ENGLISH))
    kept = split_words(" ".join(cleaned.split()))
    assert "".join(split_words(printed)) == "".join(kept) or not cleaned.isprintable()


@given(st.lists(st.text(max_size=40), max_size=5))
def test_starts_point_at_the_words_in_what_is_said(texts):
    content = tuple(Text(text, strong=bool(n % 2)) for n, text in enumerate(texts))
    for piece in speak_document(short_document(Paragraph(content))):
        for word, start in zip(piece.words, piece.starts, strict=True):
            assert piece.said[start : start + len(word.said)] == word.said
