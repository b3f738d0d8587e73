import dataclasses
import re

from access_kit.materials.items import load_items
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.document import Paragraph, Question
from access_kit.model.profile import Channel, ContactWays, Contents, Detail
from access_kit.model.session import Platform
from tests.materials.reading import keys_of, lines_of, say, text_of
from tests.materials.samples import PEOPLE, SESSION, make_profile, paper_context
from tests.materials.worlds import usual_contexts

ALL_26 = {
    f"tc-{name}"
    for name in [
        "device",
        "power",
        "app",
        "update",
        "link",
        "join-test",
        "hear",
        "speak",
        "camera",
        "headphones",
        "private",
        "privacy-plan",
        "noise",
        "light",
        "stable",
        "internet",
        "wifi",
        "close-apps",
        "data",
        "phone-in",
        "name",
        "access",
        "captions",
        "support",
        "format",
        "safe-use",
    ]
}
SHORT_FORM = {"power", "private", "headphones", "phone-in", "name", "support"}
ASKED_ALOUD = {"tc-where", "tc-safety"}
"""In what town somebody is, and their plan for a bad day: never on a form."""


def on(platform):
    return dataclasses.replace(SESSION, platform=platform)


def test_there_are_26_statements_and_the_short_ones_stand_for_two_of_them():
    assert {item.id for item in load_items("tech_check.toml")} == ALL_26
    asked = set(keys_of(build_tech_check(paper_context())))
    assert asked == ALL_26 - {"tc-app", "tc-join-test"}


def test_who_joins_by_telephone_alone_gets_the_short_form():
    paper = build_tech_check(paper_context("basic-phone"))
    assert set(keys_of(paper)) == {f"tc-{name}" for name in (*SHORT_FORM, "hear")}


def test_the_first_line_says_that_nobody_has_to_fill_it_in():
    paper = build_tech_check(paper_context())
    assert isinstance(paper.blocks[0], Paragraph)
    first = say(paper.blocks[0].content)
    assert first.startswith(
        "You don't have to fill this out. Call Jo at (603) 555-0123 and we'll do it together"
    )
    assert "Text Jo at (603) 555-0123" in say(
        build_tech_check(paper_context("signs")).blocks[0].content
    )


def test_answers_are_three_and_none_needs_a_reason():
    asked = (b for b in build_tech_check(paper_context()).blocks if isinstance(b, Question))
    for block in asked:
        assert block.answers[:3] == ("Yes", "Not yet", "Need help")
        assert block.answers[3:] in ((), ("Not for me",))


def test_statements_are_numbered_in_order():
    lines = lines_of(build_tech_check(paper_context()))
    numbers = [int(n[1:]) for line in lines if re.fullmatch(r"A\d+", n := line.split(". ")[0])]
    assert numbers == list(range(1, 26))


def test_who_signs_is_asked_about_the_interpreter_and_not_about_hearing():
    text = text_of(build_tech_check(paper_context("signs")))
    assert "I can see the interpreter, and others can see my hands." in text
    assert "People can see my face and hands" in text
    assert "I can hear others" not in text
    assert "headphones" not in text


def test_who_types_is_not_asked_to_speak_or_to_show_themselves():
    text = text_of(build_tech_check(paper_context("types-only")))
    assert "I can read the captions, and I can type." in text
    assert "mute and unmute" not in text
    assert "Light is on" not in text


def test_a_meeting_by_text_asks_nothing_about_sound_or_video():
    text = text_of(build_tech_check(paper_context(session=on(Platform.SMS)))).lower()
    for word in ("camera", "video", "hear", "headphones", "mute and"):
        assert word not in text


def test_a_meeting_in_a_room_asks_nothing_about_devices():
    keys = keys_of(build_tech_check(paper_context(session=on(Platform.IN_PERSON))))
    assert set(keys) == {
        *("tc-support", "tc-format", "tc-safe-use", "tc-ride", "tc-building"),
    }


def test_no_check_asks_for_a_town_or_a_plan_and_a_discreet_one_for_no_place():
    for context in usual_contexts():
        keys = set(keys_of(build_tech_check(context)))
        assert not ASKED_ALOUD & keys
        if context.contents is Contents.DISCREET:
            assert "tc-privacy-plan" not in keys


def test_nothing_is_asked_twice_in_one_check():
    for context in usual_contexts():
        blocks = build_tech_check(context).blocks
        asked = [say(b.content).partition(". ")[2] for b in blocks if isinstance(b, Question)]
        assert len(asked) == len(set(asked))
    once = ("I opened the link", "I can type", "sits still")
    for person in PEOPLE:
        text = text_of(build_tech_check(paper_context(person)))
        assert all(text.count(words) <= 1 for words in once), person


def test_what_was_answered_lately_is_not_asked_again_but_a_safe_way_and_a_private_place_are():
    always = {"tc-private", "tc-privacy-plan", "tc-safe-use"}
    asked = set(keys_of(build_tech_check(paper_context())))
    again = build_tech_check(paper_context(answered=frozenset(asked)))
    assert set(keys_of(again)) == always
    link = set(keys_of(build_tech_check(paper_context(answered=frozenset({"tc-link"})))))
    assert not {"tc-app", "tc-join-test", "tc-link"} & link


def test_who_is_called_and_gets_no_texts_is_not_asked_for_one():
    def back(*safe):
        own = make_profile(contact=ContactWays(safe=safe, phone="+1 603 555 0142"))
        made = build_tech_check(paper_context(profile=own, detail=Detail.ESSENTIALS))
        return text_of(made).partition("Send it back")[2].strip()

    assert back(Channel.LETTER, Channel.CALL).startswith("Call us, and we'll write down what you")
    assert "READY" not in back(Channel.LETTER, Channel.CALL)
    assert back(Channel.CALL, Channel.SMS).startswith("Text READY or NOT YET")


def test_all_ways_to_give_answers_back_stand_in_it():
    text = text_of(build_tech_check(paper_context()))
    assert "Call us, and we'll write down what you say." in text
    assert "Text READY or NOT YET to (603) 555-0123," in text
    assert "E-mail jo@riverside.example" in text
    assert "Mail this paper back to: PO Box 118, Exampletown NH 03755" in text
