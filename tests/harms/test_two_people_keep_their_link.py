"""Whom a call does not suit keeps the app where two people meet: they are not sent to texts."""

import pytest

from tests.harms.lives import person
from tests.promises.papers import make

LINK = "https://meet.example/j/5550100"
TEXTING = "At 6:00 p.m., text Jo"


def letter_of(folder, *, more="", language=""):
    """The letter of one person who meets with Jo in Zoom."""
    profile = person(more=more).replace("[reading]", f"{language}\n[reading]")
    read = make(folder, [profile], kind='"one_to_one"', title='"A talk with Jo"')
    return read.packets["L-01"]["letter.txt"]


@pytest.mark.parametrize(
    ("more", "language"),
    [
        ('[hearing]\ncaptions = "auto"', ""),
        ("[hearing]\nlip_reads = true", ""),
        ('[hearing]\ncaptions = "auto"\n[talk]\nmodes = ["voice"]', ""),
        ("", 'signed = ["ase"]'),
    ],
    ids=["reads captions", "reads lips", "likes to speak, with captions", "signs"],
)
def test_who_reads_captions_or_lips_or_signs_keeps_the_link(tmp_path, more, language):
    letter = letter_of(tmp_path / "kit", more=more, language=language)
    assert f"open {LINK}" in letter
    assert TEXTING not in letter


def test_who_likes_texts_best_still_texts(tmp_path):
    letter = letter_of(tmp_path / "kit", more='[talk]\nmodes = ["sms"]\navoid = ["phone"]')
    assert TEXTING in letter
    assert LINK not in letter
