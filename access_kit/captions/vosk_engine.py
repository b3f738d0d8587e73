"""Vosk: speech to text with a model from a folder; the only module importing vosk.

Vosk frees the interpreter while it decodes, so threads share one loaded model. A new recogniser is
made for each piece: its clock and its memory of the voice start afresh.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from access_kit.captions.engines import Wish
from access_kit.captions.media import BYTES_A_MS, RATE
from access_kit.errors import MissingPart, Problem
from access_kit.files import shown
from access_kit.model.word import Word

PIECE_MS = 200
"""Sentence ends are only seen between two pieces; from 0.5 s on, sentences run together."""

_LANG_IN_NAME = re.compile(r"(?:^|-)([a-z]{2})(?:-([a-z]{2}))?(?=-|$)")
_NOT_LANGUAGES = frozenset({"lg", "v"})


def load_vosk() -> Any:  # noqa: ANN401 (a module without types)
    import vosk

    vosk.SetLogLevel(-1)
    return vosk


@contextlib.contextmanager
def _silent_stderr() -> Iterator[None]:
    """The library writes errors past Python, straight to the terminal; we say them in our words."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def load_model(folder: Path) -> Any:  # noqa: ANN401
    """A loaded model; the folder must have been tried before: some stop the interpreter."""
    vosk = load_vosk()
    try:
        with _silent_stderr():
            return vosk.Model(model_path=str(folder))
    except Exception:  # noqa: BLE001 (vosk raises nothing narrower)
        raise MissingPart(Problem("captions.broken-model", file=shown(folder))) from None


def find_language(folder: Path) -> str | None:
    """The language in a model's name, as in ``vosk-model-small-en-us-0.15``: ``en-US``."""
    for found in _LANG_IN_NAME.finditer(folder.name.lower()):
        language, region = found.groups()
        if language not in _NOT_LANGUAGES:
            return f"{language}-{region.upper()}" if region else language
    return None


class VoskEngine:
    """See ``Engine``."""

    name = "vosk"
    rough = False

    def __init__(self, wish: Wish) -> None:
        if wish.model is None:
            raise MissingPart(
                Problem("captions.no-model", facts={"lang": wish.lang or "this language"})
            )
        self.lang = wish.lang or find_language(wish.model)
        self.key = f"vosk {digest_model(wish.model)}"
        self._vosk = load_vosk()
        self._model = load_model(wish.model)

    def hear(self, pcm: bytes) -> tuple[Word, ...]:
        recogniser = self._vosk.KaldiRecognizer(self._model, float(RATE))
        recogniser.SetWords(True)
        found: list[dict[str, Any]] = []
        step = PIECE_MS * BYTES_A_MS
        for at in range(0, len(pcm), step):
            if recogniser.AcceptWaveform(pcm[at : at + step]):
                found += json.loads(recogniser.Result()).get("result", [])
        found += json.loads(recogniser.FinalResult()).get("result", [])
        return tuple(_word(entry) for entry in found)

    def start_workers(self, jobs: int) -> Executor:
        return ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="vosk")


def _word(entry: dict[str, Any]) -> Word:
    start, end = round(entry["start"] * 1000), round(entry["end"] * 1000)
    return Word(str(entry["word"]), start, max(end, start), round(min(1.0, entry["conf"]), 3))


def digest_model(folder: Path) -> str:
    """A short name for the model's content: its files' paths, sizes and times."""
    import hashlib

    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found = path.stat()
            line = f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def open_engine(wish: Wish) -> VoskEngine:
    return VoskEngine(wish)
