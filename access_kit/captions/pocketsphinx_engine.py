"""PocketSphinx, whose wheel carries an English model; the only module importing pocketsphinx.

It holds the interpreter while it works, so everything runs in worker processes. It dictates badly
(about one word in two of free speech is wrong), which is why its words are always a rough draft; it
places the words of a known script well.
"""

from __future__ import annotations

import functools
import hashlib
import math
import re
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pocketsphinx

from access_kit.captions.engines import Hear, Wish
from access_kit.captions.hint import choose_stretches, format_arpa, read_hint
from access_kit.captions.media import BYTES_A_MS, RATE
from access_kit.captions.pronounce import guess_phones
from access_kit.captions.workers import start_processes
from access_kit.errors import MissingPart, Problem
from access_kit.model.word import Word

LANG = "en"
FRAME_MS = 10
PAD_MS = 300
PAD_NOISE, DITHER = 4.0, 1.0
"""Utterances that begin in digital silence lose words: they get a breath of faint noise."""
PEAK = 13_000
"""Full-scale peaks cost words: louder sound is turned down to this."""

WIDE_BEAMS: Mapping[str, float] = {"beam": 1e-57, "wbeam": 1e-38, "fwdflatbeam": 1e-75}
"""Measured on ten read clips: 18 % of the words wrong instead of 21 %."""

_VARIANT = re.compile(r"\(\d+\)$")


@dataclass(frozen=True)
class Heard:
    """One segment as the engine gives it: frames of 10 ms, ``score`` a natural logarithm."""

    word: str
    start: int
    end: int
    score: float
    share: float

    @property
    def is_word(self) -> bool:
        return self.word[0] not in "<[+("


def make_decoder(**settings: object) -> Any:  # noqa: ANN401
    """A decoder that says nothing on its own; ``lm=None`` is one for fixed word sequences."""
    return pocketsphinx.Decoder(loglevel="FATAL", **settings)


def decode(decoder: Any, pcm: bytes) -> tuple[Heard, ...] | None:  # noqa: ANN401
    """The segments of one utterance; ``None`` where no path through the grammar fits the sound.

    The decoder first forgets the noise of what it heard before. The call for it is marked as
    unnecessary, but without it the same sound gives other words after other sound.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        decoder.start_stream()
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    found = decoder.seg()
    if found is None:
        return None
    return tuple(
        Heard(
            _VARIANT.sub("", entry.word),
            entry.start_frame,
            entry.end_frame + 1,
            math.log(max(entry.ascore, 1e-300)),
            min(1.0, max(0.0, entry.prob)),
        )
        for entry in found
    )


def soften(pcm: bytes) -> bytes:
    """The sound a little quieter where it is very loud, with faint noise in it and around it."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    peak = float(max(samples.max(initial=1.0), -samples.min(initial=0.0)))
    noise = np.random.default_rng(0)
    pad = noise.normal(0, PAD_NOISE, (2, RATE * PAD_MS // 1000))
    samples *= min(1.0, PEAK / peak)
    samples += noise.normal(0, DITHER, len(samples))
    parts = (np.clip(np.rint(part), -32768, 32767) for part in (pad[0], samples, pad[1]))
    return b"".join(part.astype("<i2").tobytes() for part in parts)


@functools.lru_cache(maxsize=2)
def _dictation_decoder(hint: str) -> Any:  # noqa: ANN401
    """The worker's decoder: with the general language model, or with one of the hint alone."""
    if not hint:
        return make_decoder(**WIDE_BEAMS)
    sentences = read_hint(hint)
    return make_text_decoder(sentences, **WIDE_BEAMS)


def make_text_decoder(
    sentences: Sequence[Sequence[str]],
    **settings: object,
) -> Any:  # noqa: ANN401
    """A decoder that expects these sentences, in any order and mixture.

    It gets a dictionary of their words alone: with the whole one it takes seconds to begin.
    """
    words = sorted({word for sentence in sentences for word in sentence})
    lines = [f"{name} {phones}" for word in words for name, phones in pronounce(word, word)]
    with tempfile.TemporaryDirectory(prefix="access-kit-") as folder:
        model, dictionary = Path(folder) / "text.arpa", Path(folder) / "text.dict"
        model.write_text(format_arpa(sentences), encoding="utf-8")
        dictionary.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return make_decoder(lm=str(model), dict=str(dictionary), **settings)


@functools.lru_cache(maxsize=1)
def _dictionary() -> Any:  # noqa: ANN401
    return make_decoder(lm=None)


def pronounce(word: str, name: str) -> list[tuple[str, str]]:
    """Every known pronunciation of ``word`` (or one guess), as entries for ``name``."""
    known = _dictionary().lookup_word(word)
    found = [(name, known or " ".join(guess_phones(word)))]
    while (other := _dictionary().lookup_word(f"{word}({len(found) + 1})")) is not None:
        found.append((f"{name}({len(found) + 1})", other))
    return found


def dictate(pcm: bytes, *, hint: str = "") -> tuple[Word, ...]:
    """Free speech to words; runs in a worker. The hint's words win where they fit about as well."""
    sound = soften(pcm)
    heard = decode(_dictation_decoder(""), sound) or ()
    if hint:
        hinted = decode(_dictation_decoder(hint), sound) or ()
        heard = choose_stretches(heard, hinted)
    return time_words(heard, len(pcm) // BYTES_A_MS)


def time_words(heard: Sequence[Heard], length_ms: int) -> tuple[Word, ...]:
    """The words among what was heard in softened sound, on the clock of the sound itself."""

    def at(frame: int) -> int:
        return min(max(frame * FRAME_MS - PAD_MS, 0), length_ms)

    return tuple(
        Word(entry.word, at(entry.start), at(entry.end), round(entry.share, 3))
        for entry in heard
        if entry.is_word
    )


class PocketSphinxEngine:
    """See ``Engine``: dictation, for rough drafts only."""

    name = "pocketsphinx"
    rough = True
    lang: str | None = LANG
    hear: Hear

    def __init__(self, wish: Wish) -> None:
        if wish.lang and not wish.lang.lower().startswith(LANG):
            raise MissingPart(Problem("captions.english-only", facts={"lang": wish.lang}))
        self.hear = functools.partial(dictate, hint=wish.hint)
        hint = hashlib.sha256(wish.hint.encode()).hexdigest()[:16] if wish.hint else "none"
        self.key = f"pocketsphinx {version('pocketsphinx')} hint {hint}"

    def start_workers(self, jobs: int) -> Executor:
        return start_processes(jobs)


def open_engine(wish: Wish) -> PocketSphinxEngine:
    return PocketSphinxEngine(wish)
