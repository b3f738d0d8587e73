"""What points at a person is found however it is written, and what points at another is not."""

from __future__ import annotations

import dataclasses
import time
import zipfile

import pytest

from access_kit.model.profile import PostalAddress
from access_kit.store.person_words import Certainty, pointers_to
from access_kit.store.speaking import speaks
from tests.strategies import canary_profile

NOT, UNREAD, MAYBE, SURELY = Certainty


def person(*, name="Mei-Ling", phone="+1 603 555 0150", email="mei-ling+post@münchen.example"):
    profile = canary_profile(11)
    post = PostalAddress("Mei-Ling Chen", ("7 Harbor Lane",), "Exampletown", "US")
    contact = dataclasses.replace(profile.contact, phone=phone, email=email, post=post)
    return dataclasses.replace(profile, name=name, contact=contact)


@pytest.fixture
def said(tmp_path):
    """What a file with a text says of somebody."""

    def say(text, *, encoding="utf-8", **facts):
        path = tmp_path / "some.txt"
        path.write_bytes(text.encode(encoding))
        return speaks(path, pointers_to("K-11", [person(**facts)]))

    return say


@pytest.mark.parametrize(
    ("text", "says"),
    [
        *(("603-555-0150", SURELY), ("(603) 555 0150", SURELY), ("603.555.0150,", SURELY)),
        *(("16035550150", SURELY), ("+1603555-0150", SURELY), ("011 1 603 555 0150", SURELY)),
        *(
            ("٦٠٣ ٥٥٥ ٠١٥٠", SURELY),
            ("603\u00a0555\u20110150", SURELY),
            ("room 4 603 5550150", SURELY),
        ),
        *(
            ("555-0150", MAYBE),
            ("26035550150", NOT),
            ("6035550150 4", SURELY),
            ("60355501504", NOT),
        ),
        *(("207 555 0011", MAYBE), ("Zuzu0011friend", NOT)),
        *(("MEI-LING@MÜNCHEN.EXAMPLE", SURELY), ("mei-ling@xn--mnchen-3ya.example", SURELY)),
        *(("mailto:mei-ling%40münchen.example", SURELY), ("so-mei-ling@münchen.example", MAYBE)),
        *(
            ("MEI LING said", MAYBE),
            ("meiling", MAYBE),
            ("Mei\u2011Ling", MAYBE),
            ("Mei-Lings", NOT),
        ),
        *(("Mei-\n  Ling", NOT), ("Mei-\nLing", MAYBE), ("Mei&#45;Ling", MAYBE)),
        *(
            ("Ms Chen", MAYBE),
            ("Chennai", NOT),
            ("mei-ling  chen", SURELY),
            ("7  harbor\nlane", SURELY),
        ),
        *(("K-11_scan", SURELY), ("k-11", SURELY), ("K-111", NOT), ("AK-11", NOT)),
    ],
)
def test_a_person_is_found_however_it_is_written(said, text, says):
    assert said(f"so {text} so") is says


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("José", "jose"), ("Łukasz", "Lukasz"), ("D’Arcy", "d'arcy"), ("Straße", "STRASSE")),
        *(("美玲", "给美玲打电话"), ("أحمد", "احمد"), ("Ana de la Cruz", "Cruz")),
    ],
)
def test_a_name_is_found_without_its_accents_and_between_letters(said, name, text):
    assert said(text, name=name) is MAYBE
    assert said(text, name="Zuzu") is NOT


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        *(("+44 20 7946 0958", "020 7946 0958"), ("+44 20 7946 0958", "+44 (0)20 7946 0958")),
        *(("+39 06 6981 2345", "06/69812345"), ("+33 1 99 00 12 34", "01.99.00.12.34")),
        *(("603 555 0150", "+16035550150"), ("0151 2345678", "0049151 2345678")),
    ],
)
def test_a_number_is_found_in_its_national_form(said, phone, text):
    assert said(text, phone=phone) is SURELY


@pytest.mark.parametrize("encoding", ["cp1250", "utf-8-sig", "utf-16"])
def test_a_name_with_accents_is_found_in_another_encoding(said, encoding):
    assert said("Wołał Łukasz.", encoding=encoding, name="Łukasz") is MAYBE


def test_a_name_in_two_runs_of_a_word_file_is_found(tmp_path):
    path = tmp_path / "minutes.docx"
    runs = "<w:t>Mei-</w:t></w:r><w:r><w:t>Ling</w:t></w:r></w:p><w:p><w:r><w:t>came</w:t>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", f"<w:p><w:r>{runs}</w:r></w:p>")
    assert speaks(path, pointers_to("K-11", [person()])) is MAYBE


def test_an_old_word_file_is_looked_into(tmp_path):
    path = tmp_path / "minutes.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 9 + "Mei-Ling Chen".encode("utf-16-le"))
    assert speaks(path, pointers_to("K-11", [person()])) is SURELY


def test_what_cannot_be_looked_into_is_told(tmp_path):
    """A broken archive, a locked PDF, a text too long; not a recording, which nobody hears."""
    pointers = pointers_to("K-11", [person()])
    for name, data, says in (
        ("a.docx", b"PK\x03\x04 broken", UNREAD),
        ("a.pdf", b"%PDF-1.7 broken", UNREAD),
        ("long.txt", b"Mei-Ling Chen" + b" " * 100, UNREAD),
        ("film.mp4", b"\0\0\0\x20ftyp" + b" " * 100, NOT),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert speaks(path, pointers, most=50) is says, name


@pytest.mark.parametrize("text", ["603 555 0", "mei-", "mei-lin+", "&#109;", "\\u00e", "no one. "])
def test_a_long_file_takes_time_in_proportion(said, text):
    started = time.process_time()
    assert said(text * (1_000_000 // len(text))) is NOT
    assert time.process_time() - started < 5
