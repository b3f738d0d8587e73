"""Words that may not stand where anyone might look over a shoulder.

The outside of a letter, a subject, a file name, a discreet packet and every reason of a rule are
free of words about age, recovery, health, diagnosis and substances, in each language whose file has
such words. A kit may add words of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from access_kit.i18n.language_habits import every_language

_ANY_ENDING = "*"
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that set no space between words: there, a word is found anywhere."""
_LETTER = r"[\w\u0900-\u0963\u0966-\u0dff]"
"""What goes on a word: signs for vowels stand beside their letters in scripts of South Asia."""


def find_unneutral(text: str, extra: Iterable[str] = ()) -> list[str]:
    """The words of ``text`` that are not neutral, as they stand there, in order, each once.

    Case, accents, full-width forms and hidden characters do not matter; whole words alone are
    found (``page`` is not ``age``), with their endings. ``extra`` are a kit's words: ``word`` or
    ``stem*``.
    """
    return _find(text, (_built_in_pattern(), _compile(tuple(extra))))


def find_words(text: str, words: Iterable[str]) -> list[str]:
    """The same for any list of words and phrases, without the built-in ones."""
    return _find(text, (_compile(tuple(words)),))


def _find(text: str, patterns: Iterable[re.Pattern[str] | None]) -> list[str]:
    folded, places = _fold(text)
    found: dict[tuple[int, int], str] = {}
    for pattern in patterns:
        for match in pattern.finditer(folded) if pattern else ():
            start, end = places[match.start()], places[match.end() - 1] + 1
            found[start, end] = text[start:end]
    return list(dict.fromkeys(found[place] for place in sorted(found)))


@lru_cache(maxsize=1)
def load_words() -> tuple[str, ...]:
    """Every built-in entry of every language."""
    return tuple(
        word
        for language in every_language()
        for group in language.neutral.values()
        for word in group
    )


@lru_cache(maxsize=1)
def _built_in_pattern() -> re.Pattern[str] | None:
    return _compile(load_words())


@lru_cache(maxsize=32)
def _compile(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all words; the longest first, so that a phrase wins over its part."""
    whole: list[str] = []
    inside: list[str] = []
    for word in words:
        stem, star, _ = word.partition(_ANY_ENDING)
        parts = _fold(stem)[0].replace("-", " ").split()
        body = r"\W+".join(map(re.escape, parts))
        if body and _SPACELESS.search(body):
            inside.append(body)
        elif body:
            whole.append(body + (rf"{_LETTER}*" if star else r"(?:e?s|'s)?"))
    # one look at what goes before, for all words at once: most places fail there
    patterns = [rf"(?<!{_LETTER})(?:{_either(whole)})(?!{_LETTER})"] if whole else []
    return re.compile("|".join(patterns + inside)) if patterns + inside else None


def _either(patterns: list[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


@lru_cache(maxsize=4)
def _fold(text: str) -> tuple[str, list[int]]:
    """``text`` without case, accents, compatibility forms and hidden characters.

    Also the place in ``text`` of each folded character. Underscores part words, as in file names.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for piece in _fold_character(character):
            folded.append(piece)
            places.append(place)
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What one character is without what does not matter: nothing, itself, or several."""
    if unicodedata.category(character) == "Cf":
        return ""
    pieces = unicodedata.normalize("NFKD", character.casefold())
    plain = "".join(piece.casefold() for piece in pieces if not unicodedata.combining(piece))
    return plain.replace("_", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
