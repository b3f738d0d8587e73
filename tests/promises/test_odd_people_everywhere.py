"""Odd people on every platform, in every language: what must hold whatever comes together.

Each odd person meets each platform, and by turns each language of the kit, each kind of contents
and one of sixty languages that they read. In soak the long papers, the e-mails and all sixty are
there, drawn by seed.
"""

import datetime
import functools
import itertools
import json
import random
import re
import tomllib
from dataclasses import replace

import pytest

from access_kit.i18n import load_words
from access_kit.model.session import Platform
from access_kit.workflow.prepare.read import read_work
from tests.burden.duties import fragments
from tests.conftest import SEED, SOAK
from tests.harms.lives import DATA
from tests.harms.test_emergency_line_reaches_everyone import LANGUAGES, has_number
from tests.promises.judge import contradictions, lines_about
from tests.promises.odd_people import HANDOUTS, ODD, odd_person, said_no_to
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

NAMED = {
    "a captioner": "text.unmet-captioner",
    "a chat": "text.unmet-chat",
    "a device to borrow": "text.unmet-loan",
    "a face you can see": "text.unmet-face",
    "a way to follow what is said": "text.unmet-follow",
    "a way with less data": "text.unmet-data",
    "an interpreter": "text.unmet-interpreter",
    "captions": "text.unmet-captions",
    "full notes": "text.unmet-notes",
}
"""The words of the catalogue in which a reader of another language reads the same."""

NO_MATTER = ("captions.live", "lips.seen", "signed.followed", "facilitator.face", "turn.chat")
"""What nobody has to be told who is told that there is no way for them at all."""


Drawn = list[tuple[str, str, str]]


def draw(platform: Platform, turn: int) -> Drawn:
    """Who, what they read and their contents: in CI by turns, so that all pairs come."""
    if SOAK:
        dice = random.Random(f"{SEED} {platform} {turn}")
        return [(who, dice.choice(LANGUAGES), dice.choice(CONTENTS)) for who in ODD]
    return _by_turns()[platform]


@functools.cache
def _by_turns() -> dict[Platform, Drawn]:
    """One in three reads a language of the kit: each person each of them, on each platform each.

    The others read what is left of the sixty, each language with each kind of contents.
    """
    others = [tag for tag in LANGUAGES if tag not in KITS]
    random.Random(SEED).shuffle(others)
    rest = itertools.cycle(itertools.product(CONTENTS, others))
    drawn: dict[Platform, Drawn] = {}
    for at, platform in enumerate(Platform):
        drawn[platform] = []
        for number, who in enumerate(ODD):
            contents, tag = next(rest) if (number + at) % 3 else (
                CONTENTS[(number // 3 + at // 3 // 4) % 2], KITS[(number + at // 3) % 4]
            )  # fmt: skip
            drawn[platform].append((who, tag, contents))
    return drawn


def meeting(folder, platform, turn):
    """The papers of one session, with everybody's profile."""
    safe = ("email", "letter") if SOAK else ("letter",)
    drawn = draw(platform, turn)
    people = {
        f"O-{number:03}": odd_person(who, number, written=[tag], contents=contents, safe=safe)
        for number, (who, tag, contents) in enumerate(drawn, 1)
    }
    at = (list(Platform).index(platform) + turn) % len(LACKS)
    named = json.dumps(HANDOUTS[at :: len(LACKS)])
    changes = {"platform": f'"{platform}"', "handouts": named, **LACKS[at]}
    session = lay(folder, people.values(), **changes)
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
    """What the person's own letter should say, in its language, of what could not be had."""
    letter = letters["letter.txt"]
    lang = next((one for one in KITS if _says(letter, one, "letter.title")), None)
    if lang is None:
        yield ("a letter in no language of the kit", who)
        return
    none = _says(letter, lang, "join.none")
    said = load_words(lang).messages
    for one in read.not_met(who):
        values = one.value if isinstance(one.value, tuple) else (str(one.value).lower(),)
        nouns = [NOUNS[one.setting, value] for value in values if (one.setting, value) in NOUNS]
        if not one.unknown and not (none and one.setting in NO_MATTER):
            yield from (("not told", noun) for noun in nouns if said[NAMED[noun]] not in letter)


def _says(text: str, lang: str, key: str) -> bool:
    """Whether a sentence of the catalogue stands in a text, whatever values are in it."""
    return all(part in text for part in fragments(load_words(lang), key))


def test_the_odd_people_are_twenty_four_and_the_languages_sixty():
    assert len(ODD) == 24
    assert len(LANGUAGES) == 60


@pytest.mark.skipif(SOAK, reason="drawn by seed")
def test_each_pair_comes():
    meetings = [(str(on), *one) for on in Platform for one in draw(on, 0)]
    platforms = [str(one) for one in Platform]
    for wanted, (first, second) in {
        "who, language of a kit": (1, 2),
        "platform, language of a kit": (0, 2),
        "who, contents": (1, 3),
        "platform, contents": (0, 3),
        "who, platform": (1, 0),
        "language, contents": (2, 3),
    }.items():
        all_of = [platforms, [*ODD], [*KITS] if "kit" in wanted else [*LANGUAGES], [*CONTENTS]]
        pairs = {(one[first], one[second]) for one in meetings}
        missed = set(itertools.product(all_of[first], all_of[second])) - pairs
        assert missed == set(), wanted
    assert len(meetings) == len(platforms) * len(ODD)


def test_the_checks_find_what_is_planted(tmp_path):
    people, read = meeting(tmp_path / "kit", Platform.ZOOM, 0)
    (who, profile) = next(iter(people.items()))
    spoiled = {"letter.txt": "Your meeting on Thursday. You can talk. It stays between us."}
    bad = replace(read, packets={**read.packets, who: spoiled})
    kinds = {one[0] for one in wrong_with(bad, who, profile.replace('"full"', '"discreet"'))}
    assert {"no emergency line", "letter.txt"} <= kinds
