"""Captions that roll, as YouTube's automatic ones do: each line once, when it first stands there.

Such a file shows a line as it is spoken, again for a hundredth of a second, and again above the
next. Read as cues, every word comes two or three times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from access_kit.errors import Problem, Severity
from access_kit.model.cue import NO_SETTINGS, Captions, Cue

_FLASH_MS = 30
_REPEATING_SHARE = 0.3
_LEAST_CUES = 3
_LEAST_FLASHES = 2
_ROLLS_AT = {"align": "start", "position": "0%"}


def fold_rolling(captions: Captions) -> tuple[Captions, tuple[Problem, ...]]:
    """The captions with each line once, and a note that tells so; as they are where none roll."""
    if not _rolls(captions.cues):
        return captions, ()
    cues: list[Cue] = []
    shown: list[str] = []
    for cue in captions.cues:
        lines = _lines_of(cue)
        fresh = lines[_repeated(shown, lines) :]
        shown = lines or shown
        if fresh:
            settings = NO_SETTINGS if dict(cue.settings) == _ROLLS_AT else cue.settings
            text = "\n".join(fresh)
            cues.append(replace(cue, text=text, markup=None, settings=settings))
        elif cues and cue.end_ms > cues[-1].end_ms:
            cues[-1] = replace(cues[-1], end_ms=cue.end_ms)
    facts = {"before": len(captions.cues), "after": len(cues)}
    told = Problem("timed-text.rolling-folded", Severity.NOTE, facts=facts)
    return replace(captions, cues=tuple(cues), notes=()), (told,)


def _lines_of(cue: Cue) -> list[str]:
    return [" ".join(line.split()) for line in cue.lines if line.strip()]


def _repeated(shown: Sequence[str], lines: Sequence[str]) -> int:
    """How many lines at the start of ``lines`` are those that ended what was shown before."""
    for count in range(min(len(shown), len(lines)), 0, -1):
        if list(shown[-count:]) == list(lines[:count]):
            return count
    return 0


def _rolls(cues: Sequence[Cue]) -> bool:
    """Whether many cues begin with what stood there, and some stand for no time at all."""
    if len(cues) < _LEAST_CUES:
        return False
    lines = [_lines_of(cue) for cue in cues]
    again = sum(
        1
        for number in range(1, len(cues))
        if _repeated(lines[number - 1], lines[number])
        and cues[number].start_ms - cues[number - 1].end_ms <= _FLASH_MS
    )
    flashes = sum(1 for cue in cues if 0 < cue.duration_ms <= _FLASH_MS)
    return again >= _REPEATING_SHARE * len(cues) and flashes >= _LEAST_FLASHES
