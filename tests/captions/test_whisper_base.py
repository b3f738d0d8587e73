"""Whisper's base model, of many languages: fewer words wrong, and still none where nobody spoke."""

from __future__ import annotations

import numpy as np
import pytest

from access_kit.captions.engines import EngineWish, open_engine
from tests.captions.sounds import RATE, load_clip, make_noise, save_sound
from tests.captions.test_whisper import (
    NOBODY,
    SPEECH,
    check_times,
    count_wrong_words,
    has_whisper,
    hear,
)
from tests.tools import WHISPER_BASE, WHISPER_TINY_EN, require, required_speech_model

MINUTES = 10

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3_600)]


def open_whisper(model: str, lang: str = "en"):
    require("faster-whisper", has_whisper())
    return open_engine("whisper", EngineWish(lang, required_speech_model(model)))


@pytest.fixture(scope="module")
def base():
    return open_whisper(WHISPER_BASE)


def test_few_words_of_the_clips_are_wrong(base, record_numbers):
    wrong, total = count_wrong_words(base)
    record_numbers(f"Whisper base: {wrong} of {total} words wrong")
    assert wrong <= 0.09 * total


def test_words_stand_at_their_times(base):
    check_times(base)


def test_the_language_is_found_where_nobody_says_it():
    words = hear(open_whisper(WHISPER_BASE, ""), SPEECH / "leopard_test.flac")
    text = " ".join(word.text for word in words).lower()
    assert "apostle of the middle classes" in text


@pytest.mark.parametrize("model", [WHISPER_TINY_EN, WHISPER_BASE])
def test_nothing_is_written_over_ten_minutes_without_speech(tmp_path, model):
    """Room noise, music, coughs, laughter and knocks, in turn and between silences."""
    parts: list[np.ndarray] = []
    length = turn = 0
    while length < MINUTES * 60 * RATE:
        for make in NOBODY.values():
            pause = make_noise(3 + turn % 5, 20 + 10 * (turn % 4), turn)
            parts += [np.asarray(make(), float), pause.astype(float)]
            length += len(parts[-2]) + len(pause)
            turn += 1
    sound = np.clip(np.concatenate(parts), -32768, 32767).astype(np.int16)
    path = save_sound(tmp_path / "a.wav", sound, codec="pcm_s16le")
    assert len(load_clip(path)) >= MINUTES * 60 * RATE
    assert hear(open_whisper(model), path) == ()
