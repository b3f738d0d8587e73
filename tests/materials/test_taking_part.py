"""How to take part is said as a list: what this meeting has, and what the person may use."""

import pytest

from access_kit.i18n import load_words
from access_kit.materials.taking_part import say_ways

HEARS, READS = {"speaks", "listens"}, {"speaks"}
WAYS = [
    ({"video"} | HEARS, "talk, type, or just listen"),
    ({"video"} | READS, "talk, type, or just be there"),
    ({"video", "no_typing"} | READS, "talk or just be there"),
    ({"video", "signs"}, "type, sign, or just be there"),
    ({"video", "signs", "without_camera"}, "type or just be there"),
    ({"video", "listens"}, "type or just listen"),
    ({"video", "listens", "no_typing"}, "just listen"),
    ({"video", "no_typing"}, "just be there"),
    ({"video", "avoids_voice"} | HEARS, "type or just listen"),
    ({"video", "by_phone", "calls_first"} | HEARS, "talk or just listen"),
    ({"phone", "by_phone"} | HEARS, "talk or just listen"),
    ({"phone", "by_phone", "by_text"} | READS, "talk, write, or just read along"),
    ({"phone", "by_text", "signs"}, "write or just read along"),
    ({"phone", "anyone"} | HEARS, "talk or just listen"),
    ({"messenger", "writing"} | HEARS, "write or just read along"),
    ({"in_person"} | HEARS, "talk, write, or just be there"),
    ({"in_person", "signs"}, "write, sign, or just be there"),
    ({"in_person", "avoids_chat", "signs"}, "sign or just be there"),
]


def said(facts, locale="en"):
    return "".join(one.text for one in say_ways(load_words(locale), facts))


@pytest.mark.parametrize(("facts", "ways"), WAYS)
def test_what_stands_in_the_list_is_there_and_can_be_used(facts, ways):
    assert said(facts) == ways


@pytest.mark.parametrize(
    ("locale", "ways"),
    [
        ("es", "hablar, escribir o solo estar"),
        ("ar", "الكلام أو الكتابة أو الحضور فقط"),
        ("hi", "बोल सकते हैं, लिख सकते हैं या बस साथ रह सकते हैं"),
    ],
)
def test_the_list_is_a_list_of_its_language(locale, ways):
    assert said({"video"} | READS, locale) == ways
