"""Whether a script belongs to a recording, and the place where it stops fitting."""

from __future__ import annotations

from collections.abc import Sequence

from access_kit.captions.script import ScriptWord
from access_kit.errors import CheckFailed, Fact, Problem
from access_kit.model.word import Words
from access_kit.timed_text.clock import format_short_clock

LEAST_FOUND = 0.7
"""A script of which less was found may belong to another recording."""
MISFIT_WORDS = 12
"""Words in a row, a long sentence, that were not found: that part was read otherwise, or left out.

A word that was found takes two of them away: single words are found by chance in any speech.
"""
SHOWN_WORDS = 5


def require_found(found: Words) -> None:
    """``CheckFailed`` where not one word of the script was found in the recording."""
    guessed = sum(end - first for first, end in found.interpolated)
    if guessed == len(found.words):
        facts: dict[str, Fact] = {"words": len(found.words)}
        raise CheckFailed(Problem("captions.script-not-found", facts=facts))


def find_misfit(found: Words, script: Sequence[ScriptWord], file: str) -> tuple[Problem, ...]:
    """An error with line, words and time where the script stops fitting the recording.

    ``found`` are the words of ``script``, one for one; ``file`` is the script as the user wrote it.
    """
    missing = [False] * len(found.words)
    for first, end in found.interpolated:
        missing[first:end] = [True] * (end - first)
    first, end, weight = _worst_stretch(missing)
    if missing.count(False) >= LEAST_FOUND * len(missing) and weight < MISFIT_WORDS:
        return ()
    facts: dict[str, Fact] = {
        "text": " ".join(word.text for word in script[first : first + SHOWN_WORDS]),
        "at": format_short_clock(found.words[first].start_ms),
        "missing": sum(missing[first:end]),
        "said": missing.count(False),
        "words": len(missing),
    }
    return (
        Problem(
            "captions.script-does-not-fit", file=file, line=script[first].line or None, facts=facts
        ),
    )


def _worst_stretch(missing: Sequence[bool]) -> tuple[int, int, int]:
    """The stretch with most missing words, each found one taking two away, and its weight."""
    worst = (0, 0, 0)
    start = weight = 0
    for index, is_missing in enumerate(missing):
        if weight <= 0:
            start, weight = index, 0
        weight += 1 if is_missing else -2
        if weight > worst[2]:
            worst = (start, index + 1, weight)
    return worst
