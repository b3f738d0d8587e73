"""Words of a link: whether they say where it leads, heard by themselves."""

from __future__ import annotations

import re
from functools import cache

from access_kit.i18n.language_habits import every_language

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{20,}")


def is_vague(words: str) -> bool:
    """Whether the words say nothing when they are heard in a list of links."""
    return re.sub(r"[\s.…:»>→]+", " ", words).strip().casefold() in _vague_words()


@cache
def _vague_words() -> frozenset[str]:
    return frozenset(words for one in every_language() for words in one.links)


def is_long_address(words: str) -> bool:
    """Whether a person would hear a long address letter by letter."""
    return _ADDRESS.fullmatch(words.strip()) is not None
