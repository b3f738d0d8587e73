"""Which part of a long script lies in which piece of a recording.

Each piece is first heard with a language model of the script alone. Runs of words that come in the
same order in the script are anchors; between them the script has few words and little time, so
nothing can drift.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from access_kit.captions.align_runs import find_runs
from access_kit.captions.media import BYTES_A_MS
from access_kit.captions.pocketsphinx_engine import (
    decode,
    make_text_decoder,
    soften,
    time_words,
)
from access_kit.captions.spoken_words import TokenReading
from access_kit.model.word import Word

ANCHOR_WORDS = 3
ANCHOR_LETTERS = 12
SURE = 0.9
MOST_WORDS_A_SECOND = 5
SPARE_WORDS = 12
UNSAID_RUN = 5


@dataclass(frozen=True)
class Anchor:
    """A run of script words from ``first`` on, each with its (start, end) in the piece, in ms.

    ``None`` stands for a word whose place is unsure.
    """

    first: int
    times: tuple[tuple[int, int] | None, ...]

    @property
    def end(self) -> int:
        return self.first + len(self.times)


@dataclass(frozen=True)
class ScriptSpan:
    """Words ``first`` to ``end`` of the script may lie in a piece; see ``PlacingTask``."""

    first: int
    end: int
    free_head: int
    free_tail: int
    skips: tuple[tuple[int, int], ...] = ()
    anchors: tuple[Anchor, ...] = ()


def hear_script(pcm: bytes, *, sentences: tuple[TokenReading, ...]) -> tuple[Word, ...]:
    """What the piece sounds like in words of these sentences; runs in a worker."""
    sound = soften(pcm)
    heard = decode(_script_decoder(sentences), sound.pcm) or ()
    return time_words(heard, sound, len(pcm) // BYTES_A_MS)


@functools.lru_cache(maxsize=1)
def _script_decoder(sentences: tuple[TokenReading, ...]) -> Any:  # noqa: ANN401
    return make_text_decoder(sentences)


def find_anchors(
    script: Sequence[str], heard: Sequence[Sequence[Word]]
) -> list[tuple[Anchor, ...]]:
    """For each piece, the runs of script words that were surely heard in it."""
    flat = [(piece, word) for piece, words in enumerate(heard) for word in words]
    anchors: list[list[Anchor]] = [[] for _ in heard]
    for at, heard_at, size in find_runs(script, [word.text for _, word in flat]):
        if size < ANCHOR_WORDS or sum(map(len, script[at : at + size])) < ANCHOR_LETTERS:
            continue
        run = flat[heard_at : heard_at + size]
        for piece in sorted({piece for piece, _ in run}):
            before = sum(owner < piece for owner, _ in run)
            times = tuple(_time(word) for owner, word in run if owner == piece)
            anchors[piece].append(Anchor(at + before, times))
    return [tuple(found) for found in anchors]


def _time(word: Word) -> tuple[int, int] | None:
    sure = (word.confidence or 0.0) >= SURE
    return (word.start_ms, word.end_ms) if sure else None


def share_out(
    words: int, anchors: Sequence[Sequence[Anchor]], seconds: Sequence[float]
) -> list[ScriptSpan]:
    """The part of a script of ``words`` words that may lie in each piece.

    At the two ends of the recording there is no neighbour that could hold the words instead: what
    is left out there costs as much as in the middle.
    """
    parts = []
    ends = [0]
    for found in anchors:
        ends.append(max([ends[-1], *(one.end for one in found)]))
    starts = [words]
    for found in reversed(anchors):
        starts.append(min([starts[-1], *(one.first for one in found)]))
    starts.reverse()
    for piece, found in enumerate(anchors):
        room = int(seconds[piece] * MOST_WORDS_A_SECOND) + SPARE_WORDS
        first, end = ends[piece], max(ends[piece], starts[piece + 1])
        if not found:
            end = min(end, first + room)
            parts.append(ScriptSpan(first, end, end - first, end - first))
            continue
        sure_first, sure_end = found[0].first, found[-1].end
        first, end = max(first, sure_first - room), min(end, sure_end + room)
        skips = [
            (before.end - first, after.first - first)
            for before, after in pairwise(found)
            if after.first - before.end >= UNSAID_RUN
        ]
        head, tail = sure_first - first, end - sure_end
        if piece == 0:
            skips += [(0, left_out) for left_out in range(1, head + 1)]
            head = 0
        if piece == len(anchors) - 1:
            skips += [(end - first - left_out, end - first) for left_out in range(1, tail + 1)]
            tail = 0
        parts.append(ScriptSpan(first, end, head, tail, tuple(skips), tuple(found)))
    return parts
