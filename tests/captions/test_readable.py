"""Readable text: sentences from pauses and wording, names from a list, nothing mangled."""

from __future__ import annotations

import pytest
from hypothesis import given

from access_kit.captions.readable import Fillers, make_readable
from access_kit.captions.readable_list import parse_word_list
from access_kit.errors import BadInput
from access_kit.model.word import RecordedWords, Word
from tests.captions.words import word_streams


def speak(text: str, lang: str | None = None) -> RecordedWords:
    """Words from text in which ``/`` is a pause of 0.8 s and ``//`` one of 2.5 s."""
    words, at = [], 0
    for token in text.split():
        if token.strip("/") == "":
            at += 800 if token == "/" else 2500
        else:
            words.append(Word(token, at, at + 250, 0.5))
            at += 250
    return RecordedWords(tuple(words), lang=lang)


def text_of(words: RecordedWords) -> str:
    return " ".join(word.text for word in words.words)


READ = {
    "so i went home / then we talked": "So I went home. Then we talked.",
    "how are you / i'm fine": "How are you? I'm fine.",
    "what time does it start / it starts at six": "What time does it start? It starts at six.",
    "i went to the / library today": "I went to the library today.",
    "we meet in the evening / in the library": "We meet in the evening in the library.",
    "we meet on thursday // bring a friend": "We meet on Thursday. Bring a friend.",
    "um / i think so": "Um I think so.",
}


@pytest.mark.parametrize("said", READ)
def test_reads_as(said: str):
    assert text_of(make_readable(speak(said))) == READ[said]


def test_spanish_question_has_both_marks():
    assert (
        text_of(make_readable(speak("dónde es el grupo // es aquí", "es")))
        == "¿Dónde es el grupo? Es aquí."
    )


def test_words_with_marks_keep_them():
    words = speak("Well, we meet. do come")
    assert text_of(make_readable(words)) == "Well, we meet. Do come"


def test_language_without_lists_is_left_as_it_is():
    words = speak("аз съм тук // добре", "bg")
    assert make_readable(words) == words


def test_fillers_are_kept_or_marked_and_stutters_never_touched():
    words = speak("um a-a-actually i i think uh-huh b-b-but er")
    assert "a-a-actually I I think" in text_of(make_readable(words))
    marked = text_of(make_readable(words, fillers=Fillers.MARK))
    assert marked == "(Um) a-a-actually I I think (uh-huh) b-b-but (er)."


def test_word_list_writes_names_and_numbers():
    listed = parse_word_list(
        "# ours\nRiverside\nO'Brien\nnine eight eight = 988\nsix p m = 6 p.m.", "n"
    )
    words = speak("riverside o'brien call nine eight eight / we start at six p m")
    done = make_readable(words, listed)
    assert text_of(done) == "Riverside O'Brien call 988. We start at 6 p.m."
    assert [(w.start_ms, w.end_ms) for w in done.words if w.text == "988."] == [(750, 1500)]


@pytest.mark.parametrize("text", ["= 988", "..."])
def test_bad_list_is_refused(text: str):
    with pytest.raises(BadInput):
        parse_word_list(text, "n")


@given(word_streams(most=25))
def test_letters_and_times_never_change(words: RecordedWords):
    done = make_readable(words)
    assert [(w.start_ms, w.end_ms, w.speaker) for w in done.words] == [
        (w.start_ms, w.end_ms, w.speaker) for w in words.words
    ]
    for before, after in zip(words.words, done.words, strict=True):
        assert after.text.lower().rstrip(".?") == before.text.lower().rstrip(".?")


def test_sounds_are_no_words():
    assert text_of(make_readable(speak("[laughs] yes we do"))) == "[laughs] Yes we do."
