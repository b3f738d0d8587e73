"""A script as the computer's own voice says it: its sound, and where in it each word begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from access_kit.captions.mel import HOP_MS, FrameRows, loudness, measure_bands
from access_kit.captions.script import ScriptWord
from access_kit.documents.sound.voices import Sound, Utterance, Voice
from access_kit.i18n.language_habits import sentence_ends

LONGEST_UTTERANCE = 40
"""Words; a voice takes breath between utterances, as a speaker does between sentences."""
SAID_AT_ONCE = 8
"""Utterances that are said before their sound is looked at, to hold little memory."""
QUIET_DB = 40.0
"""What is so much under the loudest is a pause of the voice, where it lasts."""
KEPT_QUIET_FRAMES = 4


@dataclass(frozen=True)
class SpokenScript:
    """``powers`` are frames of the voice (see ``mel``), without its pauses.

    Each unit is words of the script, by index, that the voice gave one beginning: most often one
    word. ``firsts`` is the first frame of each unit.
    """

    powers: FrameRows
    firsts: tuple[int, ...]
    units: tuple[tuple[int, ...], ...]


SPEED = 1.0
"""Of the voice (see ``Voice``): quicker, its short sounds would be shorter than a frame."""


def speak_script(
    script: Sequence[ScriptWord], voice: Voice, lang: str, numbers: Mapping[int, str] | None = None
) -> SpokenScript:
    """``MissingPart`` where the voice does not speak ``lang`` (BCP 47).

    ``numbers`` is what to say for single words in place of what is written.
    """
    said = [(numbers or {}).get(index, word.text) for index, word in enumerate(script)]
    rows: list[FrameRows] = []
    firsts: list[int] = []
    units: list[tuple[int, ...]] = []
    at = 0
    spans = list(_cut_into_utterances(script, lang))
    for turn in range(0, len(spans), SAID_AT_ONCE):
        some = spans[turn : turn + SAID_AT_ONCE]
        texts = [" ".join(said[index] for index in span) for span in some]
        sounds = voice.speak([Utterance(text, lang) for text in texts], SPEED)
        for span, sound in zip(some, sounds, strict=True):
            powers, starts = frame_words(sound, [said[index] for index in span])
            if not len(powers):
                continue
            rows.append(powers)
            for index, start in zip(span, starts, strict=True):
                if start is None or (firsts and at + start <= firsts[-1]):
                    units[-1] = (*units[-1], index)
                else:
                    firsts.append(at + start)
                    units.append((index,))
            at += len(powers)
    empty = np.zeros((0, 1), np.float32)
    return SpokenScript(np.concatenate(rows) if rows else empty, tuple(firsts), tuple(units))


def _cut_into_utterances(script: Sequence[ScriptWord], lang: str) -> Iterator[list[int]]:
    """The words of each utterance: a sentence, a line, or what fits in one breath."""
    ends = tuple(sentence_ends(lang))
    span: list[int] = []
    for index, word in enumerate(script):
        if word.is_sound:
            continue
        if span and (word.opens or len(span) >= LONGEST_UTTERANCE):
            yield span
            span = []
        span.append(index)
        if word.text.rstrip("\"'”’»)]").endswith(ends):
            yield span
            span = []
    if span:
        yield span


def frame_words(sound: Sound, words: Sequence[str]) -> tuple[FrameRows, list[int | None]]:
    """The frames of an utterance of ``words`` without pauses, and the first one of each word.

    ``None`` stands for a word of which the voice does not tell when it begins.
    """
    powers = measure_bands([sound.samples], sound.rate)
    if not len(powers):
        return powers, []
    kept = _keep_speech(powers)
    starts: list[int | None] = []
    at = 0
    for number, word in enumerate(words):
        marks = [mark.ms for mark in sound.marks if at <= mark.at < at + len(word)]
        frame = round(min(marks) / HOP_MS) if marks else 0 if number == 0 else None
        where = None if frame is None else int(np.searchsorted(kept, frame))
        starts.append(where if where is None else min(where, len(kept) - 1))
        at += len(word) + 1
    starts[0] = 0
    return powers[kept], starts


def _keep_speech(powers: FrameRows) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    levels = loudness(powers)
    quiet = levels < np.percentile(levels, 95) - QUIET_DB
    keep = np.ones(len(levels), bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start > KEPT_QUIET_FRAMES:
            keep[start + 1 : end - 1] = False
    return np.flatnonzero(keep)
