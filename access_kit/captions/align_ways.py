"""How a script is laid on its recording: by which engine, and how good that is known to be.

English has an aligner of its own. For other languages a Vosk model is best, because it tells well
when words begin; then the computer's own voice; then any other model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from access_kit.captions.model_shapes import engine_of
from access_kit.captions.models import find_model, list_models
from access_kit.captions.script_language import ENGLISH
from access_kit.documents.sound.voices import Voice, choose_language, open_voice
from access_kit.errors import MissingPart

OWN, BY_VOICE = "pocketsphinx", "espeak-ng"
NO_MODEL = "captions.no-model-to-align"


@dataclass(frozen=True)
class AlignWay:
    """``engine`` is ``OWN``, ``BY_VOICE`` or one of ``engines.ENGINES``, which has a ``model``."""

    engine: str
    model: Path | None = None


def choose_way(lang: str, model: Path | None, home: Path) -> AlignWay:
    """For a script in ``lang`` (BCP 47); ``model`` where one was asked for, else those in ``home``.

    ``MissingPart`` where there is no way.
    """
    if model is not None:
        return AlignWay(engine_of(model) or "vosk", model)
    base = lang.lower().split("-")[0]
    if base == ENGLISH:
        return AlignWay(OWN)
    timed = [
        one
        for one in list_models(home)
        if engine_of(one.folder) == "vosk" and (one.lang or "").lower().split("-")[0] == base
    ]
    if not timed and voice_for(lang) is not None:
        return AlignWay(BY_VOICE)
    folder = find_model(None, lang, home, none=NO_MODEL)
    return AlignWay(engine_of(folder) or "vosk", folder)


@cache
def voice_for(lang: str) -> Voice | None:
    """The voice that tells when each of its words begins, if it is here and speaks ``lang``."""
    try:
        voice = open_voice("espeak")
        return voice if choose_language(lang, voice.languages()) else None
    except MissingPart:
        return None
