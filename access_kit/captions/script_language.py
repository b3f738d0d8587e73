"""The language of a script: as it was said, as the model tells, or English if its words are."""

from __future__ import annotations

from pathlib import Path

from access_kit.captions.model_shapes import language_of
from access_kit.captions.script import ScriptWord, read_script
from access_kit.errors import BadInput, MissingPart, Problem

DEFAULT = "en"
MOST_UNKNOWN = 0.25
"""Of an English script, names and all, the dictionary lacks a word in twenty; of a Spanish or
French one, every second or third.
"""


def read_script_in(
    text: str, lang: str, model: Path | None, file: str
) -> tuple[tuple[ScriptWord, ...], str]:
    """The script and its language; ``lang`` is empty where nobody said it.

    ``BadInput`` where it holds no word, or where nobody said its language and it is not English.
    """
    known = lang or (language_of(model) if model else None)
    script = read_script(text, known or DEFAULT)
    if not script:
        raise BadInput(Problem("captions.empty-script", file=file))
    if known is None and model is None and not is_english(script):
        raise BadInput(Problem("captions.not-english", file=file))
    if model is None and (known or DEFAULT).lower().split("-")[0] != DEFAULT:
        raise MissingPart(Problem("captions.no-model-to-align", facts={"lang": lang}))
    return script, known or DEFAULT


def is_english(script: tuple[ScriptWord, ...]) -> bool:
    """Whether most words are in the English dictionary."""
    from access_kit.captions.pocketsphinx_engine import is_known

    words = [word for entry in script for word in entry.spoken]
    return sum(not is_known(word) for word in words) <= max(1, MOST_UNKNOWN * len(words))
