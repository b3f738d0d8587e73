"""Vosk live: what it has so far after each fifth of a second, and words that stand at each pause.

Vosk ends an utterance itself at a pause of half a second or more, and after twenty seconds. Who
speaks on for longer is cut at a shorter pause, so that words do not stay open for long.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from access_kit.captions.korean import join_pieces
from access_kit.captions.live.hearing import HeardNews
from access_kit.captions.live.room_level import RoomLevel
from access_kit.captions.media import BYTES_A_MS, RATE
from access_kit.captions.pauses import NEEDED_LOUD_MS
from access_kit.captions.vosk_engine import (
    LONGEST_CLOCK_BYTES,
    PIECE_MS,
    find_language,
    load_model,
    load_vosk,
)
from access_kit.model.word import Word

STEP = PIECE_MS * BYTES_A_MS
LONG_MS, SHORT_PAUSE_MS = 5_000, 200
"""An utterance longer than this ends at a pause of this length."""


class VoskLive:
    """See ``LiveEngine``."""

    name = "vosk"

    def __init__(self, model: Path, lang: str) -> None:
        self.lang = lang or find_language(model)
        self._vosk, self._model = load_vosk(), load_model(model)
        self._level = RoomLevel()
        self._waiting = b""
        self._heard = self._begun = 0
        self._begin_clock()

    def _begin_clock(self) -> None:
        """A new recogniser: its clock runs from here."""
        self._recogniser = self._vosk.KaldiRecognizer(self._model, float(RATE))
        self._recogniser.SetWords(True)
        self._clock_ms = self._heard // BYTES_A_MS
        self._fed = 0

    def hear(self, pcm: bytes) -> HeardNews:
        self._waiting += pcm
        words: list[Word] = []
        while len(self._waiting) >= STEP:
            piece, self._waiting = self._waiting[:STEP], self._waiting[STEP:]
            words += self._step(piece)
        return HeardNews(tuple(words), self._open())

    def settle(self) -> HeardNews:
        words = self._step(self._waiting) if self._waiting else []
        self._waiting = b""
        return HeardNews((*words, *self._end(self._recogniser.FinalResult())))

    def _step(self, piece: bytes) -> list[Word]:
        self._level.add(piece)
        self._heard += len(piece)
        self._fed += len(piece)
        ended = self._recogniser.AcceptWaveform(piece)
        is_long = self._heard - self._begun >= LONG_MS * BYTES_A_MS
        if ended or (is_long and self._level.quiet_ms >= SHORT_PAUSE_MS and self._open()):
            return self._end(self._recogniser.Result())
        return []

    def _end(self, result: str) -> list[Word]:
        """The words of the utterance that ends; none where nothing stood out of the room."""
        found = json.loads(result).get("result", [])
        spoken = self._level.loud_ms >= NEEDED_LOUD_MS
        self._level.forget()
        words = [self._word(entry) for entry in found] if spoken else []
        self._begun = self._heard
        if self._fed >= LONGEST_CLOCK_BYTES:
            self._begin_clock()
        return list(join_pieces(words))

    def _word(self, entry: dict[str, Any]) -> Word:
        start, end = (round(entry[key] * 1000) + self._clock_ms for key in ("start", "end"))
        return Word(str(entry["word"]), start, max(start, end), round(min(1.0, entry["conf"]), 2))

    def _open(self) -> tuple[str, ...]:
        said = json.loads(self._recogniser.PartialResult()).get("partial", "").split()
        if self._level.loud_ms < NEEDED_LOUD_MS:
            return ()
        # Their times are not known yet: none of them is parted by a pause.
        pieces = [Word(text, at, at + 1) for at, text in enumerate(said)]
        return tuple(word.text for word in join_pieces(pieces))


def open_live(model: Path, lang: str) -> VoskLive:
    return VoskLive(model, lang)
