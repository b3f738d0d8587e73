"""The formats that a handout can be asked for in, by name."""

from __future__ import annotations

from collections.abc import Sequence

from access_kit.documents.renderers import FORMATS

EVERY_FORMAT = "all"


def offered_formats() -> tuple[str, ...]:
    """Every one, in the order in which they are offered."""
    return tuple(FORMATS)


def chosen_formats(said: Sequence[str]) -> list[str]:
    """Each once; ``all`` is every one. Names that are none stay, to be told."""
    return list(FORMATS) if list(said) == [EVERY_FORMAT] else list(dict.fromkeys(said))
