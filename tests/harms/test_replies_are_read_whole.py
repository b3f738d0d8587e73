"""What a person wrote counts whole, in whatever form their mail program saved it."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.delivery.character_sets import CHARACTER_SETS
from tests.delivery.outlook_file import outlook_message
from tests.harms.commands import call
from tests.harms.mail_in import ADDRESS, WHO, filled, id_of, status_of, take
from tests.send.conftest import mailed, ready

__all__ = ["mailed", "ready"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")


@pytest.fixture
def kit(mailed, tmp_path):
    return shutil.copytree(mailed, tmp_path / "kit")


def reply(
    kit, body: bytes, content_type: str = "text/plain; charset=utf-8", more: str = ""
) -> bytes:
    """An answer of ``WHO`` to our mail; each body has an id of its own."""
    return (
        f"From: Me <{ADDRESS}>\nTo: hello@riverside.example\nSubject: Re: Your meeting\n"
        f"Date: Fri, 27 Nov 2026 18:00:00 -0500\nMessage-ID: <{abs(hash(body))}@mail.example>\n"
        f"In-Reply-To: {id_of(kit)}\nMIME-Version: 1.0\n{more}Content-Type: {content_type}\n"
        "Content-Transfer-Encoding: 8bit\n\n"
    ).encode() + body


def test_text_after_a_picture_is_read(kit):
    saved = filled(kit, "split-by-photo.eml")
    help_alone = saved.replace(b"STOP", b"A2 yes").replace(b"l1@", b"l9@")
    first, second = take(kit, help_alone, saved).json["messages"]
    assert "tc-link" in first["help"]
    assert second["kind"] == "stop"


def test_words_in_another_set_than_was_named_are_read(kit):
    (one,) = take(kit, filled(kit, "utf8-called-ascii.eml")).json["messages"]
    assert (one["kind"], one["forms"]) == ("answer", ["tech_check"])
    forms = [
        reply(kit, body, kind or "text/plain")
        for body, kind, words in CHARACTER_SETS.values()
        if words.startswith("A1 Sí") and b"\0" not in body
    ]
    forms = [one.replace(b", ma\xc3\xb1ana", b"").replace(b", ma\xf1ana", b"") for one in forms]
    # The same words under one id would be the same message.
    forms = [one.replace(b"ID: <", b"ID: <%d." % at) for at, one in enumerate(forms)]
    forms = [one.replace(b"18:00:00", b"18:00:%02d" % at) for at, one in enumerate(forms)]
    done = take(kit, *forms)
    assert [one["kind"] for one in done.json["messages"]] == ["answer"] * len(forms)


def test_a_persons_answer_that_came_by_a_list_is_read(kit):
    (one,) = take(kit, filled(kit, "list-header-human.eml")).json["messages"]
    assert (one["kind"], one["help"]) == ("answer", ["tc-link"])


def test_an_answer_that_says_it_is_not_automatic_is_read(kit):
    (one,) = take(kit, reply(kit, b"A1 need help\n", more="X-Autoreply: no\n")).json["messages"]
    assert (one["kind"], one["help"]) == ("answer", ["tc-link"])


def test_a_line_that_begins_with_from_ends_no_message(kit):
    done = take(kit, filled(kit, "from-in-text.mbox"), suffix="mbox")
    (one,) = done.json["messages"]
    assert one["help"] == ["tc-link", "tc-hear"]
    assert status_of(kit)["open"] == ["tc-link", "tc-hear"]


def test_a_page_with_the_answer_beside_a_text_with_the_quotation_is_read(kit):
    body = (
        "--b\nContent-Type: text/plain\n\nOn Thu, Nov 26, 2026 Riverside wrote:\n> A1. It is\n"
        "--b\nContent-Type: text/html\n\n<div>A1 need help</div><blockquote>A1. It is"
        "</blockquote>\n--b--\n"
    )
    (one,) = take(kit, reply(kit, body.encode(), 'multipart/alternative; boundary="b"')).json[
        "messages"
    ]
    assert one["help"] == ["tc-link"]


def test_lines_that_flow_keep_each_answer(kit):
    body = b"A1 need help \nA2 need help\n"
    (one,) = take(kit, reply(kit, body, "text/plain; format=flowed; delsp=yes")).json["messages"]
    assert one["help"] == ["tc-link", "tc-hear"]


def test_a_folder_that_apple_mail_exported_is_read(kit):
    folder = kit / "Replies.mbox"
    folder.mkdir()
    (folder / "mbox").write_bytes(filled(kit, "from-in-text.mbox"))
    done = call(kit, "returns", "import", "Replies.mbox", "--json")
    assert [one["id"] for one in done.json["messages"]] == [WHO]


def test_an_answer_that_outlook_saved_is_the_persons(kit):
    head = (
        f"From: {ADDRESS}\r\nSubject: Re: Your meeting\r\nMessage-ID: <o1@mail.example>\r\n"
        f"Date: Sat, 28 Nov 2026 09:00:00 -0500\r\nIn-Reply-To: {id_of(kit)}\r\n"
    )
    done = take(kit, outlook_message(head, "A1 need help\r\n"), suffix="msg")
    (one,) = done.json["messages"]
    assert (one["kind"], one["id"], one["help"]) == ("answer", WHO, ["tc-link"])


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("reply.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "returns.outlook"),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + b"\0" * 60, "returns.winmail"),
        ("folder", None, "returns.folder"),
        ("nothing.eml", "missing", "file.missing"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_out(name, data, code, kit):
    path = kit / name
    if data is None:
        path.mkdir()
    elif data != "missing":
        path.write_bytes(data)
    done = call(kit, "returns", "import", path, "--json")
    (problem,) = done.json["problems"]
    assert (done.code, problem["code"]) == (2, code)
    assert problem["message"] != code
    assert problem["hint"]


def test_a_message_of_two_hundred_thousand_senders_is_told_and_the_next_is_read(kit):
    many = b"From: " + b"a@b.example, " * 200_000 + b"x@y.example\n\nSTOP\n"
    done = take(kit, many, reply(kit, b"A1 need help\n"))
    assert [one["kind"] for one in done.json["messages"]] == ["unreadable", "answer"]
    assert "returns.too-long-a-head" in [one["code"] for one in done.json["problems"]]
