"""What a person wrote is read whole, in whatever form their mail program sent it."""

from __future__ import annotations

import base64

import pytest

from access_kit.delivery.mail_in import read_message
from access_kit.delivery.mail_page import page_to_text
from tests.delivery.character_sets import CHARACTER_SETS

HEAD = "From: me@mail.example\nSubject: Re\nMessage-ID: <1@mail.example>\nMIME-Version: 1.0\n"


def mail(body: bytes, content_type: str = "", encoding: str = "8bit") -> bytes:
    head = HEAD + (f"Content-Type: {content_type}\n" if content_type else "")
    return (head + f"Content-Transfer-Encoding: {encoding}\n\n").encode() + body


TRAVELS = [
    (name, encoding)
    for name, (body, *_) in CHARACTER_SETS.items()
    for encoding in ("8bit", "base64")
    if encoding == "base64" or b"\0" not in body
]
"""A text of two bytes a sign travels encoded alone."""


@pytest.mark.parametrize(("name", "encoding"), TRAVELS)
def test_words_are_read_in_the_set_they_are_really_in(name, encoding):
    body, content_type, words = CHARACTER_SETS[name]
    if encoding == "base64":
        body = base64.encodebytes(body)
    assert read_message(mail(body, content_type, encoding)).text.strip() == words


def test_a_subject_is_read_whatever_set_it_names():
    for said in ("=?iso-8859-1?Q?par=C3=A1?=", "par\u00e1"):
        data = f"Subject: {said}\nFrom: me@mail.example\n\nx\n".encode()
        assert read_message(data).subject == "pará"


def parts(kind: str, *held: tuple[str, str]) -> bytes:
    body = "".join(f"--b\nContent-Type: {one}\n\n{text}\n" for one, text in held)
    return mail(f"{body}--b--\n".encode(), f'multipart/{kind}; boundary="b"')


def test_text_after_a_picture_is_read():
    data = parts("mixed", ("text/plain", "A1 yes"), ("image/png", "x"), ("text/plain", "STOP"))
    assert read_message(data).text.split() == ["A1", "yes", "STOP"]


def test_text_that_exchange_made_a_file_of_is_read_and_other_files_are_not():
    attached = "text/plain\nContent-Disposition: attachment; filename="
    data = parts(
        "mixed",
        ("text/plain", "A1 yes"),
        (attached + "ATT00001.txt", "A2 no"),
        (attached + "notes.txt", "A3 no"),
        ("message/rfc822", "Subject: x\n\nA4 no"),
    )
    assert read_message(data).text.split("\n") == ["A1 yes", "A2 no"]


QUOTE = "On Thu, Nov 26, 2026 at 10:00 Riverside <hello@r.example> wrote:\n> A1. It is charged\n"
PAGE_QUOTE = "<div>On Thu, Nov 26 Riverside wrote:</div><blockquote>A1. It is charged</blockquote>"


@pytest.mark.parametrize("text", ["", " \n", QUOTE])
def test_a_page_that_holds_the_answer_beside_an_empty_text_is_read(text):
    page = f"<div>A1 need help</div>{PAGE_QUOTE}"
    data = parts("alternative", ("text/plain", text), ("text/html", page))
    assert read_message(data).text.startswith("A1 need help")


def test_a_text_that_holds_the_answer_is_read_and_its_page_is_not():
    data = parts(
        "alternative",
        ("text/plain", f"A1 yes\n{QUOTE}"),
        ("text/html", f"<p>A1 yes</p>{PAGE_QUOTE}"),
    )
    assert read_message(data).text.startswith("A1 yes\nOn Thu, Nov 26, 2026")


def test_lines_that_flow_are_put_together_and_answers_stay_apart():
    flowed = 'text/plain; charset="utf-8"; format=flowed; delsp=yes'
    body = "I would like to st \nop here\nA1 yes \nA2 no\n> a quo \n> ted line\n-- \nMe\n"
    text = read_message(mail(body.encode(), flowed)).text
    assert text.split("\n")[:5] == [
        "I would like to stop here",
        "A1 yes",
        "A2 no",
        "> a quoted line",
        "-- ",
    ]


def test_parts_behind_another_divider_than_the_message_says_are_read():
    data = parts("mixed", ("text/plain", "A1 yes")).replace(b'boundary="b"', b'boundary="other"')
    data = data.replace(b"--b", b"--bbbb")
    assert "A1 yes" in read_message(data).text


def test_a_message_whose_words_only_outlook_reads_says_so():
    data = mail(b"eJ8+Ig==", "application/ms-tnef; name=winmail.dat", "base64")
    assert read_message(data).fault == "winmail"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<script>a<b<title></script>A1 yes", "A1 yes"),
        ("<head><title>x<body>A1 yes", "A1 yes"),
        ("a<!-- b -->c<!-- d", "ac d"),
        ("<p title='a>b'>A1</p><P>yes", "A1\nyes"),
        ("<input type=checkbox checked>Yes<input>No", "[x] YesNo"),
        ("1 < 2 & 3 &lt; 4 &#99999999999999; &#1234567;", "1 < 2 & 3 < 4 \ufffd \ufffd"),
        ("<blockquote>q<blockquote>r</blockquote></blockquote>s", "> q\n> > r\ns"),
    ],
)
def test_a_page_is_read_as_lines(page, text):
    assert page_to_text(page).strip() == text
