"""Answers as people say them: what is taken, what is asked again, and what is never guessed."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest

from access_kit.documents.check_tree import plain_text
from access_kit.documents.markdown import read_markdown
from access_kit.errors import BadInput
from access_kit.recurrence import rule_fault
from access_kit.workflow.first_hour.invitation import read_invitation
from access_kit.workflow.first_hour.read_agency import (
    read_agency_phone,
    read_crisis,
    read_lines,
    read_sender,
)
from access_kit.workflow.first_hour.read_meeting import read_handout, read_meet
from access_kit.workflow.first_hour.spoken_times import read_minutes, read_repeats, read_start
from access_kit.workflow.first_hour.start_answers import StartAnswers
from access_kit.workflow.first_hour.start_files import write_kit
from access_kit.workflow.first_hour.zones import read_zone
from tests.first_hour.scripts import INVITATION

NOW = datetime.datetime(2026, 11, 24, 9, tzinfo=zoneinfo.ZoneInfo("America/New_York"))


def code_of(raised):
    [problem] = raised.value.problems
    return problem.code


def start(text, country="US"):
    return f"{read_start(text, now=NOW, zone='America/New_York', country=country):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "text",
    [
        "Dec 3, 6 pm", "December 3rd at 6:00 p.m.", "Thursday, December 3, 6 PM", "12/3 6 pm",
        "12/3/2026 6:00 PM", "3 December 2026, 18:00", "2026-12-03T18:00", "2026-12-03 6 pm",
        "6 pm on Dec 3", "Dec. 3, 2026, 6pm", "Dec 3, 6-7 pm", "Dec 3, 6 pm to 7 pm",
        "Dec 3 2026 06:00 PM Eastern Time (US and Canada)", "3.12.2026 18:00", "3.12. 18 Uhr",
        "Thursday, December 3, 2026 \N{DOT OPERATOR} 6:00 – 7:00pm", "thurs dec 3rd 6 P.M.",
        "\uff11\uff12/3 6 pm",
    ],
)  # fmt: skip
def test_a_day_and_hour_are_taken_however_they_are_said(text):
    assert start(text) == "2026-12-03 18:00"


def test_a_day_without_its_date_is_the_next_such_day():
    assert start("Thursday 6 pm") == "2026-11-26 18:00"
    assert start("Tuesday 8 am") == "2026-12-01 08:00"
    assert start("Tuesday 6 pm") == "2026-11-24 18:00"
    assert start("tomorrow at noon") == "2026-11-25 12:00"
    assert start("Jan 7 at 6 p.m.") == "2027-01-07 18:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dec 3", "no-hour"), ("6 pm", "no-time"), ("Dec 3 at 6", "which-half"),
        ("Dec 3, 6:30", "which-half"), ("Nov 3, 2026, 6 pm", "time-past"),
        ("Nov 3, 6 pm", "say-year"), ("Friday, Dec 3, 6 pm", "other-weekday"),
        ("Mar 14 2027 2:30 am", "hour-left-out"), ("Feb 30, 6 pm", "no-time"), ("", "no-hour"),
        ("2026-13-45T18:00", "no-time"), ("Dec 3, 13 pm", "no-time"), ("99/99 6 pm", "which-date"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_or_none_is_asked_again(text, code):
    with pytest.raises(BadInput) as raised:
        start(text)
    assert code_of(raised) == f"start.{code}"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Dec 3, 2026 06:00 PM Eastern Time (US and Canada)", "2026-12-04 02:00"),
        ("Dec 3, 2026 06:00 PM Nairobi", "2026-12-03 18:00"),
        ("Dec 3, 2026 06:00 PM London", "2026-12-03 21:00"),
        ("Dec 3, 6 pm GMT", "2026-12-03 21:00"),
        ("Dec 3, 2026 18:00 UTC+02:00", "2026-12-03 19:00"),
        ("Dec 3, 6 pm", "2026-12-03 18:00"),
    ],
)
def test_an_hour_by_another_clock_is_told_by_ours(text, there):
    found = read_start(text, now=NOW, zone="Africa/Nairobi", country="KE")
    assert f"{found:%Y-%m-%d %H:%M}" == there


@pytest.mark.parametrize("text", ["Dec 3, 6 pm CST", "Dec 3, 6 pm Eastern Time"])
def test_an_hour_by_a_clock_of_several_countries_is_asked_again(text):
    with pytest.raises(BadInput) as raised:
        read_start(text, now=NOW, zone="Australia/Sydney", country="AU")
    assert code_of(raised) == "start.which-clock"


def test_an_afternoon_is_not_noon():
    assert start("Dec 3 in the afternoon, 2 pm") == "2026-12-03 14:00"
    assert start("Thursday afternoon at 14:30") == "2026-11-26 14:30"
    assert start("Dec 3 at noon") == "2026-12-03 12:00"


def test_which_is_the_day_follows_the_country():
    assert start("12/3 6 pm", country="US") == "2026-12-03 18:00"
    assert start("3/12 6 pm", country="GB") == "2026-12-03 18:00"
    with pytest.raises(BadInput) as raised:
        start("12/3 6 pm", country=None)
    assert code_of(raised) == "start.which-date"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90 minutes", 90), ("1.5 hours", 90), ("1 h 30", 90), ("90", 90), ("an hour", 60),
     ("1 hour and 15 minutes", 75), ("2h", 120), ("An hour and a half.", 90)],
)  # fmt: skip
def test_a_length_is_taken_however_it_is_said(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["long", "600", "1:30", "-5", "0", "2 minutes"])
def test_what_is_no_length_is_asked_again(text):
    with pytest.raises(BadInput):
        read_minutes(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("once", ""), ("every week", "FREQ=WEEKLY"), ("weekly, 12 times", "FREQ=WEEKLY;COUNT=12"),
        ("every Thursday for 10 weeks", "FREQ=WEEKLY;COUNT=10"),
        ("every two weeks, 6 times", "FREQ=WEEKLY;INTERVAL=2;COUNT=6"),
        ("monthly", "FREQ=MONTHLY;BYDAY=1TH"),
        ("Every week on Thu, until Feb 18, 2027, 12 occurrence(s)", "FREQ=WEEKLY;COUNT=12"),
        ("every week until Feb 18, 2027", "FREQ=WEEKLY;COUNT=12"),
        ("every two weeks for 10 weeks", "FREQ=WEEKLY;INTERVAL=2;COUNT=5"),
        ("every month until Mar 4, 2027", "FREQ=MONTHLY;BYDAY=1TH;COUNT=4"),
        ("every month until Mar 3, 2027", "FREQ=MONTHLY;BYDAY=1TH;COUNT=3"),
    ],
)  # fmt: skip
def test_how_often_becomes_a_rule_that_calendars_know(text, rule):
    found = read_repeats(text, datetime.datetime(2026, 12, 3, 18))
    assert found == rule
    assert not found or rule_fault(found) is None


@pytest.mark.parametrize(
    ("text", "zone", "country"),
    [
        ("New York", "America/New_York", "US"), ("new york, NY", "America/New_York", "US"),
        ("Eastern", "America/New_York", "US"), ("Pacific time", "America/Los_Angeles", "US"),
        ("America/Chicago", "America/Chicago", "US"), ("São Paulo", "America/Sao_Paulo", "BR"),
        ("Sao Paulo", "America/Sao_Paulo", "BR"), ("Nepal", "Asia/Kathmandu", "NP"),
        ("Lagos", "Africa/Lagos", "NG"), ("london", "Europe/London", "GB"),
    ],
)  # fmt: skip
def test_a_zone_is_found_by_its_city_its_country_or_its_usual_name(text, zone, country):
    found = read_zone(text)
    assert (found.zone, found.country) == (zone, country)


def test_a_country_with_several_clocks_names_them():
    with pytest.raises(BadInput) as raised:
        read_zone("United States")
    assert "New York, Chicago, Denver" in raised.value.problems[0].facts["cities"]


@pytest.mark.parametrize("text", ["posixrules", "Factory", "localtime", "EST5EDT", "UTC"])
def test_what_is_nobodys_clock_is_no_zone(text):
    with pytest.raises(BadInput):
        read_zone(text)


WHOLE = {
    "name": "Riverside",
    "sender": ["PO Box 118"],
    "locale": "en",
    "you": "Jo",
    "zone": {"zone": "America/New_York", "country": "US"},
}
US = StartAnswers(folder=None, said={"zone": {"zone": "America/New_York", "country": "US"}})


@pytest.mark.parametrize(
    "text",
    ["603-555-0142", "(603) 555-0142", "603.555.0142", "+1 603 555 0142", "1 603 555 0142",
     "603\N{NO-BREAK SPACE}555\N{NO-BREAK SPACE}0142", "tel:6035550142", "6035550142"],
)  # fmt: skip
def test_a_number_is_taken_however_it_is_written(text):
    assert read_agency_phone([text], US, NOW) == "+1 603 555 0142"


def test_a_sender_is_cut_into_lines_and_a_town_keeps_its_code():
    one = read_sender(["PO Box 118, Exampletown, NH 03755"], US, NOW)
    assert one == ["PO Box 118", "Exampletown, NH 03755"]
    assert read_sender(["PO Box 118,", "Exampletown NH 03755"], US, NOW) == [
        "PO Box 118",
        "Exampletown NH 03755",
    ]


def test_numbers_to_call_keep_their_names_and_the_first_is_for_emergencies():
    found = read_crisis(["Police, fire, or ambulance 911", "988: Crisis Lifeline"], US, NOW)
    assert found == [
        {"name": "Police, fire, or ambulance", "call": "911", "emergency": True},
        {"name": "Crisis Lifeline", "call": "988", "emergency": False},
    ]


def test_lines_of_a_list_lose_its_signs_and_a_ninth_is_too_much():
    assert read_lines(["- Jo asks.", "2. Jo calls Lee."], US, NOW) == ["Jo asks.", "Jo calls Lee."]
    with pytest.raises(BadInput):
        read_lines(["a line"] * 9, US, NOW)


def test_an_invitation_of_zoom_is_read_whole():
    found = read_invitation(INVITATION, "US")
    assert (found.platform, found.topic) == ("zoom", "Thursday group")
    assert found.link == "https://us02web.zoom.us/j/81234567890?pwd=abcDEF.1"
    assert (found.number, found.pin) == ("+1 301 715 8592", "81234567890#*123456#")


TEAMS = """Microsoft Teams meeting
Join: https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0?context=x
Meeting ID: 212 345 678 901
Passcode: AbC9xY
Dial in by phone
+1 323-555-0199,,123456789# United States, Los Angeles
Find a local number<https://dialin.teams.microsoft.com/abc>
Phone conference ID: 123 456 789#"""
MEET = """Thursday group
Video call link: https://meet.google.com/abc-defg-hij
Or dial: (US) +1 402-555-0133 PIN: 123456789#"""


@pytest.mark.parametrize(
    ("text", "platform", "link", "number", "pin"),
    [
        (TEAMS, "teams", "19%3ameeting_abc", "+1 323 555 0199", "123456789#"),
        (MEET, "meet", "abc-defg-hij", "+1 402 555 0133", "123456789#"),
    ],
)
def test_invitations_of_teams_and_meet_are_read(text, platform, link, number, pin):
    found = read_invitation(text, "US")
    assert (found.platform, found.number, found.pin) == (platform, number, pin)
    assert link in found.link


def test_a_meetings_id_is_no_telephone_number():
    found = read_invitation("Join https://zoom.us/j/81234567890\nMeeting ID: 812 3456 7890", "US")
    assert (found.number, found.pin) == ("", "")


def test_a_way_to_meet_is_taken_in_any_usual_word():
    for said, platform in (("Zoom", "zoom"), ("by phone", "phone"), ("In Person", "in_person")):
        assert read_meet([said], US, NOW)["platform"] == platform
    with pytest.raises(BadInput) as raised:
        read_meet(["https://video.example.org/room"], US, NOW)
    assert code_of(raised) == "start.unknown-platform"


def test_a_handout_is_found_by_a_few_words_and_never_chosen_of_two():
    assert read_handout(["Call drops"], US, NOW) == "when-the-call-drops"
    assert read_handout(["privacy"], US, NOW) == "privacy-at-home"
    with pytest.raises(BadInput) as raised:
        read_handout(["join"], US, NOW)
    assert code_of(raised) == "start.which-handout"


@pytest.mark.parametrize(
    "line",
    ["Call *Lee* first, or [Jo](x)", "+ 1 more", "-- then wait", "1. Ask", "# not a heading",
     "5 < 7 & 8 > 2", "{participants}", "a | b", "`code` and \\ and ~x~"],
)  # fmt: skip
def test_the_agencys_words_stand_in_its_paper_as_they_were_said(line, tmp_path):
    answers = StartAnswers(tmp_path, {**WHOLE, "crisis_short": [line, "Second line."]})
    assert not list(write_kit(answers, today=NOW.date()))
    path = tmp_path / "crisis-short.md"
    read = read_markdown(
        path.read_text("utf-8"), file="crisis-short.md", folder=tmp_path, lang="en"
    )
    assert not read.problems
    [block] = read.document.blocks
    assert [plain_text(item.content) for item in block.items] == [line, "Second line."]
