"""Messages as bytes: what stands in them, and what cannot be made to stand in them."""

from __future__ import annotations

import dataclasses
import datetime
import email
import email.policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.delivery.emails import Attachment, Email, build_message
from access_kit.errors import AccessKitError, BadInput, CannotWrite
from access_kit.model.ledger import MailKey

KEY = MailKey("evening-group-2026-12-03", "K-07", "email", "packet", "0" * 64)
PDF = Attachment("meeting-guide.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
EMAIL = Email(
    from_name="Riverside",
    from_address="hello@riverside.example",
    to_address="rosa@mail.example",
    subject="Your meeting on Thu, Dec 3",
    lang="es",
    date=datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC),
    text="Hola Rosa,\n\nvéase abajo. " + "largo " * 300 + "\n.\n[ ] Sí\n",
    html="<!doctype html><html lang='es'><body><p>Hola Rosa</p></body></html>",
    attachments=(PDF,),
    calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
)


def read(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def build(**changes):
    return build_message(KEY, dataclasses.replace(EMAIL, **changes))


def test_a_message_comes_back_as_it_was_made():
    made = build()
    message = read(made.data)
    assert not message.defects
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/pdf",
    ]
    assert parts[0].get_content().replace("\r\n", "\n") == EMAIL.text
    assert parts[1].get_content().rstrip("\r\n") == EMAIL.html
    assert parts[2].get_param("method") == "PUBLISH"
    assert parts[3].get_content() == PDF.data
    assert parts[3].get_filename() == "meeting-guide.pdf"
    assert message["To"] == "rosa@mail.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<mailto:hello@riverside.example?subject=stop>"
    assert all(len(line) <= 998 for line in made.data.split(b"\r\n"))
    assert made.data.isascii()


def test_the_same_parts_make_the_same_bytes_but_for_an_id_that_nobody_can_work_out():
    one, other = build(), build()
    assert one.message_id != other.message_id
    assert one.data.replace(one.message_id.encode(), other.message_id.encode()) == other.data
    assert build_message(KEY, EMAIL, one.message_id) == one
    for secret in ("K-07", "evening", "rosa"):
        assert secret not in one.message_id


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: x@y.example",
        "Group: a@b.example;",
        "a@b.example\0",
        "a@b.example> SIZE=1 <",
        "Rosa <a@b.example>",
        "a b@c.example",
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "",
    ],
)
def test_what_is_not_one_bare_address_is_refused(address):
    with pytest.raises(BadInput) as caught:
        build(to_address=address)
    assert caught.value.problems[0].code == "send.bad-address"
    assert address == "" or address not in str(caught.value.problems)


@pytest.mark.parametrize("sign", "\r\n\v\f\0\x1b\x85\u2028\u2029")
def test_a_line_end_in_a_header_is_refused(sign):
    for field in ("subject", "from_name"):
        with pytest.raises(BadInput):
            build(**{field: f"a{sign}Bcc: x@y.example"})


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "a/b.pdf", "x.pdf\r\nX: y", "", ".pdf", "a b.pdf", "x" * 80 + ".pdf"]
)
def test_a_file_name_is_plain_or_refused(name):
    with pytest.raises(BadInput):
        build(attachments=(dataclasses.replace(PDF, name=name),))


def test_what_is_too_large_is_told():
    big = dataclasses.replace(PDF, data=b"x" * 13_000_000)
    with pytest.raises(CannotWrite) as caught:
        build(attachments=(big, big))
    assert caught.value.problems[0].code == "send.too-large"


def test_letters_beyond_ascii_before_the_at_need_utf8():
    assert build(to_address="josé@mail.example").needs_utf8
    assert not build(to_address="rosa@bücher.example").needs_utf8
    assert build(to_address="rosa@bücher.example").recipient == "rosa@xn--bcher-kva.example"


@settings(max_examples=200)
@given(
    name=st.text(max_size=40),
    subject=st.text(min_size=1, max_size=60),
    body=st.text(max_size=200),
    address=st.text(max_size=30) | st.just("rosa@mail.example"),
)
def test_no_text_adds_a_header_or_a_recipient(name, subject, body, address):
    try:
        made = build(from_name=name, subject=subject, text=body, html=body, to_address=address)
    except AccessKitError:
        return
    message = read(made.data)
    assert sorted(set(message.keys())) == sorted(message.keys())
    assert len(message["To"].addresses) == 1
    assert len(message["From"].addresses) == 1
    assert message["To"].addresses[0].addr_spec == made.recipient
    assert set(message.keys()) == set(read(build().data).keys())
