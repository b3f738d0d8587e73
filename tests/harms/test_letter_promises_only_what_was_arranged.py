"""A person's own letter says what is there, what could not be had, and nothing they refused."""

import json
import re

import pytest

from tests.harms.lives import DATA, SESSION, kit_with, not_met, packet_folder, person
from tests.harms.reading import read_file, read_packet

LATE = "2026-11-30T09:00:00-05:00"
EARLY = "2026-11-10T09:00:00-05:00"


@pytest.fixture
def prepared(run_cli, tmp_path):
    """Prepares a kit of the people given, and reads every file of the first one's packet."""

    def prepare(*people, now=LATE, **words):
        session = kit_with(tmp_path / "kit", people)
        text = re.sub("handouts = .*", "", session.read_text(encoding="utf-8"))
        for old, new in words.items():
            text = text.replace(old, new)
        session.write_text(text, encoding="utf-8")
        made = run_cli("prepare", session, now=now)
        assert made.code == 0, made.stderr
        return session

    return prepare


def odd(name):
    return DATA / "odd" / f"{name}.toml"


def letter_of(session, person_id):
    folder = session.parent / "out" / SESSION / "packets" / person_id
    return read_packet(folder)["letter.html"]


def packet_of(session, person_id):
    return read_packet(session.parent / "out" / SESSION / "packets" / person_id)


def test_captions_by_a_person_are_not_promised_where_nobody_could_be_booked(prepared):
    session = prepared(odd("needs-a-captioner"))
    for name, text in packet_of(session, "W-13").items():
        assert "Live captions" not in text, name
        assert "Someone will type what people say" not in text, name
    letter = letter_of(session, "W-13")
    said = letter.split("Not arranged yet")[1][:400].replace(" ,", ",")
    assert "we couldn't arrange a captioner, and we're sorry" in said
    assert "use captions made by a computer" in said
    assert "wait for a day when it can be arranged" in said
    assert "Tell Jo by" in said
    assert "A computer makes them" in letter


def test_captions_by_a_person_are_promised_where_there_is_time_to_book_one(prepared):
    session = prepared(odd("needs-a-captioner"), now=EARLY)
    letter = letter_of(session, "W-13")
    assert "Someone will type what people say" in letter
    assert "couldn't arrange" not in letter


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[help]\ncompanion = "none"', None),
        ('[device]\nhas = ["none"]', "couldn't arrange a device to borrow"),
    ],
)
def test_a_device_that_comes_too_late_is_said(prepared, more, said):
    letter = letter_of(prepared(person(more=more, formats=["screen_reader_file"])), "L-01")
    assert (said in letter) if said else ("couldn't arrange" not in letter)
    assert "We can lend you a device" not in letter


def test_a_device_that_comes_too_late_is_said_to_who_does_not_speak_too(prepared):
    more = '[talk]\nmodes = ["text_chat"]\navoid = ["phone", "voice"]\n[device]\nhas = ["none"]'
    reader = person(more=more, formats=["screen_reader_file"])
    letter = letter_of(prepared(reader), "L-01")
    assert "couldn't arrange" in letter
    assert "join by phone" not in letter
    assert "wait for a day when it can be arranged" in letter


@pytest.mark.parametrize(
    ("language", "way_on"),
    [
        ('signed = ["ase"]\ninterpreter = "signed"', "come and use the chat"),
        ('spoken = ["so"]', "bring someone who interprets for you"),
    ],
)
def test_an_interpreter_who_could_not_be_booked_is_said(prepared, language, way_on):
    reader = person(formats=["screen_reader_file"]).replace("[reading]", f"{language}\n[reading]")
    letter = letter_of(prepared(reader), "L-01")
    assert "couldn't arrange an interpreter" in letter
    assert way_on in letter
    assert "An interpreter for your language will be there" not in letter
    assert "A sign language interpreter will be there" not in letter


def test_who_refused_every_live_way_is_offered_none(prepared):
    session = prepared(odd("avoids-every-live-way"))
    for name, text in packet_of(session, "W-01").items():
        for offered in ("With Zoom", "By typing", "By phone", "By text", "captions"):
            assert offered not in text or (offered == "captions" and "tools" in text), (
                name,
                offered,
            )
    letter = letter_of(session, "W-01")
    assert "You don't have to join" in letter
    assert "join.ways" in [one["setting"] for one in not_met(session, "W-01")]


def test_who_signs_and_refused_the_chat_is_offered_no_chat_and_it_is_told(prepared):
    session = prepared(odd("signs-and-avoids-chat"))
    letter = letter_of(session, "W-03")
    for offered in ("By typing", "type", "the chat", "Live captions"):
        assert offered not in letter.replace("Type the name", ""), offered
    assert "signed.followed" in [one["setting"] for one in not_met(session, "W-03")]
    plan = json.loads((session.parent / "out" / SESSION / "plan.json").read_bytes())
    (one,) = plan["participants"]
    assert "turn.chat" not in [item["setting"] for item in one["recommendations"]]


def test_who_refused_video_and_can_call_is_not_sent_to_the_video(prepared):
    reader = person(
        formats=["screen_reader_file"],
        more='[talk]\nmodes = ["phone"]\navoid = ["video", "text_chat"]',
    )
    letter = letter_of(prepared(reader), "L-01")
    assert "Zoom" not in letter
    assert "Call (603) 555-0199" in letter


def test_who_refused_video_and_types_joins_without_a_camera(prepared):
    reader = person(
        formats=["screen_reader_file"],
        more='[talk]\nmodes = ["text_chat"]\navoid = ["video", "phone"]',
    )
    letter = letter_of(prepared(reader), "L-01")
    assert "camera on" not in letter
    assert "You don't need a camera." in letter
    assert "Choose Chat to type" in letter


def test_a_meeting_that_takes_more_data_than_somebody_has_is_told(prepared):
    session = prepared(odd("ten-megabytes"))
    told = [one for one in not_met(session, "W-08") if one["setting"] == "data.fits"]
    assert len(told) == 1
    assert len(told[0]["alternatives"]) == 2
    assert "a way with less data" in letter_of(session, "W-08")


def test_one_persons_pace_does_not_set_everyones_clock(prepared):
    session = prepared(odd("break-every-five-minutes"), person(formats=["screen_reader_file"]))
    other = letter_of(session, "L-01")
    breaks = re.search(r"We take (?:a )?short breaks? at (.*?), and", other.replace(" ,", ","))
    assert len(re.findall(r"\d+:\d\d", breaks[1])) <= 3
    assert "You can step out anytime." in letter_of(session, "W-10")
    assert "short break" not in letter_of(session, "W-10")
    sheet = read_file(session.parent / "out" / SESSION / "runsheet.html")
    assert "takes their own breaks" in sheet


def test_who_has_no_phone_does_not_read_that_any_will_do(prepared):
    session = prepared(person(formats=["screen_reader_file"], more='[device]\nhas = ["none"]'))
    letter = letter_of(session, "L-01")
    assert "Any phone will do" not in letter
    assert "join by phone, if you can use one" in letter
    assert "device.loan" in [one["setting"] for one in not_met(session)]
    sheet = read_file(session.parent / "out" / SESSION / "runsheet.html")
    assert "no phone or device yet: lend one or find one" in sheet


def test_who_chose_the_telephone_is_lent_nothing(prepared):
    more = '[talk]\nmodes = ["phone"]\n[device]\nhas = ["basic_phone"]'
    session = prepared(person(formats=["screen_reader_file"], more=more), now=EARLY)
    assert "lend" not in letter_of(session, "L-01")
    plan = json.loads((session.parent / "out" / SESSION / "plan.json").read_bytes())
    (one,) = plan["participants"]
    assert "device_loan" not in [booking["what"] for booking in one["bookings"]]
    assert "device.loan" not in [item["setting"] for item in one["not_met"]]


@pytest.mark.parametrize("device", ["basic_phone", "none", "smartphone"])
def test_a_short_check_never_begins_with_a_noun_that_was_left_out(prepared, device):
    session = prepared(person(formats=["screen_reader_file"], more=f'[device]\nhas = ["{device}"]'))
    check = packet_of(session, "L-01")["tech-check.html"]
    first = re.split(r"A1\s*\.", check)[1].split("Yes")[0]
    assert not re.match(r"\s*(It|They|That)\b", first), first


def test_who_asked_for_pictures_reads_that_there_are_none_and_who_goes_over_the_papers(
    prepared, run_cli
):
    reader = person(formats=["screen_reader_file", "text_message"], safe=["letter", "sms"])
    wish = '[reading]\nlevel = "easy_read"\npictures = "needed"'
    reader = reader.replace("[reading]", wish)
    session = prepared(reader)
    packet = packet_of(session, "L-01")
    assert "We're sorry our letter and forms have no pictures" in packet["letter.html"]
    assert "call Jo and go over it together" in packet["agreement.html"]
    assert "papers with pictures" in packet["texts.sms.txt"]
    assert "print.pictures" in [one["setting"] for one in not_met(session)]
    sheet = read_file(session.parent / "out" / SESSION / "runsheet.html")
    assert "Go over the papers with anyone who hasn't read them" in sheet
    assert "handouts with pictures" in sheet
    advised = run_cli("recommend", session, "--json", now=LATE)
    assert "has pictures" not in advised.stdout


def test_everyone_is_told_that_a_computer_makes_the_captions(prepared):
    session = prepared(person(formats=["screen_reader_file"]))
    folder = session.parent / "out" / SESSION
    for text in (letter_of(session, "L-01"), read_file(folder / "group" / "en" / "meeting.html")):
        assert "omputer makes them" in text or "made by a computer" in text
        assert "Live captions" not in text
    assert packet_folder(session).is_dir()
