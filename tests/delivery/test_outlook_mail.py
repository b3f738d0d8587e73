"""Messages that Outlook saved are read as any other."""

from __future__ import annotations

import contextlib
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.delivery.mail_in import read_mail
from access_kit.errors import BadInput, MissingPart
from tests.delivery.outlook_file import outlook_message

HEAD = (
    "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b;\r\n"
    "\tSat, 28 Nov 2026 09:00:05 -0500\r\nFrom: Mei <mei-ling@mail.example>\r\n"
    "To: hello@riverside.example\r\nSubject: Re: Your meeting\r\n"
    "Date: Sat, 28 Nov 2026 09:00:00 -0500\r\nMessage-ID: <a1@mail.example>\r\n"
    "In-Reply-To: <ours-1@riverside.example>\r\nContent-Type: multipart/mixed;\r\n"
    '\tboundary="nowhere"\r\nMIME-Version: 1.0\r\n\r\n'
)


def read(tmp_path, data: bytes):
    path = tmp_path / "Re Your meeting.msg"
    path.write_bytes(data)
    return list(read_mail(path))


@pytest.mark.parametrize(
    "words",
    [
        {"body": "A1 Sí, mañana\r\nA2 yes\r\n"},
        {"page": "<html><body><p>A1 Sí, mañana</p><p>A2 yes</p></body></html>"},
        {"body": "A1 Sí, mañana\r\nA2 yes", "page": "<p>A1 Sí, mañana</p><p>A2 yes</p>"},
    ],
)
def test_a_message_that_outlook_saved_is_read(words, tmp_path):
    (one,) = read(tmp_path, outlook_message(HEAD, **words))
    assert one.sender == "mei-ling@mail.example"
    assert one.refers_to == ("<ours-1@riverside.example>",)
    assert one.message_id == "<a1@mail.example>"
    assert one.at.isoformat() == "2026-11-28T09:00:00-05:00"
    assert [line.strip() for line in one.text.split("\n") if line.strip()] == [
        "A1 Sí, mañana",
        "A2 yes",
    ]


def test_without_the_headers_what_outlook_knows_of_them_counts(tmp_path):
    more = {0x5D01: "mei-ling@mail.example", 0x0037: "STOP", 0x1042: "<ours-1@riverside.example>"}
    (one,) = read(tmp_path, outlook_message(body="Please", more=more))
    assert (one.sender, one.subject) == ("mei-ling@mail.example", "STOP")
    assert one.refers_to == ("<ours-1@riverside.example>",)


def test_one_without_words_is_named_with_the_way_out(tmp_path):
    with pytest.raises(BadInput) as raised:
        read(tmp_path, outlook_message(HEAD))
    assert raised.value.problems[0].code == "returns.outlook"


def test_without_the_extra_it_is_named_with_the_command_that_gets_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "oxmsg", None)
    with pytest.raises(MissingPart) as raised:
        read(tmp_path, outlook_message(HEAD, "A1 yes"))
    assert raised.value.problems[0].facts == {"extra": "office"}


WHOLE = outlook_message(HEAD, "A1 yes")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_damaged_one_is_read_or_told(tmp_path_factory, at, junk, is_cut):
    data = WHOLE[:at] if is_cut else WHOLE[:at] + junk + WHOLE[at + len(junk) :]
    path = tmp_path_factory.mktemp("damaged") / "it.msg"
    path.write_bytes(data)
    with contextlib.suppress(BadInput):
        list(read_mail(path))
