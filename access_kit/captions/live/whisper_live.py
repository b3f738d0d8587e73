"""Whisper live: the last seconds heard again and again; what two hearings agree on stands.

Whisper hears half a minute at once and knows no stream. So what was said since the last pause is
heard about once a second, and again when the pause comes. From one hearing to the next the last
words change and the first do not: those that two hearings in a row agree on stand (local agreement:
Liu et al., Interspeech 2020; Macháček et al., "Turning Whisper into Real-Time Transcription
System", 2023). Where nothing stands out of the room, nothing is heard at all: there Whisper
invents.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np

from access_kit.captions.layout_breaks import bare
from access_kit.captions.live.hearing import HeardNews
from access_kit.captions.live.room_level import RoomLevel
from access_kit.captions.media import BYTES_A_MS
from access_kit.captions.pauses import NEEDED_LOUD_MS
from access_kit.captions.voice import find_voice
from access_kit.captions.whisper_engine import (
    MOST_REPEATED,
    load_whisper_model,
    most_tokens,
    read_whisper_words,
)
from access_kit.captions.whisper_model import find_whisper_language
from access_kit.model.word import Word

EVERY_MS = 1_000
"""So much new sound is worth another hearing."""
PAUSE_MS = 700
"""After so much quiet all that was said stands."""
BEFORE_MS = 400
"""So much quiet is kept in front of a word: its first sound may be faint."""
LONG_MS, LONGEST_MS = 10_000, 16_000
"""From the first length on, words that stand are no longer heard again. At the second, all stand
but the last two.
"""
LAST_OPEN = 2
CUT_WITHIN_MS = 250
"""The engine's times are rough: the quietest moment this near is where sound is cut."""
LEAST_SURE = 0.5
"""Words without any voice in them are believed from this confidence on: whispers are."""
MOST_THREADS = 4
FINAL_BEAM = 5
"""Ways that are followed at a pause; while words are open, the likeliest alone is."""


class WhisperLive:
    """See ``LiveEngine``."""

    name = "whisper"

    def __init__(self, model: Path, lang: str) -> None:
        self.lang = lang or find_whisper_language(model)
        self._model = load_whisper_model(model, min(MOST_THREADS, os.cpu_count() or 1))
        self._level = RoomLevel()
        self._sound = bytearray()
        self._start_ms = self._end_ms = 0
        self._heard_ms = 0
        self._stand: list[Word] = []
        self._open: list[Word] = []
        self._context: list[str] = []
        self._spoken = self.lang.split("-")[0].lower() if self.lang else None

    def hear(self, pcm: bytes) -> HeardNews:
        self._sound += pcm
        self._end_ms = self._start_ms + len(self._sound) // BYTES_A_MS
        self._level.add(pcm)
        if self._level.loud_ms < NEEDED_LOUD_MS:
            self._keep_from(self._end_ms - BEFORE_MS)
            if self._level.quiet_ms >= PAUSE_MS:
                self._level.forget()
            return HeardNews()
        if self._level.quiet_ms >= PAUSE_MS:
            return self.settle()
        if self._end_ms - self._heard_ms < EVERY_MS:
            return self._news(())
        before, self._open = self._open, self._listen(1)
        agreed = _count_agreed(before, self._open)
        if self._end_ms - self._start_ms >= LONGEST_MS:
            agreed = max(agreed, len(self._open) - LAST_OPEN)
        words = self._let_stand(agreed)
        if self._end_ms - self._start_ms >= LONG_MS:
            self._cut()
        return self._news(words)

    def settle(self) -> HeardNews:
        if self._level.loud_ms >= NEEDED_LOUD_MS and self._heard_ms < self._level.last_loud_ms:
            self._open = self._listen(FINAL_BEAM)
        words = self._let_stand(len(self._open))
        self._stand.clear()
        self._context.clear()
        self._level.forget()
        self._keep_from(self._end_ms - BEFORE_MS)
        return HeardNews(words)

    def _news(self, words: tuple[Word, ...]) -> HeardNews:
        return HeardNews(words, tuple(word.text for word in self._open))

    def _listen(self, beam: int) -> list[Word]:
        """The words in the sound that is held, after those that stand."""
        self._heard_ms = self._end_ms
        words = list(self._transcribe(bytes(self._sound), beam))
        return words[self._count_cut(words) or count_known(self._stand, words) :]

    def _count_cut(self, words: Sequence[Word]) -> int:
        """1 where the first word is the end of the one before which the sound was cut."""
        if not (words and self._context and not self._stand):
            return 0
        is_early = words[0].start_ms - self._start_ms < CUT_WITHIN_MS
        return int(is_early and bare(words[0].text) == bare(self._context[-1]))

    def _transcribe(self, pcm: bytes, beam: int) -> Iterator[Word]:
        sound = np.frombuffer(pcm, "<i2", count=len(pcm) // 2).astype(np.float32) / 32_768
        segments, facts = self._model.transcribe(
            sound,
            language=self._spoken,
            beam_size=beam,
            temperature=0.0,
            condition_on_previous_text=False,
            initial_prompt=" ".join(self._context) or None,
            word_timestamps=True,
            max_new_tokens=most_tokens(len(pcm) // BYTES_A_MS),
        )
        for segment in segments:
            words = read_whisper_words(segment.words)
            if segment.compression_ratio <= MOST_REPEATED and _is_said(words, pcm):
                if beam == FINAL_BEAM:  # a model of many languages keeps to the first it hears
                    self._spoken = facts.language
                for word in words:
                    start, end = (ms + self._start_ms for ms in (word.start_ms, word.end_ms))
                    yield replace(word, start_ms=start, end_ms=min(end, self._end_ms))

    def _let_stand(self, count: int) -> tuple[Word, ...]:
        words = tuple(self._open[:count])
        del self._open[:count]
        self._stand += words
        return words

    def _cut(self) -> None:
        """Hold no more of the sound than what is open; the words before it are its context."""
        if not self._stand:
            if self._end_ms - self._start_ms >= LONGEST_MS:  # loud, and no words in it: no speech
                self._keep_from(self._end_ms - EVERY_MS)
            return
        end = self._stand[-1].end_ms
        after = self._open[0].start_ms if self._open else end
        latest = max(end, after) + CUT_WITHIN_MS
        self._keep_from(self._level.quietest_ms(end - CUT_WITHIN_MS // 2, latest))
        self._context = [word.text for word in self._stand]
        self._stand.clear()

    def _keep_from(self, moment_ms: int) -> None:
        gone = max(0, min(moment_ms, self._end_ms) - self._start_ms)
        del self._sound[: gone * BYTES_A_MS]
        self._start_ms += gone


def _is_said(words: Sequence[Word], pcm: bytes) -> bool:
    """Whether a voice is in the words, or the engine is sure of them."""
    if not words:
        return False
    if any(find_voice(pcm, [(word.start_ms, word.end_ms) for word in words])):
        return True
    return fmean(word.confidence or 0.0 for word in words) >= LEAST_SURE


def _count_agreed(before: Sequence[Word], now: Sequence[Word]) -> int:
    """How many words both begin with; marks and capitals may differ."""
    pairs = zip(_bare(before), _bare(now), strict=False)
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def count_known(known: Sequence[Word], heard: Sequence[Word]) -> int:
    """With how many words a hearing says what stands already.

    That many of its first words are the fewest changes away from what stands; of several such
    numbers, the one that ends nearest to its time. (Times alone would lose a word that moved.)
    """
    if not known:
        return 0
    said, end_ms = _bare(known), known[-1].end_ms
    changes = list(range(len(said) + 1))
    best, fewest = 0, (float(changes[-1]), float(end_ms))
    for number, word in enumerate(_bare(heard), 1):
        row = [number]
        for at, one in enumerate(said, 1):
            row.append(min(changes[at] + 1, row[at - 1] + 1, changes[at - 1] + (one != word)))
        changes = row
        found = (float(changes[-1]), abs(heard[number - 1].end_ms - end_ms))
        if found < fewest:
            best, fewest = number, found
    return best


def _bare(words: Iterable[Word]) -> list[str]:
    return [bare(word.text) for word in words]


def open_live(model: Path, lang: str) -> WhisperLive:
    return WhisperLive(model, lang)
