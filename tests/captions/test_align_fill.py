"""Whatever the script and whatever the sound: each word stands once, in order, with a time."""

from __future__ import annotations

import functools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.captions.align import align_script
from access_kit.captions.align_heard import align_heard
from access_kit.captions.engines import EngineWish
from access_kit.captions.media import stream_sound
from access_kit.captions.pauses import cut_at_pauses
from access_kit.captions.script import read_script
from access_kit.captions.vosk_engine import open_engine
from access_kit.captions.workers import start_processes
from tests.captions.sounds import TINY_ES
from tests.tools import ROOT

HARMS = ROOT / "tests" / "harms" / "data"

POOL = """
    welcome everybody please take a seat 988 6:30 $25. 20% Dr. Rivera, (maybe) thank you for coming
    good night the river rose ¿qué? Ωμέγα 안녕 x – it's self-help [door] (laughter)
"""
WORDS = st.lists(st.sampled_from(POOL.split()), min_size=1, max_size=25)


@functools.cache
def sound_of(name: str) -> bytes:
    return b"".join(stream_sound(HARMS / name))


@pytest.fixture(scope="module")
def workers():
    pool = start_processes(1)
    yield pool
    pool.shutdown()


@given(WORDS)
@settings(max_examples=100 if os.environ.get("ACCESS_KIT_SOAK") else 5)
def test_any_script_over_real_sound_keeps_its_words_in_order(workers, words):
    script = read_script(" ".join(words))
    found = align_script(
        lambda: cut_at_pauses([sound_of("labels.ogg")]), script, workers, jobs=1,
        step=lambda _: None,
    )  # fmt: skip
    check_kept(script, words, found)


@functools.cache
def heard_in_spanish():
    return open_engine(EngineWish(model=TINY_ES)).hear(sound_of("ayuda.ogg"))


@given(WORDS, st.sampled_from(["es", "ko", "ja", "xx"]))
def test_any_script_on_words_that_were_heard_keeps_its_words_in_order(words, lang):
    script = read_script(" ".join(words), lang)
    check_kept(script, words, align_heard(heard_in_spanish(), script, lang, 4_000))


def check_kept(script, words, found) -> None:
    """``words`` is the script token by token; it may hold nothing but marks."""
    text = " ".join(word.text for word in found.words).split()
    assert text == (words if script else [])
    times = [(word.start_ms, word.end_ms) for word in found.words]
    assert times == sorted(times, key=lambda span: span[0])
    assert all(0 <= start <= end for start, end in times)
    guessed = [index for first, end in found.interpolated for index in range(first, end)]
    assert guessed == sorted(set(guessed))
    assert not any(script[index].is_sound for index in guessed)
    assert all(run in " ".join(w.text for w in script if not w.is_sound) for run in found.not_said)
