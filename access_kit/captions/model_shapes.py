"""What lies in a folder: a Vosk model, a Whisper model, or none; and the language it knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from access_kit.captions.vosk_engine import find_language
from access_kit.captions.whisper_model import NEEDED as WHISPER
from access_kit.captions.whisper_model import find_whisper_language

VOSK = (
    ("am/final.mdl", "final.mdl"),
    ("conf/mfcc.conf", "conf/fbank.conf", "mfcc.conf"),
)
"""One of each row must be there for a folder to be a Vosk model."""
GRAPHS = (
    (("graph/HCLG.fst", "HCLG.fst"), ("graph/words.txt", "words.txt")),
    (
        ("graph/HCLr.fst", "HCLr.fst"),
        ("graph/Gr.fst", "Gr.fst"),
        ("graph/disambig_tid.int", "disambig_tid.int"),
    ),
)
"""And one of each row of one of these: a whole graph and its table of words, or a graph in parts,
put together while it hears, whose table of words mostly lies inside ``Gr.fst``. Vosk's small models
are of the second kind.
"""


def engine_of(folder: Path) -> str | None:
    """The engine (see ``engines.ENGINES``) whose model this is, by the files that it reads.

    Whether it can hear with them, only the engine can say.
    """
    if _holds(folder, VOSK) and any(_holds(folder, graph) for graph in GRAPHS):
        return "vosk"
    return "whisper" if _holds(folder, WHISPER) else None


def is_model(folder: Path) -> bool:
    return engine_of(folder) is not None


def language_of(folder: Path) -> str | None:
    """A model's one language, BCP 47, by its name or its words; ``None``: many, or not told."""
    if engine_of(folder) == "whisper":
        return find_whisper_language(folder)
    return find_language(folder)


def _holds(folder: Path, rows: Sequence[Sequence[str]]) -> bool:
    return all(any((folder / name).is_file() for name in row) for row in rows)
