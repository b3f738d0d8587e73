"""A paper names ways that its reader has: no voice is taken away, no telephone is made up."""

from __future__ import annotations

import pytest

from tests.promises.papers import make


def profile(number: int, *, needs: str, device: str, safe: str, ways: str = "") -> str:
    return f"""schema = "access-kit/profile/1"
id = "O-{number:03}"
name = "Lan"
stated_by = "self"
review_by = 2027-05-20
[language]
written = ["en"]
spoken = ["en"]
[reading]
formats = ["screen_reader_file"]
{needs}
[device]
has = ["{device}"]
[contact]
asked_on = 2026-11-20
safe = {safe}
{ways}
[consent]
store = true
facilitator = true
group = "none"
"""


SPEAKS = profile(
    1,
    needs='[hearing]\ncaptions = "auto"\n[talk]\nmodes = ["video", "voice", "phone"]\n'
    'speech = "speaks"',
    device="computer",
    safe='["call"]',
    ways='phone = "+1 603 555 0161"',
)
NO_PHONE = profile(2, needs='[talk]\nmodes = ["in_person"]', device="none", safe='["in_person"]')
READS_ALONG = profile(
    3, needs='[hearing]\ncaptions = "auto"\n[talk]\nmodes = ["video"]', device="computer",
    safe='["email"]', ways='email = "lan@mail.example"',
)  # fmt: skip


@pytest.fixture(scope="module")
def on_zoom(tmp_path_factory):
    return make(tmp_path_factory.mktemp("ways") / "kit", [SPEAKS, NO_PHONE, READS_ALONG])


def test_who_wants_captions_and_named_calling_may_call(on_zoom):
    letter = on_zoom.packets["O-001"]["letter.txt"]
    assert "call (603) 555-0199" in letter
    assert "You can type, sign" not in letter
    assert "just listen" in letter


def test_who_wants_captions_and_named_no_call_is_not_sent_to_one(on_zoom):
    letter = on_zoom.packets["O-003"]["letter.txt"]
    assert "(603) 555-0199" not in letter
    assert "Choose Chat to type" in letter


def test_who_wants_captions_and_talks_is_told_that_they_can(on_zoom, tmp_path):
    assert "You can talk, type, or just be there" in on_zoom.packets["O-003"]["letter.txt"]
    assert "others can hear me" in on_zoom.packets["O-003"]["tech-check.txt"]
    assert "If someone can hear you" in on_zoom.packets["O-003"]["agreement.txt"]
    talks = READS_ALONG.replace('["video"]', '["voice"]')
    two = make(tmp_path / "kit", [talks], kind='"one_to_one"', platform='"phone"')
    letter = two.packets["O-003"]["letter.txt"]
    assert "Call (603) 555-0199" in letter
    assert "You can talk, write, or just read along" in letter


def test_captions_in_a_room_are_where_the_session_says_so(tmp_path):
    room = {"platform": '"in_person"', "room_captions": "true"}
    read = make(tmp_path / "kit", [READS_ALONG], **room)
    assert "captions.live" not in read.lost("O-003")
    assert "Captions are on a screen in the room" in read.packets["O-003"]["letter.txt"]
    assert "Start captions on a screen" in read.run_sheet


SIGNS = profile(
    4, needs='[talk]\nspeech = "no"', device="computer", safe='["email"]',
    ways='email = "lan@mail.example"',
).replace('spoken = ["en"]', 'signed = ["ase"]\ninterpreter = "none"')  # fmt: skip


def test_by_telephone_nobody_is_told_to_call_who_neither_hears_nor_speaks(tmp_path):
    read = make(tmp_path / "kit", [SIGNS, READS_ALONG], platform='"phone"')
    packet = read.packets["O-004"]
    assert "0199" not in packet["letter.txt"] + packet["letter-full.txt"]
    assert "text Jo" in packet["letter.txt"]
    assert "yes/no cards" not in read.run_sheet.casefold()


@pytest.mark.parametrize("platform", ["messenger", "sms"])
def test_where_all_is_written_nobody_is_sorry_for_captions(tmp_path, platform):
    read = make(tmp_path / "kit", [READS_ALONG, NO_PHONE], platform=f'"{platform}"')
    assert {"captions.live", "captions.on_by_default"}.isdisjoint(read.lost("O-003"))
    assert "captions" not in read.packets["O-003"]["letter.txt"]
    assert "how captions work" not in read.run_sheet


def test_who_has_no_phone_is_neither_told_to_text_nor_that_they_have_one(on_zoom):
    packet = on_zoom.packets["O-002"]
    assert "Text READY" not in packet["tech-check.txt"]
    assert "Mail it to" in packet["tech-check.txt"]
    assert "If you can use a phone somewhere" in packet["letter.txt"]


NO_PHONE_BY_LETTER = profile(
    3, needs='[talk]\nmodes = ["phone"]', device="none", safe='["letter"]',
    ways='post = { name = "Lan M", street = ["12 Elm St"], city = "Exampletown", '
    'region = "NH", postal_code = "03755", country = "US" }',
)  # fmt: skip
CALLS = ("Call Jo", "call Jo", "Text READY", "text Jo", "A yes by phone", "on your phone")


@pytest.mark.parametrize("platform", ["zoom", "in_person", "sms"])
def test_no_form_of_who_has_no_phone_asks_for_one(tmp_path, platform):
    more = {"platform": f'"{platform}"'}
    read = make(tmp_path / "kit", [NO_PHONE, NO_PHONE_BY_LETTER], **more)
    for who, packet in read.packets.items():
        forms = [text for name, text in packet.items() if not name.startswith("letter")]
        assert [(who, one) for text in forms for one in CALLS if one in text] == []
        assert "Ask Jo and we'll do it together" in packet["tech-check.txt"]
        assert "ask Jo to go over it with you" in packet["agreement.txt"]
        assert "on your phone" not in packet["letter.txt"]
        assert "Call Jo" not in packet["letter.txt"]


def test_nobody_is_lent_a_device_for_a_meeting_in_person(tmp_path):
    read = make(tmp_path / "kit", [NO_PHONE], platform='"in_person"')
    assert "device.loan" not in read.lost("O-002")
    assert "borrow" not in read.packets["O-002"]["letter.txt"]
    assert "by phone" not in read.run_sheet.casefold()
