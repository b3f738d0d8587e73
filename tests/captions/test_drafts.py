"""Drafts: visible in every format, and gone, with who and when, once a person signs off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from access_kit.captions.draft_words import draft_banner, draft_cue_text
from access_kit.captions.drafts import (
    DraftState,
    approve_captions,
    approve_words,
    find_state,
    format_state,
    mark_draft,
    mark_draft_words,
    parse_state,
    state_of,
)
from access_kit.captions.layout import LAYOUTS
from access_kit.captions.transcript import (
    TranscriptWords,
    format_text_transcript,
    make_transcript,
)
from access_kit.model.cue import Captions, Cue, Note
from access_kit.model.document import Paragraph, Text
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text import sbv, srt
from access_kit.timed_text.formats import FORMATS, find_format
from tests.timed_text.strategies import some_captions

FORMS = list(
    dict.fromkeys(find_format(Path(f"x{suffix}")) for suffix in FORMATS if suffix != ".txt")
)
"""Every format of cues; plain text has none."""

DRAFT_TEXT = draft_cue_text("en")
DRAFT_BANNER = draft_banner("en")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DRAFT = DraftState("draft", engine="vosk tiny --> x", rough=True)
PLAIN = Captions(
    (Cue("1", 5000, 6500, "hello there", speaker="Jo"), Cue("2", 6500, 8000, "hi", speaker="Ana")),
    notes=(Note("kept"), Note("second", 1)),
    lang="en",
)
WORDS = TranscriptWords(DRAFT_BANNER, "Nothing.", {"page": "p", "skip_to_content": "s"})


@pytest.mark.parametrize("form", FORMS)
def test_draft_is_seen_and_approving_removes_it_in(form):
    draft = form.read(form.write(mark_draft(PLAIN, DRAFT)).data, "x").captions
    assert draft.cues[0].text == DRAFT_TEXT
    state = state_of(draft)
    assert state is not None
    assert state.is_draft
    done = approve_captions(draft, "Lee  Smith", NOW)
    again = form.read(form.write(done).data, "x").captions
    assert again.cues[-1].text.removeprefix("Ana: ") == "hi"
    assert DRAFT_TEXT not in [cue.text for cue in again.cues]
    if form not in (srt, sbv):
        signed = state_of(again)
        assert signed is not None
        assert (signed.state, signed.by, signed.at) == ("approved", "Lee Smith", NOW.isoformat())


@pytest.mark.parametrize("lang", ["en", "es", "ar", "hi", None])
def test_draft_cue_fits_every_layout_and_overlaps_nothing_where_there_is_room(lang):
    first, second = mark_draft(replace(PLAIN, lang=lang), DRAFT).cues[:2]
    assert first.end_ms + 83 <= second.start_ms
    for layout in LAYOUTS.values():
        assert len(first.lines) <= layout.max_lines
        assert max(map(len, first.lines)) <= layout.max_chars
        assert first.duration_ms >= layout.min_duration_ms(len(first.text.split()))


def test_without_room_the_draft_cue_stands_at_the_top():
    early = Captions((Cue("1", 200, 2000, "hi"),))
    assert mark_draft(early, DRAFT).cues[0].settings == {"line": "0"}
    assert mark_draft(Captions(()), DRAFT).cues[0].text == DRAFT_TEXT


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["es", "ar", "hi"])
def test_draft_in_another_language_is_known_and_goes_when_approved(lang, form):
    spoken = replace(PLAIN, lang=lang)
    draft = form.read(form.write(mark_draft(spoken, DRAFT)).data, "x").captions
    assert draft.cues[0].text == draft_cue_text(lang) != DRAFT_TEXT
    state = state_of(draft)
    assert state is not None
    assert state.is_draft
    assert len(approve_captions(draft, "Lee", NOW).cues) == len(PLAIN.cues)
    text = format_text_transcript(draft).decode()
    assert text.startswith(draft_banner(lang))
    approved = format_text_transcript(approve_captions(draft, "Lee", NOW)).decode()
    assert approved.startswith("Jo: hello there")


@pytest.mark.parametrize("lang", ["", "..", "../..", "es/../en", "español", "xx"])
def test_a_language_that_is_none_is_answered_in_english(lang):
    assert draft_cue_text(lang) == DRAFT_TEXT


@given(some_captions(most=4))
def test_marking_twice_is_marking_once_and_approving_gives_the_cues_back(captions: Captions):
    marked = mark_draft(captions, DRAFT)
    assert mark_draft(marked, DRAFT) == marked
    assert approve_captions(marked, "Lee", NOW).cues == captions.cues


def test_notes_stay_where_they_were():
    marked = mark_draft(PLAIN, DRAFT)
    assert [(note.text, note.before) for note in marked.notes[1:]] == [("kept", 0), ("second", 2)]
    done = approve_captions(marked, "Lee", NOW)
    assert [(note.text, note.before) for note in done.notes[1:]] == [("kept", 0), ("second", 1)]


def test_state_survives_its_note():
    assert parse_state(format_state(DRAFT)) == DRAFT
    assert "-->" not in format_state(DRAFT)


@pytest.mark.parametrize(
    "note", ["", "hello", "access-kit", "access-kit {", 'access-kit {"state": 1}', "access-kit []"]
)
def test_other_notes_are_no_state(note: str):
    assert parse_state(note) is None


def test_words_carry_the_state():
    words = mark_draft_words(RecordedWords((Word("a", 0, 1),), notes=("kept",)), DRAFT)
    assert find_state(words.notes) == DRAFT
    done = approve_words(words, "Lee", NOW)
    assert find_state(done.notes) == DraftState(
        "approved", "Lee", NOW.isoformat(), DRAFT.engine, True
    )
    assert done.notes[1:] == ("kept",)


def test_that_nobody_reviewed_it_stays_in_the_note():
    done = approve_captions(mark_draft(PLAIN, DRAFT), "Lee", NOW, unreviewed=True)
    state = state_of(done)
    assert state is not None
    assert (state.is_draft, state.unreviewed) == (False, True)
    assert parse_state(format_state(state)) == state


def test_text_transcript_has_the_banner_until_it_is_approved():
    text = format_text_transcript(mark_draft(PLAIN, DRAFT)).decode()
    assert text == f"{DRAFT_BANNER}\n\nJo: hello there\n\nAna: hi\n"
    done = approve_captions(mark_draft(PLAIN, DRAFT), "Lee", NOW)
    assert format_text_transcript(done).decode() == "Jo: hello there\n\nAna: hi\n"


def test_transcript_has_times_speakers_and_the_banner():
    page = make_transcript(mark_draft(PLAIN, DRAFT), "Evening group", WORDS)
    assert page.draft_banner == (Paragraph((Text(DRAFT_BANNER, strong=True),)),)
    said = [
        [piece.text for piece in block.content if isinstance(piece, Text)] for block in page.blocks
    ]
    assert said == [["00:05", " ", "Jo:", "hello there"], ["00:06", " ", "Ana:", "hi"]]
    assert make_transcript(PLAIN, "x", WORDS).draft_banner == ()
    assert make_transcript(Captions(()), "x", WORDS).blocks == (Paragraph((Text("Nothing."),)),)
