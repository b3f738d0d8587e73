"""Where each word of a known text lies in a piece of sound; runs in a worker process.

1. Long quiet is cut out, so that no word can stretch over it.
2. A first search may leave words out and may fill any gap with single sounds: coughs, laughter and
   words that the text lacks go there. It finds which words were said, and roughly where.
3. A second search has exactly these words and only their sound: it finds where they begin.
4. Where both agree, the second is believed; where they are far apart, it was led astray.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from access_kit.captions.media import BYTES_A_MS
from access_kit.captions.pauses import (
    FRAME_MS,
    Frames,
    cut_frames,
    find_floor,
    holds_sound,
    keep_sound,
    measure_levels,
    span_of,
    split_at_gaps,
)
from access_kit.captions.pocketsphinx_engine import (
    Heard,
    decode,
    dictate,
    make_decoder,
    pronounce,
)

QUIET_OVER_FLOOR_DB = 9.0
KEPT_QUIET_FRAMES = 30
NEAR_SOUND_FRAMES = 10

LOOSE_SOUNDS = ("AA", "IY", "UW", "ER", "S", "SH", "F", "HH", "K", "T", "M", "N", "AH", "Z", "EH")
"""Enough kinds of sound to fill a cough, a laugh or a foreign word better than a word does."""
VOWELS = frozenset({"AA", "IY", "UW", "ER", "AH", "EH"})
LOOSE_PREFIX = "+"
OCCURRENCE = "~"

CHANCE_OF_LOOSE = 1e-10
CHANCE_OF_LEAVING_OUT = 1e-40
CHANCE_AT_THE_EDGE = 1e-15
LOWEST_CHANCE = 1e-300
MOST_LEFT_OUT = 6
WIDE: Mapping[str, float] = {"beam": 1e-140, "wbeam": 1e-120, "pbeam": 1e-140}
FILLERS: Mapping[str, float] = {"fillprob": 0.2, "silprob": 0.2}
"""Found on a clip with word times by hand: with the engine's own, one cough moves five words."""

LED_ASTRAY_FRAMES = 45
SAME_PLACE_FRAMES = 5
LOOSE_FRAMES_CUT = 50

SHORTEST_UNEXPLAINED_MS = 300
BELIEVED = 0.3
SOUND = "[sound]"
"""What stands where sound is no word: a cough, laughter, or speech that could not be told."""


@dataclass(frozen=True)
class PlacingTask:
    """``words`` (as spoken) lie in ``pcm`` in this order, but for some that may be absent.

    Up to ``free_head`` first and ``free_tail`` last words may belong to neighbouring pieces.
    ``skips`` are (first, last + 1) of stretches that are probably absent.
    """

    pcm: bytes
    words: tuple[str, ...]
    free_head: int = 0
    free_tail: int = 0
    skips: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Placed:
    """The word with ``index`` in the task lies here; milliseconds from the start of the piece."""

    index: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Unexplained:
    """Sound that none of the words explains; ``text`` is a guess at it, or says that it is none."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class Placement:
    words: tuple[Placed, ...]
    unexplained: tuple[Unexplained, ...]


def place_words(task: PlacingTask) -> Placement:
    """Find the words of ``task`` in its sound."""
    frames = _keep_sound(task.pcm)
    if not len(frames):
        return Placement((), ())
    tags = _tag_occurrences(task.words)
    rough = _search_loosely(cut_frames(task.pcm, frames), task, tags)
    if rough is None:
        return Placement((), _explain(task.pcm, [span_of(run) for run in split_at_gaps(frames)]))
    number = {tag: index for index, tag in enumerate(tags)}
    first_phones = {tag: _first_phones(word) for tag, word in zip(tags, task.words, strict=True)}
    rough = _draw_out(rough, first_phones)
    loose = [h for h in rough if h.word.startswith(LOOSE_PREFIX)]
    named = [(number[h.word], h) for h in rough if h.is_word and h.word in number]
    exact = _search_closely(task, frames, loose, [task.words[index] for index, _ in named])
    placed = []
    astray = False
    for position, (index, heard) in enumerate(named):
        start, end = _at(frames, heard.start), _at(frames, heard.end - 1) + 1
        if exact is not None:
            near = exact[position]
            # A word begins where the one before it ends: one led astray takes its follower along.
            trusted = SAME_PLACE_FRAMES if astray else LED_ASTRAY_FRAMES
            astray = abs(near[0] - start) > trusted
            if not astray:
                start, end = near
        placed.append(Placed(index, start * FRAME_MS, end * FRAME_MS))
    return Placement(_in_order(placed), _explain(task.pcm, _spans(frames, _loose_runs(loose))))


def _first_phones(word: str) -> frozenset[str]:
    return frozenset(phones.split()[0] for _, phones in pronounce(word, word) if phones)


def _draw_out(
    rough: Sequence[Heard], first_phones: Mapping[str, frozenset[str]]
) -> tuple[Heard, ...]:
    """A loose vowel right before a word that begins with it is that word's own ("ummm")."""
    done: list[Heard] = []
    for heard in rough:
        if done and heard.start - done[-1].end <= 1:
            sound = done[-1].word.removeprefix(LOOSE_PREFIX)
            if sound in VOWELS and sound in first_phones.get(heard.word, ()):
                heard = replace(heard, start=done.pop().start)
        done.append(heard)
    return tuple(done)


def _in_order(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """The same words, none beginning before or ending after the next one's start."""
    done: list[Placed] = []
    following = None
    for word in reversed(placed):
        start = word.start_ms if following is None else min(word.start_ms, following)
        end = max(start, word.end_ms if following is None else min(word.end_ms, following))
        done.append(Placed(word.index, start, end))
        following = start
    return tuple(reversed(done))


def _keep_sound(pcm: bytes) -> Frames:
    """The frames that are left when the middle of each long quiet is cut out."""
    levels = measure_levels(pcm)
    loud = levels > find_floor(levels) + QUIET_OVER_FLOOR_DB
    return keep_sound(loud, NEAR_SOUND_FRAMES, KEPT_QUIET_FRAMES)


def _at(frames: Frames, position: int) -> int:
    return int(frames[min(max(position, 0), len(frames) - 1)])


def _tag_occurrences(words: Sequence[str]) -> list[str]:
    """A name of its own for each word, so that the engine's answer tells which one it was."""
    seen: dict[str, int] = {}
    tags = []
    for word in words:
        seen[word] = seen.get(word, 0) + 1
        tags.append(f"{word}{OCCURRENCE}{seen[word]}")
    return tags


@functools.lru_cache(maxsize=1)
def _loose_decoder() -> Any:  # noqa: ANN401
    decoder = make_decoder(lm=None, bestpath=False, **WIDE, **FILLERS)
    for sound in LOOSE_SOUNDS:
        decoder.add_word(LOOSE_PREFIX + sound, sound, False)
    return decoder


@functools.lru_cache(maxsize=1)
def _close_decoder() -> Any:  # noqa: ANN401
    return make_decoder(lm=None, bestpath=False, **FILLERS)


def _add_tagged(decoder: Any, words: Sequence[str], tags: Sequence[str]) -> None:  # noqa: ANN401
    for word, tag in zip(words, tags, strict=True):
        if decoder.lookup_word(tag) is None:
            for name, phones in pronounce(word, tag):
                decoder.add_word(name, phones, False)


PathStep = tuple[int, int, float] | tuple[int, int, float, str]


def _grammar(task: PlacingTask, tags: Sequence[str]) -> list[PathStep]:
    """State ``n`` is where ``n`` words are done; loose sounds may be added in any state."""
    last = len(tags)
    steps: list[PathStep] = []
    for index, tag in enumerate(tags):
        for left_out in range(min(MOST_LEFT_OUT, index) + 1):
            chance = max(CHANCE_OF_LEAVING_OUT**left_out, LOWEST_CHANCE)
            steps.append((index - left_out, index + 1, chance, tag))
    for left_out in range(1, min(MOST_LEFT_OUT, last) + 1):
        chance = max(CHANCE_OF_LEAVING_OUT**left_out, LOWEST_CHANCE)
        steps.append((last - left_out, last, chance))
    steps += [(0, state, CHANCE_AT_THE_EDGE) for state in range(1, min(task.free_head, last) + 1)]
    steps += [
        (last - count, last, CHANCE_AT_THE_EDGE)
        for count in range(1, min(task.free_tail, last) + 1)
    ]
    steps += [(first, end, CHANCE_OF_LEAVING_OUT) for first, end in task.skips]
    steps += [
        (state, state, CHANCE_OF_LOOSE, LOOSE_PREFIX + sound)
        for state in range(last + 1)
        for sound in LOOSE_SOUNDS
    ]
    return steps


def _search_loosely(pcm: bytes, task: PlacingTask, tags: Sequence[str]) -> tuple[Heard, ...] | None:
    if not tags:
        return None
    decoder = _loose_decoder()
    _add_tagged(decoder, task.words, tags)
    return _search(decoder, pcm, len(tags), _grammar(task, tags))


def _search(
    decoder: Any,  # noqa: ANN401
    pcm: bytes,
    last: int,
    steps: list[PathStep],
) -> tuple[Heard, ...] | None:
    decoder.add_fsg("text", decoder.create_fsg("text", 0, last, steps))
    decoder.activate_search("text")
    return decode(decoder, pcm)


def _search_closely(
    task: PlacingTask, frames: Frames, loose: Sequence[Heard], words: Sequence[str]
) -> list[tuple[int, int]] | None:
    """(first frame, end frame) of each word with everything loose cut out, or ``None``."""
    keep = np.ones(len(frames), bool)
    for start, end in _loose_runs(loose):
        if end - start > LOOSE_FRAMES_CUT:
            keep[start:end] = False
    left = frames[keep]
    if not len(left) or not words:
        return None
    decoder, tags = _close_decoder(), _tag_occurrences(words)
    _add_tagged(decoder, words, tags)
    steps: list[PathStep] = [(i, i + 1, 1.0, tag) for i, tag in enumerate(tags)]
    found = _search(decoder, cut_frames(task.pcm, left), len(tags), steps)
    if found is None:
        return None
    exact = [(_at(left, h.start), _at(left, h.end - 1) + 1) for h in found if h.is_word]
    return exact if len(exact) == len(words) else None


def _loose_runs(loose: Sequence[Heard]) -> list[tuple[int, int]]:
    """Neighbouring loose sounds as one stretch of frames."""
    runs: list[tuple[int, int]] = []
    for heard in loose:
        if runs and heard.start - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], heard.end)
        else:
            runs.append((heard.start, heard.end))
    return runs


def _spans(frames: Frames, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [
        (_at(frames, start) * FRAME_MS, (_at(frames, end - 1) + 1) * FRAME_MS)
        for start, end in runs
    ]


def _explain(pcm: bytes, spans: Sequence[tuple[int, int]]) -> tuple[Unexplained, ...]:
    """The spans long enough to be a word, each with what it sounds like."""
    found = []
    for start, end in spans:
        piece = pcm[start * BYTES_A_MS : end * BYTES_A_MS]
        if end - start >= SHORTEST_UNEXPLAINED_MS and holds_sound(piece):
            heard = [word for word in dictate(piece) if (word.confidence or 0) >= BELIEVED]
            text = " ".join(word.text for word in heard) or SOUND
            found.append(Unexplained(start, end, text))
    return tuple(found)
