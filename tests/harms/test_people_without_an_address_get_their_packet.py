"""No address, no e-mail, no telephone: the packet waits at a desk, until it is handed over."""

import dataclasses
import json
import shutil
import sys

import pytest

from access_kit.delivery.reach import picks_up
from access_kit.model.profile import Channel, ContactWays, Mode, PostalAddress, TalkModes
from tests.harms.commands import call
from tests.harms.reading import read_pdf
from tests.materials.samples import make_profile
from tests.send.vault_kit import SESSION, must

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

WHO, OTHER, LETTERED = "K-11", "K-23", "K-02"
NO_ADDRESS = ("contact.safe=in_person", "contact.email=", "contact.phone=", "pace.reminders=")


@pytest.fixture(scope="module")
def kit(ready, tmp_path_factory):
    """Two people whom nothing reaches but a hand, one of them discreet. Not to be changed."""
    kit = shutil.copytree(ready, tmp_path_factory.mktemp("desk") / "kit")
    for who, contents in ((WHO, "full"), (OTHER, "discreet")):
        ways = (*NO_ADDRESS, f"contact.contents={contents}", "reading.formats=screen_reader_file")
        must(call(kit, "profile", "edit", who, *ways))
    must(call(kit, "prepare", "session.toml", "--quiet"))
    return kit


@pytest.fixture
def desk(kit, tmp_path):
    return shutil.copytree(kit, tmp_path / "kit")


def out(kit):
    return kit / "out" / SESSION


def status(kit, who):
    told = call(kit, "status", "session.toml", "--json").json
    return next(one for one in told["people"] if one["id"] == who)


def test_their_packet_is_made_in_print_without_an_address(kit):
    letter = out(kit) / "packets" / WHO / "letter.pdf"
    assert letter.exists(), "whatever somebody reads, what is handed over is paper too"
    assert "Harbor Lane" not in read_pdf(letter)


def test_the_list_for_the_desk_says_who_and_what_to_say_and_not_why(desk):
    made = call(desk, "letters", "session.toml", "--json")
    assert made.code == 0, made.stderr
    assert {one["id"] for one in made.json["pick_up"]} == {WHO, OTHER}
    assert {one["id"] for one in made.json["letters"]}.isdisjoint({WHO, OTHER})
    text = read_pdf(out(desk) / "pick-up.pdf")
    first = " ".join(text[: text.index("Hello")].split())
    for said in (
        "Packets to pick up",
        "Here is your envelope.",
        "Where it lies",
        "Mei-Ling",
        OTHER,
    ):
        assert said in first
    assert "T." in first
    assert "Tomasz" not in first, "of a discreet packet nobody at the desk learns a whole name"
    for telling in ("group", "recovery", "peer", "crisis", "Riverside"):
        assert telling.casefold() not in first.casefold()


def test_two_who_are_called_the_same_are_told_apart_by_their_ids(desk):
    must(call(desk, "profile", "edit", WHO, "name=Tess", "contact.contents=discreet"))
    must(call(desk, "prepare", "session.toml", "--only", WHO, "--quiet"))
    must(call(desk, "letters", "session.toml"))
    text = " ".join(read_pdf(out(desk) / "pick-up.pdf").split())
    assert text.count(f"T. {WHO}") >= 2, "on the list, and in front of the packet"
    assert text.count(f"T. {OTHER}") >= 2


def test_status_says_what_to_do_until_the_packet_is_handed_over(desk):
    assert status(desk, WHO)["next"] == "pick-up"
    sent = call(desk, "send", "session.toml", "--json")
    [by_hand] = [one for one in sent.json["messages"] if one["id"] == WHO]
    assert (by_hand["state"], by_hand["why"]) == ("by_hand", "pick-up")

    must(call(desk, "letters", "session.toml"))
    now = status(desk, WHO)
    assert now["next"] == "hand-over"
    assert [(one["channel"], one["state"]) for one in now["mail"]] == [("in_person", "laid_ready")]
    assert "pick-up.pdf" in now["files"]
    assert (
        "hand over the packet when they come" in call(desk, "status", "session.toml").stdout.lower()
    )

    must(call(desk, "send", "session.toml", "--mark-sent", "--only", WHO))
    now = status(desk, WHO)
    assert [(one["channel"], one["state"]) for one in now["mail"]] == [("in_person", "handed_over")]
    assert now["mailed"] == ["in_person"]
    assert now["next"] not in ("pick-up", "hand-over", "send", "mark")
    again = call(desk, "letters", "session.toml", "--json").json
    assert [one["id"] for one in again["pick_up"]] == [OTHER]
    assert status(desk, OTHER)["next"] == "hand-over"


def test_marking_everybody_elses_mail_hands_no_packet_over(desk):
    must(call(desk, "letters", "session.toml"))
    must(call(desk, "letters", "session.toml", "--mark-posted"))
    assert status(desk, WHO)["next"] == "hand-over"


def test_a_no_takes_the_packet_off_the_desk(desk):
    must(call(desk, "letters", "session.toml"))
    must(call(desk, "consent", "withdraw", WHO, "--scope", "in_person"))
    assert not (out(desk) / "pick-up.pdf").exists()
    must(call(desk, "letters", "session.toml"), ok=(0, 6))
    assert "Mei-Ling" not in read_pdf(out(desk) / "pick-up.pdf")


def test_who_is_erased_is_on_no_list(desk):
    must(call(desk, "letters", "session.toml"))
    erased = must(call(desk, "profile", "erase", WHO, "--yes", "--json")).json
    hints = [one["hint"] for one in erased["problems"] if "pick-up.pdf" in one["message"]]
    assert any("access-kit letters" in hint for hint in hints)
    assert not (out(desk) / "pick-up.pdf").exists()
    assert "Mei-Ling" not in json.dumps(
        [path.read_text("utf-8", "ignore") for path in out(desk).rglob("*") if path.is_file()]
    )


WAYS = {
    (): False,
    ("in_person",): True,
    ("in_person", "call"): True,
    ("in_person", "letter"): False,
    ("in_person", "sms"): False,
    ("letter", "sms", "email"): False,
}


@pytest.mark.parametrize(("ways", "comes"), WAYS.items())
def test_a_packet_waits_where_no_way_carries_it(ways, comes):
    post = PostalAddress("Rosa M.", ("7 Harbor Lane",), "Exampletown", "US")
    contact = ContactWays(phone="+1 603 555 0150", post=post)
    profile = make_profile(contact=contact)
    assert picks_up(profile, tuple(map(Channel, ways))) is comes
    nowhere = make_profile(contact=ContactWays())
    assert picks_up(nowhere, tuple(map(Channel, ways))) is ("in_person" in ways)
    avoids = dataclasses.replace(nowhere, talk=TalkModes(avoid=(Mode.IN_PERSON,)))
    assert not picks_up(avoids, tuple(map(Channel, ways)))
