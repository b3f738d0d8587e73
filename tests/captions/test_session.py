"""What a session's people asked for, and the refusal without their yes."""

from __future__ import annotations

import datetime

import pytest

from access_kit.captions.session_needs import choose_captions, require_consent
from access_kit.errors import Refused
from access_kit.profiles.profile_files import parse_profile

TODAY = datetime.date(2026, 11, 24)


def person(number: int, text: str):
    head = (
        f'schema = "access-kit/profile/1"\nid = "K-{number:02}"\nname = "N{number}"\n'
        'stated_by = "self"\n[contact]\nasked_on = 2026-11-20\nsafe = ["email"]\n'
        'email = "a@mail.example"\n'
    )
    profile, problems = parse_profile(head + text, file="p.toml", today=TODAY)
    assert profile is not None, problems
    return profile


LARGE = """[hearing]
captions = "human"
caption_layout = "large-print"
[reading]
print_size_pt = 24
"""
BBC = '[hearing]\ncaptions = "auto"\ncaption_layout = "bbc"\n'
NONE = """[hearing]
captions = "none"
caption_layout = "large-print"
[reading]
print_size_pt = 40
"""


def choose(*texts: str):
    people = [person(number, text) for number, text in enumerate(texts, 1)]
    return choose_captions(people, default="access", lang="en")


def test_the_shortest_lines_and_the_largest_print_win():
    chosen = choose(BBC, LARGE, NONE)
    assert (chosen.layout, chosen.print_size_pt, chosen.people) == ("large-print", 24, 2)
    assert choose(LARGE, BBC).layout == choose(BBC, LARGE).layout


def test_nobody_asked():
    chosen = choose(NONE)
    assert (chosen.layout, chosen.print_size_pt, chosen.people) == ("access", None, 0)


def test_consent():
    require_consent(own_film=True, checked_by="")
    require_consent(own_film=False, checked_by="Jo Lee")
    with pytest.raises(Refused) as caught:
        require_consent(own_film=False, checked_by="  ")
    assert caught.value.exit_code == 6
