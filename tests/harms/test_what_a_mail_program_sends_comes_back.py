"""Whoever answers a message that a mail program sent for us is known by form and address."""

from __future__ import annotations

import re
import sys

import pytest

from tests.harms.mail import outbox
from tests.harms.replies import OTHER, WHO
from tests.send.mail_programs import DOUBLES, answer_to, sent_by
from tests.send.replies import chain, tick, tick_label
from tests.send.test_returns import number_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")


def arrived(desk, name):
    (path,) = outbox(desk.kit).glob(f"{WHO}-*.eml")
    eml = path.read_bytes()
    yes = chain(tick(number_of(eml, "You may e-mail me"), "Yes"), tick_label("My name"))
    return sent_by(eml, DOUBLES[name]), yes


@pytest.mark.parametrize("name", DOUBLES)
def test_an_answer_to_another_id_is_known_by_form_and_address_and_a_mismatch_is_held(name, desk):
    ours, yes = arrived(desk, name)
    text = answer_to(ours, DOUBLES[name], edit=yes)
    other_form = re.sub(r"\b[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}\b", "0000-1111-2222", text)
    assert other_form != text
    (held,) = desk.take(other_form).json["held"]
    assert (held["id"], held["why"]) == (WHO, "no-thread")
    elsewhere = answer_to(ours, DOUBLES[name], edit=yes, sender="mei@work.example")
    held = {one["id"]: one["why"] for one in desk.take(elsewhere).json["held"]}
    assert held[WHO] == "other-address"
    assert desk.consent()["state"] == "waiting"
    (one,) = desk.take(text).json["messages"]
    assert (one["kind"], one["id"], one["consent"]) == ("answer", WHO, "given")
    assert desk.consent()["state"] == "given"


def test_from_another_address_the_command_that_is_named_decides(desk):
    ours, yes = arrived(desk, "gmail")
    text = answer_to(ours, DOUBLES["gmail"], edit=yes, sender="mei@work.example")
    held = {one["id"]: one for one in desk.take(text).json["held"]}
    desk.command(*held[WHO]["command"].split()[1:])
    assert desk.consent()["state"] == "given"
    assert desk.consent(OTHER)["state"] == "waiting"


def test_a_stop_from_another_address_silences_nobody_who_was_shown_the_same_form(desk):
    ours, _ = arrived(desk, "gmail")
    done = desk.take(answer_to(ours, DOUBLES["gmail"], above="STOP", sender="x@evil.example"))
    if len(done.json["held"]) > 1:
        assert "email" in desk.ways(OTHER)
        assert done.json["words"][0]["id"] == ""
    else:
        assert "email" not in desk.ways(WHO), "until somebody asked"
