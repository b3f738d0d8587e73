"""What a paper offers in place of something is there for its reader, and is a choice."""

import datetime

import pytest

from access_kit.materials.language_help import HelpLack, find_help
from access_kit.model.kit import Resource, ResourceKind
from tests.harms.lives import person
from tests.promises.papers import make

UNMET = "we couldn't arrange"


def letter_of(folder, profile, **session):
    return make(folder, [profile], **session).packets["L-01"]["letter.txt"]


def choices(letter):
    """The ways between what could not be arranged and the question which of them it shall be."""
    _, _, after = letter.partition("You can: -")
    return after.partition("Tell Jo by")[0].split(" - ")


@pytest.mark.parametrize(
    ("more", "session"),
    [
        ('[hearing]\ncaptions = "human"\n[talk]\navoid = ["video"]', {}),
        ('[talk]\nmodes = [{ value = "text_chat", wish = "need" }]', {"platform": '"facetime"'}),
        ('[hearing]\ncaptions = { value = "auto", wish = "need" }', {"platform": '"doxy"'}),
        ('[hearing]\ncaptions = { value = "auto", wish = "need" }', {"platform": '"in_person"'}),
        ('[talk]\nspeech = "no"', {"platform": '"phone"'}),
    ],
    ids=[
        "captions without video",
        "a chat where there is none",
        "captions unknown",
        "a room",
        "no voice by phone",
    ],
)
@pytest.mark.parametrize("kind", ['"group"', '"one_to_one"'])
def test_who_can_choose_has_two_ways_at_least(tmp_path, more, session, kind):
    letter = letter_of(tmp_path / "kit", person(more=more), kind=kind, **session)
    assert UNMET in letter
    assert len(choices(letter)) >= 2, letter


@pytest.mark.parametrize("kind", ['"group"', '"one_to_one"'])
def test_who_has_no_way_left_is_offered_none(tmp_path, kind):
    more = '[talk]\navoid = ["video", "voice", "phone", "text_chat", "sms"]'
    letter = letter_of(tmp_path / "kit", person(more=more), kind=kind)
    assert UNMET not in letter
    assert "You don't have to join" in letter


def test_an_app_without_a_chat_takes_no_mail_from_who_avoids_texts(tmp_path):
    more = '[talk]\nspeech = "no"\navoid = ["sms", "video", "voice", "phone"]'
    letter = letter_of(tmp_path / "kit", person(more=more), platform='"facetime"', dial_in="")
    assert "text Jo" not in letter
    assert "jo@riverside.example" in letter


def test_who_does_not_call_is_not_told_to_call_an_interpreter(tmp_path):
    service = Resource(
        kind=ResourceKind.INTERPRETER,
        name="Words for All",
        languages=("en",),
        phone="+1 603 555 0115",
        checked_on=datetime.date(2026, 11, 1),
    )
    found = find_help("en", [service], (), voice=False)
    assert (found.line, found.lacks) == (None, (HelpLack.BY_VOICE,))
    assert find_help("en", [service], (), voice=True).line
