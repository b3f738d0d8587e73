import dataclasses
import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.materials.call_back import build_call_back
from access_kit.materials.discreet import withheld
from access_kit.materials.lacks import name_lacks
from access_kit.materials.run_sheet import build_hand_over, build_run_sheet
from access_kit.model.document import PageBreak, Steps, Table
from access_kit.model.kit import Resource, ResourceKind
from access_kit.model.plan import Booking, GroupPlan, LocalHelp, NotMet, PersonPlan
from access_kit.model.profile import (
    Channel,
    Consent,
    ContactWays,
    EmergencyContact,
    GroupConsent,
    PostalAddress,
)
from access_kit.model.session import Platform
from access_kit.recommend.book import built_in_rules
from tests.materials.reading import lines_of, text_of
from tests.materials.samples import (
    BASELINE,
    KIT,
    PEOPLE,
    SESSION,
    english,
    make_profile,
    session_context,
)

DAY = datetime.date(2026, 11, 19)
NOT_MET = NotMet("S06", "camera.facilitator", "on", "The host is off.", ("Ask A.", "Offer B."))


def person(number=1, *, agreed=True, needs="asks-for-nothing", **changes):
    profile = make_profile(
        id=f"K-0{number}", name=f"Name{number}", consent=Consent(facilitator=agreed), **changes
    )
    plan = PersonPlan(profile.id, (), {**BASELINE, **PEOPLE[needs]})
    return profile, plan


def with_plan(one, **changes):
    return one[0], dataclasses.replace(one[1], **changes)


def sheet(*people, **changes) -> str:
    return text_of(build_run_sheet(session_context(**changes), people))


def test_who_agreed_stands_by_name_with_what_to_have_ready():
    text = sheet(person(1, needs="signs"))
    assert "Name1" in text
    assert "K-01" not in text
    assert "interpreter in view" in text


def test_who_did_not_agree_stands_by_id_and_nothing_else():
    one = person(1, agreed=False, needs="signs")
    booked = with_plan(one, bookings=(Booking("S07", "signed_interpreter", DAY, False),))
    hidden = with_plan(booked, not_met=(NOT_MET,))
    text = sheet(hidden)
    assert "K-01" in text
    assert text.replace("K-01", "") == sheet(person(2, agreed=False)).replace("K-02", "")


def test_no_reason_stands_anywhere():
    told = with_plan(person(1), not_met=(NOT_MET,))
    text = sheet(told)
    assert "The host is off." not in text
    assert "Ask A." in text
    assert "Offer B." in text


def test_what_the_group_can_not_have_is_said_for_everyone():
    group = GroupPlan(BASELINE, (), (NOT_MET,))
    text = sheet(group=group)
    assert "Everyone: not arranged: a view of the host." in text
    assert "The host is off. Ask A. Offer B." in text


def test_what_is_asked_of_one_person_is_not_asked_of_everyone_again():
    group = GroupPlan(BASELINE, (), (NOT_MET,))
    text = sheet(with_plan(person(1), not_met=(NOT_MET,)), group=group)
    assert "Everyone" not in text
    assert text.count("Ask A.") == 1


def test_papers_that_wait_are_named():
    waiting = withheld(english(), ["Things that help me"])
    text = sheet(with_plan(person(1), not_met=waiting))
    assert "Name1: by another safe way: the agreement; help lines; Things that help me." in text
    assert (
        "go over together or hand over: the agreement, help lines, and Things that help me." in text
    )


def test_local_places_stand_there_where_a_plan_calls_for_them():
    place = Resource(ResourceKind.INTERPRETER, "Two Rivers", "+1 603 555 0115")
    asked = with_plan(person(1), resources=(LocalHelp("S07", place),))
    assert "Two Rivers" in sheet(asked)
    assert "Two Rivers" not in sheet(person(1))
    assert "Two Rivers" not in sheet(
        with_plan(person(1, agreed=False), resources=asked[1].resources)
    )


def test_bookings_stand_by_their_date_and_without_a_name():
    late = Booking("S04", "cart", DAY, True)
    own = Booking("X01", "a lift to the hall", DAY, False)
    text = sheet(with_plan(person(1), bookings=(late,)), with_plan(person(2), bookings=(own, late)))
    assert text.count("a captioner") == 1
    assert "Past due, call today: a captioner" in text
    assert "Book by November 19, 2026: a lift to the hall" in text


def test_what_is_due_names_whom_to_call_for_it():
    """Of the interpreters in the kit's list, one who has the language that is needed."""
    spanish, signs = (
        Resource(ResourceKind.INTERPRETER, name, phone, languages=(lang,))
        for name, phone, lang in (
            ("Uno", "+1 603 555 0116", "es"),
            ("Two Rivers", "+1 603 555 0115", "ase"),
        )
    )
    late = Booking("S07", "signed_interpreter", DAY, True)
    helps = tuple(LocalHelp("S07", one) for one in (spanish, signs))
    asked = with_plan(
        person(1),
        bookings=(late,),
        resources=helps,
        settings={**person(1)[1].settings, "interpreter.languages": ("ase",)},
    )
    said = "Past due, call today: a sign language interpreter (Two Rivers, (603) 555-0115)\n"
    assert said in sheet(asked)
    nobody = with_plan(person(1), bookings=(late,), resources=helps[:0])
    assert "Past due, call today: a sign language interpreter\n" in sheet(nobody)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("cart", "a captioner"),
        ("signed_interpreter", "a sign language interpreter"),
        ("spoken_interpreter", "an interpreter"),
        ("device_loan", "a device on loan"),
    ],
)
def test_each_booking_has_its_words(what, said):
    assert said in sheet(with_plan(person(1), bookings=(Booking("S", what, DAY, False),)))


def test_break_times_stand_by_the_clock():
    text = sheet()
    for line in (
        "6:00\xa0p.m.",
        "6:15",
        "6:35\xa0p.m.",
        "6:55\xa0p.m.",
        "7:00\xa0p.m.",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("platform", "opening"),
    [
        (Platform.ZOOM, "Open the meeting 15 minutes early."),
        (Platform.SMS, "Charge the phone, and write the first message before the start."),
        (Platform.IN_PERSON, "Check the way in, the door, the chairs, and the light."),
    ],
)
def test_setting_up_fits_the_platform(platform, opening):
    text = sheet(session=dataclasses.replace(SESSION, platform=platform))
    assert opening in text
    assert ("waiting room" in text) == (platform is Platform.ZOOM)


def test_danger_help_and_pause_are_all_there():
    text = sheet()
    for words in (
        "988",
        "Stay with the person.",
        "Sam",
        "Lee",
        "Take 15 minutes",
        "Monday to Friday, 9 to 5",
    ):
        assert words in text


def test_a_missing_plan_or_line_is_said():
    text = sheet(crisis=(), crisis_plan=())
    assert "The agency's plan isn't here. Ask Lee for it" in text
    assert "No help lines are here." in text
    agency = dataclasses.replace(KIT.agency, supervisor=None)
    bare = sheet(crisis_plan=(), kit=dataclasses.replace(KIT, agency=agency))
    assert "Ask the agency for it before the meeting." in bare


def test_order_of_people_does_not_matter():
    people = [person(1), person(2, agreed=False), person(3)]
    assert sheet(*people) == sheet(*reversed(people))


CANARY = ContactWays(
    safe=(Channel.LETTER,),
    email="canary@mail.example",
    phone="+1 603 555 9999",
    emergency=EmergencyContact("Canary", "+1 603 555 9998"),
    post=PostalAddress("Canary", ("Canary St",), "Canaryville", "US"),
)


@given(agreed=st.booleans(), needs=st.sampled_from(sorted(PEOPLE)))
def test_no_address_or_number_of_a_person_is_on_it(agreed, needs):
    text = sheet(person(1, agreed=agreed, needs=needs, contact=CANARY))
    for canary in ("canary", "9999", "9998"):
        assert canary not in text.lower()


# -- page one, and the sheet for a second host ---------------------------------------------------


def page_one(document) -> str:
    blocks = document.blocks
    end = next(at for at, block in enumerate(blocks) if isinstance(block, PageBreak))
    return text_of(dataclasses.replace(document, blocks=blocks[:end]))


def test_page_one_has_a_row_a_person_numbers_and_what_is_open():
    open_ = with_plan(person(1, needs="signs"), not_met=(NOT_MET,))
    front = page_one(
        build_run_sheet(session_context(), [open_, person(2), person(3, agreed=False)])
    )
    for words in (
        "Name1",
        "Question 1; ",
        "Name2",
        "Nothing special",
        "Coming too: K-03",
        "Name1: not arranged: a view of the host.",
        "988",
        "911",
        "Lee",
        "breaks at 6:15",
        "Local emergency number",
        "If someone may be in danger",
    ):
        assert words in front


def test_two_people_of_one_name_are_told_apart():
    one = with_plan(person(1, needs="signs"), not_met=(NOT_MET,))
    other = person(2)
    named = [(dataclasses.replace(profile, name="Jo"), plan) for profile, plan in (one, other)]
    document = build_run_sheet(session_context(), named)
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    matters = {row[0][0].text: row[1][0].text for row in table.rows}
    assert matters["Jo (K-01)"].startswith("Question 1; ")
    assert matters["Jo (K-02)"] == "Nothing special"
    assert "Jo (K-01): not arranged" in text_of(document)
    numbered = [block for block in document.blocks if isinstance(block, Steps)]
    assert numbered[0].start == 1, "a question that a row names by number has one"
    assert len(numbered[0].items) == 1


def test_what_page_one_has_no_room_for_stands_behind_it():
    document = build_run_sheet(session_context(), [person(1, needs="signs")])
    things = {"interpreter in view", "your face lit and in view"}
    assert all(one in text_of(document).casefold() for one in things)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_second_host_knows_of_a_person_only_what_others_may(agreed):
    group = GroupConsent.ACCOMMODATION_ONLY if agreed else GroupConsent.NONE
    profile, plan = with_plan(person(1, needs="signs"), not_met=(NOT_MET,))
    profile = dataclasses.replace(profile, consent=Consent(facilitator=True, group=group))
    text = text_of(build_hand_over(session_context(), [(profile, plan)]))
    assert ("Name1" in text) is agreed
    assert "K-01" not in text
    assert ("interpreter in view" in text) is agreed
    assert ("not arranged" in text) is agreed
    assert ("not named here: 1" in text) is not agreed
    nobody = text_of(build_hand_over(session_context(), [person(1, agreed=False)]))
    assert "Name1" not in nobody
    assert "K-01" not in nobody


WAYS = ("video", "voice", "phone", "text_chat", "sms", "email", "in_person")


def lackable():
    """Every setting, and value where one is named, that a rule of ours may leave unmet."""
    book = built_in_rules()
    for rule in book.rules:
        for limit in rule.limit:
            settings = limit.settings or tuple(then.setting for then in rule.then)
            yield from ((one, value) for one in settings for value in limit.values or (True,))
        yield from ((need.setting, need.value or True) for need in rule.booking)
    yield from (("join.ways", way) for way in WAYS)
    yield from (("emergency.ways", "text"), ("handouts.formats", "braille"))
    yield from (("language.written", "vi"), ("text.bilingual", "beside"))


@pytest.mark.parametrize(("setting", "value"), sorted(set(lackable()), key=str))
def test_whatever_may_not_be_arranged_has_a_noun(setting, value):
    assert name_lacks(english(), setting, value)


# -- the call-back sheet -----------------------------------------------------------------------


def contact(*safe, **changes):
    return ContactWays(safe=safe, phone="+1 603 555 0142", **changes)


def call_back(*people):
    made = build_call_back(session_context(), people)
    return lines_of(made) if made else None


def test_numbers_are_only_of_those_who_agreed_and_called_it_safe():
    yes = person(1, contact=contact(Channel.CALL))
    no = person(2, agreed=False, contact=contact(Channel.CALL))
    unsafe = person(3, contact=contact(Channel.LETTER, Channel.EMAIL))
    lines = call_back(yes, no, unsafe)
    assert "Name1" in lines
    assert not {"Name2", "Name3", "K-02", "K-03"} & set(lines)


def test_a_way_that_is_not_safe_is_not_offered():
    assert "Call" in call_back(person(1, contact=contact(Channel.CALL)))
    assert "Text only" in call_back(person(1, contact=contact(Channel.SMS)))
    assert "Call or text" in call_back(person(1, contact=contact(Channel.SMS, Channel.CALL)))


def test_whom_to_call_in_danger_stands_there_if_named():
    ways = contact(Channel.CALL, emergency=EmergencyContact("Ana", "+1 603 555 0177"))
    lines = call_back(person(1, contact=ways))
    assert lines[lines.index("If they're in danger, call Ana") + 1] == "(603) 555-0177"


def test_without_anyone_there_is_no_sheet():
    assert call_back(person(1, agreed=False)) is None
    assert call_back() is None


ONLINE = re.compile(
    r"\b(link|typ(e|ing)|chat|leave the screen|drops? off|unmute|camera)\b", re.IGNORECASE
)


@pytest.mark.parametrize("needs", ["asks-for-nothing", "signs"])
def test_in_a_room_no_line_is_about_a_meeting_on_a_screen(needs):
    """Nor about what is typed, but by a captioner and by who writes down what was said."""
    room = dataclasses.replace(SESSION, platform=Platform.IN_PERSON, join_url="", dial_in=None)
    booked = {"captions.live": "human", "interpreter.kinds": ("signed",)}
    group = GroupPlan({**BASELINE, **booked}, ())
    lines = lines_of(
        build_run_sheet(session_context(session=room, group=group), [person(1, needs=needs)])
    )
    allowed = ("captioner", "or type the main points")
    assert [
        one for one in lines if ONLINE.search(one) and not any(part in one for part in allowed)
    ] == []
    assert any("way to the room" in one for one in lines)
