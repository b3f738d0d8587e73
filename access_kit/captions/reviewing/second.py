"""The engine that hears a recording a second time, so that two can differ."""

from __future__ import annotations

from pathlib import Path

from access_kit.captions.engines import Engine, EngineWish, open_engine
from access_kit.captions.media import raise_fault
from access_kit.captions.model_shapes import engine_of
from access_kit.captions.models import list_models
from access_kit.captions.recording import Track, hear_pieces
from access_kit.captions.workers import Step
from access_kit.model.word import Word

ENGLISH = "en"


def choose_second(engine: str | None, lang: str | None, home: Path) -> Engine | None:
    """Another engine than the one that wrote the words, for their language; ``None`` without one.

    A model that hears the language comes before PocketSphinx, which knows English alone. Words that
    no engine wrote are not heard again: a person stands for them.
    """
    if engine is None or lang is None:
        return None
    spoken = lang.split("-")[0].lower()
    for model in sorted(list_models(home), key=lambda one: -one.size):
        name = engine_of(model.folder)
        fits = model.lang is None or model.lang.split("-")[0].lower() == spoken
        if name and name != engine and fits and _is_installed(name):
            return open_engine(name, EngineWish(lang, model.folder))
    if spoken == ENGLISH and engine != "pocketsphinx":
        return open_engine("pocketsphinx", EngineWish(lang))
    return None


def _is_installed(engine: str) -> bool:
    from importlib.util import find_spec

    return find_spec({"whisper": "faster_whisper"}.get(engine, engine)) is not None


def hear_again(media: Path, engine: Engine, jobs: int, step: Step) -> tuple[Word, ...]:
    """All that ``engine`` hears in a recording."""
    workers = engine.start_workers(jobs)
    try:
        return hear_pieces(Track(media), engine, workers, jobs=jobs, step=step, tell=raise_fault)
    finally:
        workers.shutdown(wait=True, cancel_futures=True)
