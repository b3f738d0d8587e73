"""A script laid on its recording with the computer's own voice: for languages without a model.

1. say     the script is spoken by the voice, which tells when each word begins
2. warp    the two sounds are laid on each other, frame by frame
3. adapt   the voice's frames are bent towards the speaker's by what was laid together; again 2
4. doubt   words whose frames are hardly more alike than any two are marked as guessed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from access_kit.captions.align_fill import fill_words, share_spans
from access_kit.captions.media import RATE
from access_kit.captions.mel import HOP_MS, FrameRows, loudness, measure_bands, shape_frames
from access_kit.captions.pauses import Chunk
from access_kit.captions.place import SHORTEST_UNEXPLAINED_MS, SOUND
from access_kit.captions.script import ScriptWord
from access_kit.captions.spoken_script import SpokenScript, speak_script
from access_kit.captions.voice import find_tones
from access_kit.captions.warp import WarpPath, find_path
from access_kit.captions.workers import Step
from access_kit.documents.sound.voices import Voice
from access_kit.model.word import RecordedWords, Word

LEAST_DB_OVER_ROOM = 6.0
SHARE_OVER_ROOM = 0.25
"""Of the way from the room's level to the loudest, where speech is taken to begin."""
ADAPTED_FRAMES = 15_000
"""Five minutes are enough to know how a speaker sounds."""
FIRMNESS = 0.02
"""How much the bending keeps to no bending at all."""
WEIGHT_OF_LOUDNESS, WEIGHT_OF_CHANGE = 0.8, 0.5

SAMPLED = 1_500
"""Frames that stand for all, where one is compared with any other."""
NEAREST = 0.01
"""Of all frames, the share that could be what was heard."""
DOUBTED, DOUBTED_OVER_MEDIAN = 0.33, 0.25
"""How far words are from what is nearest, on the way to what is any (1): words in their place have
-0.1 to 0.1 in the middle, words that are not there 0.3 to 0.45."""
BLOCK = 500

TONE_MS = 2_000
"""Music is looked for in stretches of this length: a long vowel is shorter."""
SOUND_IN_PAUSE = 1.0
"""The price of a frame in a pause that is not like the room at all: a cough, other words."""

Flags = npt.NDArray[np.bool_]
Prices = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Heard:
    """A recording's frames, and which of them stand out of the room and are no ``tone``.

    ``room`` is the power of each band where nobody speaks.
    """

    powers: FrameRows
    spoken: Flags
    tone: Flags
    room: npt.NDArray[np.float32]


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

    tones: list[tuple[int, int]] = []

    def pieces() -> Iterable[bytes]:
        for chunk in sound:
            yield chunk.pcm
            start = chunk.start_ms
            tones.extend((a + start, b + start) for a, b in find_tones(chunk.pcm, TONE_MS))
            step(chunk.end_ms - chunk.start_ms)

    powers = measure_bands(pieces(), RATE)
    heard = _look_at(powers, tones)
    length_ms = len(heard.powers) * HOP_MS
    if not heard.spoken.any():
        return fill_words(script, {}, (), length_ms)
    spoken = speak_script(script, voice, lang)
    if not spoken.firsts:
        return fill_words(script, {}, (), length_ms)
    mine, theirs = _alike(heard, spoken)
    some = slice(0, ADAPTED_FRAMES)
    pausing = _price_pauses(heard, mine)
    rough = find_path(mine[some], pausing[some], theirs, spoken.firsts)
    theirs = _bend(theirs, mine, rough)
    path = find_path(mine, pausing, theirs, spoken.firsts, lambda frames: step(frames * HOP_MS))
    times, doubted = _read_times(script, spoken, path, _measure_doubts(mine, theirs, path))
    found = fill_words(script, times, _find_unexplained(heard, path), length_ms, doubted)
    return replace(found, lang=lang)


def _look_at(powers: FrameRows, tones: Sequence[tuple[int, int]]) -> _Heard:
    tone = np.zeros(len(powers), bool)
    for start, end in tones:
        tone[start // HOP_MS : end // HOP_MS] = True
    rest = powers[~tone]
    if not len(rest):
        return _Heard(powers, ~tone, tone, np.zeros(powers.shape[1], np.float32))
    levels = loudness(powers)
    floor, top = np.percentile(levels[~tone], [10, 95])
    over = levels > floor + max(LEAST_DB_OVER_ROOM, SHARE_OVER_ROOM * (top - floor))
    quiet = powers[~over & ~tone]
    room = quiet.mean(axis=0) if len(quiet) else 0 * powers[0]
    return _Heard(powers, over & ~tone, tone, room)


def _price_pauses(heard: _Heard, mine: FrameRows) -> Prices:
    """What each frame costs in a pause: how far it is from the room, and nothing for a tone."""
    quiet = mine[~heard.spoken & ~heard.tone]
    if not len(quiet):
        return np.where(heard.tone, 0, SOUND_IN_PAUSE).astype(np.float32)
    apart = np.where(heard.tone, 0, ((mine - quiet.mean(axis=0)) ** 2).sum(axis=1))
    result: Prices = np.minimum(apart, SOUND_IN_PAUSE).astype(np.float32)
    return result


def _alike(heard: _Heard, spoken: SpokenScript) -> tuple[FrameRows, FrameRows]:
    """The shapes of both, on one scale, with the room of the recording around the voice."""
    loud = heard.powers[heard.spoken]
    all_said = np.ones(len(spoken.powers), bool)
    gain = max(1e-9, float(loud.mean() - heard.room.mean()) / float(spoken.powers.mean() + 1e-9))
    mine = shape_frames(heard.powers, heard.spoken)
    theirs = shape_frames(np.float32(gain) * spoken.powers + heard.room, all_said)
    spread = np.sqrt((mine[heard.spoken].var(axis=0) + theirs.var(axis=0)) / 2) + 1e-6
    half = mine.shape[1] // 2
    weights = np.concatenate([np.ones(half), np.full(half, WEIGHT_OF_CHANGE)])
    weights[0] = WEIGHT_OF_LOUDNESS
    scale = (np.sqrt(weights / weights.sum()) / spread).astype(np.float32)
    return mine * scale, theirs * scale


def _bend(theirs: FrameRows, mine: FrameRows, path: WarpPath) -> FrameRows:
    """The voice's frames as the speaker would make them, by a linear map of the pairs found."""
    frames = np.flatnonzero(path.said >= 0)
    wide = np.hstack([theirs, np.full((len(theirs), 1), 0.3, np.float32)]).astype(np.float64)
    pairs, wanted = wide[path.said[frames]], mine[frames].astype(np.float64)
    same = np.eye(wide.shape[1])
    firm = FIRMNESS * max(1, len(pairs)) * max(1e-6, float((pairs**2).mean()) if len(pairs) else 1)
    to_speaker = np.linalg.solve(
        pairs.T @ pairs + firm * same, pairs.T @ wanted + firm * same[:, : theirs.shape[1]]
    )
    return (wide @ to_speaker).astype(np.float32)


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


def _find_unexplained(heard: _Heard, path: WarpPath) -> list[Word]:
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
