"""Words of a link: whether they say where it leads, heard by themselves."""

from __future__ import annotations

import re

_VAGUE = frozenset(
    {
        *("click here", "click", "here", "more", "read more", "learn more", "link", "this link"),
        *("this", "see more", "continue", "go", "download", "details", "info", "this page"),
        *("aquí", "haga clic aquí", "haz clic aquí", "pulse aquí", "más", "leer más", "ver más"),
        *("enlace", "este enlace", "saber más", "descargar", "ici", "cliquez ici", "hier", "qui"),
    }
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{20,}")


def is_vague(words: str) -> bool:
    """Whether the words say nothing when they are heard in a list of links."""
    return re.sub(r"[\s.…:»>→]+", " ", words).strip().casefold() in _VAGUE


def is_long_address(words: str) -> bool:
    """Whether a person would hear a long address letter by letter."""
    return _ADDRESS.fullmatch(words.strip()) is not None
