"""Redaction reaches what no reader sees, and a name does not reach from one speaker to another."""

from __future__ import annotations

import re

import pytest

from access_kit.captions.redact import parse_names, redact_captions, redact_text, redact_words
from access_kit.model.cue import Captions, Cue
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text import webvtt

PEOPLE = parse_names("Maria Lindqvist, Maria, Lindqvist = Member A\nJosé = Member B\n", "n")
ONE = "00:01.000 --> 00:03.000"


def redact(body: str) -> str:
    captions = webvtt.read(f"WEBVTT\n\n{body}\n".encode(), "x.vtt").captions
    done, found = redact_captions(captions, PEOPLE)
    assert found.counts
    return webvtt.write(done).data.decode()


HIDDEN = {
    "style by voice": f'STYLE\n::cue(v[voice="Maria Lindqvist"]) {{color: red}}\n\n{ONE}\na',
    "style by class": f"STYLE\n::cue(.mariaLindqvist) {{color: red}}\n\n{ONE}\n<c.mariaB>a</c>",
    "style by id": f"STYLE\n::cue(#maria_1) {{color: red}}\n\nmaria_1\n{ONE}\na",
    "style with escapes": f"STYLE\n::cue(.\\4d aria) {{color: red}}\n\n{ONE}\na",
    "style with a remark": f"STYLE\n/* for Maria */\n::cue {{color: red}}\n\n{ONE}\na",
    "class": f"{ONE}\n<c.maria>Hello.</c>",
    "class of a voice": f"{ONE}\n<v.lindqvistmaria Jo>Hello.</v>",
    "region": f"REGION\nid:maria\nwidth:40%\n\n{ONE} region:maria\nHello.",
    "language": f"{ONE}\n<lang en-x-maria>Hello.</lang>",
    "letters as references": f"{ONE}\n<i>Jos&eacute; and M&#97;ria</i>",
    "note": f"NOTE by Maria\n\n{ONE}\na",
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_no_name_is_left_in_a(kind: str):
    assert not re.search("maria|lindqvist|jos[ée]|4d", redact(HIDDEN[kind]), re.IGNORECASE)


def test_a_style_finds_its_class_and_a_cue_its_region_after_redaction():
    done = redact(
        "REGION\nid:maria\nwidth:40%\n\nSTYLE\n::cue(.maria) {color: red}\n\n"
        f"{ONE} region:maria\n<c.maria>Hello.</c>"
    )
    assert "id:Member-A" in done
    assert "region:Member-A" in done
    assert "::cue(.Member-A) {color: red}" in done
    assert "<c.Member-A>Hello.</c>" in done


def test_the_language_of_the_file_keeps_no_private_name():
    done, _ = redact_captions(Captions((Cue("", 0, 1000, "a"),), lang="es-x-maria"), PEOPLE)
    assert done.lang == "es"


def test_other_styles_and_classes_stay_as_they_are():
    body = f"STYLE\n::cue(.\\31 st) {{ color : red }}\n\n{ONE}\n<c.loud.red>Maria</c>"
    done = redact(body)
    assert "::cue(.\\31 st) { color : red }" in done
    assert "<c.loud.red>Member A</c>" in done


def test_a_name_does_not_reach_from_one_speaker_to_another():
    cues = (
        Cue("1", 1000, 3000, "And then I told Maria", speaker="Jo"),
        Cue("2", 4000, 6000, "Lindqvist Street is closed.", speaker="Ann"),
    )
    done, found = redact_captions(Captions(cues), PEOPLE)
    assert [cue.text for cue in done.cues] == [
        "And then I told Member A", "Member A Street is closed.",
    ]  # fmt: skip
    assert dict(found.counts) == {"Member A": 2}
    words = RecordedWords((Word("Maria", 0, 9, None, "Jo"), Word("Lindqvist", 9, 20, None, "Ann")))
    assert [word.text for word in redact_words(words, PEOPLE)[0].words] == ["Member A", "Member A"]


APART = {
    "I told Maria. Lindqvist Street is closed.": "I told Member A. Member A Street is closed.",
    "Was it Maria? Lindqvist asked.": "Was it Member A? Member A asked.",
    "Jo: told Maria\nAnn: Lindqvist said": "Jo: told Member A\nAnn: Member A said",
    "told Maria\n\nLindqvist said": "told Member A\n\nMember A said",
    "told Maria Lindqvist today": "told Member A today",
    "told Maria\nLindqvist today": "told Member A\ntoday",
    "it is M. A. R. I. A. today": "it is Member A. today",
    "told Maria <Lindqvist> today": "told Member A> today",
}


@pytest.mark.parametrize("text", APART)
def test_a_name_ends_with_the_sentence_the_paragraph_or_a_label(text: str):
    assert redact_text(text, PEOPLE)[0] == APART[text]


def test_a_name_goes_on_in_the_next_cue_of_the_same_speaker():
    cues = (Cue("1", 0, 999, "I told Maria", speaker="Jo"), Cue("2", 999, 1999, "Lindqvist so"))
    done, _ = redact_captions(Captions(cues), PEOPLE)
    assert [cue.text for cue in done.cues] == ["I told Member A", "so"]
