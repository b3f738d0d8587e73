"""Words of a link or a picture: whether they say anything, heard by themselves."""

from __future__ import annotations

import re
from functools import cache

from access_kit.i18n.language_habits import every_language

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{20,}")

_FILE_NAME = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|svg|bmp)|(?:img|dsc|image|picture|photo)[_-]?\d*",
    re.IGNORECASE,
)


def is_vague(words: str) -> bool:
    """Whether the words say nothing when they are heard in a list of links."""
    return re.sub(r"[\s.…:»>→]+", " ", words).strip().casefold() in _vague_words()


@cache
def _vague_words() -> frozenset[str]:
    return frozenset(words for one in every_language() for words in one.links)


def is_long_address(words: str) -> bool:
    """Whether a person would hear a long address letter by letter."""
    return _ADDRESS.fullmatch(words.strip()) is not None


def is_file_name(alt: str) -> bool:
    """Whether what a picture shows is told by the name of its file."""
    return _FILE_NAME.fullmatch(alt.strip()) is not None
