"""What a person said no to is offered to them nowhere: in no paper, and in no format."""

import json
import re

import pytest

from tests.harms.lives import SESSION, kit_with
from tests.harms.reading import read_packet
from tests.promises.judge import contradictions
from tests.promises.odd_people import HANDOUTS, ODD, odd_person, said_no_to
from tests.send.vault_kit import run

LATE = "2026-11-30T09:00:00-05:00"
PEOPLE = (
    "avoids-every-live-way", "signs-and-avoids-chat", "ten-megabytes", "shares-a-device",
    "avoids-all-that-is-written", "speaks-by-device-and-avoids-texts", "avoids-captions",
)  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The folder of a session that was prepared for people who said no to much."""
    kit = tmp_path_factory.mktemp("avoid") / "kit"
    session = kit_with(kit, [odd_person(who, at) for at, who in enumerate(PEOPLE, 1)])
    text = session.read_text(encoding="utf-8")
    named = json.dumps(HANDOUTS)
    session.write_text(re.sub("(?m)^handouts = .*", f"handouts = {named}", text), encoding="utf-8")
    made = run(kit, "prepare", session, now=LATE)
    assert made.code == 0, made.stderr
    return kit / "out" / SESSION


@pytest.mark.parametrize("who", PEOPLE)
def test_no_finished_file_offers_what_somebody_said_no_to(prepared, who):
    at = PEOPLE.index(who) + 1
    packet = read_packet(prepared / "packets" / f"O-{at:03}")
    assert {name.split(".")[-1] for name in packet} >= {"pdf", "html", "txt"}
    assert contradictions(packet, said_no_to(odd_person(who))) == []


def test_who_said_no_to_each_way_is_offered_none_and_is_told_so(prepared):
    letter = read_packet(prepared / "packets" / "O-001")["letter.pdf"]
    assert "You don't have to join" in letter
    for offered in ("0199", "meet.example", "Text Jo", "Zoom"):
        assert offered not in letter


def test_what_is_about_a_way_is_left_out_and_the_letter_does_not_name_it(prepared):
    for number, gone, there in (
        (1, {"how-to-join", "join-zoom", "join-phone", "join-text-messages"}, {"taking-part"}),
        (2, {"join-phone", "join-text-messages", "chat-only"}, {"how-to-join", "join-zoom"}),
        (3, {"join-phone"}, {"how-to-join", "join-text-messages", "chat-only"}),
    ):
        packet = read_packet(prepared / "packets" / f"O-{number:03}")
        stems = {name.split(".")[0] for name in packet}
        assert stems.isdisjoint(gone), number
        assert {*there, "my-plan-for-hard-days", "agreement"} <= stems, number
    letter = read_packet(prepared / "packets" / "O-001")["letter.pdf"]
    for title in ("Join by phone", "Meet by text messages", "How to join a meeting"):
        assert title not in letter
    assert "Taking part" in letter


def test_the_plan_tells_the_host_who_goes_without(prepared):
    told = json.loads((prepared / "plan.json").read_text(encoding="utf-8"))["problems"]
    (left,) = [one for one in told if one["code"] == "handout.left-out"]
    assert "join-phone.md [phone]: O-001, O-002, O-003" in left["message"]
    assert "handout.offers" not in {one["code"] for one in told}


def test_the_people_are_those_that_were_seen():
    assert set(PEOPLE) <= set(ODD)
