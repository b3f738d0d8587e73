"""Whisper: heard by a Whisper model from a folder, timed by our own aligner where it can.

The only module importing faster_whisper (CTranslate2). Whisper hears words best of all engines
here, but its times are rough, and over noise it writes sentences that nobody said. In English each
word is therefore looked for in the sound: one that is not there is marked as unsure; in a stretch
that repeats itself it is not written, nor is a whole stretch with no voice and hardly a word that
could be placed. In other languages Whisper's own times stand.

Nothing is fetched: the model is a folder, and the hub that the library knows is switched off.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from access_kit.captions.doubts import DOUBTED
from access_kit.captions.engines import EngineWish, require_model
from access_kit.captions.hinted_words import find_names, take_names
from access_kit.captions.media import BYTES_A_MS
from access_kit.captions.place import PlacingTask, place_words
from access_kit.captions.spoken_words import readings_of
from access_kit.captions.voice import find_voice
from access_kit.captions.vosk_engine import digest_model
from access_kit.captions.whisper_model import find_whisper_language
from access_kit.errors import MissingPart, Problem
from access_kit.files import shown
from access_kit.model.word import Word

ALIGNED_LANG = "en"
LEAST_PLACED = 0.5
"""Of a stretch without a voice: with fewer words that lie in the sound, nobody said it."""
MOST_REPEATED = 2.4
"""Text that packs to a smaller part than one in this repeats itself: the engine ran in a loop."""
TOKENS_A_SECOND, SPARE_TOKENS, MOST_TOKENS = 10, 30, 210
"""Nobody says more pieces of words than this: a loop ends there. The engine holds 448 at most, and
a hint may take half of them.
"""
PERHAPS_NO_SPEECH, UNLIKELY = 0.4, -0.6
"""With a hint, the engine writes its words over what is left after the last one said, and is itself
unsure of them: on our clips it gives what was said 0.02 at most, and -0.5 at least.
"""
COMPUTE = "float32"
"""In eight bits, processors without VNNI (laptops of before about 2019) add up with too few bits:
there Whisper base had 53 of 242 words wrong instead of 21, for a quarter of the time saved.
"""
LONGEST_HINT = 600
"""Characters; the engine has room for some two hundred pieces of words."""


def load_whisper() -> Any:  # noqa: ANN401 (a module without types)
    os.environ["HF_HUB_OFFLINE"] = "1"
    import faster_whisper

    return faster_whisper


@dataclass(frozen=True)
class _Stretch:
    """What the engine wrote in one go; ``loops``: it repeats itself beyond belief."""

    words: tuple[Word, ...]
    loops: bool


class WhisperEngine:
    """See ``Engine``."""

    name = "whisper"
    rough = False

    def __init__(self, wish: EngineWish) -> None:
        model = require_model(wish)
        self.lang = wish.lang or find_whisper_language(model)
        self._hint = " ".join(wish.hint.split())[:LONGEST_HINT]
        self._names = find_names(self._hint)
        hint = hashlib.sha256(self._hint.encode()).hexdigest()[:16] if self._hint else "none"
        self.key = f"whisper {digest_model(model)} {self.lang} names {hint}"
        self._model = load_whisper_model(model)
        self._aligning = threading.Lock()

    def hear(self, pcm: bytes) -> tuple[Word, ...]:
        found: list[Word] = []
        for stretch in self._hear_twice(pcm):
            found += self._believe(stretch, pcm)
        return _in_order(found, len(pcm) // BYTES_A_MS)

    def _hear_twice(self, pcm: bytes) -> Iterable[_Stretch]:
        """What is heard without the hint, with the names that it brings where they sound alike."""
        heard = list(self._transcribe(pcm, ""))
        if not self._names or not any(stretch.words for stretch in heard):
            return heard
        hinted = [
            word
            for stretch in self._transcribe(pcm, self._hint)
            if not stretch.loops
            for word in stretch.words
        ]
        owners = [stretch for stretch in heard for _ in stretch.words]
        named = take_names([word for one in heard for word in one.words], hinted, self._names)
        return [
            replace(stretch, words=tuple(word for word, at in named if owners[at] is stretch))
            for stretch in heard
        ]

    def _transcribe(self, pcm: bytes, hint: str) -> Iterable[_Stretch]:
        """One thread a piece and no chance in it: the same sound gives the same words."""
        sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32_768
        language = self.lang.split("-")[0].lower() if self.lang else None
        segments, _ = self._model.transcribe(
            sound,
            language=language,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=hint or None,
            max_new_tokens=most_tokens(len(pcm) // BYTES_A_MS),
        )
        for segment in segments:
            unsure = segment.no_speech_prob >= PERHAPS_NO_SPEECH and segment.avg_logprob < UNLIKELY
            if hint and unsure:
                continue
            yield _Stretch(
                read_whisper_words(segment.words), segment.compression_ratio > MOST_REPEATED
            )

    def _believe(self, stretch: _Stretch, pcm: bytes) -> Sequence[Word]:
        """The words with better times and honest doubts; none where nobody spoke."""
        if not stretch.words:
            return ()
        words = stretch.words
        first = words[0].start_ms
        part = pcm[first * BYTES_A_MS : words[-1].end_ms * BYTES_A_MS]
        voiced = any(find_voice(part, [(w.start_ms - first, w.end_ms - first) for w in words]))
        placed = [True] * len(words)
        if (self.lang or "").lower().split("-")[0] == ALIGNED_LANG:
            with self._aligning:
                words, placed = place_stretch(words, pcm)
        if not voiced and sum(placed) < LEAST_PLACED * len(placed):
            return ()
        if not voiced and self.lang is None:
            return ()
        return [
            word if there else _doubt(word)
            for word, there in zip(words, placed, strict=True)
            if there or not stretch.loops
        ]

    def start_workers(self, jobs: int) -> Executor:
        return ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="whisper")


def most_tokens(length_ms: int) -> int:
    """More pieces of words than anybody says in so much sound."""
    return min(SPARE_TOKENS + length_ms * TOKENS_A_SECOND // 1000, MOST_TOKENS)


def load_whisper_model(folder: Path, threads: int = 1) -> Any:  # noqa: ANN401
    """A loaded model; ``threads`` work on one piece, and as many pieces as there are cores."""
    whisper = load_whisper()
    try:
        return whisper.WhisperModel(
            str(folder),
            device="cpu",
            compute_type=COMPUTE,
            cpu_threads=threads,
            num_workers=max(1, (os.cpu_count() or 1) // threads),
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError):
        raise MissingPart(Problem("captions.broken-model", file=shown(folder))) from None


def read_whisper_words(words: Iterable[Any] | None) -> tuple[Word, ...]:
    """The engine's words; what it writes without a space (a mark, a suffix) belongs to the last."""
    found: list[Word] = []
    for entry in words or ():
        text = str(entry.word)
        start, end = round(entry.start * 1000), round(entry.end * 1000)
        sure = round(min(1.0, max(0.0, float(entry.probability))), 2)
        is_mark = not any(character.isalnum() for character in text)
        if found and (is_mark or not text.startswith(" ")):
            last = found[-1]
            found[-1] = replace(last, text=last.text + text.strip(), end_ms=max(last.end_ms, end))
        elif not is_mark:
            found.append(Word(text.strip(), start, max(start, end), sure))
    return tuple(found)


MARGIN_MS = 700
"""The engine's times are off by this much: the aligner looks so far around a stretch."""


def place_stretch(words: Sequence[Word], pcm: bytes) -> tuple[tuple[Word, ...], list[bool]]:
    """The words with the aligner's times where it found them, and which it found."""
    first = max(0, words[0].start_ms - MARGIN_MS)
    end = min(len(pcm) // BYTES_A_MS, words[-1].end_ms + MARGIN_MS)
    spoken: list[str] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        reading = next(iter(readings_of(word.text)), ())
        spoken += reading
        owners += [index] * len(reading)
    placement = place_words(PlacingTask(pcm[first * BYTES_A_MS : end * BYTES_A_MS], tuple(spoken)))
    times: dict[int, tuple[int, int]] = {}
    for found in placement.words:
        start, stop = times.get(owners[found.index], (found.start_ms, found.end_ms))
        times[owners[found.index]] = (min(start, found.start_ms), max(stop, found.end_ms))
    done = [
        _found(word, times[index][0] + first, times[index][1] + first) if index in times else word
        for index, word in enumerate(words)
    ]
    return tuple(done), [index in times or index not in owners for index in range(len(words))]


def _found(word: Word, start_ms: int, end_ms: int) -> Word:
    """A word that the aligner found as well: two witnesses are surer than one.

    By itself the engine doubts nearly every first word of a stretch, rightly or not.
    """
    sure = round((word.confidence or 0.0) ** 0.5, 2)
    return replace(word, start_ms=start_ms, end_ms=end_ms, confidence=sure)


def _doubt(word: Word) -> Word:
    return replace(word, confidence=min(word.confidence or 0.0, DOUBTED))


def _in_order(words: Sequence[Word], length_ms: int) -> tuple[Word, ...]:
    """Times within the piece, none before the word in front of it."""
    latest = 0
    done: list[Word] = []
    for word in words:
        start = min(max(word.start_ms, latest), length_ms)
        end = min(max(word.end_ms, start), length_ms)
        done.append(replace(word, start_ms=start, end_ms=end))
        latest = start
    return tuple(done)


def open_engine(wish: EngineWish) -> WhisperEngine:
    return WhisperEngine(wish)
