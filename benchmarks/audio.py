"""A handout spoken: how many times faster than it is heard, in one process on one core.

``python -m benchmarks.audio`` prints the table. Beside it stands the library alone: the program
espeak-ng where it is installed, writing the same words as one WAV file.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import Measured, show
from benchmarks.sample import sample_document

ROUNDS = 7


def measure() -> list[Measured]:
    from access_kit.documents.sound.mp3 import format_mp3
    from access_kit.documents.sound.speech import speak_document
    from access_kit.documents.sound.spoken_document import record

    recording = record(sample_document(0))
    seconds = recording.ms / 1000
    numbers = iter(range(1, 10_000))
    spoken = _processor_seconds(lambda: record(sample_document(next(numbers))))
    encoded = _processor_seconds(lambda: format_mp3(recording, "title"))
    return [
        Measured("handout, minutes of sound", f"{seconds / 60:.1f}", ""),
        _times(
            "handout spoken, times real time, beside espeak-ng alone", seconds, spoken, _alone()
        ),
        _times("handout as MP3, times real time", seconds, encoded, None),
        _times("handout spoken and as MP3, times real time", seconds, spoken + encoded, None),
        Measured("utterances", str(len(speak_document(sample_document(0)))), ""),
    ]


def _times(what: str, sound: float, took: float, alone: float | None) -> Measured:
    beside = f"{alone:.0f}" if alone else ""
    return Measured(what, f"{sound / took:.0f}", beside, sound / took / alone if alone else None)


def _alone() -> float | None:
    """Times real time of the program espeak-ng for the same words at the same speed."""
    from access_kit.documents.sound.speech import speak_document
    from access_kit.documents.sound.voices import WORDS_A_MINUTE

    program = shutil.which("espeak-ng")
    if program is None:
        return None
    text = "\n".join(piece.said for piece in speak_document(sample_document(0)))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "said.wav"
        command = [program, "-v", "en-us", "-s", str(WORDS_A_MINUTE), "-w", str(target), text]
        took = _processor_seconds(lambda: subprocess.run(command, check=True))
        return (target.stat().st_size - 44) / 44_100 / took


def _processor_seconds(work: Callable[[], object]) -> float:
    """The least of some rounds: our own time and that of the processes we start."""
    return min(processor_seconds(work) for _ in range(ROUNDS))


def processor_seconds(work: Callable[[], object]) -> float:
    """What one call costs this process and those that it starts and waits for."""

    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    started = used()
    work()
    return used() - started


if __name__ == "__main__":
    show("audio", measure())
