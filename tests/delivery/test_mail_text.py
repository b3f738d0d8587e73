"""What a person wrote is read whole, in whatever form their mail program sent it."""

from __future__ import annotations

import base64

import pytest

from access_kit.delivery.mail_in import read_message
from access_kit.delivery.mail_page import page_to_text

HEAD = "From: me@mail.example\nSubject: Re\nMessage-ID: <1@mail.example>\nMIME-Version: 1.0\n"


def mail(body: bytes, content_type: str = "", encoding: str = "8bit") -> bytes:
    head = HEAD + (f"Content-Type: {content_type}\n" if content_type else "")
    return (head + f"Content-Transfer-Encoding: {encoding}\n\n").encode() + body


def plain(label: str) -> str:
    return f"text/plain; charset={label}" if label else ""


SPANISH, ARABIC, HINDI = "A1 Sí, mañana", "A1 نعم، أحتاج مساعدة", "A1 हाँ, मदद चाहिए"

CHARACTER_SETS = {
    "right": (SPANISH.encode(), plain("utf-8"), SPANISH),
    "utf-8 called us-ascii": (SPANISH.encode(), plain("us-ascii"), SPANISH),
    "utf-8 called iso-8859-1": (SPANISH.encode(), plain("iso-8859-1"), SPANISH),
    "utf-8 called windows-1252": (HINDI.encode(), plain("windows-1252"), HINDI),
    "utf-8 without a label": (ARABIC.encode(), "", ARABIC),
    "utf-8 called unknown-8bit": (ARABIC.encode(), plain("unknown-8bit"), ARABIC),
    "utf-8 called what nobody knows": (HINDI.encode(), plain("x-klingon"), HINDI),
    "latin-1 called us-ascii": (SPANISH.encode("latin-1"), plain("us-ascii"), SPANISH),
    "latin-1 called utf-8": (SPANISH.encode("latin-1"), plain("utf-8"), SPANISH),
    "latin-1 without a label": (SPANISH.encode("latin-1"), "", SPANISH),
    "windows-1256": (ARABIC.encode("cp1256"), plain("windows-1256"), ARABIC),
    "windows-1256 called windows-1252": (ARABIC.encode("cp1256"), plain("windows-1252"), ARABIC),
    "windows-1256 without a label": ("A1 نعم".encode("cp1256"), "", "A1 نعم"),
    "iso-8859-6": (ARABIC.encode("iso-8859-6"), plain("iso-8859-6"), ARABIC),
    "utf-16 with its mark": (SPANISH.encode("utf-16"), plain("utf-16"), SPANISH),
    "a page that alone says utf-8": (
        f'<html><head><meta charset="utf-8"></head><body>{HINDI}</body>'.encode(),
        "text/html",
        HINDI,
    ),
    "a page that alone says windows-1256": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><p>'
        + ARABIC.encode("cp1256"),
        "text/html",
        ARABIC,
    ),
}


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
@pytest.mark.parametrize("name", CHARACTER_SETS)
def test_words_are_read_in_the_set_they_are_really_in(name, encoding):
    body, content_type, words = CHARACTER_SETS[name]
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif b"\0" in body:
        pytest.skip("a text of two bytes a sign travels encoded")
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
