"""Words and cues as JSON: exactly the two schemas, every mistake told at once."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.errors import BadInput
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text import cues_json
from access_kit.timed_text.words_json import format_words, parse_words
from tests.timed_text.strategies import TEXT, some_captions

WORD = st.builds(
    lambda text, start, length, confidence, speaker: Word(
        text, start, start + length, confidence, speaker
    ),
    TEXT.filter(str.strip),
    st.integers(0, 10**8),
    st.integers(0, 10**5),
    st.none() | st.floats(0, 1),
    st.none() | TEXT.filter(bool),
)


def schema(name: str):
    file = resources.files("access_kit.timed_text").joinpath("schemas", name)
    return json.loads(file.read_text(encoding="utf-8"))


@given(st.lists(WORD, max_size=5), st.lists(TEXT, max_size=2), st.none() | st.just("es"))
def test_words_come_back_the_same_and_fit_the_schema(words, not_said, lang):
    before = RecordedWords(tuple(words), tuple(not_said), (Word("x", 1, 2),), lang)
    data = format_words(before)
    assert parse_words(data, "x") == before
    jsonschema.validate(json.loads(data), schema("words-1.json"))


@given(some_captions(most=3))
def test_cues_fit_the_schema(captions):
    jsonschema.validate(json.loads(cues_json.write(captions).data), schema("cues-1.json"))


def test_least_file_is_enough():
    data = b'{"words": [{"text": "hi", "start_ms": 0, "end_ms": 200}]}'
    assert parse_words(data, "x") == RecordedWords((Word("hi", 0, 200),))


def test_all_mistakes_are_told_at_once_with_their_place():
    data = json.dumps(
        {
            "words": [
                {"text": "", "start_ms": 0, "end_ms": 1},
                {"text": "a", "start_ms": -1, "end_ms": 1.5},
                {"text": "b", "start_ms": 2, "end_ms": 1, "confidence": 2},
                "c",
            ],
            "not_said": [1],
        }
    )
    with pytest.raises(BadInput) as refused:
        parse_words(data.encode(), "x")
    assert {problem.where for problem in refused.value.problems} == {
        "words[0].text",
        "words[1].start_ms",
        "words[1].end_ms",
        "words[2].end_ms",
        "words[2].confidence",
        "words[3]",
        "not_said[0]",
    }


REFUSED = {
    "timed-text.bad-json": b"{",
    "timed-text.json-not-object": b"[]",
    "timed-text.wrong-schema": b'{"schema": "access-kit/cues/1", "words": []}',
    "timed-text.wrong-value": b"{}",
    "timed-text.not-utf-8": b'{"words": "\xff"}',
}


@pytest.mark.parametrize("code", REFUSED)
def test_refused(code: str):
    with pytest.raises(BadInput) as refused:
        parse_words(REFUSED[code], "x")
    assert refused.value.problems[0].code == code
