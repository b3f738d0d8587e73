"""What a Whisper model's folder is (in CTranslate2's form), and which language it knows."""

from __future__ import annotations

import re
from pathlib import Path

NEEDED = (
    ("model.bin",),
    ("config.json",),
    ("tokenizer.json",),
    ("vocabulary.txt", "vocabulary.json"),
)
"""One of each row. Without ``tokenizer.json`` the library would ask the network for one."""

_ENGLISH_ONLY = re.compile(r"(?:^|[-_.])en(?=[-_.]|$)")
ENGLISH_TOKENS = 51_864
"""Pieces of words in the models that know English alone; the others have at least one more."""


def find_whisper_language(folder: Path) -> str | None:
    """``en`` for a model of English alone, ``None`` for one of a hundred languages."""
    listed = folder / "vocabulary.txt"
    if _ENGLISH_ONLY.search(folder.name.lower()):
        return "en"
    if listed.is_file() and listed.read_bytes().rstrip(b"\n").count(b"\n") + 1 == ENGLISH_TOKENS:
        return "en"
    return None
