"""From any format of cues or words to any other: words are laid out, cues are carried over.

What a format cannot hold is told (``timed-text.lost-…``), what had to be guessed too. Pages are set
by the renderers of ``documents`` from the transcript's Document.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from access_kit.captions.drafts import mark_draft, remove_draft_cue, state_of
from access_kit.captions.layout import LaidCues, lay_out
from access_kit.captions.layout_rules import Layout
from access_kit.captions.transcript import format_text_transcript
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import shown
from access_kit.model.cue import Captions
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.formats import (
    FORMATS,
    WORDS_SUFFIX,
    WrittenCaptions,
    find_format,
    is_words_file,
    read_captions,
)
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.txt import KEEPS as TEXT_KEEPS
from access_kit.timed_text.webvtt_text import parse_cue_text
from access_kit.timed_text.words_json import format_words, read_words

PAGE_SUFFIXES = (".html", ".pdf")
"""Transcripts that the renderers of ``documents`` set."""


@dataclass(frozen=True)
class CaptionSource:
    """What was read: words or cues, never both, and what is wrong with the file."""

    words: RecordedWords | None
    captions: Captions | None
    problems: tuple[Problem, ...] = ()


def read_source(path: Path) -> CaptionSource:
    """Read words (``.words.json``) or cues, by the file's name."""
    if is_words_file(path):
        return CaptionSource(read_words(path), None)
    found = read_captions(path)
    return CaptionSource(None, found.captions, found.problems)


def lay_out_source(source: CaptionSource, layout: Layout) -> LaidCues:
    """Cues from a source: words are laid out, cues stay as they are.

    Words that are a draft make captions that say so.
    """
    if source.words is not None:
        laid = lay_out(source.words, layout)
        state = state_of(laid.captions)
        if state is None or not state.is_draft:
            return laid
        marked = mark_draft(laid.captions, state)
        return LaidCues(marked, laid.exceptions, laid.too_fast)
    if source.captions is None:  # cannot be: a source has one of the two
        raise AssertionError(source)
    return LaidCues(source.captions, (), ())


def check_output(path: Path) -> None:
    """``BadInput`` where no format of captions or page goes by the name of ``path``."""
    if path.suffix.lower() not in PAGE_SUFFIXES:
        find_format(path)


def format_output(path: Path, source: CaptionSource, captions: Captions) -> WrittenCaptions:
    """The bytes of one output that is no page, and what it could not hold.

    ``captions`` are the source's cues (``lay_out_source``). Words from cues get times by their
    place in the cue, which is told.
    """
    if is_words_file(path):
        if source.words is not None:
            return WrittenCaptions(format_words(source.words))
        estimated = Problem(
            "captions.times-estimated", Severity.NOTE, facts={"count": len(captions.cues)}
        )
        return WrittenCaptions(format_words(guess_words(captions)), (estimated,))
    if path.suffix.lower() == ".txt":
        losses = find_losses(remove_draft_cue(captions), TEXT_KEEPS)
        return WrittenCaptions(format_text_transcript(captions), losses)
    if path.suffix.lower() in PAGE_SUFFIXES:
        known = " ".join([*FORMATS, WORDS_SUFFIX])
        facts = {"suffix": path.suffix, "known": known}
        raise BadInput(Problem("timed-text.unknown-format", file=shown(path), facts=facts))
    return find_format(path).write(captions)


def guess_words(captions: Captions) -> RecordedWords:
    """Words of cues, each cue's time shared among its words by their length."""
    plain = remove_draft_cue(captions)
    words: list[Word] = []
    for cue in plain.cues:
        spans = (
            [(cue.text, cue.speaker)]
            if cue.markup is None
            else [(span.text, span.speaker) for span in parse_cue_text(cue.markup).spans]
        )
        spoken = [(word, speaker) for text, speaker in spans for word in text.split()]
        total = sum(len(word) + 1 for word, _ in spoken)
        done = 0
        length = max(0, cue.duration_ms)
        for word, speaker in spoken:
            start = cue.start_ms + length * done // total
            done += len(word) + 1
            words.append(Word(word, start, cue.start_ms + length * done // total, None, speaker))
    notes = tuple(note.text for note in plain.notes)
    return RecordedWords(tuple(words), lang=plain.lang, notes=notes)
