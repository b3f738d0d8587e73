"""The time at which something was said decides, and the same words are the same message."""

from __future__ import annotations

import dataclasses
import datetime
import sys
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.consent_rules import CHANNEL_ITEMS, may_use, standing
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.profile import Channel
from tests.harms.replies import WHO, message

posix = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
AGREES = "> B12. You may e-mail me.\n> [ ] No\n> [x] Yes\n>\n> [x] My name"


@posix
def test_an_agreement_read_again_with_another_header_stays_withdrawn(desk):
    desk.take("gate/agree.eml")
    assert desk.consent()["yes"] == ["cs-email"]
    desk.command("consent", "withdraw", WHO)
    (again,) = desk.take("when/agree-flagged.eml").json["messages"]
    assert again["kind"] == "already"
    assert desk.consent()["state"] == "withdrawn"
    assert "email" not in desk.ways()


@posix
def test_a_mailbox_saved_again_brings_no_agreement_back(desk):
    desk.take("when/box-unread.mbox")
    desk.command("consent", "withdraw", WHO)
    (again,) = desk.take("when/box-read.mbox").json["messages"]
    assert again["kind"] == "already"
    assert desk.consent()["state"] == "withdrawn"


@posix
@pytest.mark.parametrize(
    "order", [("gate/stop.eml", "gate/agree.eml"), ("gate/agree.eml", "gate/stop.eml")]
)
def test_a_later_stop_wins_in_whatever_order_the_two_are_read(order, desk):
    desk.take(*order)
    stands = desk.consent()
    assert (stands["yes"], stands["withdrawn"]) == ([], ["email"])
    assert "email" not in desk.ways()


@posix
def test_a_later_stop_wins_when_the_agreement_before_it_is_read_another_day(desk):
    desk.take("gate/stop.eml")
    desk.take("gate/agree.eml")
    assert desk.consent()["withdrawn"] == ["email"]
    assert "email" not in desk.ways()


@posix
def test_who_took_back_all_and_signs_with_lines_left_alone_is_not_mailed(desk):
    desk.command("consent", "withdraw", WHO, now="2026-11-27T19:00:00-05:00")
    desk.take(message("> [x] My name", date="Fri, 27 Nov 2026 20:00:00 -0500"))
    stands = desk.consent()
    assert (stands["state"], stands["yes"]) == ("given", [])
    assert "email" not in desk.ways()
    desk.take(message(AGREES, date="Fri, 27 Nov 2026 21:00:00 -0500", number=2))
    assert "email" in desk.ways()


@posix
@pytest.mark.parametrize(
    "date",
    [
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Tue, 01 Dec 2026 18:00:00 -0500",
        "Fri, 20 Nov 2026 18:00:00 -0500",
        "yesterday",
    ],
)
def test_a_date_that_cannot_be_is_held_and_never_beats_a_no(date, desk):
    desk.command("consent", "withdraw", WHO, "--scope", "email", now="2026-11-27T20:00:00-05:00")
    done = desk.take(message(AGREES, date=date))
    (held,) = done.json["held"]
    assert (held["why"], held["from"]) == ("date", "mei-ling@mail.example")
    assert desk.consent()["state"] == "waiting"
    decided = desk.take(message(AGREES, date=date), more=("--person", WHO))
    assert decided.json["messages"][0]["kind"] == "answer"
    assert "email" not in desk.ways(), "when it was said is not known, so the no stands"


REFUSES = "> B12. You may e-mail me.\n> [x] No\n> [ ] Yes\n>\n> [x] My name"


@posix
@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("date", {"date": "Thu, 01 Jan 1970 00:00:00 +0000"}),
        ("no-thread", {"thread": False}),
        ("other-address", {"sender": "mei@work.example"}),
    ],
)
def test_a_no_does_not_wait_with_the_answers_that_are_held(why, more, desk):
    assert "email" in desk.ways()
    (held,) = desk.take(message(REFUSES, **more)).json["held"]
    assert held["why"] == why
    assert "email" not in desk.ways()
    desk.take(message(REFUSES, **more), more=("--person", WHO))
    assert "email" not in desk.ways()


@posix
def test_a_date_far_from_the_day_it_was_received_is_held(desk):
    received = "Received: from a by b; Fri, 27 Nov 2026 11:00:00 -0500\n"
    late = message(AGREES, date="Sat, 28 Nov 2026 14:30:00 +0000", headers=received)
    assert desk.take(late, now="2026-11-28T22:00:00-05:00").json["held"] == []
    later = message(AGREES, date="Sun, 29 Nov 2026 18:00:00 -0500", headers=received, number=2)
    (held,) = desk.take(later, now="2026-11-29T22:00:00-05:00").json["held"]
    assert held["why"] == "date"


# -- any order, any number of times -------------------------------------------------------------

START = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)
SCOPES = ("all", "email", "letter", "sms", "cs-email", "cs-mail", "cs-text")


@st.composite
def records(draw) -> ConsentRecord:
    act = draw(st.sampled_from([ConsentAct.GIVEN, ConsentAct.WITHDRAWN, ConsentAct.HELD]))
    answers = st.dictionaries(
        st.sampled_from(sorted(CHANNEL_ITEMS.values())), st.sampled_from(["yes", "no"])
    )
    return ConsentRecord(
        person="K-11",
        act=act,
        form="consent",
        version="7F3A-21B0-9C44",
        sha256=draw(st.sampled_from(["a", "b"])) * 64,
        locale="en",
        format="email",
        way=draw(st.sampled_from([ConsentWay.EMAIL, ConsentWay.PHONE])),
        given_at=START + datetime.timedelta(minutes=draw(st.integers(0, 4))),
        recorded_by="Jo",
        answers=MappingProxyType(draw(answers) if act is ConsentAct.GIVEN else {}),
        scope=draw(st.sampled_from(SCOPES[1:4] if act is ConsentAct.HELD else SCOPES)),
    )


def stopped(scope: str, at: datetime.datetime) -> ConsentRecord:
    """A person stopped ``scope`` by e-mail."""
    act, way = ConsentAct.WITHDRAWN, ConsentWay.EMAIL
    return ConsentRecord("K-11", act, "consent", "", "", "", "", way, at, "Jo", scope=scope)


@given(st.lists(records(), max_size=7), st.data())
def test_any_order_and_repetition_ends_in_the_same_standing(said, data):
    shuffled = data.draw(st.permutations(said))
    again = data.draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
    today = START.date()
    assert standing([*shuffled, *again], today=today) == standing(said, today=today)


def test_an_agreement_that_has_run_out_does_not_undo_the_no_before_it():
    yes = ConsentRecord(
        *("K-11", ConsentAct.GIVEN, "consent", "1", "a" * 64, "en", "phone", ConsentWay.PHONE),
        START + datetime.timedelta(minutes=1),
        "Jo",
        answers=MappingProxyType({"cs-email": "yes"}),
        until=START.date(),
    )
    said = [stopped("email", START), yes]
    assert may_use(Channel.EMAIL, standing(said, today=START.date()))
    over = standing(said, today=START.date() + datetime.timedelta(days=1))
    assert not may_use(Channel.EMAIL, over)
    assert (over.is_given, over.asked_again) == (False, True)


@given(st.lists(records(), max_size=6), st.sampled_from([Channel.EMAIL, Channel.LETTER]))
def test_no_yes_of_before_opens_what_was_stopped_after_it(said, channel):
    last = max((one.given_at for one in said), default=START)
    for scope in ("all", channel.value, CHANNEL_ITEMS[channel]):
        stop = ConsentRecord(
            "K-11",
            ConsentAct.WITHDRAWN,
            "consent",
            "",
            "",
            "",
            "",
            ConsentWay.EMAIL,
            last,
            "Jo",
            scope=scope,
        )
        assert not may_use(channel, standing([*said, stop], today=START.date()))


@given(st.lists(records(), max_size=5))
def test_after_stop_by_mail_no_mail_opens_mail_again(said):
    stop = ConsentRecord(
        "K-11",
        ConsentAct.WITHDRAWN,
        "consent",
        "",
        "",
        "",
        "",
        ConsentWay.EMAIL,
        START,
        "Jo",
        scope="email",
    )
    by_mail = [dataclasses.replace(one, way=ConsentWay.EMAIL) for one in said]
    assert not may_use(Channel.EMAIL, standing([stop, *by_mail], today=START.date()))
