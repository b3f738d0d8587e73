"""Alignment by the computer's own voice: near the true times when somebody else speaks."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.captions.align_fit import find_misfit
from access_kit.captions.align_voice import align_by_voice
from access_kit.captions.align_ways import voice_for
from access_kit.captions.media import stream_sound
from access_kit.captions.pauses import cut_at_pauses
from access_kit.captions.script import ScriptWord, read_script
from access_kit.model.word import RecordedWords
from tests.captions.other_voice import OtherVoice, ToldStory, tell
from tests.captions.sounds import RATE, SPEECH, load_clip, make_cough, make_music, read_grid
from tests.captions.stories import STORIES
from tests.captions.test_align_fill import HARMS, WORDS, check_kept

VOICES = [
    OtherVoice("f3", 150, 60),
    OtherVoice("klatt3", 200, 40),
    OtherVoice("m3", 130, 30),
    OtherVoice("f4", 250, 70),
    OtherVoice("klatt2", 100, 50),
]
RAIN = (
    "La lluvia cayó toda la noche sobre los tejados del pueblo y nadie salió de su casa hasta la"
    " mañana"
)


def align(sound: np.ndarray, script: tuple[ScriptWord, ...], lang: str) -> RecordedWords:
    voice = voice_for(lang)
    assert voice is not None
    data = np.clip(sound, -32768, 32767).astype("<i2").tobytes()
    return align_by_voice(cut_at_pauses([data]), script, voice, lang, step=lambda _: None)


def start_of(story: str, lines: int) -> str:
    return "\n".join(story.strip().split("\n")[:lines])


@functools.cache
def told(lang: str, number: int, noise: float, lines: int = 5) -> tuple[str, ToldStory]:
    text = " ".join(start_of(STORIES[lang], lines).split())
    voice = VOICES[number]
    other = OtherVoice(f"{lang}+{voice.name}", voice.pace, voice.pitch)
    return text, tell(text, other, noise=noise)


def errors(found: RecordedWords, starts: tuple[float | None, ...]) -> np.ndarray:
    """How far each word begins from its time, in ms."""
    assert len(found.words) == len(starts)
    pairs = zip(found.words, starts, strict=True)
    return np.array([abs(word.start_ms - at) for word, at in pairs if at is not None])


def guessed(found: RecordedWords) -> set[int]:
    return {index for first, end in found.interpolated for index in range(first, end)}


def check_story(lang: str, number: int, noise: float, lines: int) -> None:
    text, story = told(lang, number, noise, lines)
    script = read_script(text, lang)
    found = align(story.sound, script, lang)
    assert [word.text for word in found.words] == text.split()
    wrong = errors(found, story.starts)
    assert (wrong <= 300).mean() >= 0.95
    assert np.median(wrong) <= 50
    assert find_misfit(found, script, "script.txt") == ()
    assert len(guessed(found)) <= 0.1 * len(script)


@pytest.mark.parametrize(
    ("lang", "number"), [("es", 0), ("ar", 1), ("hi", 3), ("fr", 0), ("vi", 2)]
)
def test_words_of_another_voice_pace_and_room_are_near_their_times(lang, number):
    check_story(lang, number, noise=200, lines=5)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(VOICES)))
@pytest.mark.parametrize("noise", [50, 200])
@pytest.mark.parametrize("lang", STORIES)
def test_every_voice_in_every_room_is_near_its_times(lang, number, noise):
    check_story(lang, number, noise, lines=99)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(VOICES)))
@pytest.mark.parametrize("lang", STORIES)
def test_in_loud_noise_words_are_near_or_the_script_is_told_not_to_fit(lang, number):
    text, story = told(lang, number, 500, 99)
    script = read_script(text, lang)
    found = align(story.sound, script, lang)
    assert [word.text for word in found.words] == text.split()
    near = (errors(found, story.starts) <= 300).mean() >= 0.95
    assert near or find_misfit(found, script, "script.txt")


def test_human_speech_is_near_its_times():
    grid = read_grid(SPEECH / "acoustic_corpus.TextGrid")
    script = read_script(" ".join(text for text, _, _ in grid), "en")
    found = align(load_clip(SPEECH / "acoustic_corpus.flac"), script, "en")
    wrong = errors(found, tuple(float(start) for _, start, _ in grid))
    assert np.median(wrong) <= 30
    assert (wrong <= 300).mean() >= 0.95


@pytest.mark.parametrize(
    "between",
    [make_cough(3), make_music(20), np.tile(load_clip(SPEECH / "leopard_test.flac"), 2)],
    ids=["coughs", "music", "other-speech"],
)
def test_what_lies_between_sentences_moves_few_words(between):
    text, story = told("es", 1, 200)
    at = next(start for start in story.starts[40:] if start is not None) - 50
    cut = int(at * RATE / 1000)
    sound = np.concatenate([story.sound[:cut], between, story.sound[cut:]])
    later = len(between) * 1000 / RATE
    starts = tuple(None if s is None else s + later * (s > at) for s in story.starts)
    wrong = errors(align(sound, read_script(text, "es"), "es"), starts)
    assert (wrong <= 300).mean() >= 0.95


def test_numbers_are_found_in_whatever_way_they_are_read_out():
    said = (
        "Si necesita ayuda esta noche, llame al nueve ocho ocho. Nos vemos a las seis y media en"
        " el segundo piso. La primera taza de café es para todos."
    )
    written = said.replace("nueve ocho ocho", "988").replace("seis y media", "6:30")
    story = tell(said, OtherVoice("es+f3", 150, 60), noise=200)
    found = align(story.sound, read_script(written, "es"), "es")
    assert [word.text for word in found.words] == written.split()
    assert found.interpolated == ()
    starts = dict(zip(said.split(), story.starts, strict=True))
    times = {word.text: word.start_ms for word in found.words}
    assert abs(times["988."] - starts["nueve"]) <= 150
    assert abs(times["6:30"] - starts["seis"]) <= 150


def test_words_that_nobody_said_are_kept_and_marked():
    text, story = told("es", 1, 200)
    said = text.split()
    script = read_script(" ".join([*said[:40], *RAIN.split(), *said[40:]]), "es")
    found = align(story.sound, script, "es")
    unsaid = set(range(40, 40 + len(RAIN.split())))
    marked = guessed(found)
    assert len(marked & unsaid) >= 0.7 * len(unsaid)
    assert len(marked - unsaid) <= 0.1 * len(said)
    (problem,) = find_misfit(found, script, "script.txt")
    assert problem.code == "captions.script-does-not-fit"


def test_a_script_of_something_else_does_not_fit():
    _, story = told("es", 1, 200)
    script = read_script(" ".join([RAIN] * 4), "es")
    assert find_misfit(align(story.sound, script, "es"), script, "script.txt")


def test_in_a_room_without_speech_no_word_is_found():
    script = read_script(RAIN, "es")
    found = align(np.zeros(RATE * 3), script, "es")
    assert guessed(found) == set(range(len(script)))


@given(WORDS, st.sampled_from(["es", "ko", "ja", "ar"]))
@settings(max_examples=6, deadline=None)
def test_any_script_over_real_sound_keeps_its_words_in_order(words, lang):
    script = read_script(" ".join(words), lang)
    sound = np.frombuffer(b"".join(stream_sound(HARMS / "labels.ogg")), "<i2")
    check_kept(script, words, align(sound, script, lang))
