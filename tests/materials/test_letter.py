import dataclasses

from access_kit.materials.letter import build_letter, check_letter
from access_kit.model.document import AddressCarrier, Box, ContactBox, Text
from access_kit.model.kit import Resource, ResourceKind
from access_kit.model.plan import GroupPlan, LocalHelp, PersonPlan
from access_kit.model.profile import Channel, ContactWays, Contents
from access_kit.model.session import Platform
from tests.materials.reading import say, text_of
from tests.materials.samples import BASELINE, KIT, SESSION, make_profile, paper_context


def letter(person="asks-for-nothing", **changes) -> str:
    return text_of(build_letter(paper_context(person, **changes)))


def on(platform):
    return {"session": dataclasses.replace(SESSION, platform=platform)}


def test_it_says_when_with_breaks_by_the_clock():
    text = letter()
    assert "Thursday, December 3" in text
    assert "From 6:00 to 7:00\xa0p.m. (Eastern Time)" in text
    assert "Breaks at 6:15 and 6:35\xa0p.m., for 5 minutes each" in text


def test_without_breaks_in_the_plan_it_names_none():
    assert "Breaks" not in letter(group=GroupPlan({}, ()))


def test_it_says_how_to_join_by_link_and_by_telephone():
    text = letter()
    assert "https://meet.example/j/5550100" in text
    assert "Call (603) 555-0199." in text
    assert "press 4711 and then #" in text


def test_camera_and_chat_are_a_choice_and_nothing_is_to_be_brought():
    text = letter()
    assert "Whether you use your camera or the chat is up to you." in text
    assert "You can talk, type, or just listen, with your camera on or off." in text


def test_who_may_not_use_voice_reads_of_typing_before_the_telephone():
    for person in ("signs", "types-only"):
        text = letter(person)
        assert text.index("Choose Chat and type there;") < text.index("By phone")
        assert "Text Jo, who leads the group" in text


def test_who_avoids_the_telephone_finds_no_number_to_join():
    settings = {"join.dial_in": False, "join.ways": ("text_chat",)}
    assert "(603) 555-0199" not in letter("types-only", settings=settings)


def test_a_plain_phone_is_told_the_number_first_and_the_link_as_a_later_way():
    text = letter("basic-phone")
    assert "With Zoom" not in text
    assert text.index("(603) 555-0199") < text.index("https://meet.example")
    assert "If you'd like us to call you instead, just ask." in text
    assert "We can lend you a device." in text


def test_who_can_neither_use_the_app_nor_call_takes_part_by_text():
    settings = {"contact.voice_ok": False, "join.dial_in": False, "join.ways": ("sms",)}
    text = letter("basic-phone", settings=settings)
    assert "text Jo at (603) 555-0123" in text
    assert "Other people may see the texts on your phone" in text


def test_little_data_is_a_way_of_its_own():
    assert "To use less data" in letter("low-vision")
    assert "To use less data" not in letter()


def test_what_is_offered_is_said_and_never_why():
    text = letter("signs")
    assert "Someone will type what people say" in text
    assert "A sign language interpreter will be there." in text
    assert "because" not in text.lower()


def test_each_platform_has_its_own_way():
    ways = ContactWays(safe=(Channel.SMS,), phone="+1 603 555 0142")
    texted = dataclasses.replace(make_profile(), contact=ways)
    assert "will send you a text" in letter(profile=texted, **on(Platform.SMS))
    assert "will write in the group" in letter(**on(Platform.SIGNAL))
    assert "how to get there" in letter(**on(Platform.IN_PERSON))
    assert "Meet app" in letter(**on(Platform.MEET))
    assert "With Zoom" not in letter(**on(Platform.PHONE))


def test_who_helps_stands_in_a_box_with_hours():
    boxes = [b for b in build_letter(paper_context()).blocks if isinstance(b, ContactBox)]
    assert say(boxes[0].title) == "Who can help"
    assert [one.value for one in boxes[0].contacts] == [
        "(603) 555-0123",
        "(603) 555-0101",
    ]
    assert "They're in Monday to Friday, 9 to 5." in letter().replace("\u00a0", " ")


def test_lines_to_call_stand_in_a_full_letter():
    boxes = [b for b in build_letter(paper_context()).blocks if isinstance(b, ContactBox)]
    assert [one.value for one in boxes[1].contacts] == ["988", "911"]


def test_the_address_goes_before_the_letter():
    carrier = AddressCarrier(("Rosa M.",), Box(0, 0, 9, 9), Box(0, 0, 9, 9), (), 12)
    assert build_letter(paper_context(), carrier).address is carrier


def test_a_name_with_marks_is_printed_as_it_is():
    from tests.materials.samples import make_profile

    name = "**Rosa** {link} [x](y) <b> #let"
    assert f"Hello {name}," in letter(profile=make_profile(name=name))


def test_papers_that_come_along_are_listed():
    titles = (Text("Things that help me"), Text("Mis apoyos", lang="es"))
    document = build_letter(paper_context(enclosed=titles))
    assert "With this letter: Things that help me and Mis apoyos." in text_of(document)
    assert Text("Mis apoyos", isolate=True, lang="es") in tuple(
        part for block in document.blocks for part in getattr(block, "content", ())
    )


def test_without_a_from_name_the_agency_stays_unnamed_in_a_discreet_letter():
    agency = dataclasses.replace(KIT.agency, from_name="")
    kit = dataclasses.replace(KIT, agency=agency)
    text = letter(kit=kit, contents=Contents.DISCREET, settings=BASELINE)
    assert "Riverside Peer Network" not in text


def test_local_places_stand_in_it_where_the_plan_calls_for_them():
    loan = Resource(ResourceKind.DEVICE_LOAN, "Tablet shelf", "+1 603 555 0110")
    booked = Resource(ResourceKind.INTERPRETER, "Two Rivers", "+1 603 555 0115")
    resources = (LocalHelp("D02", loan), LocalHelp("S07", booked))
    plan = PersonPlan("K-07", (), BASELINE, resources=resources)
    text = letter(plan=plan)
    assert "Tablet shelf" in text
    assert "Two Rivers" not in text
    assert "Tablet shelf" not in letter(plan=plan, contents=Contents.DISCREET)


def test_the_operator_hears_of_who_is_left_without_a_way():
    host = dataclasses.replace(SESSION.facilitator, phone=None, email=None)
    agency = dataclasses.replace(KIT.agency, phone=None, email=None)
    changes = {
        "session": dataclasses.replace(SESSION, facilitator=host, dial_in=None),
        "kit": dataclasses.replace(KIT, agency=agency),
        "settings": {"contact.voice_ok": False},
    }
    told = check_letter(paper_context("basic-phone", **changes))
    assert [p.code for p in told] == ["letter.no-way-to-take-part", "letter.only-voice"]
    assert check_letter(paper_context("basic-phone")) == ()
    assert check_letter(paper_context("signs")) == ()
