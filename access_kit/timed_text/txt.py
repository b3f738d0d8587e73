"""Plain text: written for reading, without times; read where each turn has one, as Otter has it.

A turn is ``Name  0:05`` (``Name 1:02:03``, ``[Name] 0:05``, ``0:05``) on a line, and its words
below. When it ends is not told, so the times of its words are guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.cue import Captions, Cue
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.clock import clock_ms
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.lenient_text import open_text
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.paragraphs import group_paragraphs
from access_kit.timed_text.shared_time import share_time
from access_kit.timed_text.told_problems import ToldProblems

KEEPS = frozenset({"speakers"})
SLOWEST_WORD_MS = 700
"""A turn is not longer than this for each of its words, and a second: who waits says nothing."""
QUICKEST_WORD_MS = 100

_STAMP = re.compile(
    r"\s*(?:\[([^\[\]]{1,60})\]\s+|([^\W\d_][^:\[\]()]{0,59}?)\s+)?"
    r"[(\[]?(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[)\]]?\s*\Z"
)
MADE_BY = re.compile(r"\s*Transcribed by https?://\S+\s*\Z", re.IGNORECASE)
"""A last line of Otter's, which nobody said."""
_LONGEST_STAMP = 100


@dataclass
class _Turn:
    line: int
    start_ms: int
    speaker: str | None
    words: list[str]


def read(data: bytes, name: str) -> ReadCaptions:
    """Read turns; ``BadInput`` where none has a time (aligning text to its sound gives it)."""
    text, found = open_text(data, name)
    turns = list(_read_turns(text.split("\n"), found, name))
    if not turns:
        raise BadInput(Problem("timed-text.no-times", file=name))
    words = tuple(word for turn, end in _with_ends(turns) for word in _words_of(turn, end))
    cues = tuple(
        Cue("", turn.start_ms, end, " ".join(turn.words), speaker=turn.speaker)
        for turn, end in _with_ends(turns)
        if turn.words
    )
    facts = {"count": len(cues)}
    found.add(Problem("timed-text.guessed-times", Severity.WARNING, name, facts=facts))
    return ReadCaptions(Captions(cues), found.all(), RecordedWords(words), own=False)


def _read_turns(lines: list[str], found: ToldProblems, name: str) -> Iterator[_Turn]:
    turn: _Turn | None = None
    outside = 0
    for number, line in enumerate(lines, 1):
        stamp = _STAMP.match(line) if len(line) <= _LONGEST_STAMP else None
        if stamp:
            start = clock_ms(stamp[3], stamp[4], stamp[5])
            if turn is not None:
                yield turn
                if start < turn.start_ms:
                    found.add(Problem("timed-text.turns-out-of-order", file=name, line=number))
                # Stamps are whole seconds: short turns may share one, and still take some time.
                start = max(start, turn.start_ms + QUICKEST_WORD_MS * len(turn.words))
            speaker = " ".join((stamp[1] or stamp[2] or "").split()).rstrip(":-–— ") or None
            turn = _Turn(number, start, speaker, [])
        elif line.strip() and not MADE_BY.match(line):
            if turn is not None:
                turn.words += line.split()
            elif not outside:
                outside = number
    if turn is not None:
        yield turn
        if outside:
            place = (name, outside)
            found.add(Problem("timed-text.text-outside-cue", Severity.WARNING, *place))


def _with_ends(turns: list[_Turn]) -> Iterator[tuple[_Turn, int]]:
    starts = [turn.start_ms for turn in turns[1:]]
    for turn, following in zip(turns, [*starts, None], strict=True):
        longest = turn.start_ms + 1000 + SLOWEST_WORD_MS * len(turn.words)
        yield turn, longest if following is None else min(longest, following)


def _words_of(turn: _Turn, end_ms: int) -> Iterator[Word]:
    return share_time(turn.words, turn.start_ms, end_ms, turn.speaker)


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
