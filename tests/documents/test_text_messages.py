"""Text messages: how they are counted, and where a paper is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.gsm import Count, costly_letters, count_parts, plain_signs
from access_kit.documents.text_messages import find_costly_letters, messages_of
from access_kit.model.document import Heading, Link, Paragraph, Text
from tests.documents.handout import short_document, standard_handout, words

NUMBERED = re.compile(r"(\d+)/(\d+) ")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", Count(True, 0, 0)),
        ("a" * 160, Count(True, 160, 1)),
        ("a" * 161, Count(True, 161, 2)),
        ("a" * 306, Count(True, 306, 2)),
        ("a" * 307, Count(True, 307, 3)),
        ("€" * 80, Count(True, 160, 1)),
        # 153 is odd: one of the doubles does not fit at the end of each joined part
        ("€" * 152, Count(True, 304, 2)),
        ("€" * 153, Count(True, 306, 3)),
        ("ą" + "a" * 69, Count(False, 70, 1)),
        ("ą" + "a" * 70, Count(False, 71, 2)),
        ("ą" * 134, Count(False, 134, 2)),
        ("ą" * 135, Count(False, 135, 3)),
        ("😀" * 35, Count(False, 70, 1)),
        ("😀" * 66, Count(False, 132, 2)),
        ("😀" * 67, Count(False, 134, 3)),
        ("Ñandú äöü è", Count(False, 11, 1)),
        ("ÑñÄäÖöÜüàèéùìò¿¡", Count(True, 16, 1)),
    ],
)
def test_parts_are_counted_as_networks_count_them(text, count):
    assert count_parts(text) == count


def test_signs_of_good_print_have_plain_twins():
    assert costly_letters(plain_signs("“Hello” – it’s… 6\u202fpm • yes")) == ""
    assert costly_letters("aá\nbáč") == "áč"


@given(st.text(max_size=400))
def test_what_is_counted_fits(text):
    count = count_parts(text)
    room = (160 if count.is_gsm else 70, 153 if count.is_gsm else 67)
    assert count.units <= (room[0] if count.parts <= 1 else room[1] * count.parts)
    assert (count.parts == 0) == (text == "")


@given(st.lists(st.text("ab .?!đ1", max_size=300), max_size=12))
def test_each_message_goes_in_one_part_and_says_its_number(texts):
    document = short_document(*(Paragraph(words(text)) for text in texts))
    messages = messages_of(document)
    numbers = [NUMBERED.match(message) for message in messages]
    told = [(int(found[1]), int(found[2])) for found in numbers if found]
    assert told == [(n, len(messages)) for n in range(1, len(messages) + 1)]
    longest = max((len(word) for text in texts for word in text.split()), default=0)
    for message in messages:
        assert count_parts(message).parts == 1 or longest > 60
        assert "\n\n" not in message
    said = [m.split(" ", 1)[1] for m in messages]
    assert "".join(" ".join(said).split()) == "".join((document.title + "".join(texts)).split())


def test_a_message_ends_where_a_sentence_ends():
    sentences = [f"This is sentence number {n} of the paper." for n in range(1, 13)]
    messages = messages_of(short_document(Paragraph(words(" ".join(sentences)))))
    assert len(messages) > 3
    assert all(message.endswith(".") for message in messages)


def test_a_heading_goes_with_what_follows_it():
    blocks = [
        block
        for n in range(9)
        for block in (Heading(1, words(f"Part {n}")), Paragraph(words("It says something. " * 4)))
    ]
    for message in messages_of(short_document(*blocks)):
        assert not re.search(r"Part \d$", message)


@pytest.mark.parametrize("filler", range(90, 160, 3))
def test_links_and_numbers_stay_whole(filler):
    url = "https://riverside.example/a/rather/long/way/to/our/page"
    content = (
        Text("x " * (filler // 2)),
        Link("Our page", url),
        Text(" or call +1 603 555 0101 before 6:30 PM or "),
        Text("12 Elm St", isolate=True),
    )
    messages = messages_of(short_document(Paragraph(content)))
    for whole in (url, "+1 603 555 0101", "6:30 PM", "12 Elm St"):
        assert any(whole in message for message in messages)


def test_a_link_longer_than_a_message_goes_in_joined_parts():
    url = "https://riverside.example/" + "a" * 200
    messages = messages_of(short_document(Paragraph((Link("Page", url),))))
    assert any(url in message and count_parts(message).parts == 2 for message in messages)


def test_letters_that_cost_more_are_told_once_where_they_are_few():
    (problem,) = find_costly_letters(short_document(Paragraph(words("Łódź is “far”. " * 9))))
    assert problem.code == "render.costly-letters"
    assert not problem.is_error
    assert problem.facts["letters"] == "Ł ó ź"
    assert find_costly_letters(standard_handout()) == ()
    assert find_costly_letters(standard_handout("ar")) == ()
