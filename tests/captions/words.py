"""Words for tests: random streams, and clips of real speech."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from hypothesis import strategies as st

from access_kit.model.word import RecordedWords, Word
from tests.tools import ROOT

LENGTHS = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 12, 20, 30, 45]
DURATIONS = [0, 40, 90, 150, 250, 400, 700, 1500, 8000]
GAPS = [0, 0, 0, 0, 0, 20, 60, 100, 250, 500, 900, 1600, 5000]
SPEAKERS = [None, "Jo", "Member A", "A person with quite a long name"]


@st.composite
def word_streams(draw: st.DrawFn, most: int = 40) -> RecordedWords:
    """Words in any rhythm, some overlapping, some far too long or fast, with changing speakers."""
    dice = draw(st.randoms(use_true_random=False))
    return random_stream(dice, draw(st.integers(0, most)))


def random_stream(dice: random.Random, count: int) -> RecordedWords:
    words: list[Word] = []
    at, speaker = dice.randrange(0, 3000), None
    for _ in range(count):
        text = "".join(dice.choices("abcdefghi", k=dice.choice(LENGTHS)))
        text += dice.choice(["", "", "", "", ",", ".", "?"])
        length = dice.choice(DURATIONS)
        if dice.random() < 0.08:
            speaker = dice.choice(SPEAKERS)
        words.append(Word(text, at, at + length, None, speaker))
        at += (length if dice.random() < 0.9 else length // 3) + dice.choice(GAPS)
    return RecordedWords(tuple(words))


def say(
    text: str, pace_ms: int = 330, speaker: str | None = None, start_ms: int = 0
) -> RecordedWords:
    """The words of ``text``, one every ``pace_ms``, with no pauses."""
    return RecordedWords(
        tuple(
            Word(word, start_ms + n * pace_ms, start_ms + (n + 1) * pace_ms - 20, None, speaker)
            for n, word in enumerate(text.split())
        )
    )


SPEECH = ROOT / "tests" / "data" / "speech"
"""Clips of real speech with their words; ``SOURCE.txt`` beside them says whose they are."""


def speech_clips() -> dict[str, RecordedWords]:
    """Every clip's words: with the times that came with it, or evenly spread."""
    clips: dict[str, RecordedWords] = {}
    lines = (SPEECH / "transcripts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for name, text, _ in (line.split("\t") for line in lines):
        stem = name.rsplit(".", 1)[0]
        if (SPEECH / f"{stem}.TextGrid").exists():
            clips[name] = read_text_grid(SPEECH / f"{stem}.TextGrid")
        elif (SPEECH / f"{stem}.json").exists():
            clips[name] = read_aligned(SPEECH / f"{stem}.json")
        else:
            clips[name] = say(text.replace(" / ", " "))
    return clips


def read_text_grid(path: Path) -> RecordedWords:
    tier = path.read_text(encoding="utf-8").split('"IntervalTier"')[1]
    found = re.findall(r'^([\d.]+)\n([\d.]+)\n"(\S+)"$', tier, re.MULTILINE)
    return RecordedWords(
        tuple(Word(t, round(float(a) * 1000), round(float(b) * 1000)) for a, b, t in found)
    )


def read_aligned(path: Path) -> RecordedWords:
    aligned = json.loads(path.read_text(encoding="utf-8"))
    return RecordedWords(
        tuple(
            Word(
                re.sub(r"\(\d+\)", "", word["t"]),
                round(word["b"] * 1000),
                round((word["b"] + word["d"]) * 1000),
            )
            for word in aligned["w"]
            if not word["t"].startswith("<")
        )
    )
