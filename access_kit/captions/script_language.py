"""The language of a script: as it was said, as its model tells, or as its small words tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from access_kit.captions.model_shapes import language_of
from access_kit.captions.script import ScriptWord, read_script
from access_kit.errors import BadInput, Problem
from access_kit.i18n.language_habits import language_names, own_habits
from access_kit.model.language import LineBreaks

ENGLISH = "en"
MOST_UNKNOWN = 0.25
"""Of an English script, names and all, the dictionary lacks a word in twenty; of a Spanish or
French one, every second or third.
"""
LEAST_SMALL_WORDS, LEAST_SHARE = 3, 0.2
"""Every third word or so of any text is an article, a preposition, a pronoun, … of its language."""
LEAST_LEAD = 1.5
"""Neighbouring languages share such words: the best must have so many times those of the next."""


def read_script_in(
    text: str, lang: str, model: Path | None, file: str
) -> tuple[tuple[ScriptWord, ...], str]:
    """The script and its language; ``lang`` is empty where nobody said it.

    ``BadInput`` where it holds no word, or where nothing tells its language.
    """
    known = lang or (language_of(model) if model else None)
    script = read_script(text, known or ENGLISH)
    if not script:
        raise BadInput(Problem("captions.empty-script", file=file))
    if known is None and model is None and not is_english(script):
        known = find_script_language(script)
        if known is None:
            raise BadInput(Problem("captions.script-language-unknown", file=file))
        script = read_script(text, known)
    return script, known or ENGLISH


def is_english(script: Sequence[ScriptWord]) -> bool:
    """Whether most words are in the English dictionary."""
    from access_kit.captions.pocketsphinx_engine import is_known

    words = [word for entry in script for word in entry.spoken]
    return sum(not is_known(word) for word in words) <= max(1, MOST_UNKNOWN * len(words))


def find_script_language(script: Sequence[ScriptWord]) -> str | None:
    """The language whose small words the script has, BCP 47; ``None`` where two could be meant."""
    words = [word for entry in script for word in entry.spoken]
    counts = sorted(
        ((sum(word in small for word in words), lang) for lang, small in _small_words().items()),
        reverse=True,
    )
    if not counts:
        return None
    best, lang = counts[0]
    clear = best >= max(LEAST_SMALL_WORDS, LEAST_SHARE * len(words))
    return lang if clear and all(best >= LEAST_LEAD * other for other, _ in counts[1:]) else None


def is_small_word(word: str) -> bool:
    """Whether a word, in small letters, is an article, a preposition, … of a known language."""
    return any(word in small for small in _small_words().values())


@cache
def _small_words() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in language_names():
        rules = own_habits(name).line_breaks or LineBreaks()
        texts = (
            rules.articles,
            rules.prepositions,
            rules.conjunctions,
            rules.auxiliaries,
            rules.pronouns,
            rules.negations,
        )
        if words := frozenset(" ".join(texts).casefold().split()):
            found[name] = words
    return found
