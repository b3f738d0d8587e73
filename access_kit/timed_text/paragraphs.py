"""Cues as running text: the turns of speakers, divided at pauses after a sentence's end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from access_kit.i18n.sentence_ends import ends_sentence
from access_kit.model.cue import Cue
from access_kit.timed_text.webvtt_text import Span, parse_cue_text

PAUSE_MS = 1_500
"""A silence of this length after a sentence starts a new paragraph."""
LONG_CHARACTERS = 500
"""From this length on, a paragraph ends at the next end of a sentence, whatever the pause."""


@dataclass(frozen=True)
class CuePiece:
    """What one cue says of a paragraph, and how long the cue is shown."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class SpokenParagraph:
    """Running text by one speaker, piece by piece."""

    speaker: str | None
    pieces: tuple[CuePiece, ...]

    @property
    def start_ms(self) -> int:
        """When it starts."""
        return self.pieces[0].start_ms

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def group_paragraphs(cues: Iterable[Cue]) -> tuple[SpokenParagraph, ...]:
    """Join cues to paragraphs: every word once and in order, line ends become spaces."""
    done: list[SpokenParagraph] = []
    now: SpokenParagraph | None = None
    end_ms = 0
    for cue in cues:
        for span in _spans(cue):
            text = " ".join(span.text.split())
            if not text:
                continue
            pause = cue.start_ms - end_ms
            piece = CuePiece(cue.start_ms, cue.end_ms, text)
            if now is not None and span.speaker == now.speaker and not _ends(now, pause):
                now = replace(now, pieces=(*now.pieces, piece))
            else:
                if now is not None:
                    done.append(now)
                now = SpokenParagraph(span.speaker, (piece,))
            end_ms = cue.end_ms
    return (*done, now) if now is not None else tuple(done)


def _spans(cue: Cue) -> tuple[Span, ...]:
    if cue.markup is None:
        return (Span(cue.text, cue.speaker),)
    return parse_cue_text(cue.markup).spans


def _ends(paragraph: SpokenParagraph, pause_ms: int) -> bool:
    if not ends_sentence(paragraph.text):
        return pause_ms >= 2 * PAUSE_MS
    return pause_ms >= PAUSE_MS or len(paragraph.text) >= LONG_CHARACTERS
