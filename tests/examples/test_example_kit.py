"""The example kit: whole, valid without a warning, and made of invented people and numbers only."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from access_kit.delivery.addresses import check_address
from access_kit.documents.looks import look_for
from access_kit.documents.markdown import read_markdown
from access_kit.documents.pdf import render
from access_kit.files import read_text
from access_kit.kit_files import find_kit, read_kit, read_resources
from access_kit.model.document import ContactBox, Heading, Paragraph, Steps, Table, TickList
from access_kit.model.kit import ResourceKind
from access_kit.model.look import LookName, PaperSize
from access_kit.model.profile import Assistive, CaptionKind, Contents, Level, Mode, ReadingFormat
from access_kit.profiles.neutral import find_unneutral
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.session_files import read_session
from access_kit.workflow.handouts.handout_files import find_handout
from tests.validators.pdf import page_count

KIT = Path(__file__).parents[2] / "examples" / "evening-group"
NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
TODAY = NOW.date()

EVERY_PAPER = sorted([*KIT.glob("*.md"), *KIT.glob("materials/*.md")])
EVERY_FILE = sorted([*KIT.glob("*.toml"), *KIT.glob("profiles/*.toml"), *EVERY_PAPER])
CRISIS_NUMBERS = {"988", "911"}


@pytest.fixture(scope="module")
def profiles():
    read, problems = read_profile_folder(KIT / "profiles", today=TODAY)
    assert problems == []
    return {profile.id: profile for profile in read}


def test_kit_is_valid():
    kit, problems = read_kit(KIT, today=TODAY)
    assert (problems, kit is None) == ([], False)
    assert {entry.checked_on for entry in kit.crisis} == {datetime.date(2026, 11, 1)}
    assert sum(entry.emergency for entry in kit.crisis) == 1


def test_resources_are_valid_and_one_of_each_kind():
    resources, problems = read_resources(KIT, today=TODAY)
    assert problems == []
    assert {resource.kind for resource in resources} == set(ResourceKind)


def test_session_is_valid_and_finds_its_kit_and_handouts():
    session, problems = read_session(KIT / "session.toml", now=NOW)
    assert problems == []
    assert find_kit(KIT) == KIT
    for name in session.handouts:
        assert find_handout(name, [KIT, KIT / "materials"])[0]


def test_six_people_whose_needs_differ(profiles):
    assert len(profiles) == 6
    rosa, thabo, mei, arjun, amina = (
        profiles[key] for key in ("K-07", "K-02", "K-11", "K-15", "K-19")
    )
    assert rosa.reading.print_size_pt.value == 20
    assert [channel.value for channel in rosa.contact.safe] == ["letter"]
    assert Assistive.SCREEN_READER in {tool.value for tool in thabo.device.assistive}
    assert ReadingFormat.AUDIO in {wanted.value for wanted in thabo.reading.formats}
    assert mei.hearing.captions.value is CaptionKind.HUMAN
    assert mei.language.signed
    assert {m.value for m in arjun.talk.modes if m.wanted} == {Mode.TEXT_CHAT, Mode.SMS}
    assert amina.reading.level.value is Level.EASY_READ
    contents = {profile.contact.contents for profile in profiles.values()}
    assert contents == {Contents.DISCREET, Contents.FULL, None}


def test_every_address_can_be_posted(profiles):
    posts = [profile.contact.post for profile in profiles.values() if profile.contact.post]
    assert len(posts) == 4
    assert [check_address(post, home_country="US") for post in posts] == [()] * 4


@pytest.mark.parametrize("path", EVERY_PAPER, ids=lambda path: path.name)
def test_papers_are_read_without_a_word(path):
    read = read_markdown(read_text(path), file=path.name, folder=path.parent)
    assert read.problems == ()
    assert read.document.title
    assert read.document.lang == "en"
    assert read.front.date


@pytest.mark.parametrize("path", sorted((KIT / "materials").glob("*.md")), ids=lambda p: p.name)
def test_handouts_have_what_a_handout_can_have_and_fit_on_two_pages(path, tmp_path):
    read = read_markdown(read_text(path), file=path.name, folder=path.parent)
    kinds = {type(block) for block in read.document.blocks}
    assert {Heading, Paragraph, Steps, TickList, Table, ContactBox} <= kinds
    labels = {"page": "Page {page} of {pages}"}
    look = look_for(LookName.CLEAR_PRINT, paper=PaperSize.LETTER)
    made = tmp_path / "handout.pdf"
    made.write_bytes(render(replace(read.document, labels=labels), look, moment=NOW))
    assert page_count(made) <= 2


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.name)
def test_numbers_and_addresses_are_invented(path):
    text = read_text(path)
    assert all(
        re.fullmatch(r"\+1 603 555 01[0-9]{2}", number)
        for number in re.findall(r"\+[\d ]{6,}", text)
    )
    assert set(re.findall(r"\b(?:call|text) = \"(\d+)\"", text)) <= CRISIS_NUMBERS
    hosts = re.findall(r"https?://([^/\s\"]+)|@([\w.-]+)", text)
    assert all("".join(host).endswith(".example") for host in hosts)


def test_discreet_handout_names_no_agency():
    kit, _ = read_kit(KIT, today=TODAY)
    handout = read_text(KIT / "materials" / "good-meetings.md")
    assert "discreet: true" in handout
    assert kit.agency.name not in handout
    assert find_unneutral(handout) == []


@pytest.mark.parametrize("name", ["crisis-plan.md", "reporting.md"])
def test_agency_papers_say_that_they_must_be_replaced(name):
    text = read_text(KIT / name)
    assert "This page is an example." in text
    assert "Replace every line" in text
