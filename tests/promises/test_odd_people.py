"""Odd people: what is there for them, what is not, and who is told. Read in finished papers."""

import json

import pytest

from tests.promises.judge import contradictions, lines_about, offers
from tests.promises.odd_people import HANDOUTS, ODD, odd_person, said_no_to
from tests.promises.papers import Read, make

NUMBERS = {who: at for at, who in enumerate(ODD, 1)}


def id_of(who: str) -> str:
    return f"O-{NUMBERS[who]:03}"


@pytest.fixture(scope="module")
def on_zoom(tmp_path_factory):
    """The papers of all odd people in one meeting by video, three days before it."""
    people = [odd_person(who, at) for who, at in NUMBERS.items()]
    return make(tmp_path_factory.mktemp("odd") / "kit", people, handouts=json.dumps(HANDOUTS))


def letter(read: Read, who: str) -> str:
    return read.packets[id_of(who)]["letter.txt"]


def check(read: Read, who: str) -> str:
    return read.packets[id_of(who)]["tech-check.txt"]


def host_lines(read: Read, who: str) -> str:
    return "\n".join(lines_about(read.run_sheet, f"({id_of(who)})"))


# -- told, and to whom ---------------------------------------------------------------------------

TOLD = {
    "avoids-every-live-way": ("join.some", "You don't have to join"),
    "signs-and-avoids-chat": ("signed.followed", "a way to follow what is said"),
    "signs-with-nobody-to-interpret": ("signed.followed", ""),
    "needs-a-signer": ("interpreter.kinds", "an interpreter"),
    "needs-a-captioner": ("captions.live", "a captioner"),
    "ten-megabytes": ("data.fits", "a way with less data"),
    "reads-lips-and-sees-nobody": ("lips.seen", "a face you can see"),
    "no-phone-no-device": ("device.loan", "a device to borrow"),
    "no-address-no-phone": ("handouts.before", ""),
    "only-in-person": ("join.ways", "the way to meet you asked for"),
    "another-language-spoken": ("interpreter.kinds", "an interpreter"),
    "brings-an-interpreter": ("transcript", "full notes"),
    "texts-and-nothing-else": ("join.ways", "the way to meet you asked for"),
}
"""What is told to the host as not met, and what the person's own letter says of it."""


@pytest.mark.parametrize("who", TOLD)
def test_what_cannot_be_had_is_told_with_two_other_ways(on_zoom, who):
    setting, said = TOLD[who]
    told = {one.setting: one.alternatives for one in on_zoom.not_met(id_of(who))}
    assert len(told[setting]) == 2
    lines = host_lines(on_zoom, who)
    assert all(way in lines for way in told[setting])
    assert said in letter(on_zoom, who)


@pytest.mark.parametrize("who", ODD)
def test_no_other_way_is_one_that_they_said_no_to(on_zoom, who):
    no = said_no_to(odd_person(who)) - {"relay"}  # the host may ask about one
    assert contradictions({"run sheet": host_lines(on_zoom, who)}, no) == []


@pytest.mark.parametrize("who", ODD)
def test_no_paper_and_no_handout_offers_what_they_said_no_to(on_zoom, who):
    assert contradictions(on_zoom.packets[id_of(who)], said_no_to(odd_person(who))) == []


def test_nothing_that_all_need_is_left_out(on_zoom):
    for who in ODD:
        stems = {name.split(".")[0] for name in on_zoom.packets[id_of(who)]}
        assert {"agreement", "my-plan-for-hard-days", "taking-part", "good-meetings"} <= stems, who


# -- one by one ----------------------------------------------------------------------------------


def test_who_needs_less_data_than_the_meeting_takes_is_not_told_that_no_video_helps(on_zoom):
    assert "video off" not in letter(on_zoom, "ten-megabytes")
    assert "free internet" in letter(on_zoom, "ten-megabytes")


def test_who_can_call_and_has_too_little_data_is_told_to_call_first(tmp_path):
    few = odd_person("ten-megabytes").replace('avoid = ["phone"]', "")
    read = make(tmp_path / "kit", [few])
    said = read.packets["O-001"]["letter.txt"]
    assert said.index("Call (603) 555-0199") < said.index("Zoom")
    assert "data.fits" not in read.lost("O-001")
    assert "by phone" in read.run_sheet.casefold()


def test_a_platform_that_nobody_measured_is_told_as_unknown(tmp_path):
    few = odd_person("ten-megabytes").replace('quality = "none"', "")
    read = make(tmp_path / "kit", [few], platform='"webex"')
    (told,) = [one for one in read.not_met("O-001") if one.setting == "data.fits"]
    assert told.unknown


def test_who_has_no_phone_is_neither_asked_about_it_nor_told_to_call(on_zoom):
    assert "on my phone" not in check(on_zoom, "no-phone-no-device")
    assert "I have a phone or computer I can use that day" in check(on_zoom, "no-phone-no-device")
    assert "call Jo" not in letter(on_zoom, "no-phone-no-device")
    assert "no phone or device yet" in host_lines(on_zoom, "no-phone-no-device").casefold()


def test_who_has_no_address_and_no_phone_is_named_to_the_host(on_zoom):
    assert "papers before the meeting" in on_zoom.run_sheet
    assert "Ask for a safe way to send papers" in host_lines(on_zoom, "no-address-no-phone")


def test_relay_is_spoken_of_to_who_uses_one_alone(on_zoom):
    for who in ODD:
        packet = on_zoom.packets[id_of(who)]
        spoken_of = any(offers(text, "relay") for text in packet.values())
        assert spoken_of == ("relay" in ODD[who]["needs"]), who


def test_who_chose_the_phone_calls_first(on_zoom):
    for who in ("calls-by-relay", "plain-phone", "another-language-spoken"):
        said = letter(on_zoom, who)
        assert "Call (603) 555-0199" in said
        assert "open https" not in said, who


def test_who_types_is_not_sent_to_the_phone(on_zoom):
    for who in ("avoids-video", "shares-a-device", "texts-and-nothing-else"):
        assert "0199" not in letter(on_zoom, who), who
        assert "Choose Chat to type" in letter(on_zoom, who)


def test_extra_time_is_as_long_as_somebody_says_and_the_host_reads_it(on_zoom):
    assert "extra time, 5 times as long" in host_lines(on_zoom, "break-every-five-minutes")
    assert "extra time, 4 times as long" in host_lines(on_zoom, "speaks-by-device-and-avoids-texts")


def test_one_pace_does_not_set_everyones(on_zoom):
    settings = on_zoom.plan.group.settings
    assert settings["break.every_min"] >= 15
    assert settings["break.minutes"] <= 10
    assert settings["turn.extra_time"] <= 3
    assert "takes their own breaks" in host_lines(on_zoom, "break-every-five-minutes").casefold()


def test_who_hides_captions_is_not_asked_whether_they_can_read_them(on_zoom):
    for who in ("avoids-captions", "signs-and-avoids-chat"):
        assert "read the captions" not in check(on_zoom, who), who


def test_no_question_is_about_a_way_to_join_where_there_is_none(on_zoom):
    asked = check(on_zoom, "avoids-every-live-way")
    assert "spot to join" not in asked
    assert "I can use that day" not in asked


def test_no_line_of_a_check_begins_with_what_was_left_out(on_zoom):
    for who in ODD:
        packet = on_zoom.packets[id_of(who)]
        for name in ("tech-check.txt", "tech-check-full.txt"):
            lines = [part.split("☐")[0] for part in packet[name].split(" A")[1:]]
            begun = [one for one in lines if one.split(". ", 1)[-1].startswith(("It ", "They "))]
            assert begun == [], (who, name)


def test_a_device_on_loan_is_offered_to_nobody_who_chose_the_phone(on_zoom):
    assert "device.loan" not in on_zoom.plans[id_of("plain-phone")].settings
    assert "device.loan" not in on_zoom.lost(id_of("plain-phone"))
