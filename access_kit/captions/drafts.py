"""The draft state: visible in every output until a person signs off.

Rules of this file:
- The state is one JSON object in a note that begins with ``access-kit``; it travels in NOTE blocks,
  TTML descriptions, ``notes`` of JSON, and with words.
- Marking adds a first cue that says so in the language of the recording. It is known by its words,
  in any language that has a catalogue, because some formats keep nothing else. It ends before the
  first words where there is room, and otherwise stands above them.
- Approving removes the cue and writes who and when into the note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from access_kit.captions.draft_words import draft_cue_text, find_draft_language
from access_kit.model.cue import Captions, Cue, Note
from access_kit.model.word import RecordedWords
from access_kit.notation import parse_json

DRAFT_CUE_ID = "draft"
_LONGEST_MS = 4_000
_SHORTEST_MS = 1_400
_GAP_MS = 83
_PREFIX = "access-kit "


@dataclass(frozen=True)
class DraftState:
    """``state`` is ``draft`` or ``approved``; ``by`` and ``at`` (ISO 8601) tell who and when.

    ``engine`` names what made the words; ``rough`` marks words that no packet may hold.
    ``unreviewed``: they were signed off though no review stands behind it.
    """

    state: str
    by: str | None = None
    at: str | None = None
    engine: str | None = None
    rough: bool = False
    unreviewed: bool = False

    @property
    def is_draft(self) -> bool:
        return self.state != "approved"


def format_state(state: DraftState) -> str:
    """The note's text: one line, safe in every format (no arrow, no bracket)."""
    value = {"state": state.state, "by": state.by, "at": state.at, "engine": state.engine}
    if state.rough:
        value["rough"] = "yes"
    if state.unreviewed:
        value["unreviewed"] = "yes"
    kept = {name: text for name, text in value.items() if text is not None}
    return _PREFIX + json.dumps(kept).replace(">", "\\u003e").replace("<", "\\u003c")


def parse_state(note: str) -> DraftState | None:
    """The state in a note, or ``None`` where the note is about something else."""
    if not note.startswith(_PREFIX):
        return None
    try:
        value = parse_json(note[len(_PREFIX) :])
    except ValueError:
        return None
    if not isinstance(value, Mapping) or value.get("state") not in ("draft", "approved"):
        return None

    def text(key: str) -> str | None:
        return value[key] if isinstance(value.get(key), str) else None

    return DraftState(
        str(value["state"]),
        text("by"),
        text("at"),
        text("engine"),
        text("rough") == "yes",
        text("unreviewed") == "yes",
    )


def find_state(notes: Iterable[str]) -> DraftState | None:
    """The last state told among ``notes``."""
    found = [state for state in map(parse_state, notes) if state is not None]
    return found[-1] if found else None


def state_of(captions: Captions) -> DraftState | None:
    """The state of captions: from their notes, or from the draft cue where notes were lost."""
    state = find_state(note.text for note in captions.notes)
    if state is None and any(is_draft_cue(cue) for cue in captions.cues[:1]):
        return DraftState("draft")
    return state


def is_draft_cue(cue: Cue) -> bool:
    return cue.text.startswith("[") and find_draft_language(cue.text) is not None


def mark_draft_words(words: RecordedWords, state: DraftState) -> RecordedWords:
    """Words that carry ``state``; an older state goes."""
    return replace(words, notes=(format_state(state), *_other_notes(words.notes)))


def mark_draft(captions: Captions, state: DraftState) -> Captions:
    """Captions with the note and the first cue of a draft; marking twice changes nothing."""
    plain = remove_draft_cue(captions)
    cue = _draft_cue(plain.cues, draft_cue_text(language_of(captions)))
    notes = (Note(format_state(state)), *_keep_notes(plain.notes, 1))
    return replace(plain, cues=(cue, *plain.cues), notes=notes)


def language_of(captions: Captions) -> str | None:
    """The language of captions: as their file says, or as the cue of a draft is written in."""
    if captions.lang or not captions.cues:
        return captions.lang
    return find_draft_language(captions.cues[0].text)


def _draft_cue(cues: tuple[Cue, ...], text: str) -> Cue:
    first = cues[0].start_ms if cues else _LONGEST_MS + _GAP_MS
    if first - _GAP_MS >= _SHORTEST_MS:
        return Cue(DRAFT_CUE_ID, 0, min(_LONGEST_MS, first - _GAP_MS), text)
    settings = MappingProxyType({"line": "0"})
    return Cue(DRAFT_CUE_ID, 0, _LONGEST_MS, text, settings)


def remove_draft_cue(captions: Captions) -> Captions:
    """Captions without the draft cue, for checks and for approval; notes stay."""
    if not captions.cues or not is_draft_cue(captions.cues[0]):
        return captions
    return replace(
        captions, cues=captions.cues[1:], notes=tuple(_keep_notes(captions.notes, -1, state=True))
    )


def approve_captions(
    captions: Captions, by: str, now: datetime, *, unreviewed: bool = False
) -> Captions:
    """Captions that ``by`` signed off at ``now`` (with a zone): no draft cue, and a note of it."""
    plain = remove_draft_cue(captions)
    note = Note(format_state(_signed(state_of(captions), by, now, unreviewed)))
    return replace(plain, notes=(note, *_keep_notes(plain.notes, 0)))


def approve_words(
    words: RecordedWords, by: str, now: datetime, *, unreviewed: bool = False
) -> RecordedWords:
    """Words that ``by`` signed off at ``now``."""
    return mark_draft_words(words, _signed(find_state(words.notes), by, now, unreviewed))


def _signed(before: DraftState | None, by: str, now: datetime, unreviewed: bool) -> DraftState:
    known, name = before or DraftState("draft"), " ".join(by.split())
    at = now.isoformat(timespec="seconds")
    return replace(known, state="approved", by=name, at=at, unreviewed=unreviewed)


def _other_notes(notes: Iterable[str]) -> list[str]:
    return [note for note in notes if parse_state(note) is None]


def _keep_notes(notes: Iterable[Note], shift: int, *, state: bool = False) -> list[Note]:
    """Notes moved by ``shift`` cues, without the state unless ``state``."""
    return [
        replace(note, before=max(0, note.before + shift) if note.before else 0)
        for note in notes
        if state or parse_state(note.text) is None
    ]
