"""Vosk: speech to text with a model from a folder; the only module importing vosk.

Vosk frees the interpreter while it decodes, so threads share one loaded model. Each thread keeps
one recogniser: what it has worked out of a graph in parts serves all its pieces (it is up to a
third of the work). A recogniser that has given its final result forgets the voice and begins the
next piece afresh; its clock alone runs on. How much of the graph is worked out tells in the sixth
digit of a confidence, so two are kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from access_kit.captions.engines import EngineWish, require_model
from access_kit.captions.korean import join_pieces
from access_kit.captions.media import BYTES_A_MS, RATE
from access_kit.captions.steady_model import steady
from access_kit.errors import MissingPart, Problem
from access_kit.files import shown
from access_kit.model.word import Word

PIECE_MS = 200
"""Sentence ends are only seen between two pieces; from 0.5 s on, sentences run together."""

CLOCK_STEP_BYTES = 4_000
"""Pieces are filled up with silence to an eighth of a second. The library counts time in floating
point: eighths are kept exactly, so that a piece has the same times whenever it is heard.
"""
LONGEST_CLOCK_BYTES = 3_600_000 * BYTES_A_MS
"""After an hour of sound a new recogniser begins."""

_LANG_IN_NAME = re.compile(r"(?:^|[-_])([a-z]{2})(?:[-_]([a-z]{2}))?(?=[-_]|$)")
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
        with _silent_stderr(), steady(folder) as place:
            return vosk.Model(model_path=str(place))
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

    def __init__(self, wish: EngineWish) -> None:
        model = require_model(wish)
        self.lang = wish.lang or find_language(model)
        self.key = f"vosk {digest_model(model)}"
        self._vosk = load_vosk()
        self._model = load_model(model)

        self._own = threading.local()

    def hear(self, pcm: bytes) -> tuple[Word, ...]:
        if not pcm:
            return ()
        recogniser, clock_ms = self._recogniser()
        found: list[dict[str, Any]] = []
        step = PIECE_MS * BYTES_A_MS
        filled = pcm + bytes(-len(pcm) % CLOCK_STEP_BYTES)
        last = (len(filled) - 1) // step * step
        for at in range(0, last, step):
            if recogniser.AcceptWaveform(filled[at : at + step]):
                found += json.loads(recogniser.Result()).get("result", [])
        # After a result of its own at the very end, the final one would be none: all would go on.
        recogniser.AcceptWaveform(filled[last:])
        found += json.loads(recogniser.FinalResult()).get("result", [])
        self._own.heard += len(filled)
        length_ms = len(pcm) // BYTES_A_MS
        return join_pieces([_word(entry, clock_ms, length_ms) for entry in found])

    def _recogniser(self) -> tuple[Any, int]:
        """This thread's recogniser, and what its clock says, in milliseconds."""
        heard = getattr(self._own, "heard", LONGEST_CLOCK_BYTES)
        if heard >= LONGEST_CLOCK_BYTES:
            self._own.recogniser = self._vosk.KaldiRecognizer(self._model, float(RATE))
            self._own.recogniser.SetWords(True)
            self._own.heard = heard = 0
        return self._own.recogniser, heard // BYTES_A_MS

    def start_workers(self, jobs: int) -> Executor:
        return ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="vosk")


def _word(entry: dict[str, Any], clock_ms: int, length_ms: int) -> Word:
    start, end = (
        min(max(round(entry[key] * 1000 - clock_ms), 0), length_ms) for key in ("start", "end")
    )
    return Word(str(entry["word"]), start, max(end, start), round(min(1.0, entry["conf"]), 2))


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


def open_engine(wish: EngineWish) -> VoskEngine:
    return VoskEngine(wish)
