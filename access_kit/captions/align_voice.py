"""A script laid on its recording with the computer's own voice: for languages without a model.

1. say     the script is spoken by the voice, which tells when each word begins
2. warp    the two sounds are laid on each other, frame by frame
3. adapt   the voice's frames are bent towards the speaker's by what was laid together; again 2
4. number  what was read out in another way than the voice does is said anew; again 2
5. doubt   words whose frames are hardly more alike than any two are marked as guessed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from access_kit.captions.align_fill import fill_words, share_spans
from access_kit.captions.likeness import HeardFrames, find_likeness, look_at, price_pauses
from access_kit.captions.media import RATE
from access_kit.captions.mel import HOP_MS, FrameRows, measure_bands
from access_kit.captions.pauses import Chunk
from access_kit.captions.place import SHORTEST_UNEXPLAINED_MS, SOUND
from access_kit.captions.said_numbers import choose_numbers
from access_kit.captions.script import ScriptWord
from access_kit.captions.spoken_script import SpokenScript, speak_script
from access_kit.captions.voice import find_tones
from access_kit.captions.warp import WarpPath, find_path
from access_kit.captions.workers import Step
from access_kit.documents.sound.voices import Voice
from access_kit.model.word import RecordedWords, Word

ADAPTED_FRAMES = 15_000
"""Five minutes are enough to know how a speaker sounds."""
TONE_MS = 2_000
"""Music is looked for in stretches of this length: a long vowel is shorter."""

SAMPLED = 1_500
"""Frames that stand for all, where one is compared with any other."""
NEAREST = 0.01
"""Of all frames, the share that could be what was heard."""
DOUBTED, DOUBTED_OVER_MEDIAN = 0.33, 0.25
"""How far words are from what is nearest, on the way to what is any (1): words in their place have
-0.1 to 0.1 in the middle, words that are not there 0.3 to 0.45."""
BLOCK = 500


def align_by_voice(
    sound: Iterable[Chunk],
    script: Sequence[ScriptWord],
    voice: Voice,
    lang: str,
    *,
    step: Step,
) -> RecordedWords:
    """Words of ``script``, all of them, with their times in ``sound``; ``lang`` is BCP 47.

    ``step`` is called with the length of each piece twice: when it is read, and when it is done.
    """
    heard = _listen(sound, step)
    length_ms = len(heard.powers) * HOP_MS
    spoken = speak_script(script, voice, lang)
    if not (heard.spoken.any() and spoken.firsts):
        return fill_words(script, {}, (), length_ms)
    likeness, mine = find_likeness(heard, spoken.powers)
    pausing = price_pauses(heard, mine)
    theirs = likeness.of_voice(spoken.powers)
    some = slice(0, ADAPTED_FRAMES)
    rough = find_path(mine[some], pausing[some], theirs, spoken.firsts)
    likeness = likeness.bent(theirs, mine, rough)
    theirs = likeness.of_voice(spoken.powers)
    path = find_path(mine, pausing, theirs, spoken.firsts, lambda done: step(done * HOP_MS))
    numbers = choose_numbers(script, spoken, path, mine, pausing, likeness, voice, lang)
    if numbers:
        spoken = speak_script(script, voice, lang, numbers)
        theirs = likeness.of_voice(spoken.powers)
        path = find_path(mine, pausing, theirs, spoken.firsts)
    times, doubted = _read_times(script, spoken, path, _measure_doubts(mine, theirs, path))
    found = fill_words(script, times, _find_unexplained(heard, path), length_ms, doubted)
    return replace(found, lang=lang)


def _listen(sound: Iterable[Chunk], step: Step) -> HeardFrames:
    tones: list[tuple[int, int]] = []

    def pieces() -> Iterable[bytes]:
        for chunk in sound:
            yield chunk.pcm
            start = chunk.start_ms
            tones.extend((a + start, b + start) for a, b in find_tones(chunk.pcm, TONE_MS))
            step(chunk.end_ms - start)

    powers = measure_bands(pieces(), RATE)
    return look_at(powers, tones)


def _measure_doubts(mine: FrameRows, theirs: FrameRows, path: WarpPath) -> npt.NDArray[np.float64]:
    """For each unit, 0 where its frames are as near as any of the voice's, 1 where as any two."""
    sample = theirs[:: max(1, len(theirs) // SAMPLED)]
    squares = (sample**2).sum(axis=1)
    rank = int(len(sample) * NEAREST)
    frames = np.flatnonzero(path.said >= 0)
    units = int(path.unit.max()) + 1 if len(path.unit) else 0
    over, whole = np.zeros(units), np.zeros(units)
    for first in range(0, len(frames), BLOCK):
        some = frames[first : first + BLOCK]
        own = ((mine[some] - theirs[path.said[some]]) ** 2).sum(axis=1)
        apart = squares - 2 * mine[some] @ sample.T + (mine[some] ** 2).sum(axis=1)[:, None]
        near = np.partition(apart, rank, axis=1)[:, rank]
        over += np.bincount(path.unit[some], own - near, units)
        whole += np.bincount(path.unit[some], apart.mean(axis=1) - near, units)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: npt.NDArray[np.float64] = over / whole
    return result


def _read_times(
    script: Sequence[ScriptWord],
    spoken: SpokenScript,
    path: WarpPath,
    doubts: npt.NDArray[np.float64],
) -> tuple[dict[int, tuple[int, int]], frozenset[int]]:
    """(start, end) in ms of each word that has a place, and which of them are doubted."""
    times: dict[int, tuple[int, int]] = {}
    doubted: set[int] = set()
    known = doubts[np.isfinite(doubts)]
    limit = min(DOUBTED, float(np.median(known)) + DOUBTED_OVER_MEDIAN) if len(known) else 0.0
    frames = np.flatnonzero(path.said >= 0)
    units = path.unit[frames]
    edges = np.flatnonzero(np.diff(units)) + 1
    for run in np.split(frames, edges):
        if not len(run):
            continue
        unit = int(path.unit[run[0]])
        words = spoken.units[unit]
        span = (int(run[0]) * HOP_MS, int(run[-1] + 1) * HOP_MS)
        letters = [sum(map(len, script[index].spoken)) for index in words]
        times.update(zip(words, share_spans([span], letters), strict=True))
        if doubts[unit] > limit:
            doubted.update(words)
    return times, frozenset(doubted)


def _find_unexplained(heard: HeardFrames, path: WarpPath) -> list[Word]:
    """Sound in pauses that is long enough to be a word."""
    loud = np.concatenate(
        [[0], ((path.said < 0) & (heard.spoken | heard.tone)).astype(np.int8), [0]]
    )
    edges = np.flatnonzero(np.diff(loud))
    return [
        Word(SOUND, int(start) * HOP_MS, int(end) * HOP_MS)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if (end - start) * HOP_MS >= SHORTEST_UNEXPLAINED_MS
    ]
