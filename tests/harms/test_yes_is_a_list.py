"""A yes is what the list of ticks and words knows; anything else in a box is told and no yes."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.word_lists import spoken, word_lists
from tests.delivery.test_replies import LANGUAGES, PHRASES, label, number, read
from tests.harms.replies import message

posix = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")


@posix
@pytest.mark.parametrize("name", ["never", "not-applicable", "cross", "no-is-known"])
def test_a_box_with_another_word_in_it_is_no_yes_and_is_told(name, desk):
    done = desk.take(f"boxes/{name}.eml")
    (one,) = done.json["messages"]
    assert (one["consent"], one["unclear"]) == ("given", ["B13"])
    assert "returns.unclear" in [problem["code"] for problem in done.json["problems"]]
    stands = desk.consent()
    assert stands["yes"] == []
    assert "cs-text" in stands["unclear"]


@posix
def test_a_word_beside_the_name_signs_nothing(desk):
    (one,) = desk.take("boxes/sign-never.eml").json["messages"]
    assert one["consent"] == "unsigned"
    assert desk.consent()["state"] == "unsigned"


@posix
def test_a_box_that_does_not_apply_is_no_yes_at_the_check(desk):
    (one,) = desk.take("boxes/check-not-applicable.eml").json["messages"]
    assert (one["forms"], one["unclear"]) == ([], ["A1"])
    assert desk.status()["tech_check"] == "waiting"


@posix
@pytest.mark.parametrize("inside", ["لا", "नहीं", "✘", "?", "ask Jo first, not now"])
def test_no_in_any_language_is_no_yes(inside, desk):
    body = f"> B13. You may text me.\n> [ ] No\n> [{inside}] Yes\n>\n> [x] My name"
    (one,) = desk.take(message(body)).json["messages"]
    assert (one["consent"], one["unclear"]) == ("given", ["B13"])
    assert desk.consent()["yes"] == []


# -- whatever stands in a box -------------------------------------------------------------------


def is_known(inside: str) -> bool:
    lists = word_lists()
    bare = inside.strip().strip("\ufe0f\u00a0").casefold()
    said = spoken(bare)
    known = {bare, said} & (lists.ticks | lists.yes)
    return bool(known) or PHRASES.answers.get(said) == "yes"


INSIDE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(sorted(word_lists().no | word_lists().nothing)),
    st.sampled_from("✗✘❌⊠▣◼○●0?!nN#".replace("", " ").split()),
)


@given(INSIDE.filter(lambda one: not is_known(one)), st.sampled_from(LANGUAGES))
def test_what_is_not_in_the_list_never_says_yes_nor_signs(inside, lang):
    bare = inside.replace("\n", " ").replace("\r", " ")
    for item in ("cs-email", "tc-power"):
        text = f"{number(lang, item)}\n[{bare}] {label(lang, 'yes')}"
        reply = read(lang, f"{text}\n[{bare}] {label(lang, 'sign-name')}")
        said = [one for form in reply.answers.values() for one in form.values()]
        assert ("yes",) not in said
        assert reply.sign == ""


@given(st.sampled_from(sorted(word_lists().nothing)))
def test_a_word_that_is_no_name_signs_nothing(word):
    for ticked in ("", "[x] My name\n"):
        reply = read("en", f"{number('en', 'cs-email')} yes\n{ticked}Name or mark: {word}")
        assert reply.sign == ""


def test_the_persons_own_name_signs_and_anothers_does_not():
    assert read("en", "Name or mark: Rosa", name="Rosa").sign == "sign-name"
    assert read("en", "Name or mark: somebody", name="Rosa").sign == ""


def test_two_answers_to_one_question_are_unclear():
    name = number("en", "cs-email")
    reply = read("en", f"{name} yes\n{name} no")
    assert (reply.answers, reply.unclear) == ({}, (name,))


def test_a_no_beside_a_box_that_nobody_can_read_stays_a_no():
    reply = read("en", f"{number('en', 'cs-email')}\n[x] No\n[hm] Yes")
    assert reply.answers == {"consent": {"cs-email": ("no",)}}


def test_what_was_ticked_in_an_older_reply_is_not_said_again():
    """A later message quotes the thread: the ticks in it are of then."""
    name = number("en", "cs-email")
    reply = read("en", f"See you!\n> Thank you.\n>> {name}\n>> [x] Yes\n>> [x] My name")
    assert (reply.answers, reply.sign) == ({}, "")
