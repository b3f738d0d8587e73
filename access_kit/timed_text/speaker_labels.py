"""Who speaks, for formats that have no place for it: ``Name:`` in the text, where it changes."""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.webvtt_text import parse_cue_text


def with_speakers(captions: Captions) -> Iterator[tuple[Cue, str]]:
    """Each cue with its text: a name before each change of speaker, and no empty line."""
    speaker: str | None = None
    for cue in captions.cues:
        yield cue, _labelled(cue, speaker)
        speaker = _last_speaker(cue) or speaker


def _labelled(cue: Cue, speaker_before: str | None) -> str:
    spans = parse_cue_text(cue.markup).spans if cue.markup is not None else ()
    if len(spans) > 1:
        pieces, said_by = [], speaker_before
        for span in spans:
            changes = bool(span.speaker) and span.speaker != said_by and bool(span.text.strip())
            pieces.append(f"{span.speaker}: {span.text.lstrip()}" if changes else span.text)
            said_by = span.speaker or said_by
        text = "".join(pieces)
    elif cue.speaker and cue.speaker != speaker_before:
        text = f"{cue.speaker}: {cue.text}"
    else:
        text = cue.text
    return "\n".join(line for line in text.replace("\r", " ").split("\n") if line.strip())


def _last_speaker(cue: Cue) -> str | None:
    spans = parse_cue_text(cue.markup).spans if cue.markup is not None else ()
    named = [span.speaker for span in spans if span.speaker]
    return named[-1] if named else cue.speaker
