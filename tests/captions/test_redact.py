"""Redaction: listed names are gone everywhere, misheard ones mostly, ordinary words stay."""

from __future__ import annotations

import json
import random
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.redact import (
    Mute,
    parse_names,
    redact_captions,
    redact_text,
    redact_words,
)
from access_kit.captions.script_lines import everyday_words
from access_kit.errors import BadInput
from access_kit.model.cue import Captions, Cue, Note
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text import cues_json, srt, ttml, txt, webvtt
from access_kit.timed_text.words_json import format_words
from tests.captions.misheard import MISHEARD
from tests.captions.words import speech_clips
from tests.tools import require

PEOPLE = parse_names(
    "Rosa Martinez, Rosie = Member A\nMiguel\n# nobody\nJosé Ángel = Speaker 2\n", "n"
)


def redact(text: str, people=PEOPLE) -> str:
    return redact_text(text, people)[0]


FORMS = {
    "I saw Rosa today": "I saw Member A today",
    "rosa martinez came": "Member A came",
    "Rosa, then Martinez and ROSIE": "Member A, then Member A and Member A",
    "Rosa's coat, Rosa’s hat, Miguels bag": "Member A's coat, Member A’s hat, Member B’s bag",
    "R-Ro-Rosa spoke": "Member A spoke",
    "it is R O S A": "it is Member A",
    "M-I-G-U-E-L said": "Member B said",
    "ro sa said": "Member A said",
    "jose angel and Jose": "Speaker 2 and Speaker 2",
    "(Rosa): hi": "(Member A): hi",
    "Rosa\nMartinez is here": "Member A\nis here",
}


@pytest.mark.parametrize("text", FORMS)
def test_spoken_form(text: str):
    assert redact(text) == FORMS[text]


def test_page_keeps_its_tags_and_no_name_in_them():
    page = '<p class="rosa big" title="Hi, Rosa!"><strong>Rosa:</strong> hi Rosa</p>'
    done = (
        '<p class="Member-A big" title="Hi, Member A!"><strong>Member A:</strong> hi Member A</p>'
    )
    assert redact_text(page, PEOPLE, markup=True)[0] == done


def test_labels_left_out_are_given_in_order_and_none_twice():
    people = parse_names("Ana\nBen = Member A\nCy\n", "n")
    assert [person.label for person in people] == ["Member B", "Member A", "Member C"]


@pytest.mark.parametrize("text", ["", "# x\n", "= Member A\n", "123!\n = \n"][:3])
def test_list_without_names_is_refused(text: str):
    with pytest.raises(BadInput):
        parse_names(text, "n")


def test_fifty_misheard_spellings():
    assert len(set(MISHEARD)) == 50
    caught, reported = [], []
    for name, heard in MISHEARD:
        text, found = redact_text(f"then {heard} said it", parse_names(name, "n"))
        if text == "then Member A said it":
            caught.append(heard)
        elif any(problem.code == "captions.possible-name" for problem in found.problems):
            reported.append(heard)
    missed = {heard for _, heard in MISHEARD} - set(caught) - set(reported)
    assert len(caught) >= 45, (len(caught), reported)
    assert missed == set()


def test_common_words_that_sound_alike_are_told_and_left():
    text, found = redact_text("a rose for any of us", parse_names("Rosa\nAnn\n", "n"))
    assert text == "a rose for any of us"
    told = [p.facts["heard"] for p in found.problems if p.code == "captions.possible-name"]
    assert "rose" in told


def test_name_that_is_a_common_word_is_left_where_it_is_the_word():
    people = parse_names("Will = Member A", "n")
    assert redact("I will ask Will if he will", people) == "I will ask Member A if he will"
    assert redact("i asked will", people) == "i asked Member A"


NAMES = """Rosa Martinez\nMiguel\nKaitlyn Delgado\nDwayne\nSiobhan Whitaker\nXimena\nLuis\nAaliyah
Mohammed\nIsabella Nguyen"""


def test_ordinary_speech_is_left_alone():
    people = parse_names(NAMES, "n")
    words = [word.text for clip in speech_clips().values() for word in clip.words]
    text, _ = redact_text(" ".join(words), people)
    assert text == " ".join(words)


def test_few_words_of_a_dictionary_sound_like_a_name():
    require("pocketsphinx", find_spec("pocketsphinx"))
    import pocketsphinx

    file = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    words = sorted({line.split()[0] for line in file.read_text().splitlines()})
    words = [word for word in words if word.isalpha() and len(word) > 2]
    sample = random.Random(1).sample(words, 1500)
    people = parse_names("Rosa Martinez\nMiguel\nKaitlyn Delgado\n", "n")
    changed = [word for word in sample if redact(f"say {word} now", people) != f"say {word} now"]
    assert len(changed) <= 8, changed


def test_common_words_hold_no_listed_test_name():
    assert not {name.lower() for name, _ in MISHEARD} & everyday_words()


CAPTIONS = Captions(
    (
        Cue("Rosa-1", 0, 2000, "Hello Rosa", speaker="Rosa Martinez"),
        Cue("2", 2000, 4000, "Martinez and\nMiguel's friend"),
        Cue("3", 4000, 5000, "Rosie"),
        Cue("4", 5000, 6000, "a R-Rosa b", markup="<v Rosa>a <i>R-Rosa</i> b</v>", speaker="Rosa"),
    ),
    notes=(Note("with Rosa"),),
)


def test_captions_lose_names_in_text_speakers_ids_markup_and_notes():
    done, found = redact_captions(CAPTIONS, PEOPLE)
    assert [cue.text for cue in done.cues] == [
        "Hello Member A",
        "and\nMember B's friend",
        "Member A",
        "a Member A b",
    ]
    assert done.cues[3].markup == "<v Member A>a <i>Member A</i> b</v>"
    assert done.cues[0].speaker == "Member A"
    for form in (webvtt, srt, ttml, txt, cues_json):
        data = form.write(done).data.decode()
        assert not re.search("rosa|martinez|rosie|miguel", data, re.IGNORECASE)
    assert found.mutes
    assert found.problems[-1].code == "captions.not-anonymous"


def test_words_lose_names_and_keep_their_whole_time():
    words = RecordedWords(
        (
            Word("Hi", 0, 100),
            Word("Rosa", 200, 500, 0.9, "Rosa"),
            Word("Martinez,", 500, 900),
            Word("ok", 950, 999),
        ),
        not_said=("Rosa left",),
        not_in_script=(Word("Miguel", 5, 6),),
    )
    done, found = redact_words(words, PEOPLE)
    assert [(w.text, w.start_ms, w.end_ms, w.speaker) for w in done.words] == [
        ("Hi", 0, 100, None),
        ("Member A", 200, 900, "Member A"),
        ("ok", 950, 999, None),
    ] or done.words[1].text == "Member A,"
    assert (done.not_said, done.not_in_script[0].text) == (("Member A left",), "Member B")
    assert Mute(120, 980) in found.mutes
    assert not re.search("rosa|miguel|martinez", format_words(done).decode(), re.IGNORECASE)
    assert json.loads(format_words(done))["words"]


@given(
    st.lists(
        st.sampled_from(["Rosa", "rosie,", "Miguel's", "MARTINEZ", "and", "we", "talk", "."]),
        max_size=12,
    )
)
def test_no_exact_name_is_left_in_any_order(pieces: list[str]):
    cues = tuple(Cue(str(n), n * 10, n * 10 + 10, piece) for n, piece in enumerate(pieces))
    done, _ = redact_captions(Captions(cues), PEOPLE)
    text = redact(" ".join(pieces)) + " ".join(cue.text for cue in done.cues)
    assert not re.search("rosa|rosie|martinez|miguel", text, re.IGNORECASE)
