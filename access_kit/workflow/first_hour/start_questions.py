"""What ``start`` asks, in order, with the words of each question; how an answer is read.

A question begins its line. An answer is read as it is given: what comes back is plain JSON, and
``BadInput`` says why it cannot be taken.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from access_kit.workflow.first_hour import read_agency as agency
from access_kit.workflow.first_hour import read_meeting as meeting
from access_kit.workflow.first_hour.start_answers import StartAnswers

Said = Sequence[str]
"""An answer as it was typed or pasted, line by line; no line where nothing was said."""

ReadAnswer = Callable[[Said, StartAnswers, datetime.datetime], Any]
SayBack = Callable[[Any], str]


@dataclass(frozen=True)
class StartQuestion:
    """``about`` are lines below the question. ``is_needed``: Enter alone is no answer.

    ``default`` says what Enter means, where that is something. ``is_long``: several lines, which an
    empty one ends. ``is_paste``: taken whole, with its line breaks. ``hangs_on`` is the key of the
    answer that says whether it ``fits``.
    """

    key: str
    text: str
    read: ReadAnswer
    about: tuple[str, ...] = ()
    is_needed: bool = True
    is_long: bool = False
    is_paste: bool = False
    default: Callable[[StartAnswers], str] = lambda said: ""
    say_back: SayBack = lambda value: ""
    fits: Callable[[StartAnswers], bool] = lambda said: True
    hangs_on: str = ""


def _begins(said: StartAnswers) -> bool:
    return said.begins_kit


def _waits(key: str) -> Callable[[StartAnswers], bool]:
    """Asked with a new kit, and again where nobody answered then."""
    return lambda said: said.begins_kit or key in said.waits


def _platform(said: StartAnswers) -> str:
    return str((said.said.get("meet") or {}).get("platform", ""))


def _lacks_link(said: StartAnswers) -> bool:
    met = said.said.get("meet") or {}
    return _platform(said) in meeting.BY_LINK and not met.get("link")


def _lacks_number(said: StartAnswers) -> bool:
    met = said.said.get("meet") or {}
    return _platform(said) in meeting.BY_NUMBER and not met.get("number")


def _from_invitation(key: str) -> Callable[[StartAnswers], str]:
    return lambda said: str((said.said.get("meet") or {}).get(key, ""))


ABOUT_AGENCY = (
    StartQuestion(
        "name",
        "What is your agency called?",
        agency.read_name,
        ("It stands inside letters only.",),
        fits=_begins,
    ),
    StartQuestion(
        "from_name",
        "Which name may stand on an e-mail?",
        agency.read_from_name,
        ("Keep it neutral: anyone may look over a shoulder. Enter: no name.",),
        is_needed=False,
        fits=_begins,
    ),
    StartQuestion(
        "zone",
        "Which city has your clock?",
        agency.read_place,
        (
            "A large city near you, such as New York, Lagos or Kathmandu: it says your time zone"
            " and your country. Eastern, or the name of a country with one clock, will do too.",
        ),
        default=lambda said: said.usual_zone,
        say_back=lambda value: f"{value['zone']}, {value['country']}",
        fits=lambda said: said.begins_kit or not said.zone,
    ),
    StartQuestion(
        "sender",
        "Which return address goes on the outside of a letter?",
        agency.read_sender,
        ("Keep it neutral: a PO box tells nobody anything. An empty line ends it.",),
        is_long=True,
        say_back=lambda value: " / ".join(value),
        fits=_begins,
    ),
    StartQuestion(
        "phone",
        "At which telephone number do people reach you?",
        agency.read_agency_phone,
        ("As you write it. Enter: none.",),
        is_needed=False,
        say_back=str,
        fits=_begins,
    ),
    StartQuestion(
        "email",
        "From which e-mail address do you write?",
        agency.read_agency_email,
        ("Enter: none. Letters and texts go without one.",),
        is_needed=False,
        say_back=str,
        fits=_begins,
    ),
    StartQuestion(
        "crisis",
        "Whom do people call when somebody is in danger?",
        agency.read_crisis,
        (
            "A name and a number on one line: first who comes in an emergency, then a crisis line,"
            " if you know one. Check each of them now: today is noted as the day.",
            "An empty line ends it. Enter alone: later; nothing can be sent before.",
        ),
        is_needed=False,
        is_long=True,
        say_back=agency.say_crisis,
        fits=_waits("crisis"),
    ),
    StartQuestion(
        "locale",
        "In which language do you work?",
        agency.read_locale,
        ("Enter: English.",),
        default=lambda said: "English",
        fits=_begins,
    ),
)
"""The agency, in eight questions."""

WORDS_OF_AGENCY = (
    StartQuestion(
        "crisis_short",
        "What do you do when you are worried about somebody?",
        agency.read_lines,
        (
            "In your agency's words, at most eight short lines: whom you call first, who may come."
            " They stand in every agreement.",
            "An empty line ends it. Enter alone: later; the agreement waits for it.",
        ),
        is_needed=False,
        is_long=True,
        fits=_waits("crisis_short"),
    ),
    StartQuestion(
        "reporting",
        "What do you have to report, and to whom?",
        agency.read_lines,
        (
            "In words that your agency's lawyer has read; they stand in every agreement.",
            "An empty line ends it. Enter alone: later; the agreement waits for it.",
        ),
        is_needed=False,
        is_long=True,
        fits=_waits("reporting"),
    ),
    StartQuestion(
        "you",
        "What is your name?",
        agency.read_name,
        ("People see it as the name of who leads; the vault notes it with what you do.",),
    ),
)

LED_BY = StartQuestion("you", "Who leads it?", agency.read_name, ("People see this name.",))
GOES_ON = StartQuestion(
    "repeats",
    "How often is it?",
    meeting.read_how_often,
    ("Every week, every two weeks or every month; with an end: every week, 12 times.",),
    say_back=meeting.say_repeats,
)
"""Of a session or group alone, without the rest of ``start``."""

ABOUT_MEETING = (
    StartQuestion(
        "meet",
        "How do you meet?",
        meeting.read_meet,
        (
            "Paste the whole invitation of Zoom, Teams or the like. Or type how: Zoom, phone, in"
            " person, text messages, WhatsApp and so on.",
        ),
        is_paste=True,
        say_back=meeting.say_meet,
    ),
    StartQuestion(
        "link",
        "What is the link to join?",
        meeting.read_link,
        ("Enter: later. The papers then say that you tell people how to join.",),
        is_needed=False,
        fits=_lacks_link,
        hangs_on="meet",
    ),
    StartQuestion(
        "dial_in",
        "Which number do people call to join?",
        meeting.read_dial_in,
        ("With a code behind a comma, if there is one: the number, code 1234. Enter: later.",),
        is_needed=False,
        say_back=lambda value: ", code ".join(filter(None, (value["number"], value["pin"]))),
        fits=_lacks_number,
        hangs_on="meet",
    ),
    StartQuestion(
        "title",
        "What is the meeting called?",
        meeting.read_title,
        ("People see it, and so may others. Thursday group says enough.",),
        default=_from_invitation("topic"),
    ),
    StartQuestion(
        "starts",
        "When is it, or when is it first?",
        meeting.read_starts,
        ("As you say it: Dec 3, 6 pm. Thursday at 18:30 will do too.",),
        default=_from_invitation("time"),
        say_back=meeting.say_starts,
    ),
    StartQuestion(
        "minutes",
        "How long does it last?",
        meeting.read_length,
        ("60 minutes, an hour and a half. Enter: an hour.",),
        default=lambda said: "60 minutes",
        say_back=lambda value: f"{value} minutes",
    ),
    StartQuestion(
        "repeats",
        "How often is it?",
        meeting.read_how_often,
        (
            "Once, every week, every two weeks or every month; with an end, if there is one: every"
            " week, 12 times. Enter: once.",
        ),
        default=lambda said: _from_invitation("every")(said) or "once",
        say_back=meeting.say_repeats,
    ),
    StartQuestion(
        "handout",
        "Which handout goes along?",
        meeting.read_handout,
        ("Its name, or a few words of it. Type list to hear all of them. Enter: none.",),
        is_needed=False,
        say_back=str,
    ),
)
"""One session or group, and one handout."""
