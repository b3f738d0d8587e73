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

from access_kit.captions.engines import EngineWish, Hear
from access_kit.captions.hint import choose_stretches, format_arpa, read_hint
from access_kit.captions.media import BYTES_A_MS
from access_kit.captions.pauses import (
    FRAME_BYTES,
    FRAME_MS,
    Frames,
    cut_frames,
    keep_sound,
    mark_loud,
    measure_levels,
    span_of,
    split_at_gaps,
)
from access_kit.captions.pronounce import guess_phones
from access_kit.captions.workers import start_processes
from access_kit.errors import MissingPart, Problem
from access_kit.model.word import Word

LANG = "en"
EDGE_MS, NOISE = 200, 2.0
"""The engine hears what stands out of the room with this much quiet around it, and a breath of
noise in all of it. Speech that begins at once, or out of digital silence, costs words; so does long
quiet, whose sound the engine takes for the colour of the voice. Quiet also costs it the most time,
since any word may begin there.
"""
PEAK = 13_000
"""Full-scale peaks cost words: louder sound is turned down to this."""

DICTATION: Mapping[str, float] = {
    "beam": 1e-57, "wbeam": 1e-38, "fwdflatbeam": 1e-75, "maxhmmpf": 6000,
}  # fmt: skip
"""Wide beams: on ten read clips 18 % of the words were wrong instead of 21 %. They let everything
through where nothing is said; a limit of states a frame ends that, and the words stay as they are.
"""

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
    if not pcm:
        return ()
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


@dataclass(frozen=True)
class Softened:
    """Sound made ready for the engine; ``places`` are its frames' numbers in the sound itself."""

    pcm: bytes
    places: Frames

    def find_span(self, start: int, end: int) -> tuple[int, int]:
        """Where frames ``start`` to ``end`` lie in the sound, in ms; on one side of a gap only."""
        part = self.places[min(start, len(self.places) - 1) : end]
        return span_of(max(split_at_gaps(part), key=len))


def soften(pcm: bytes) -> Softened:
    """What is loud with its edges, a little quieter where it is very loud; no sound in silence."""
    edge = EDGE_MS // FRAME_MS
    kept = keep_sound(np.pad(mark_loud(measure_levels(pcm)), edge), near=edge)
    quiet, whole = bytes(edge * FRAME_BYTES), len(pcm) // FRAME_BYTES * FRAME_BYTES
    cut = cut_frames(quiet + pcm[:whole] + quiet, kept)
    samples = np.frombuffer(cut, "<i2").astype(np.float64)
    samples *= min(1.0, PEAK / float(np.abs(samples).max(initial=1.0)))
    samples += np.random.default_rng(0).normal(0, NOISE, len(samples))
    return Softened(np.clip(np.rint(samples), -32768, 32767).astype("<i2").tobytes(), kept - edge)


@functools.lru_cache(maxsize=2)
def _dictation_decoder(hint: str) -> Any:  # noqa: ANN401
    """The worker's decoder: with the general language model, or with one of the hint alone."""
    if not hint:
        return make_decoder(**DICTATION)
    sentences = read_hint(hint)
    return make_text_decoder(sentences, **DICTATION)


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


def is_known(word: str) -> bool:
    """Whether the English dictionary has the word (lower case)."""
    return _dictionary().lookup_word(word) is not None


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
    heard = decode(_dictation_decoder(""), sound.pcm) or ()
    if hint:
        hinted = decode(_dictation_decoder(hint), sound.pcm) or ()
        heard = choose_stretches(heard, hinted)
    return time_words(heard, sound, len(pcm) // BYTES_A_MS)


def time_words(heard: Sequence[Heard], sound: Softened, length_ms: int) -> tuple[Word, ...]:
    """The words among what was heard in softened sound, on the clock of the sound itself."""
    words = []
    for entry in heard:
        if entry.is_word:
            span = sound.find_span(entry.start, entry.end)
            start, end = (min(max(ms, 0), length_ms) for ms in span)
            words.append(Word(entry.word, start, end, round(entry.share, 3)))
    return tuple(words)


class PocketSphinxEngine:
    """See ``Engine``: dictation, for rough drafts only."""

    name = "pocketsphinx"
    rough = True
    lang: str | None = LANG
    hear: Hear

    def __init__(self, wish: EngineWish) -> None:
        if wish.lang and not wish.lang.lower().startswith(LANG):
            raise MissingPart(Problem("captions.english-only", facts={"lang": wish.lang}))
        self.hear = functools.partial(dictate, hint=wish.hint)
        hint = hashlib.sha256(wish.hint.encode()).hexdigest()[:16] if wish.hint else "none"
        self.key = f"pocketsphinx {version('pocketsphinx')} hint {hint}"

    def start_workers(self, jobs: int) -> Executor:
        return start_processes(jobs)


def open_engine(wish: EngineWish) -> PocketSphinxEngine:
    return PocketSphinxEngine(wish)
