"""From any format of cues or words to any other: words are laid out, cues are carried over.

What a format cannot hold is told (``timed-text.lost-…``), what had to be guessed too. Pages are set
by the renderers of ``documents`` from the transcript's Document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.captions.drafts import mark_draft, remove_draft_cue, state_of
from access_kit.captions.labelled_cues import find_labelled_speakers
from access_kit.captions.layout import LaidCues, lay_out
from access_kit.captions.layout_rules import Layout
from access_kit.captions.transcript import format_text_transcript
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import shown
from access_kit.model.cue import Captions
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.formats import (
    WrittenCaptions,
    is_words_file,
    read_captions,
    require_written,
    write_captions,
)
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.rolling import fold_rolling
from access_kit.timed_text.shared_time import share_time
from access_kit.timed_text.txt import KEEPS as TEXT_KEEPS
from access_kit.timed_text.webvtt_text import parse_cue_text
from access_kit.timed_text.words_json import format_words, read_words

PAGE_SUFFIXES = (".html", ".pdf")
"""Transcripts that the renderers of ``documents`` set."""


@dataclass(frozen=True)
class CaptionSource:
    """What was read: words or cues, never both, and what is wrong with the file.

    ``own`` is false for a file of another program, which is read and never written over.
    """

    words: RecordedWords | None
    captions: Captions | None
    problems: tuple[Problem, ...] = ()
    own: bool = True


def read_source(path: Path) -> CaptionSource:
    """Read words (``.words.json``) or cues, by the file's name; of others' files what they hold."""
    if is_words_file(path):
        return CaptionSource(read_words(path), None)
    found = read_captions(path)
    if found.words is not None:
        return CaptionSource(found.words, None, found.problems, found.own)
    return CaptionSource(None, found.captions, found.problems, found.own)


def read_own_source(path: Path) -> CaptionSource:
    """The same to change and write again; ``BadInput`` where the file is another program's."""
    source = read_source(path)
    if not source.own:
        raise BadInput(Problem("timed-text.of-another-program", file=shown(path)))
    return source


def tidy_source(source: CaptionSource, name: str) -> CaptionSource:
    """Cues as somebody reads them: rolling lines once, speakers out of the text."""
    if source.captions is None:
        return source
    folded, told = fold_rolling(source.captions)
    placed = tuple(replace(one, file=name) for one in told)
    captions = find_labelled_speakers(folded)
    return replace(source, captions=captions, problems=(*source.problems, *placed))


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
        require_written(path, also=PAGE_SUFFIXES)


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
    return write_captions(path, captions)


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
        timed = share_time([word for word, _ in spoken], cue.start_ms, cue.end_ms, None)
        words += [
            replace(word, speaker=speaker) for word, (_, speaker) in zip(timed, spoken, strict=True)
        ]
    notes = tuple(note.text for note in plain.notes)
    return RecordedWords(tuple(words), lang=plain.lang, notes=notes)
