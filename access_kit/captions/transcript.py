"""Transcripts: cues as a Document, which the renderers set as a page or as large print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access_kit.captions.draft_words import draft_banner
from access_kit.captions.drafts import language_of, remove_draft_cue, state_of
from access_kit.documents.labels import labels_for
from access_kit.documents.renderers import render_main
from access_kit.i18n import Words as Catalogue
from access_kit.model.cue import Captions
from access_kit.model.document import (
    Blocks,
    Document,
    Inline,
    LineBreak,
    Paragraph,
    Purpose,
    Text,
)
from access_kit.model.look import Look
from access_kit.timed_text.clock import format_short_clock
from access_kit.timed_text.paragraphs import SpokenParagraph, group_paragraphs


@dataclass(frozen=True)
class TranscriptWords:
    """The few words of a transcript that nobody said, and the labels that renderers ask for."""

    draft: str
    empty: str
    labels: Mapping[str, str]


def transcript_words(catalogue: Catalogue) -> TranscriptWords:
    draft, empty = catalogue.text("transcript.draft"), catalogue.text("transcript.empty")
    return TranscriptWords(draft, empty, labels_for(catalogue))


def make_transcript(
    captions: Captions, title: str, words: TranscriptWords, *, lang: str | None = None
) -> Document:
    """A transcript: each turn a paragraph with its time (mm:ss) and, where it changes, who speaks.

    While the captions are a draft, the banner says so on each page.
    """
    state = state_of(captions)
    turns = group_paragraphs(remove_draft_cue(captions).cues)
    blocks = _format_turns(turns) or (Paragraph((Text(words.empty),)),)
    banner: Blocks = ()
    if state is not None and state.is_draft:
        banner = (Paragraph((Text(words.draft, strong=True),)),)
    return Document(
        title=title,
        lang=lang or captions.lang or "en",
        purpose=Purpose.HANDOUT,
        blocks=blocks,
        labels=words.labels,
        draft_banner=banner,
    )


def render_transcript(
    document: Document, format_name: str, look: Look, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """The transcript as ``html`` or ``pdf`` (large print), by the renderers of ``documents``."""
    return render_main(format_name, document, look, moment=moment, fonts=fonts)


def _format_turns(turns: tuple[SpokenParagraph, ...]) -> Blocks:
    blocks: list[Paragraph] = []
    speaker: str | None = None
    for turn in turns:
        head: list[Inline] = [Text(format_short_clock(turn.start_ms), isolate=True)]
        if turn.speaker and turn.speaker != speaker:
            head += [Text(" "), Text(f"{turn.speaker}:", strong=True, isolate=True)]
        speaker = turn.speaker
        blocks.append(Paragraph((*head, LineBreak(), Text(turn.text))))
    return tuple(blocks)


def format_text_transcript(captions: Captions) -> bytes:
    """A transcript as plain text, with the banner on its first line while it is a draft."""
    from access_kit.timed_text import txt

    state = state_of(captions)
    body = txt.write(remove_draft_cue(captions)).data
    if state is not None and state.is_draft:
        return draft_banner(language_of(captions)).encode() + b"\n\n" + body
    return body
