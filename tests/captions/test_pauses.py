"""Cuts fall into pauses and lose nothing; silence and steady noise are not sound."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.pauses import LONGEST_MS, cut_at_pauses, holds_sound, measure_levels
from tests.captions.sounds import RATE, SPEECH, load_clip, make_music, make_noise


@given(st.lists(st.integers(0, 500_000), max_size=6), st.integers(0, 9))
def test_pieces_are_the_whole_sound(sizes, seed):
    noise = np.random.default_rng(seed)
    pieces = [noise.integers(-900, 900, size).astype("<i2").tobytes() for size in sizes]
    chunks = list(cut_at_pauses(pieces))
    assert b"".join(chunk.pcm for chunk in chunks) == b"".join(pieces)
    assert all(len(chunk.pcm) <= LONGEST_MS * 32 for chunk in chunks)
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    for before, after in pairwise(chunks):
        assert before.end_ms == after.start_ms


def test_cut_is_in_the_pause():
    loud, quiet = make_noise(20, 3000), make_noise(0.5, 20)
    (first, _) = cut_at_pauses([np.concatenate([loud, quiet, loud]).tobytes()])
    assert 20_000 < first.end_ms < 20_500


def test_silence_and_room_noise_hold_nothing():
    for nothing in (
        np.zeros(RATE * 5, np.int16),
        make_noise(5, 2),
        make_noise(5, 80),
        make_noise(5, 900),
    ):
        assert not holds_sound(nothing.tobytes())
    assert not holds_sound(b"")


def test_speech_and_music_hold_sound():
    assert holds_sound(load_clip(SPEECH / "test_en.flac").tobytes())
    assert holds_sound(make_music(3).tobytes())


def test_levels_ignore_a_constant_offset():
    flat = np.full(RATE, 9000, np.int16)
    assert measure_levels(flat.tobytes()).max() < 1
