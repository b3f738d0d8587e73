"""Renderer of what is read along: an e-book and a page in which words are marked as they are heard.

Both hold the recording inside. The page needs a script for the marks alone: without it, the player
plays and the words stand there.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.clean_text import clean_text
from access_kit.documents.epub import build_epub
from access_kit.documents.html import build_page
from access_kit.documents.narration import Clip, Narration
from access_kit.documents.renderers import Rendition
from access_kit.documents.sound.spoken_document import find_stretches, record
from access_kit.model.document import Document
from access_kit.model.look import Look


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> tuple[Rendition, ...]:
    """``document`` as EPUB with media overlays, and as a page; see ``renderers`` for the rules.

    Needs the labels of ``epub``, ``html`` and ``sound.speech``, and ``listen``. Spoken at
    ``look.speech_rate``. ``fonts`` change nothing.
    """
    require_sound_tree(document)
    speech = speech_of(document, look)
    book = build_epub(document, look, moment=moment, speech=speech)
    return (
        Rendition("read-along.epub", "application/epub+zip", book),
        Rendition(
            "read-along.html", "text/html", build_page(document, look, speech=speech), like="html"
        ),
    )


def speech_of(document: Document, look: Look) -> Narration:
    """The recording of ``document``, and where each of its places is in it."""
    from access_kit.documents.sound.mp3 import format_mp3

    recording = record(document, look.speech_rate)
    clips = tuple(Clip(one.place, one.start_ms, one.end_ms) for one in find_stretches(recording))
    return Narration(format_mp3(recording, clean_text(document.title)), clips)
