"""WebVTT cue text: tags, entities, voices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.timed_text.webvtt_text import Span, format_cue_text, parse_cue_text

PLAIN = {
    "a &amp; b &lt;c&gt;": "a & b <c>",
    "AT&T &notit; &#x41;&#66;": "AT&T ¬it; AB",
    "<i>a</i> <b.loud>b</b> <u>c</u>": "a b c",
    "<c.yellow.bg_blue>a</c>": "a",
    "<lang es>hola</lang>": "hola",
    "<ruby>漢<rt>kan</rt>字<rt>ji</ruby>": "漢(kan)字(ji)",
    "a <00:00:01.000>b": "a b",
    "<v Jo>hi": "hi",
    "a < b": "a ",
    "<>a": "a",
    "&lrm;a&nbsp;b": "\u200ea\u00a0b",
}


@pytest.mark.parametrize(("markup", "text"), PLAIN.items())
def test_plain_text_of(markup: str, text: str):
    assert parse_cue_text(markup).text == text


def test_speaker_of_one_voice():
    said = parse_cue_text("<v  Jo   &amp; Co>hello\nthere</v>")
    assert (said.speaker, said.text, said.plain_markup) == ("Jo & Co", "hello\nthere", True)


def test_two_voices_are_told_apart_and_kept_as_markup():
    said = parse_cue_text("<v A>one</v>\n<v B>two</v>")
    assert said.speaker is None
    assert not said.plain_markup
    assert [span for span in said.spans if span.text.strip()] == [
        Span("one", "A"),
        Span("two", "B"),
    ]


@pytest.mark.parametrize(
    "markup", ["<i>a</i>", "<v.loud Jo>a</v>", "a <00:01.000>b", "<c.x>a</c>", "<x>a"]
)
def test_what_plain_text_cannot_say_is_kept(markup: str):
    assert not parse_cue_text(markup).plain_markup


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NAME = TEXT.map(lambda text: " ".join(text.split())).filter(bool)


@given(TEXT, st.none() | NAME)
def test_text_and_speaker_come_back(text: str, speaker: str | None):
    said = parse_cue_text(format_cue_text(text, speaker))
    assert said.text == text
    assert said.speaker == speaker
    assert said.plain_markup
    assert not said.faults


@given(TEXT)
def test_any_markup_is_read_without_failing(markup: str):
    parse_cue_text(markup)
