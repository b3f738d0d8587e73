"""Saved mail is cut where messages begin, and nowhere else, in each form it is saved in."""

from __future__ import annotations

import pytest

from access_kit.delivery.mail_in import read_mail
from access_kit.errors import BadInput

FROM = "From me@mail.example Fri Nov 27 18:00:00 2026\n"
HEAD = "From: me@mail.example\nSubject: Re\nMessage-ID: <{}@mail.example>\n\n"


def texts(path):
    return [one.text.strip() for one in read_mail(path)]


def saved(tmp_path, text, name="saved.mbox"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        FROM,
        "From - Fri Nov 27 18:00:00 2026\n",
        "From me@mail.example Fri Nov 27 18:00 2026\n",
        "From 1784@xxx Fri Nov 27 18:00:00 +0000 2026\n",
        "From me@mail.example  Fri, 27 Nov 2026 18:00:00 +0000\n",
    ],
)
def test_a_mailbox_is_cut_at_its_dated_lines(line, newline, tmp_path):
    box = "".join(f"{line}{HEAD.format(at)}A{at} yes\n\n" for at in (1, 2, 3))
    path = saved(tmp_path, box.replace("\n", newline))
    assert texts(path) == ["A1 yes", "A2 yes", "A3 yes"]


@pytest.mark.parametrize(
    "words",
    [
        "From now on please write me letters.",
        "From the 3rd of May 2026 at 18:00 I am away.\nA2 yes",
        "From me@mail.example Fri Nov 27 18:00:00 2026\nand so on",
    ],
)
def test_a_line_of_words_that_begins_with_from_cuts_nothing(words, tmp_path):
    body = f"A1 need help\n\n{words}"
    path = saved(tmp_path, f"{FROM}{HEAD.format(1)}{body}\n\n{FROM}{HEAD.format(2)}A3 yes\n")
    assert texts(path) == [body, "A3 yes"]


def test_from_that_was_escaped_is_from_again(tmp_path):
    path = saved(tmp_path, f"{FROM}{HEAD.format(1)}>From here\n>>From there\n> From you\n")
    assert texts(path) == ["From here\n>From there\n> From you"]


def test_a_length_that_is_told_is_respected_and_a_wrong_one_is_not(tmp_path):
    inner = f"A1 yes\n\n{FROM}{HEAD.format(9)}A2 no\n"
    head = HEAD.format(1).replace("\n\n", "\nContent-Length: {}\n\n")
    right = head.format(len(inner)) + inner
    path = saved(tmp_path, f"{FROM}{right}\n{FROM}{HEAD.format(2)}A3 yes\n")
    assert len(texts(path)) == 2
    wrong = head.format(len(inner) + 3) + inner
    path = saved(tmp_path, f"{FROM}{wrong}\n{FROM}{HEAD.format(2)}A3 yes\n")
    assert len(texts(path)) == 3


def test_folders_of_mail_programs_are_read(tmp_path):
    apple = tmp_path / "Inbox.mbox"
    apple.mkdir()
    saved(apple, f"{FROM}{HEAD.format(1)}A1 yes\n", "mbox")
    (apple / "table_of_contents").write_bytes(b"x")
    assert texts(apple) == ["A1 yes"]
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    saved(tmp_path / "Maildir" / "cur", HEAD.format(1) + "A1 yes\n", "1.host:2,S")
    saved(tmp_path / "Maildir" / "new", HEAD.format(2) + "A2 yes\n", "2.host")
    assert texts(tmp_path / "Maildir") == ["A1 yes", "A2 yes"]
    body = HEAD.format(1) + "A1 yes\n"
    path = saved(tmp_path, f"{len(body):<10}\n{body}<?xml?><plist></plist>\n", "1.emlx")
    assert texts(path) == ["A1 yes"]


def test_a_message_whose_first_line_is_an_escaped_from_is_one_message(tmp_path):
    path = saved(tmp_path, f">{FROM}{HEAD.format(1)}A1 yes\n", "one.eml")
    assert texts(path) == ["A1 yes"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "returns.outlook"),
        (b"\x78\x9f\x3e\x22" + b"\0" * 60, "returns.winmail"),
        (b"!BDN" + b"\0" * 60, "returns.outlook-store"),
        (b"\xff\xd8\xff\xe0 JFIF", "returns.no-mail"),
        (b"Dear all,\nsee you\n", "returns.no-mail"),
        (b"", "returns.no-mail"),
        (None, "returns.folder"),
        ("missing", "file.missing"),
    ],
)
def test_what_is_no_mail_is_named(data, code, tmp_path):
    path = tmp_path / "it"
    if data is None:
        path.mkdir()
    elif data != "missing":
        path.write_bytes(data)
    with pytest.raises(BadInput) as raised:
        list(read_mail(path))
    assert [problem.code for problem in raised.value.problems] == [code]
