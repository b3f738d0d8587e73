"""A known script on its recording: each word as it is written, with the time at which it is said.

1. cut    the sound at pauses, so that pieces can be shared among the cores
2. anchor which part of the script each piece holds
3. place  the words of each part in their piece
4. join   the pieces; list what was not said, and what was said and is not in the script
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from access_kit.captions.align_anchors import Part, find_anchors, hear_script, share_out
from access_kit.captions.check_words import align_words
from access_kit.captions.pauses import Chunk
from access_kit.captions.place import Placed, Placement, Task, place_words
from access_kit.captions.script import ScriptWord
from access_kit.captions.workers import map_in_order
from access_kit.model.word import Word, Words

Sound = Callable[[], Iterable[Chunk]]
"""Gives the pieces of the recording, from the start, each time it is called."""

Step = Callable[[int], None]
"""Told after each piece: its length in milliseconds."""


FAR_MS = 1_000


@dataclass(frozen=True)
class _Spoken:
    """The script word by word as it is heard, each with the index of the written word."""

    words: tuple[str, ...]
    written: tuple[int, ...]


def _spell_out(script: Sequence[ScriptWord]) -> _Spoken:
    pairs = [(word, index) for index, entry in enumerate(script) for word in entry.spoken]
    return _Spoken(tuple(word for word, _ in pairs), tuple(index for _, index in pairs))


def align_script(
    sound: Sound, script: Sequence[ScriptWord], workers: Executor, *, jobs: int, step: Step
) -> Words:
    """Words of an English ``script`` with their times in ``sound``.

    ``step`` is called with the length of each piece twice: when it is heard, and when it is done.
    """
    spoken = _spell_out(script)
    parts = _find_parts(sound, spoken.words, workers, jobs, step)
    tasks = (_task(chunk, part, spoken) for chunk, part in zip(sound(), parts, strict=True))
    found: list[tuple[Chunk, Part, Placement]] = []
    for (chunk, part, _), placement in map_in_order(workers, _place, tasks, ahead=2 * jobs):
        found.append((Chunk(chunk.index, chunk.start_ms, b""), part, placement))
        step(chunk.end_ms - chunk.start_ms)
    return _join(script, spoken, found)


def _place(given: tuple[Chunk, Part, Task]) -> Placement:
    return place_words(given[2])


def _task(chunk: Chunk, part: Part, spoken: _Spoken) -> tuple[Chunk, Part, Task]:
    words = spoken.words[part.first : part.end]
    return chunk, part, Task(chunk.pcm, words, part.free_head, part.free_tail, part.skips)


def _find_parts(
    sound: Sound, words: tuple[str, ...], workers: Executor, jobs: int, step: Step
) -> list[Part]:
    heard: list[tuple[Word, ...]] = []
    seconds: list[float] = []
    for length, said in _hear_all(sound, words, workers, jobs):
        heard.append(said)
        seconds.append(length / 1000)
        step(length)
    return share_out(len(words), find_anchors(words, heard), seconds)


def _hear_all(
    sound: Sound, words: tuple[str, ...], workers: Executor, jobs: int
) -> Iterator[tuple[int, tuple[Word, ...]]]:
    hear = functools.partial(hear_script, script=words)
    lengths = ((chunk.end_ms - chunk.start_ms, chunk.pcm) for chunk in sound())
    work = functools.partial(_hear_one, hear)
    for (length, _), said in map_in_order(workers, work, lengths, ahead=2 * jobs):
        yield length, said


def _hear_one(
    hear: Callable[[bytes], tuple[Word, ...]], given: tuple[int, bytes]
) -> tuple[Word, ...]:
    return hear(given[1])


def _join(
    script: Sequence[ScriptWord], spoken: _Spoken, found: Sequence[tuple[Chunk, Part, Placement]]
) -> Words:
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
    words = tuple(
        Word(entry.text, *times[index], None, entry.speaker)
        for index, entry in enumerate(script)
        if index in times
    )
    return Words(words, _list_unsaid(script, times), tuple(extra))


def _on_the_clock(word: Placed, part: Part, start_ms: int) -> Placed:
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


def _list_unsaid(
    script: Sequence[ScriptWord], times: dict[int, tuple[int, int]]
) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for index, entry in enumerate(script):
        if index in times:
            runs.append([])
        else:
            runs[-1].append(entry.text)
    return tuple(" ".join(run) for run in runs if run)


def align_heard(heard: Sequence[Word], script: Sequence[ScriptWord], lang: str | None) -> Words:
    """The script on words that an engine heard: for languages without an aligner.

    A script word takes the time of the word it matches; between matches, the time there is.
    """
    spoken = _spell_out(script)
    said = [word.text.casefold() for word in heard]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for step in align_words(spoken.words, said):
        if step.reference is not None and step.other is not None:
            close = step.equal or _alike(spoken.words[step.reference], said[step.other])
            if close:
                pairs[step.reference] = step.other
                used.add(step.other)
    times: dict[int, tuple[int, int]] = {}
    for reference, other in pairs.items():
        index, word = spoken.written[reference], heard[other]
        start, end = times.get(index, (word.start_ms, word.end_ms))
        times[index] = (min(start, word.start_ms), max(end, word.end_ms))
    words = tuple(
        Word(entry.text, *times[index], None, entry.speaker)
        for index, entry in enumerate(script)
        if index in times
    )
    extra = tuple(word for index, word in enumerate(heard) if index not in used)
    return Words(words, _list_unsaid(script, times), extra, lang)


def _alike(one: str, other: str) -> bool:
    """Whether an engine may well have written ``other`` for ``one``."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio() >= 0.6
