"""Voices: the right language or none, the same bytes each time, times that grow."""

import importlib.util
import math
import statistics
import struct
import sys
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from access_kit.documents.sound import espeak, system, system_worker
from access_kit.documents.sound.sound_file import read_sound
from access_kit.documents.sound.spoken_document import find_stretches, record
from access_kit.documents.sound.voices import (
    VOICES,
    Utterance,
    choose_language,
    open_voice,
)
from access_kit.errors import MissingPart
from access_kit.model.document import Paragraph, Text
from tests.documents.handout import LANGUAGES, make, short_document, standard_handout, words
from tests.documents.sound.samples import aligner, decoded, fit, known_words, recorded
from tests.tools import require

HELLO = [Utterance("Hello there. Call plus 1, 6 0 3.", "en")]


@pytest.mark.parametrize("name", VOICES)
def test_voice_speaks_each_language_and_is_fast_when_asked(name):
    voice = open_voice(name)
    normal = voice.speak([Utterance("Good evening to all of you", "en")], 1.0)[0]
    slow = voice.speak([Utterance("Good evening to all of you", "en")], 0.5)[0]
    fast = voice.speak([Utterance("Good evening to all of you", "en")], 2.0)[0]
    assert slow.ms > 1.5 * normal.ms > 2.0 * fast.ms
    for lang in LANGUAGES:
        assert choose_language(lang, voice.languages())


@pytest.mark.parametrize("name", VOICES)
def test_language_without_a_voice_is_an_error_with_those_that_have_one(name):
    with pytest.raises(MissingPart) as caught:
        open_voice(name).speak([HELLO[0], Utterance("Subax wanaagsan", "so")], 1.0)
    [problem] = caught.value.problems
    assert problem.code == "speech.no-voice"
    assert problem.facts["language"] == "so"
    assert {"ar", "en", "es", "hi"} <= set(str(problem.facts["known"]).split(", "))


def test_foreign_words_without_a_voice_stop_the_recording_too():
    document = short_document(Paragraph((Text("Say "), Text("subax", lang="so"))))
    with pytest.raises(MissingPart):
        record(document)


@pytest.mark.parametrize("package", ["espeakng_loader", "pyttsx3"])
def test_missing_package_is_named(package, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == package else real(name)
    )
    with pytest.raises(MissingPart) as caught:
        open_voice("espeak" if package == "espeakng_loader" else "system")
    assert caught.value.problems[0].code == "speech.missing-package"


def test_missing_mp3_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "lameenc", None)
    with pytest.raises(MissingPart) as caught:
        make(short_document(Paragraph(words("Hello."))), "audio")
    assert caught.value.problems[0].facts["package"] == "lameenc"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("en", "en-us"), ("en-GB", "en-gb"), ("es", "es"), ("es-MX", "es-mx"), ("es-CO", "es-419"),
        ("zh-Hans", "cmn"), ("zh-Hant-HK", "yue"), ("pt", "pt-br"), ("fr", "fr-fr"), ("no", "nb"),
        ("so", None), ("xx", None),
    ],
)  # fmt: skip
def test_language_is_matched_with_the_voice_that_people_expect(wanted, chosen):
    known = ("en-us", "en-gb", "es", "es-419", "es-mx", "cmn", "yue", "pt-br", "pt", "fr-fr", "nb")
    assert choose_language(wanted, known) == chosen


def test_same_words_are_the_same_bytes_whatever_was_said_before():
    first = open_voice("espeak").speak(HELLO, 1.0)
    espeak._speak.cache_clear()
    for lang in LANGUAGES:
        open_voice("espeak").speak([Utterance("123", lang)], 1.7)
    espeak._speak.cache_clear()
    assert open_voice("espeak").speak(HELLO, 1.0) == first


def test_library_that_cannot_be_loaded_is_told(monkeypatch, tmp_path):
    (tmp_path / "libespeak-ng.so").write_bytes(b"no library")
    voice = espeak._Espeak(tmp_path)
    with pytest.raises(MissingPart) as caught:
        voice.languages()
    assert caught.value.problems[0].code == "speech.failed"


def test_text_is_never_read_as_a_command():
    plain = Utterance("[[h@'loU]] <voice name='f5'> hi </voice> {x}", "en")
    assert open_voice("espeak").speak([plain], 1.0)[0].ms > 2000, "every sign and word is said"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_times_of_words_grow_and_lie_inside_their_sentence(lang):
    recording = recorded(lang)
    before = 0
    for one in recording.spoken:
        assert before <= one.start_ms < one.end_ms
        assert len(one.word_ms) == len(one.piece.words)
        assert list(one.word_ms) == sorted(one.word_ms)
        assert one.start_ms <= one.word_ms[0] <= one.word_ms[-1] <= one.end_ms
        before = one.end_ms
    assert before <= recording.ms
    silent_words = sum(len(set(one.word_ms)) < len(one.word_ms) for one in recording.spoken)
    assert silent_words < len(recording.spoken) / 2


def test_stretches_cover_the_recording_without_a_gap():
    recording = recorded("en")
    stretches = find_stretches(recording)
    assert stretches[-1].end_ms == recording.ms
    assert all(a.end_ms == b.start_ms for a, b in pairwise(stretches))
    assert len({one.place for one in stretches}) == len(stretches)


def test_aligner_finds_the_right_text_and_not_another():
    """PocketSphinx's mean score a frame: the words that were said, then those of another piece."""
    require("pocketsphinx", importlib.util.find_spec("pocketsphinx"))
    sound, _ = decoded(_mp3(), 16_000)
    spoken = [(one, known_words(one.piece.said)) for one in recorded("en").spoken]
    known = [(one, found) for one, found in spoken if found and len(found) > 2]
    assert len(known) > 15
    right, other = [], []
    for number, (one, found) in enumerate(known):
        heard = sound[(one.start_ms - 60) * 32 : (one.end_ms + 150) * 32]
        right.append(fit(heard, found))
        other.append(fit(heard, known[(number + 7) % len(known)][1]))
    assert statistics.mean(right) > -30, "every piece fits its own text"
    worse = [b < a - 4 for a, b in zip(right, other, strict=True)]
    assert statistics.mean(worse) > 0.85
    assert aligner() is not None


def _mp3():
    made = make(standard_handout("en"), "audio")
    return made[0].data


def test_sound_of_other_systems_is_read(tmp_path):
    left = array("h", [0, 1, -2, 300, -32768, 32767])
    stereo = array("h", [value for pair in zip(left, left[::-1], strict=True) for value in pair])
    big = array("h", stereo)
    big.byteswap()
    rate = struct.pack(">HQ", 16383 + 14, 22050 * 2**49)
    common = struct.pack(">hIh", 2, len(left), 16) + rate
    sound = b"SSND" + struct.pack(">III", 8 + 4 * len(left), 0, 0)
    for kind, extra, data in (
        (b"AIFF", b"", big.tobytes()),
        (b"AIFC", b"sowt\0\0", stereo.tobytes()),
        (b"AIFC", b"NONE\0\0", big.tobytes()),
    ):
        head = b"COMM" + struct.pack(">I", 18 + len(extra)) + common + extra
        body = kind + head + sound + data
        aiff = b"FORM" + struct.pack(">I", len(body)) + body
        assert read_sound(aiff) == (22050, left.tobytes())
    for bad in (b"", b"RIFF1234WAVE", b"FORM1234AIFF", b"ID3"):
        with pytest.raises(ValueError, match="sound"):
            read_sound(bad)


def test_languages_of_other_systems_are_understood():
    assert system_worker._tag("en_US") == "en-us"
    assert system_worker._tag(b"\x05en-gb") == "en-gb"
    assert system_worker._tag(b"\x05") == ""


def test_worker_of_the_system_that_fails_is_told(monkeypatch):
    monkeypatch.setattr(sys, "executable", str(Path(sys.executable).with_name("no-such-python")))
    with pytest.raises(MissingPart):
        system._ask({"list": True}, 5)


def test_scores_are_numbers():
    assert not math.isnan(fit(b"\0\0" * 16_000, ["yes"]))
