"""Odd people on every platform, in every language: what must hold whatever comes together.

Each odd person meets each platform, and by turns each language of the kit, each kind of contents
and one of sixty languages that they read. In soak the long papers, the e-mails and all sixty are
there, drawn by seed.
"""

import datetime
import itertools
import random
import re
import tomllib
from dataclasses import replace

import pytest

from access_kit.model.session import Platform
from access_kit.workflow.prepare.read import read_work
from tests.conftest import SEED, SOAK
from tests.harms.lives import DATA
from tests.harms.test_emergency_line_reaches_everyone import LANGUAGES, has_number
from tests.promises.judge import contradictions, lines_about
from tests.promises.odd_people import ODD, odd_person, said_no_to
from tests.promises.papers import LATE, lay, set_and_read
from tests.promises.said import not_done
from tests.promises.table import load_rows

KITS = ("en", "es", "ar", "hi")
BY_RELAY = Platform.VRS
"""Where people meet through a relay, it is spoken of to everyone."""

LACKS = ({}, {"dial_in": ""}, {"join_url": ""})
"""What is known of how to join: all, no number to call, no link."""

CONTENTS = ("full", "discreet")
ROUNDS = 4 if SOAK else 1
TELLING = tomllib.loads((DATA / "telling.toml").read_text(encoding="utf-8"))["patterns"].values()
NOUNS = {
    (row.setting, row.gives): row.shows["papers"].removeprefix("couldn't arrange ")
    for row in load_rows()
    if "unmet" in row.shows and row.shows.get("papers", "").startswith("couldn't arrange ")
}
"""What the table says a person reads of what could not be had."""


def draw(platform: Platform, turn: int) -> list[tuple[str, str, str]]:
    """Who, what they read and their contents: in CI by turns, so that all pairs come."""
    at = list(Platform).index(platform)
    if SOAK:
        dice = random.Random(f"{SEED} {platform} {turn}")
        return [(who, dice.choice(LANGUAGES), dice.choice(CONTENTS)) for who in ODD]
    some = random.Random(SEED).sample(LANGUAGES, len(LANGUAGES))
    tags = itertools.cycle([*KITS, *some[at * 4 : at * 4 + 4]])
    return [
        (who, next(tags), CONTENTS[(number // 4 + at) % 2]) for number, who in enumerate(ODD, at)
    ]


def meeting(folder, platform, turn):
    """The papers of one session, with everybody's profile."""
    safe = ("email", "letter") if SOAK else ("letter",)
    drawn = draw(platform, turn)
    people = {
        f"O-{number:03}": odd_person(who, number, written=[tag], contents=contents, safe=safe)
        for number, (who, tag, contents) in enumerate(drawn, 1)
    }
    at = (list(Platform).index(platform) + turn) % len(LACKS)
    session = lay(folder, people.values(), platform=f'"{platform}"', **LACKS[at])
    kit = folder / "kit.toml"
    locale = KITS[(list(Platform).index(platform) + turn) % len(KITS)]
    text = re.sub(r'locale = "\w+"', f'locale = "{locale}"', kit.read_text(encoding="utf-8"))
    kit.write_text(text, encoding="utf-8")
    work = read_work(session, kit_folder=None, now=datetime.datetime.fromisoformat(LATE))
    return people, set_and_read(work, only_first=not SOAK)


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("platform", list(Platform), ids=str)
def test_what_must_hold_holds_for_odd_people(tmp_path, platform, turn):
    people, read = meeting(tmp_path / "kit", platform, turn)
    found = {
        who: problems
        for who, profile in people.items()
        if (problems := [*wrong_with(read, who, profile)])
    }
    assert found == {}
    assert not read.run_sheet_is_english or [*not_done(read)] == []


def wrong_with(read, who, profile):
    packet = read.packets[who]
    letters = {name: text for name, text in packet.items() if name.startswith("letter")}
    assert letters
    yield from (("no emergency line", name) for name, text in letters.items()
                if not has_number(text, "911"))  # fmt: skip
    no = said_no_to(profile) - ({"relay"} if read.plan.work.session.platform is BY_RELAY else set())
    yield from contradictions(packet, no)
    lines = " ".join(lines_about(read.run_sheet, f"({who})"))
    told = [one for one in read.not_met(who) if one.setting != "packet.contents"]
    ways = [way for one in told for way in one.alternatives]
    if read.run_sheet_is_english:
        yield from (("not told to the host", way) for way in ways if way not in lines)
        yield from contradictions({"run sheet": lines}, no - {"relay"})
    yield from _not_told(read, who, letters)
    if tomllib.loads(profile)["contact"]["contents"] == "discreet":
        patterns = itertools.chain.from_iterable(TELLING)
        telling = [(name, found[0]) for one in patterns for name, text in packet.items()
                   for found in re.finditer(one, text, re.IGNORECASE)]  # fmt: skip
        yield from (("tells", *one) for one in telling)


def _not_told(read, who, letters):
    """What the person's own letter should say of what could not be had, where it is in English."""
    letter = letters["letter.txt"]
    if "Your meeting on" not in letter or "You don't have to join" in letter:
        return
    for one in read.not_met(who):
        values = one.value if isinstance(one.value, tuple) else (str(one.value).lower(),)
        nouns = [NOUNS[one.setting, value] for value in values if (one.setting, value) in NOUNS]
        if not one.unknown:
            yield from (("not told", noun) for noun in nouns if noun not in letter)


def test_the_odd_people_are_twenty_four_and_the_languages_sixty():
    assert len(ODD) == 24
    assert len(LANGUAGES) == 60


def test_each_odd_person_meets_each_language_and_each_kind_of_contents():
    met = {(who, tag) for one in Platform for who, tag, _ in draw(one, 0)}
    kinds = {(who, contents) for one in Platform for who, _, contents in draw(one, 0)}
    assert SOAK or kinds == set(itertools.product(ODD, CONTENTS))
    assert SOAK or len({tag for _, tag in met}) > 40


def test_the_checks_find_what_is_planted(tmp_path):
    people, read = meeting(tmp_path / "kit", Platform.ZOOM, 0)
    (who, profile) = next(iter(people.items()))
    spoiled = {"letter.txt": "Your meeting on Thursday. You can talk. It stays between us."}
    bad = replace(read, packets={**read.packets, who: spoiled})
    kinds = {one[0] for one in wrong_with(bad, who, profile.replace('"full"', '"discreet"'))}
    assert {"no emergency line", "letter.txt"} <= kinds
