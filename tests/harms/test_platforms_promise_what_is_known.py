"""What nobody knows of a platform, no paper says of it: finished papers are read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest

from access_kit.i18n import load_words
from access_kit.materials.items import choose_items, load_items
from access_kit.materials.paper_facts import session_facts
from access_kit.materials.taking_part import say_ways
from access_kit.model.document import Text
from access_kit.model.plan import GroupPlan
from access_kit.model.session import Platform, SessionKind
from tests.harms.lives import SESSION, kit_with, packet_folder, person
from tests.harms.reading import read_packet, read_page
from tests.materials.samples import BASELINE, session_context
from tests.materials.samples import SESSION as SAMPLE
from tests.tools import ROOT

MATRIX = tomllib.loads((ROOT / "access_kit/recommend/platforms.toml").read_text("utf-8"))
PLATFORMS = tuple(MATRIX["platform"])
KNOWN = ("yes", "plan")
WANTS = """
[hearing]
captions = { value = "auto", wish = "prefer" }
"""
CLAIMS = {
    "live_captions": (r"captions (?:are|made)", r"see captions", r"see them, choose"),
    "chat": (
        r"\bin the chat\b", r"\btalk, type\b", r"the chat is up to you", r"you can type",
        r"choose chat\b",
    ),
    "camera_off": (r"camera on or off", r"your camera is up to you", r"\bcamera off\b"),
    "no_account": (r"without an account",),
}  # fmt: skip
"""What a letter says that only a platform can keep, by the feature that it rests on."""


def held_on(tmp_path, platform, people, minutes=60):
    session = kit_with(tmp_path / "kit", people)
    text = session.read_text(encoding="utf-8").replace(
        'platform = "zoom"', f'platform = "{platform}"'
    )
    text = re.sub(r"(?m)^minutes = .*", f"minutes = {minutes}", text)
    session.write_text(re.sub(r"(?m)^handouts = .*", "", text), encoding="utf-8")
    return session


def run_sheet(session):
    page = session.parent / "out" / SESSION / "runsheet.html"
    return read_page(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_letter_says_what_is_unknown_of_its_platform(run_cli, tmp_path, platform):
    people = [person(1, formats=["screen_reader_file"]),
              person(2, formats=["screen_reader_file"], more=WANTS)]  # fmt: skip
    session = held_on(tmp_path, platform, people)
    done = run_cli("prepare", session)
    assert done.code == 0, done.stderr
    cells = MATRIX["platform"][platform]
    wrong = {}
    for number in (1, 2):
        for name, text in read_packet(packet_folder(session, number)).items():
            if name.startswith(("letter", "message")):
                for feature, patterns in CLAIMS.items():
                    said = re.search("|".join(patterns), text, re.IGNORECASE)
                    if said and cells[feature]["value"] not in KNOWN:
                        wrong[name, feature] = said.group()
    assert wrong == {}
    steps = cells["caption_steps"]["value"]
    sheet = run_sheet(session)
    if steps == "unknown":
        assert "Nobody knows yet how captions work here" in sheet
    if steps == "yes":
        assert re.search(rf"In {cells['name']}, .*(aptions)", sheet)


@pytest.mark.parametrize(
    "pattern", [one for patterns in CLAIMS.values() for one in patterns], ids=str
)
def test_each_claim_is_one_that_papers_make(pattern):
    """One that no sentence could ever say would guard nothing."""
    words = load_words("en")
    said = [text.replace("**", "") for text in words.messages.values()]
    for facts in ({"video", "speaks", "listens"}, {"video", "signs"}):
        ways = "".join(one.text for one in say_ways(words, facts) if isinstance(one, Text))
        said.append(words.messages["part.can"].format(ways=ways))
    assert any(re.search(pattern, one, re.IGNORECASE) for one in said)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", list(SessionKind), ids=str)
def test_the_sheet_tells_one_way_to_turn_on_captions(platform, kind):
    """Nobody is told both to turn them on for others and that only each person can."""
    session = replace(SAMPLE, platform=Platform(platform), kind=kind)
    context = session_context(session=session, group=GroupPlan(dict(BASELINE), (), ()))
    chosen = choose_items(load_items("run_sheet.toml"), session_facts(context), "setup")
    said = " ".join(load_words("en").messages[one.word] for one in chosen)
    ways = (r"Turn on captions", r"who wants captions", r"Nobody knows yet how captions")
    found = [one for one in ways if re.search(one, said)]
    assert len(found) <= 1, said


CAPTIONER = """
[hearing]
captions = { value = "human", wish = "need" }
"""


def test_on_zoom_one_kind_of_captions_is_promised(run_cli, tmp_path):
    """While somebody types captions in Zoom, there are no automatic ones."""
    people = [person(1, formats=["screen_reader_file"], more=CAPTIONER)]
    session = held_on(tmp_path, "zoom", people)
    done = run_cli("prepare", session, "--json", now="2026-11-10T09:00:00-05:00")
    assert done.code == 0, done.stderr
    (planned,) = done.json["plan"]["participants"]
    live = {one["value"] for one in planned["recommendations"] if one["setting"] == "captions.live"}
    assert live == {"human"}
    letter = read_packet(packet_folder(session))["letter.html"]
    assert "Someone will type what people say" in letter
    assert "computer makes them" not in letter
    sheet = run_sheet(session)
    assert "Set up manual captioner" in sheet
    assert "Turn on captions for everyone" not in sheet


def test_a_free_plan_that_ends_too_soon_is_told_before_the_day(run_cli, tmp_path):
    session = held_on(tmp_path, "zoom", [person(1)])
    done = run_cli("session", "check", session)
    assert done.code == 0
    assert "40 minutes" in done.stderr
    assert "platform.minutes-limit" in done.stderr
    assert "ask the vendor" in done.stderr
    short = held_on(tmp_path / "short", "zoom", [person(1)], minutes=40)
    assert "platform.minutes-limit" not in run_cli("session", "check", short).stderr
