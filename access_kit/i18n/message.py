"""One message of a catalogue, and how far its translation has come.

A translation moves from draft to translated, reviewed and approved. Who reviewed it stands in a
comment above it, with digests of what they saw::

    #. mt: some-engine 2026-11-22
    #. state: approved by="Ana Ruiz" qualification="…" on=2026-11-22 source=1f0c… text=93ab…

When the source or the translation is changed afterwards, the digests no longer fit, and it counts
as translated again: nobody has to remember to take an approval back.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass, field

from access_kit.model.constraint import Choice

SAFETY = "safety"
"""The comment that marks crisis lines, rights, consent, numbers and times."""

HOST = "host"
"""The comment that marks what only the host reads: a language can do without it."""

_PART = re.compile(r'\b(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))')
_DIGEST_LENGTH = 16


class TranslationState(Choice):
    """a state of a translation"""

    DRAFT = "draft"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    APPROVED = "approved"

    @property
    def rank(self) -> int:
        return list(TranslationState).index(self)


@dataclass(frozen=True, slots=True)
class Message:
    """``key`` is the context; ``line`` is of the message, ``target_line`` of its translation.

    ``plural`` is the source's plural and ``targets`` the plural forms; both empty without one.
    ``notes`` are comments for translators, made by the program; ``remarks`` are the translators'.
    """

    key: str
    source: str
    target: str = ""
    line: int = 0
    target_line: int = 0
    plural: str = ""
    targets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str = ""

    @property
    def id(self) -> tuple[str, str]:
        return (self.key, self.source)

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def is_safety(self) -> bool:
        return SAFETY in self.notes

    @property
    def is_for_host(self) -> bool:
        return HOST in self.notes

    @property
    def is_translated(self) -> bool:
        """Whether there is a translation that may be used: a fuzzy one never is."""
        return bool(self.target) and not self.is_fuzzy

    @property
    def is_machine(self) -> bool:
        return any(note.startswith("mt:") for note in (*self.notes, *self.remarks))

    @property
    def own_notes(self) -> tuple[str, ...]:
        """The notes that a template gives: neither state nor engine."""
        return tuple(note for note in self.notes if not note.startswith(("state:", "mt:")))

    @property
    def standing(self) -> tuple[str, ...]:
        """The notes that belong to the translation: its state and engine."""
        return tuple(
            note for note in (*self.notes, *self.remarks) if note.startswith(("state:", "mt:"))
        )

    @property
    def review(self) -> Review:
        """What the state comment says; a draft when there is none, or none that can be read."""
        said = next((n for n in (*self.notes, *self.remarks) if n.startswith("state:")), "")
        return read_review(said.removeprefix("state:"))

    @property
    def state(self) -> TranslationState:
        """The state that holds: a review counts only for the very words that were reviewed."""
        if not self.is_translated:
            return TranslationState.DRAFT
        review = self.review
        if review.state.rank < TranslationState.REVIEWED.rank:
            return review.state
        return review.state if review.fits(self) else TranslationState.TRANSLATED


@dataclass(frozen=True, slots=True)
class Review:
    """The content of a state comment. Digests are of the source with its key, and of the target."""

    state: TranslationState = TranslationState.DRAFT
    by: str = ""
    qualification: str = ""
    on: datetime.date | None = None
    source: str = ""
    text: str = ""
    unknown: str = field(default="", compare=False)

    def fits(self, message: Message) -> bool:
        """Whether it names a reviewer and a day, and ``message`` is what they saw."""
        return (
            bool(self.by and self.qualification and self.on)
            and self.source == digest_source(message)
            and self.text == digest_target(message)
        )

    def as_note(self) -> str:
        parts = [f"state: {self.state.value}"]
        if self.by:
            parts.append(f'by="{_quote(self.by)}"')
        if self.qualification:
            parts.append(f'qualification="{_quote(self.qualification)}"')
        if self.on:
            parts.append(f"on={self.on.isoformat()}")
        if self.source:
            parts.append(f"source={self.source} text={self.text}")
        return " ".join(parts)


def review_of(
    message: Message, state: TranslationState, *, by: str, qualification: str, on: datetime.date
) -> Review:
    """A review of ``message`` as it stands."""
    source, text = digest_source(message), digest_target(message)
    return Review(state, by, qualification, on, source, text)


def read_review(said: str) -> Review:
    """``approved by="…" …`` as a review. A word that is no state is kept in ``unknown``."""
    word, _, rest = said.strip().partition(" ")
    try:
        state = TranslationState(word) if word else TranslationState.DRAFT
    except ValueError:
        return Review(unknown=word)
    parts = {
        name: re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        for name, quoted, plain in _PART.findall(rest)
    }
    try:
        day = datetime.date.fromisoformat(parts.get("on", ""))
    except ValueError:
        day = None
    return Review(
        state,
        parts.get("by", ""),
        parts.get("qualification", ""),
        day,
        parts.get("source", ""),
        parts.get("text", ""),
    )


def _quote(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line.replace("\\", "\\\\").replace('"', '\\"')


def digest_source(message: Message) -> str:
    return _digest(message.key, message.source, message.plural)


def digest_target(message: Message) -> str:
    return _digest(message.target, *message.targets)


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:_DIGEST_LENGTH]
