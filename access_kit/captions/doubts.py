"""Words that an engine wrote where the sound has no voice: it cannot be sure of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from access_kit.captions.pauses import FRAME_MS, mark_loud, measure_levels
from access_kit.captions.voice import find_voice
from access_kit.model.word import Word

DOUBTED = 0.2
LEAST_LOUD_SHARE = 0.2


def doubt_words(words: Sequence[Word], pcm: bytes) -> tuple[Word, ...]:
    """A low confidence for words where hardly anything stands out, or where no voice can be.

    Times count from the start of ``pcm``.
    """
    if not words:
        return ()
    loud = mark_loud(measure_levels(pcm))
    voices = find_voice(pcm, [(word.start_ms, word.end_ms) for word in words])

    def is_quiet(word: Word) -> bool:
        first = word.start_ms // FRAME_MS
        span = loud[first : max(word.end_ms // FRAME_MS, first + 1)]
        return not len(span) or float(np.mean(span)) < LEAST_LOUD_SHARE

    return tuple(
        replace(word, confidence=min(word.confidence or 0.0, DOUBTED))
        if is_quiet(word) or not voice
        else word
        for word, voice in zip(words, voices, strict=True)
    )
