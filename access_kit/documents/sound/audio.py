"""Renderers of sound: a recording, and its words with their times beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.clean_text import clean_text
from access_kit.documents.renderers import Rendition
from access_kit.documents.sound.spoken_document import Recording, record
from access_kit.documents.sound.vtt import format_vtt
from access_kit.model.document import Document
from access_kit.model.look import Look


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> tuple[Rendition, ...]:
    """``document`` as MP3 with WebVTT; see ``renderers`` for the rules.

    Spoken at ``look.speech_rate`` in the document's language. Sound shows no time and no letters:
    ``moment`` and ``fonts`` change nothing.
    """
    from access_kit.documents.sound.mp3 import format_mp3

    recording = _record(document, look)
    sound = format_mp3(recording, clean_text(document.title))
    return (Rendition("mp3", "audio/mpeg", sound), _captions(recording))


def render_wav(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> tuple[Rendition, ...]:
    """As ``render``, with the samples as they are: for further work, and for any player at all."""
    from access_kit.documents.sound.wav import format_wav

    recording = _record(document, look)
    return (Rendition("wav", "audio/wav", format_wav(recording)), _captions(recording))


def _record(document: Document, look: Look) -> Recording:
    require_sound_tree(document)
    return record(document, look.speech_rate)


def _captions(recording: Recording) -> Rendition:
    return Rendition("vtt", "text/vtt", format_vtt(recording), like="text")
