"""Files of sound: any player can open them, their chapters and words stand where they are said."""

import hashlib
import struct
from array import array
from html import unescape

import pytest

from access_kit.documents.renderers import render_files
from access_kit.documents.sound.vtt import format_vtt
from access_kit.model.document import Paragraph
from tests.documents.handout import (
    LANGUAGES,
    MOMENT,
    any_look,
    short_document,
    standard_handout,
    words,
)
from tests.documents.sound.samples import decoded, recorded
from tests.documents.words import split_words


def files(format_name, lang="en"):
    made = render_files(format_name, standard_handout(lang), any_look(), moment=MOMENT)
    return {one.suffix: one for one in made}


def loudness(samples):
    values = array("h", samples)
    return (sum(v * v for v in values) / max(1, len(values))) ** 0.5


@pytest.mark.parametrize("name", ["audio", "wav"])
def test_sound_is_decoded_as_long_and_as_loud_as_it_was_spoken(name):
    recording = recorded("en")
    main = next(iter(files(name).values()))
    samples, facts = decoded(main.data)
    assert abs(len(samples) - len(recording.samples)) < 2 * 22_050 * 0.2
    assert loudness(samples) == pytest.approx(loudness(recording.samples), rel=0.1)
    told = [
        (one["metadata"]["title"], float(one["start"] * one["time_base"]))
        for one in facts["chapters"]
    ]
    expected = [(one.title, one.start_ms / 1000) for one in recording.chapters]
    assert [title for title, _ in told] == [title for title, _ in expected]
    for (_, at), (_, start) in zip(told, expected, strict=True):
        assert at == pytest.approx(start, abs=0.002)


def test_words_of_the_mp3_come_when_they_are_told():
    """Where the recording is silent before a sentence, the decoded MP3 is, to 5 ms."""
    recording = recorded("en")
    samples, _ = decoded(files("audio")["mp3"].data)
    for one in recording.spoken[1:]:
        start = one.start_ms * 22_050 // 1000
        quiet = samples[2 * (start - 4000) : 2 * (start - 800)]
        assert loudness(quiet) < 40 < loudness(samples[2 * start : 2 * (start + 8000)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_captions_hold_every_word_with_times_that_grow(lang):
    import webvtt

    recording = recorded(lang)
    cues = webvtt.from_string(format_vtt(recording).decode())
    assert len(cues) == len(recording.spoken)
    shown = [unescape(cue.text) for cue in cues]
    assert [split_words(text) for text in shown] == [
        split_words(one.piece.shown) for one in recording.spoken
    ]
    times = [cue.start_in_seconds for cue in cues]
    assert times == sorted(times)


def test_captions_hold_signs_of_markup_as_text():
    made = render_files(
        "audio",
        short_document(Paragraph(words("A <b> & C --> D"))),
        any_look(),
        moment=MOMENT,
    )
    text = made[1].data.decode()
    assert "&lt;b&gt;" in text
    assert "&amp;" in text
    assert text.count("-->") == 2, "one a cue"


@pytest.mark.parametrize("name", ["audio", "wav"])
def test_same_document_is_the_same_bytes(name):
    from access_kit.documents.sound import espeak

    first = {suffix: hashlib.sha256(one.data).digest() for suffix, one in files(name).items()}
    files(name, "ar")
    espeak._speak.cache_clear()
    again = {suffix: hashlib.sha256(one.data).digest() for suffix, one in files(name).items()}
    assert first == again


def test_tag_of_the_mp3_tells_the_title_and_nothing_else():
    data = files("audio")["mp3"].data
    size = sum(
        (byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
    )
    names, at = [], 10
    while at < 10 + size:
        names.append(data[at : at + 4])
        at += 10 + struct.unpack(">I", data[at + 4 : at + 8])[0]
    assert set(names) == {b"TIT2", b"CTOC", b"CHAP"}
    assert data[10 + size] == 0xFF, "the sound follows"
    assert b"LAME" not in data[: 10 + size]


def test_speed_of_the_look_is_that_of_the_voice():
    from dataclasses import replace

    document = short_document(Paragraph(words("We talk for an hour, with a break in the middle.")))
    lengths = [
        len(
            render_files("wav", document, replace(any_look(), speech_rate=speed), moment=MOMENT)[
                0
            ].data
        )
        for speed in (0.5, 1.0, 2.0)
    ]
    assert lengths[0] > 1.5 * lengths[1] > 1.5 * 1.2 * lengths[2]
