"""Speech for the tests by a voice that the program does not use, with the times of its words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

import access_kit.documents.sound
from tests.captions.sounds import RATE

WORKERS = Path(access_kit.documents.sound.__file__).parent
PITCH = 3
"""The number of espeak-ng's parameter."""
SAY = f"""
import json, sys
sys.path.insert(0, {str(WORKERS)!r})
import espeak_worker as worker
wish = json.load(sys.stdin)
library = worker.Library(wish["library"], wish["data"])
inside = library._library
said, sounds = [], []
for text, pace in wish["say"]:
    assert inside.espeak_SetVoiceByName(wish["voice"].encode()) == 0
    inside.espeak_SetParameter(worker.RATE, pace, 0)
    inside.espeak_SetParameter({PITCH}, wish["pitch"], 0)
    library._samples, library._marks = [], []
    data = text.encode()
    inside.espeak_Synth(data, len(data) + 1, 0, 1, 0, 1, None, None)
    inside.espeak_Synchronize()
    sounds.append(b"".join(library._samples))
    said.append([len(sounds[-1]), library._marks])
sys.stdout.buffer.write(json.dumps([library.rate, said]).encode() + b"\\n" + b"".join(sounds))
"""


@dataclass(frozen=True)
class OtherVoice:
    """A voice such as ``es+f3``, its words a minute, and its pitch (50 is usual)."""

    name: str
    pace: int = 160
    pitch: int = 50


@dataclass(frozen=True)
class ToldStory:
    """Samples at 16 kHz, and when each word of the text begins in ms, if the voice tells it."""

    sound: np.ndarray
    starts: tuple[float | None, ...]


def tell(text: str, voice: OtherVoice, *, noise: float, seed: int = 0) -> ToldStory:
    """A text told sentence by sentence: none at the same pace, with silences, in a room."""
    pick = np.random.default_rng(seed)
    sentences = re.findall(r"\S[^.!?;。।؟]*[.!?;。।؟]*(?=\s|$)", " ".join(text.split()))
    paces = [int(voice.pace * pick.uniform(0.9, 1.1)) for _ in sentences]
    parts: list[np.ndarray] = []
    starts: list[float | None] = []
    at = 0
    for sentence, (sound, marks) in zip(sentences, _say(sentences, paces, voice), strict=True):
        starts += [None if ms is None else ms + at * 1000 / RATE for ms in marks]
        silence = np.zeros(int(RATE * pick.choice([0.1, 0.4, 1.5, 4.0])))
        parts += [sound, silence]
        at += len(sound) + len(silence)
        assert len(marks) == len(sentence.split())
    told = np.concatenate(parts)
    told = told / np.abs(told).max() * 9_000
    return ToldStory(told + pick.normal(0, noise, len(told)), tuple(starts))


def _say(
    sentences: Sequence[str], paces: Sequence[int], voice: OtherVoice
) -> list[tuple[np.ndarray, list[float | None]]]:
    import espeakng_loader

    wish = {
        "library": str(espeakng_loader.get_library_path()),
        "data": str(espeakng_loader.get_data_path()),
        "voice": voice.name,
        "pitch": voice.pitch,
        "say": list(zip(sentences, paces, strict=True)),
    }
    done = subprocess.run(
        [sys.executable, "-S", "-c", SAY],
        input=json.dumps(wish).encode(), capture_output=True, check=True,
    )  # fmt: skip
    head, _, samples = done.stdout.partition(b"\n")
    rate, said = json.loads(head)
    found = []
    at = 0
    for sentence, (length, marks) in zip(sentences, said, strict=True):
        found.append((_resample(samples[at : at + length], rate), _starts(sentence, marks)))
        at += length
    return found


def _resample(samples: bytes, rate: int) -> np.ndarray:
    row = np.frombuffer(samples, "<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(row), "s16", "mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler("s16", "mono", RATE)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([piece.to_ndarray()[0] for piece in pieces]).astype(float)


def _starts(sentence: str, marks: list[list[int]]) -> list[float | None]:
    found: list[float | None] = []
    for word in re.finditer(r"\S+", sentence):
        times = [ms for at, ms in marks if word.start() <= at < word.end()]
        found.append(min(times) if times else None)
    return found
