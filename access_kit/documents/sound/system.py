"""The system's own voices through pyttsx3: macOS, Windows; on Linux with espeak-ng.

They sound as the person's own telephone or computer does. They tell no times, so captions and
read-along go by sentences: each is a sound of its own.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from access_kit.documents.sound.sound_file import read_sound
from access_kit.documents.sound.voices import (
    WORDS_A_MINUTE,
    Sound,
    Utterance,
    Voice,
    choose_voices,
    missing_package,
)
from access_kit.errors import MissingPart, Problem

START_SECONDS = 60
SECONDS_AN_UTTERANCE = 30
"""How long the system's voices may take before they count as hanging."""

SUFFIX = ".aiff" if sys.platform == "darwin" else ".wav"


def open_voice() -> Voice:
    if importlib.util.find_spec("pyttsx3") is None:
        raise missing_package("pyttsx3")
    return _System()


class _System:
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(_list_voices()))

    def speak(self, utterances: Sequence[Utterance], speed: float) -> tuple[Sound, ...]:
        pieces = choose_voices(utterances, _list_voices())
        return _speak(pieces, round(WORDS_A_MINUTE * speed))


@lru_cache(maxsize=1)
def _list_voices() -> Mapping[str, str]:
    """The first voice of each language: the one that the system lists first is its default."""
    found: dict[str, str] = {}
    for language, identifier in _ask({"list": True}, START_SECONDS)["voices"]:
        found.setdefault(language, identifier)
    return found


@lru_cache(maxsize=4)
def _speak(pieces: tuple[tuple[str, str], ...], pace: int) -> tuple[Sound, ...]:
    with tempfile.TemporaryDirectory(prefix="access-kit-") as folder:
        wish = {"say": pieces, "words_a_minute": pace, "folder": folder, "suffix": SUFFIX}
        _ask(wish, START_SECONDS + SECONDS_AN_UTTERANCE * len(pieces))
        try:
            read = [
                read_sound((Path(folder) / f"{number}{SUFFIX}").read_bytes())
                for number in range(len(pieces))
            ]
        except (OSError, ValueError):
            raise _failed() from None
    if len({rate for rate, _ in read}) > 1:
        raise _failed()
    return tuple(Sound(samples, rate) for rate, samples in read)


def _ask(wish: Mapping[str, object], seconds: float) -> Any:  # noqa: ANN401 (whatever JSON holds)
    worker = Path(__file__).with_name("system_worker.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(worker)],
            input=json.dumps(dict(wish) | _linux_library()).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode == 0:
            return json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        pass
    raise _failed()


def _linux_library() -> dict[str, str]:
    """Where pyttsx3 finds espeak-ng on Linux; without the wheel it looks for the system's own."""
    if not sys.platform.startswith("linux"):
        return {}
    spec = importlib.util.find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        return {}
    folder = Path(spec.origin).parent
    return {"library": str(folder / "libespeak-ng.so"), "data": str(folder / "espeak-ng-data")}


def _failed() -> MissingPart:
    return MissingPart(Problem("speech.failed", facts={"voice": "pyttsx3"}))
