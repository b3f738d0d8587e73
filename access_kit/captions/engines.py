"""Speech engines behind one seam.

``ENGINES`` names them; each is imported when it is asked for. What an engine needs to know comes in
an ``EngineWish``; what it gives are words with times and confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from access_kit.errors import BadInput, MissingPart, Problem
from access_kit.model.word import Word

Hear = Callable[[bytes], tuple[Word, ...]]
"""16 kHz mono 16-bit sound to words, their times counted from the start of that sound."""


@dataclass(frozen=True)
class EngineWish:
    """What the caller wants: ``model`` is a folder, ``hint`` a text about the same matters.

    ``lang`` is BCP 47 or empty where the model decides.
    """

    lang: str = ""
    model: Path | None = None
    hint: str = ""


def require_model(wish: EngineWish) -> Path:
    """The model's folder; ``MissingPart`` for an engine that has none of its own."""
    if wish.model is None:
        raise MissingPart(
            Problem("captions.no-model", facts={"lang": wish.lang or "this language"})
        )
    return wish.model


class Engine(Protocol):
    """A speech engine.

    To add one: write a module with ``open_engine(wish: EngineWish) -> Engine`` and put its dotted
    name into ``ENGINES``. ``hear`` must give the same words for the same sound whatever was heard
    before, because a long recording is heard in pieces, in any order, and again after a stop. It
    runs in the executor that ``start_workers`` gives: threads where the engine frees the
    interpreter while it works, processes otherwise (then ``hear`` must be picklable). ``key`` names
    engine, model and settings: equal keys promise equal words. ``rough`` is true where the words
    are too unsure to be shown to anyone but the person who mends them.
    """

    name: str
    key: str
    lang: str | None
    rough: bool
    hear: Hear

    def start_workers(self, jobs: int) -> Executor:
        """An executor for ``jobs`` pieces at a time; the caller shuts it down."""
        ...


ENGINES: Mapping[str, str] = {
    "whisper": "access_kit.captions.whisper_engine",
    "vosk": "access_kit.captions.vosk_engine",
    "pocketsphinx": "access_kit.captions.pocketsphinx_engine",
}


def open_engine(name: str, wish: EngineWish) -> Engine:
    """The engine called ``name``, ready to hear."""
    if name not in ENGINES:
        facts = {"engine": name, "known": ", ".join(ENGINES)}
        raise BadInput(Problem("captions.unknown-engine", facts=facts))
    return cast(Engine, import_module(ENGINES[name]).open_engine(wish))
