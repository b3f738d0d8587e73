"""Synthetic utterances with phoneme labels, and the lexicon that follows from them."""

from __future__ import annotations

import collections
import random
from dataclasses import dataclass

import numpy as np

from tools.tiny_vosk.espeak import Speech, Synthesiser
from tools.tiny_vosk.sound import HOP, RATE, WINDOW, imitate_codec, resample

SILENCE = "SIL"
_PAUSES = frozenset({"_", "_:", "_|", "_^_", ""})
_SAME_SOUND = {
    "t2": "t", "I#": "I", "I2": "I", "@2": "@", "@-": "@", "r-": "r", "3": "@", "O2": "0",
    "O@": "o@", "i@3": "i@", "aa": "a",
}  # fmt: skip
RARE = 0.15
"""Pronunciations rarer than this are artefacts: word events can come a consonant late."""


COMPRESSED = 0.5
"""The share of utterances that sound as if they came out of an MP3 or a telephone."""


@dataclass(frozen=True)
class Utterance:
    words: list[str]
    samples: np.ndarray
    phonemes: list[tuple[int, str]]
    pronunciations: list[tuple[str, ...]]

    def labels(self, frames: int) -> list[str]:
        """The phoneme at the centre of each frame."""
        starts = np.array([start for start, _ in self.phonemes])
        centres = np.arange(frames) * HOP + WINDOW // 2
        found = np.searchsorted(starts, centres, side="right") - 1
        names = merge_variants([name for _, name in self.phonemes])
        return [names[index] for index in found]


def merge_variants(names: list[str]) -> list[str]:
    """Phoneme names with pauses as ``SIL`` and near-identical sounds as one.

    A palatal glide belongs to the sound before it.
    """
    merged: list[str] = []
    for name in names:
        if name in _PAUSES:
            merged.append(SILENCE)
        elif name == ";":
            merged.append(merged[-1] if merged else SILENCE)
        else:
            merged.append(_SAME_SOUND.get(name, name))
    return merged


def _spoken(text: list[str], rng: random.Random) -> str:
    commas = rng.choice([0.0, 0.15, 0.4])
    joined = "".join(word + (", " if rng.random() < commas else " ") for word in text[:-1])
    return joined + text[-1] + "."


def _roughen(
    sound: np.ndarray, rng: random.Random, noise: np.random.Generator
) -> tuple[np.ndarray, int]:
    """Sound with silence around it, another level and some noise; and the samples before it."""
    lead = int(RATE * rng.choice([0.05, 0.2, 0.4, 0.8]))
    trail = int(RATE * rng.choice([0.1, 0.3, 0.6, 1.0]))
    loud = sound * 10 ** (rng.uniform(-14, 3) / 20)
    padded = np.concatenate([np.zeros(lead), loud, np.zeros(trail)])
    level = rng.choice([0, 0, 3, 10, 30, 60])
    if level:
        padded = padded + noise.normal(0, level, len(padded))
    if rng.random() < COMPRESSED:
        padded = imitate_codec(padded, rng.uniform(3_600, 8_000), rng.uniform(30, 60))
    return np.clip(np.rint(padded), -32768, 32767).astype(np.int16), lead


def _label(words: list[str], speech: Speech, samples: np.ndarray, lead: int) -> Utterance:
    ratio = RATE / speech.rate
    phonemes = [(0, "_"), *((int(at * ratio) + lead, name) for at, name in speech.phonemes)]
    starts = [int(at * ratio) + lead for at in speech.words]
    ends = [*starts[1:], len(samples)]
    said = [
        tuple(
            name
            for name in merge_variants(
                [name for at, name in phonemes if start <= at < end and name not in _PAUSES]
            )
            if name != SILENCE
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    return Utterance(words, samples, phonemes, said)


def make_corpus(count: int, words: list[str], voices: list[str], seed: int) -> list[Utterance]:
    """``count`` utterances of one to nine random words each."""
    rng = random.Random(seed)  # noqa: S311 (training data, no secret)
    synthesiser, noise = Synthesiser(), np.random.default_rng(seed)
    corpus: list[Utterance] = []
    while len(corpus) < count:
        text = [rng.choice(words) for _ in range(rng.randint(1, 9))]
        speech = synthesiser.say(
            _spoken(text, rng), rng.choice(voices), rng.randint(130, 185), rng.randint(40, 62)
        )
        if len(speech.words) == len(text):
            sound = resample(speech.samples, speech.rate, RATE)
            samples, lead = _roughen(sound, rng, noise)
            corpus.append(_label(text, speech, samples, lead))
    return corpus


def make_lexicon(corpus: list[Utterance], words: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """The pronunciations of each word that the corpus really has."""
    counts: dict[str, collections.Counter[tuple[str, ...]]] = {
        word: collections.Counter() for word in words
    }
    for utterance in corpus:
        for word, said in zip(utterance.words, utterance.pronunciations, strict=True):
            counts[word][said] += 1
    return {
        word: [said for said, seen in found.most_common() if said and seen >= RARE * found.total()]
        or [found.most_common(1)[0][0]]
        for word, found in counts.items()
    }
