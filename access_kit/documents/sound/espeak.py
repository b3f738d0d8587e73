"""The espeak-ng library with its voices, from the wheel ``espeakng-loader``: no system package.

It speaks some 130 languages, each as well as the other on any machine, and tells when each word
begins. Its sound is plain; who is used to a screen reader knows it well.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from access_kit.documents.sound.voices import (
    WORDS_A_MINUTE,
    Mark,
    Sound,
    Utterance,
    Voice,
    choose_voices,
    missing_package,
)
from access_kit.errors import MissingPart, Problem

PACKAGE = "espeakng_loader"
SLOWEST, FASTEST = 80, 450
"""Words a minute that the library can do."""

LONGEST_SECONDS = 120
"""It speaks about a thousand times as fast as a person: what takes longer will never end."""


def open_voice() -> Voice:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise missing_package("espeakng-loader")
    return _Espeak(Path(spec.origin).parent)


class _Espeak:
    def __init__(self, folder: Path) -> None:
        names = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}
        library = folder / names.get(sys.platform, "libespeak-ng.so")
        self._place = (("library", str(library)), ("data", str(folder / "espeak-ng-data")))

    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(_list_voices(self._place)))

    def speak(self, utterances: Sequence[Utterance], speed: float) -> tuple[Sound, ...]:
        pieces = choose_voices(utterances, _list_voices(self._place))
        pace = min(FASTEST, max(SLOWEST, round(WORDS_A_MINUTE * speed)))
        return _speak(self._place, pieces, pace)


LibraryPlace = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _list_voices(place: LibraryPlace) -> Mapping[str, str]:
    """The best voice of each language, by the library's own order."""
    answer, _ = _ask(place, {"list": True})
    found: dict[str, tuple[int, str]] = {}
    for language, identifier, priority in answer["voices"]:
        if language not in found or priority < found[language][0]:
            found[language] = (priority, identifier)
    return {language: identifier for language, (_, identifier) in found.items()}


@lru_cache(maxsize=2)
def _speak(
    place: LibraryPlace, pieces: tuple[tuple[str, str], ...], pace: int
) -> tuple[Sound, ...]:
    """Remembered for a while: one document is a recording, a page and a book to read along."""
    answer, samples = _ask(place, {"say": pieces, "words_a_minute": pace})
    sounds, at = [], 0
    for length, marks in answer["sounds"]:
        kept = tuple(Mark(character, ms) for character, ms in marks)
        sounds.append(Sound(samples[at : at + length], answer["rate"], kept))
        at += length
    return tuple(sounds)


def _ask(place: LibraryPlace, wish: Mapping[str, object]) -> tuple[Any, bytes]:
    """What the worker answers; ``MissingPart`` when the library refuses, fails or never ends."""
    worker = Path(__file__).with_name("espeak_worker.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(worker)],
            input=json.dumps(dict(place) | dict(wish)).encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise MissingPart(Problem("speech.failed", facts={"voice": "espeak-ng"})) from None
    head, newline, samples = done.stdout.partition(b"\n")
    if done.returncode or not newline:
        raise MissingPart(Problem("speech.failed", facts={"voice": "espeak-ng"}))
    return json.loads(head), samples
