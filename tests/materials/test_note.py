"""The note for somebody who has been there: short in each language, and clear about dates."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.documents.linear import count_words
from access_kit.documents.renderers import render_files
from access_kit.i18n import When, load_words
from access_kit.materials.letter_short import days_said
from access_kit.materials.mail_letter import build_message
from access_kit.materials.note import build_note
from access_kit.materials.series_words import told_series
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.document import ContactBox, Heading, Paragraph, Question, Text
from access_kit.model.past import Past
from access_kit.model.profile import Detail
from access_kit.model.series import MeetingChange
from access_kit.model.told import told_of
from tests.burden.test_words import MORE
from tests.documents.handout import any_look
from tests.materials.samples import PEOPLE, ZONE, make_profile, paper_context
from tests.materials.test_series_words import DAY, meeting

LANGUAGES = ("en", "es", "ar", "hi")
WORDS, MAIL_WORDS, NEW_WAY_WORDS = 90, 150, 150
"""Of a note, of its e-mail, and of a note that tells anew how to join."""

HEARD = 45
"""Seconds of a note in sound."""

NOW_SAID = datetime.datetime(2026, 12, 4, tzinfo=datetime.UTC)
RULE = "FREQ=WEEKLY;COUNT=12"
OTHER_DAY = MeetingChange(DAY(2026, 12, 10), starts=datetime.datetime(2026, 12, 11, 17, 30))
OTHER_HOUR = MeetingChange(DAY(2026, 12, 10), starts=datetime.datetime(2026, 12, 10, 19))
LATER = (
    MeetingChange(DAY(2026, 12, 17), cancelled=True),
    MeetingChange(DAY(2026, 12, 24), starts=datetime.datetime(2026, 12, 23, 18)),
)
TITLES = tuple(map(Text, ("What makes a good meeting", "Getting ready to talk with a doctor")))
DAYS = {
    "en": ("Friday, December 11", "Thursday, December 10"),
    "es": ("viernes, 11 de diciembre", "jueves, 10 de diciembre"),
    "ar": ("الجمعة، 11 ديسمبر", "الخميس، 10 ديسمبر"),
    "hi": ("शुक्रवार, 11 दिसंबर", "गुरुवार, 10 दिसंबर"),
}
HOURS = {"en": "6:00 p.m.", "es": "18:00", "ar": "6:00 م", "hi": "6:00"}


def note_context(person: str, lang: str, *changes: MeetingChange, new_way: bool = False, **more):
    """Somebody's note for December 10, who was told of the group before; in a new way or not."""
    session = meeting(RULE, *changes, day=DAY(2026, 12, 10))
    words = load_words(lang)
    when = When(session.begins, ZONE, words.formats, words, DAY(2026, 12, 4))
    told = told_of(session)
    series = told_series(session, make_profile().id)
    past = Past(told=None if new_way else told, series=series, **more)
    shared = {"session": session, "words": words, "when": when, "past": past}
    return paper_context(person, enclosed=TITLES, detail=Detail.ESSENTIALS, **shared)


def words_beside_questions(context) -> int:
    """The words of a note. Its questions, two at most, have a budget of their own."""
    document = build_note(context)
    alone = [one for one in document.blocks if isinstance(one, Question)]
    assert len(alone) <= 2
    head = load_words(document.lang).text("note.questions") if alone else ""
    blocks = [
        one
        for one in document.blocks
        if one not in alone and not (isinstance(one, Heading) and plain_text(one.content) == head)
    ]
    return count_words(dataclasses.replace(document, blocks=tuple(blocks)))


def text_of(document) -> str:
    blocks = walk_blocks(document.blocks)
    said = " ".join(plain_text(one.content) for one in blocks if isinstance(one, Paragraph))
    bare = "".join(sign for sign in said if sign not in "\u2066\u2067\u2068\u2069\u200e\u200f")
    return " ".join(bare.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_moved_date_is_told_with_the_day_that_it_stands_for(lang):
    said = text_of(build_note(note_context("asks-for-nothing", lang, OTHER_DAY)))
    now, usual = DAYS[lang]
    assert now in said
    assert usual in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_hour_on_the_usual_day_is_told_with_the_usual_hour(lang):
    said = text_of(build_note(note_context("asks-for-nothing", lang, OTHER_HOUR)))
    assert said.count(DAYS[lang][1]) == 1
    assert HOURS[lang] in said


def announces_papers(document, lang: str) -> bool:
    """Whether it says that new handouts come along, by their titles or without."""
    words = load_words(lang)
    said = (words.text("note.new", titles="|").partition("|")[0], words.text("note.new-brief"))
    return any(one in text_of(document) for one in said)


@pytest.mark.parametrize("lang", ["en", "es", "ar"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_note_has_ninety_words(person, lang):
    assert words_beside_questions(note_context(person, lang)) <= WORDS
    for changes in ((OTHER_DAY,), (OTHER_HOUR,), LATER, (OTHER_DAY, *LATER)):
        context = note_context(person, lang, *changes)
        assert words_beside_questions(context) <= WORDS * MORE[lang], changes
        mail = build_message(context)
        assert count_words(mail) <= MAIL_WORDS * MORE[lang], changes
        assert announces_papers(build_note(context), lang), changes
        assert announces_papers(mail, lang), changes
    anew = note_context(person, lang, *LATER, new_way=True)
    assert words_beside_questions(anew) <= NEW_WAY_WORDS * MORE[lang]


def test_what_comes_along_is_named_where_there_is_room():
    assert "What makes a good meeting" in text_of(build_note(note_context("low-vision", "en")))


def test_the_date_that_differs_next_is_said_however_brief_a_note_is():
    said = text_of(build_note(note_context("low-vision", "en", OTHER_DAY, *LATER)))
    assert "No meeting on December 17." in said


def test_a_date_before_the_meeting_that_is_off_is_said_to_who_has_been_there():
    """They were told of every Thursday, and would come on December 3."""
    before = MeetingChange(DAY(2026, 12, 3), cancelled=True)
    for known_on, dates in ((2, "December 3 and December 17"), (4, "December 17")):
        known = {"known_on": DAY(2026, 12, known_on)}
        context = note_context("asks-for-nothing", "en", before, *LATER, **known)
        for build in (build_note, build_message):
            assert f"No meeting on {dates}." in text_of(build(context))
        assert days_said(context).keys() >= {f"2026-12-{day:02}" for day in (3, 17)[known_on > 3 :]}
    newcomer = text_of(build_message(dataclasses.replace(context, past=None)))
    assert "No meeting on December 17." in newcomer


def seconds_of(document) -> int:
    """How long it takes to hear, by the captions of its recording."""
    files = render_files("wav", document, any_look(), moment=NOW_SAID)
    captions = next(one.data.decode() for one in files if one.suffix == "vtt")
    minutes, seconds = re.findall(r"--> 00:(\d\d):(\d\d)", captions)[-1]
    return int(minutes) * 60 + int(seconds) + 1


@pytest.mark.parametrize("person", ["asks-for-nothing", "basic-phone"])
def test_a_note_is_heard_within_three_quarters_of_a_minute(person):
    """Titles go before news does, and whom to call, when, how to join and to stop stay for all."""
    heard = dataclasses.replace(note_context(person, "en"), hears_at=1.0)
    much = dataclasses.replace(note_context(person, "en", OTHER_DAY, *LATER), signs=True)
    for context in (heard, dataclasses.replace(much, hears_at=1.0)):
        document = build_note(context)
        assert seconds_of(document) <= HEARD
        (box,) = (one for one in walk_blocks(document.blocks) if isinstance(one, ContactBox))
        assert [one.value for one in box.contacts] == ["988", "911"]
        said = text_of(document)
        assert "want to stop? Call Jo at" in said
        assert "Same way to join" in said
        assert re.search(r"\d p\.m\.", said)


def test_who_hears_faster_is_told_and_asked_more():
    """Questions take as long as the rest: they are asked where there is time."""
    contexts = [
        dataclasses.replace(note_context("asks-for-nothing", "en"), hears_at=rate, enclosed=())
        for rate in (0.0, 1.0, 2.0)
    ]
    reads, hears, hears_fast = (len(build_note(one).form) for one in contexts)
    assert reads == hears_fast > hears


@pytest.mark.parametrize("person", PEOPLE)
def test_who_has_been_there_is_asked_two_things_where_the_check_is_gone_through(person):
    assert len(build_tech_check(note_context(person, "en")).form) <= 2
    answered = note_context(person, "en", answered=frozenset({"tc-link"}))
    assert "tc-link" not in {line.key for line in build_tech_check(answered).form}


def test_the_note_and_its_e_mail_ask_the_same_by_the_same_numbers():
    for person in PEOPLE:
        context = note_context(person, "en", *LATER)
        paper, mail = build_note(context), build_message(context)
        found = [
            [
                plain_text(one.content)
                for one in walk_blocks(made.blocks)
                if isinstance(one, Question)
            ]
            for made in (paper, mail)
        ]
        assert found[0] == found[1]
