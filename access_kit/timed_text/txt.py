"""Plain text for reading: paragraphs, speakers where they change, no times."""

from __future__ import annotations

from access_kit.errors import BadInput, Problem
from access_kit.model.cue import Captions
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.paragraphs import group_paragraphs

KEEPS = frozenset({"speakers"})


def read(data: bytes, name: str) -> ReadCaptions:
    """Always ``BadInput``: plain text has no times (aligning it to its sound gives them)."""
    raise BadInput(Problem("timed-text.no-times", file=name))


def write(captions: Captions) -> WrittenCaptions:
    """One paragraph a turn, long turns divided at pauses; blank lines between."""
    pieces = []
    speaker: str | None = None
    for paragraph in group_paragraphs(captions.cues):
        label = f"{paragraph.speaker}: " if paragraph.speaker not in (None, speaker) else ""
        speaker = paragraph.speaker
        pieces.append(label + paragraph.text)
    text = "\n\n".join(pieces) + "\n" if pieces else ""
    return WrittenCaptions(text.encode(), find_losses(captions, KEEPS))
