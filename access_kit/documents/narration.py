"""A recording that belongs to a document, for e-books and pages that are read along."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Clip:
    """The stretch of a recording in which the piece with the id ``place`` is spoken."""

    place: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Narration:
    """A recording of the whole document (``audio/mpeg``), and where each piece is in it."""

    data: bytes
    clips: tuple[Clip, ...]
    media_type: str = "audio/mpeg"
    file: str = "speech.mp3"
