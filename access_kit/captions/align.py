"""A known script on its recording: each word as it is written, with the time at which it is said.

1. cut    the sound at pauses, so that pieces can be shared among the cores
2. anchor which part of the script each piece holds
3. place  the words of each part in their piece
4. join   the pieces
5. fill   in the words that were not found; list what was said and is not in the script
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from access_kit.captions.align_anchors import ScriptSpan, find_anchors, hear_script, share_out
from access_kit.captions.align_fill import fill_words
from access_kit.captions.align_heard import choose_readings
from access_kit.captions.pauses import Chunk
from access_kit.captions.place import Placed, Placement, PlacingTask, place_words
from access_kit.captions.script import ScriptWord
from access_kit.captions.spoken_words import TokenReading
from access_kit.captions.workers import Step, map_in_order
from access_kit.model.word import RecordedWords, Word

OpensSound = Callable[[], Iterable[Chunk]]
"""Gives the pieces of the recording, from the start, each time it is called."""


FAR_MS = 1_000
SENTENCE_WORDS = 20


@dataclass(frozen=True)
class _Spoken:
    """The script word by word as it is heard, each with the index of the written word."""

    words: tuple[str, ...]
    written: tuple[int, ...]


def _spell_out(chosen: Sequence[TokenReading]) -> _Spoken:
    pairs = [(word, index) for index, reading in enumerate(chosen) for word in reading]
    return _Spoken(tuple(word for word, _ in pairs), tuple(index for _, index in pairs))


def _list_sentences(script: Sequence[ScriptWord]) -> tuple[TokenReading, ...]:
    """What may be heard: the script, and each other reading of a word between its neighbours."""
    words = _spell_out([word.spoken for word in script]).words
    found = [words[at : at + SENTENCE_WORDS] for at in range(0, len(words), SENTENCE_WORDS)]
    for index, word in enumerate(script):
        before = [said for one in script[max(0, index - 2) : index] for said in one.spoken]
        after = [said for one in script[index + 1 : index + 3] for said in one.spoken]
        found += [(*before, *reading, *after) for reading in word.readings[1:]]
    return tuple(found)


def align_script(
    sound: OpensSound, script: Sequence[ScriptWord], workers: Executor, *, jobs: int, step: Step
) -> RecordedWords:
    """Words of an English ``script``, all of them, with their times in ``sound``.

    ``step`` is called with the length of each piece twice: when it is heard, and when it is done.
    """
    heard: list[tuple[Word, ...]] = []
    lengths: list[int] = []
    for length, said in _hear_all(sound, _list_sentences(script), workers, jobs):
        heard.append(said)
        lengths.append(length)
        step(length)
    spoken = _spell_out(choose_readings(script, [word.text for said in heard for word in said]))
    parts = share_out(
        len(spoken.words),
        find_anchors(spoken.words, heard),
        [length / 1000 for length in lengths],
    )
    tasks = (_task(chunk, part, spoken) for chunk, part in zip(sound(), parts, strict=True))
    found: list[tuple[Chunk, ScriptSpan, Placement]] = []
    for (chunk, part, _), placement in map_in_order(workers, _place, tasks, ahead=2 * jobs):
        found.append((Chunk(chunk.index, chunk.start_ms, b""), part, placement))
        step(chunk.end_ms - chunk.start_ms)
    return _join(script, spoken, found, sum(lengths))


def _place(given: tuple[Chunk, ScriptSpan, PlacingTask]) -> Placement:
    return place_words(given[2])


def _task(chunk: Chunk, part: ScriptSpan, spoken: _Spoken) -> tuple[Chunk, ScriptSpan, PlacingTask]:
    words = spoken.words[part.first : part.end]
    return chunk, part, PlacingTask(chunk.pcm, words, part.free_head, part.free_tail, part.skips)


def _hear_all(
    sound: OpensSound, sentences: tuple[TokenReading, ...], workers: Executor, jobs: int
) -> Iterator[tuple[int, tuple[Word, ...]]]:
    hear = functools.partial(hear_script, sentences=sentences)
    lengths = ((chunk.end_ms - chunk.start_ms, chunk.pcm) for chunk in sound())
    work = functools.partial(_hear_one, hear)
    for (length, _), said in map_in_order(workers, work, lengths, ahead=2 * jobs):
        yield length, said


def _hear_one(
    hear: Callable[[bytes], tuple[Word, ...]], given: tuple[int, bytes]
) -> tuple[Word, ...]:
    return hear(given[1])


def _join(
    script: Sequence[ScriptWord],
    spoken: _Spoken,
    found: Sequence[tuple[Chunk, ScriptSpan, Placement]],
    length_ms: int,
) -> RecordedWords:
    claims: list[list[Placed]] = []
    extra: list[Word] = []
    for chunk, part, placement in found:
        claims.append([_on_the_clock(word, part, chunk.start_ms) for word in placement.words])
        extra += [
            Word(gap.text, gap.start_ms + chunk.start_ms, gap.end_ms + chunk.start_ms)
            for gap in placement.unexplained
        ]
    times: dict[int, tuple[int, int]] = {}
    for word in settle_claims(claims):
        index = spoken.written[word.index]
        start, end = times.get(index, (word.start_ms, word.end_ms))
        times[index] = (min(start, word.start_ms), max(end, word.end_ms))
    return fill_words(script, times, extra, length_ms)


def _on_the_clock(word: Placed, part: ScriptSpan, start_ms: int) -> Placed:
    """A placed word by its index in the script and its time in the recording.

    Where it lies far from where its run of words was heard, the run is believed: a single word is
    easily found in a cough or in someone else's speech, a run of them is not.
    """
    index = word.index + part.first
    start, end = word.start_ms, word.end_ms
    for anchor in part.anchors:
        if anchor.first <= index < anchor.end:
            heard = anchor.times[index - anchor.first]
            if heard is not None and abs(heard[0] - start) > FAR_MS:
                start, end = heard
    return Placed(index, start + start_ms, end + start_ms)


def settle_claims(claims: Sequence[Sequence[Placed]]) -> list[Placed]:
    """One order of words where two neighbouring pieces claim the same ones.

    The script is divided between the two so that the most claims stand.
    """
    settled: list[Placed] = []
    for claim in claims:
        if settled and claim and claim[0].index <= settled[-1].index:
            low = claim[0].index
            rivals = [word.index for word in settled if word.index >= low]
            ours = [word.index for word in claim]
            cut = max(
                range(low, max(rivals[-1], ours[-1]) + 2),
                key=lambda at: sum(i < at for i in rivals) + sum(i >= at for i in ours),
            )
            settled = [word for word in settled if word.index < cut]
            claim = [word for word in claim if word.index >= cut]
        settled += claim
    return settled
