"""No message takes long to read, whatever it is made of: what is too much is told as what it is.

Each input grows; reading eight times as much takes less than some sixteen times as long, where a
reader that looks at everything twice over would take sixty-four.
"""

from __future__ import annotations

import base64
import time

import pytest

from access_kit.budgets import MAIL_BYTES
from access_kit.delivery.mail_in import read_mail, read_message

HEAD = "From: me@mail.example\nSubject: Re\nMIME-Version: 1.0\n"
PAGE = HEAD + "Content-Type: text/html\n\n"
MAILER = "From: MAILER-DAEMON@mail.example\nSubject: failure notice\nReturn-Path: <>\n\n"
FROM = "From me@mail.example Fri Nov 27 18:00:00 2026\n"


def nested(n: int, kind: str = "multipart/mixed") -> str:
    parts = (f'Content-Type: {kind}; boundary="b{at}"\n\n--b{at}\n' for at in range(n // 20))
    return HEAD + "".join(parts) + "\nx"


GROWING = {
    "dashes": lambda n: f"{HEAD}\n{'-' * n} x",
    "addresses in From": lambda n: f"From: {'a@b.example, ' * n}x@y.example\n\nSTOP",
    "addresses in To": lambda n: f"{HEAD}To: {'a@b.example, ' * n}x@y.example\n\nSTOP",
    "comments in From": lambda n: f"From: {'(' * n}a@b.example\n\nSTOP",
    "quotes in Content-Type": lambda n: (
        f"{HEAD}Content-Type: text/plain; a={';' + chr(34) * n}\n\nx"
    ),
    "headers": lambda n: "".join(f"X-{at}: y\n" for at in range(n)) + "\nx",
    "a long subject": lambda n: f"From: a@b.example\nSubject: {'=?utf-8?q?a?= ' * n}\n\nx",
    "ids": lambda n: f"{HEAD}References: {'<a@b> ' * n}\n\nx",
    "open ids": lambda n: f"{HEAD}References: {'<' * n}\n\nx",
    "nested parts": nested,
    "nested messages": lambda n: HEAD + "Content-Type: message/rfc822\n\n" * (n // 20) + "\nx",
    "parts": lambda n: (
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\nx\n" * n + "--b--\n"
    ),
    "lines": lambda n: HEAD + "\n" * n,
    "flowing lines": lambda n: f"{HEAD}Content-Type: text/plain; format=flowed\n\n" + "x \n" * n,
    "base64": lambda n: (
        f"{HEAD}Content-Transfer-Encoding: base64\n\n{base64.encodebytes(b'a' * n).decode()}"
    ),
    "bytes of no set": lambda n: f"{HEAD}\n" + "\udce4\udcda " * n,
    "nested elements": lambda n: PAGE + "<div>" * n + "x",
    "nested quotes": lambda n: PAGE + "<blockquote>" * n + "x",
    "open tags": lambda n: PAGE + "<a " * n,
    "open comments": lambda n: PAGE + "<!--" * n,
    "open declarations": lambda n: PAGE + "<![CDATA[" * n,
    "open attributes": lambda n: PAGE + '<a b="' * n,
    "open scripts": lambda n: PAGE + "<script>" * n,
    "entities": lambda n: PAGE + "&#" + "9" * n,
    "one long word": lambda n: PAGE + "a" * n,
    "a notice of one word": lambda n: MAILER + "a" * n,
    "a notice of at signs": lambda n: MAILER + "a@" * n,
    "a notice of dots": lambda n: MAILER + "a@b" + ".c" * n,
    "a notice of headers": lambda n: MAILER + "To: a@b.example\n" * n,
    "a notice of lines": lambda n: MAILER + "This is the postfix program <a@b.example>:\n" * n,
    "a report of blocks": lambda n: (
        MAILER.strip()
        + '\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"'
        "\n\n--b\nContent-Type: message/delivery-status\n\n"
        + "Final-Recipient: rfc822; a@b.example\nAction: failed\n\n" * n
        + "--b--\n"
    ),
}


def seconds(data: bytes) -> float:
    """The shortest of two: what else the machine does makes one of them longer."""
    took = []
    for _ in range(2):
        began = time.process_time()
        read_message(data)
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("name", GROWING)
def test_a_message_is_read_in_time_that_grows_with_its_length_alone(name):
    make = GROWING[name]
    few = seconds(make(2_000).encode("utf-8", "surrogateescape"))
    many = seconds(make(16_000).encode("utf-8", "surrogateescape"))
    most = seconds(make(200_000).encode("utf-8", "surrogateescape"))
    assert many < max(0.1, few * 24)
    assert most < 4


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("addresses in From", "too-long-a-head"),
        ("headers", "too-long-a-head"),
        ("quotes in Content-Type", "too-long-a-head"),
        ("nested parts", "too-deep"),
        ("nested messages", "too-deep"),
    ],
)
def test_what_is_too_much_is_told_as_what_it_is(name, fault):
    assert read_message(GROWING[name](200_000).encode()).fault == fault


def test_a_message_that_is_too_large_is_told_and_the_next_is_read(tmp_path):
    path = tmp_path / "saved.mbox"
    large = b"x" * 76 + b"\n"
    with path.open("wb") as stream:
        stream.write(f"{FROM}{HEAD}\n".encode())
        stream.write(large * (MAIL_BYTES // len(large) + 10))
        stream.write(f"\n{FROM}{HEAD}\nA1 yes\n".encode())
    assert [(one.fault, one.text.strip()) for one in read_mail(path)] == [
        ("too-large", ""),
        ("", "A1 yes"),
    ]


def test_a_mailbox_of_lines_that_begin_with_from_is_read_in_one_pass(tmp_path):
    took = []
    for n in (2_000, 16_000, 100_000):
        path = tmp_path / f"{n}.mbox"
        path.write_text(f"{FROM}{HEAD}Content-Length: 5\n\n" + "\nFrom me, 18:00 2026\n" * n)
        began = time.process_time()
        assert len(list(read_mail(path))) == 1
        took.append(time.process_time() - began)
    assert took[2] < 4
