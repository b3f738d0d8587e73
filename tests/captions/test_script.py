"""A script's words as they are written and as they are heard."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from access_kit.captions.pronounce import guess_phones
from access_kit.captions.script import read_script
from access_kit.captions.spoken_numbers import say_number
from access_kit.captions.spoken_words import readings_of


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Hello,", "hello"),
        ("Mr.", "mister"),
        ("12", "twelve"),
        ("1945", "nineteen forty five"),
        ("2026", "twenty twenty six"),
        ("1,945", "one thousand nine hundred forty five"),
        ("10:30", "ten thirty"),
        ("9:05", "nine oh five"),
        ("7:00", "seven"),
        ("3.5%", "three point five percent"),
        ("$5", "five dollars"),
        ("21st", "twenty first"),
        ("2nd", "second"),
        ("self-help", "self help"),
        ("don’t", "don't"),
        ("988", "nine hundred eighty eight"),
        ("007", "zero zero seven"),
        ("—", ""),
        ("rock'n'roll", "rock'n'roll"),
        ("1900", "nineteen hundred"),
        ("2000", "two thousand"),
    ],
)
def test_how_it_sounds(written, heard):
    assert " ".join(next(iter(readings_of(written)), ())) == heard


@given(st.integers(0, 10**12 - 1))
def test_any_number_can_be_said(value):
    assert all(word.isalpha() for word in say_number(str(value)))


@given(st.text(max_size=30))
def test_any_text_is_a_script(text):
    for word in read_script(text):
        assert word.text
        assert word.spoken


def test_marks_directions_and_speakers():
    script = read_script("Jo: Welcome – all of you! [laughs]\nRosa: Thanks.\nMore.")
    assert [(word.text, word.speaker) for word in script] == [
        ("Welcome –", "Jo"),
        ("all", "Jo"),
        ("of", "Jo"),
        ("you!", "Jo"),
        ("[laughs]", "Jo"),
        ("Thanks.", "Rosa"),
        ("More.", "Rosa"),
    ]


def written(text: str) -> str:
    """A script as it was read: ``|`` before what opens a cue, ``Name:`` where the speaker changes,
    ``~`` before a sound, ``#`` before a word of a heading.
    """
    shown, speaker = [], None
    for word in read_script(text):
        label = f"{word.speaker or 'nobody'}:" if word.speaker != speaker else ""
        speaker = word.speaker
        kind = "~" if word.is_sound else "#" if word.heading else ""
        shown.append(f"{'|' if word.opens else ''}{label}{kind}{word.text}")
    return " ".join(shown)


@pytest.mark.parametrize(
    ("script", "read"),
    [
        ("jo: Hi.\nSAM ODE (he/him): Yes.\njo: So.", "|jo:Hi. |SAM ODE:Yes. |jo:So."),
        ("JO: only me.\nAnd more.", "|JO:only me. And more."),
        ("Rosa: only me.", "|Rosa:only me."),
        ("Q. How?\nA. Fine.\nQ: Now?", "|Q:How? |A:Fine. |Q:Now?"),
        ("Anna Berg  0:05\nGood evening.\n\nTom  0:08\nBye.", "|Anna Berg:Good evening. |Tom:Bye."),
        ("[Jo Berg] 00:01:02\nHello.", "|Jo Berg:Hello."),
        ("Jo Berg [0:03]: Hello.", "|Jo Berg:Hello."),
        ("Louis XIV: I am.", "|Louis XIV:I am."),
        ("The rule: one at a time.", "|The rule: one at a time."),
        ("Remember: breathe.", "|Remember: breathe."),
        ("We meet at 5:30: be there", "|We meet at 5:30: be there"),
        ("# The hall\n\n- Bring $25.\n* Two", "|#The #hall |Bring $25. |Two"),
        ("Jo: Hi.\n\n## End\nBye", "|Jo:Hi. |nobody:#End |Bye"),
        ("1. One\n2) Two", "|1. One |2) Two"),
        ("Hi. [door slams] Sit.\n\n[laughter]", "|Hi. ~[door slams] Sit. |~[laughter]"),
        ("JO: Hi.\n(audience applauds)\nYes (laughs) all (maybe).",
         "|JO:Hi. |nobody:~(audience applauds) |JO:Yes ~(laughs) all (maybe)."),
        ("Shall I compare thee\nTo a day?\nThou art", "|Shall I compare thee |To a day? |Thou art"),
        ("This is prose that\nwas broken by hand\nin narrow lines.",
         "|This is prose that was broken by hand in narrow lines."),
        ("– And so on –", "|– And so on –"),
        ("Hi.\nTranscribed by https://otter.ai\n", "|Hi."),
    ],
)  # fmt: skip
def test_scripts_as_people_write_them(script, read):
    assert written(script) == read


PARTS = [
    *("jo:", "#", "-", "*", "[x]", "(laughs)", "(", ")", "[", ":", "Q.", "0:05", "Hi.", "A"),
    *("\n", "\n\n"),
]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_word_is_lost_whatever_stands_around_it(parts):
    """Each ``Hi.`` stays a word or a heading's, or it is in a speaker's name or in a sound."""
    text = " ".join(parts)
    script = read_script(text)
    kept = sum(word.text.count("Hi.") for word in script)
    in_names = [line for line in text.split("\n") if re.match(r".*Hi\..*(:|0:05)", line)]
    assert kept == text.count("Hi.") or in_names


def test_one_colon_is_no_speaker():
    assert read_script("Remember: breathe.")[0].text == "Remember:"


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("chatting", "CH AE T IH NG"),
        ("beecher", "B IY CH ER"),
        ("torts", "T AO R T S"),
        ("nhs", "EH N EY CH EH S"),
    ],
)
def test_sounds_of_unknown_words(word, phones):
    assert " ".join(guess_phones(word)) == phones


@given(st.text(max_size=12))
def test_every_word_gets_sounds_of_the_dictionary(word):
    assert guess_phones(word)
    assert all(sound.isupper() and sound.isalpha() for sound in guess_phones(word))


@given(st.text(alphabet="0123456789.,:²٣½⑦", min_size=1, max_size=40))
@example("2:3²")
@example("1:" + "9" * 5000)
@example("3.²")
@example("1.2.3")
def test_whatever_looks_like_a_number_can_be_said(text):
    assert all(word.isalpha() for word in say_number(text))
