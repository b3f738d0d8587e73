"""Ideas that may not stand in a packet that says little: they tell that something is hidden.

Secrecy, hiding, codes, privacy at home, hard topics, safety, other ways to reach somebody. Whoever
opens such a packet by chance should find what any meeting sends: when, how to join, what helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from access_kit.i18n.language_habits import every_language
from access_kit.profiles.neutral import find_words


def find_telling(text: str) -> dict[str, list[str]]:
    """The ideas of ``text`` that tell, each with the words by which it was found there.

    Every language is looked for in every text: a paper may hold more than one.
    """
    found = {idea: find_words(text, phrases) for idea, phrases in load_ideas().items()}
    return {idea: words for idea, words in found.items() if words}


@lru_cache(maxsize=1)
def load_ideas() -> Mapping[str, tuple[str, ...]]:
    """The phrases of every language by idea."""
    found: dict[str, tuple[str, ...]] = {}
    for language in every_language():
        for idea, phrases in language.telling.items():
            found[idea] = (*found.get(idea, ()), *phrases)
    return found
