"""Whether a script belongs to a recording, and the place where it stops fitting."""

from __future__ import annotations

from collections.abc import Sequence

from access_kit.captions.script import ScriptWord
from access_kit.errors import CheckFailed, FactValue, Problem
from access_kit.model.word import RecordedWords
from access_kit.timed_text.clock import format_short_clock

LEAST_FOUND = 0.7
"""A script of which less was found may belong to another recording."""
MISFIT_WORDS = 12
"""Words in a row, a long sentence, that were not found: that part was read otherwise, or left out.

A word that was found takes two of them away: single words are found by chance in any speech.
"""
SHOWN_WORDS = 5


def require_found(found: RecordedWords, script: Sequence[ScriptWord]) -> None:
    """``CheckFailed`` where not one word of the script was found in the recording."""
    guessed = sum(end - first for first, end in found.interpolated)
    words = sum(not word.is_sound for word in _kept(found, script))
    if guessed == words:
        facts: dict[str, FactValue] = {"words": words}
        raise CheckFailed(Problem("captions.script-not-found", facts=facts))


def find_misfit(
    found: RecordedWords, script: Sequence[ScriptWord], file: str
) -> tuple[Problem, ...]:
    """An error with line, words and time where the script stops fitting the recording.

    ``found`` are the words of ``script``; ``file`` is the script as the user wrote it.
    """
    guessed = {index for first, end in found.interpolated for index in range(first, end)}
    written = _kept(found, script)
    places = [index for index, word in enumerate(written) if not word.is_sound]
    missing = [index in guessed for index in places]
    first, end, weight = _worst_stretch(missing)
    if missing.count(False) >= LEAST_FOUND * len(missing) and weight < MISFIT_WORDS:
        return ()
    facts: dict[str, FactValue] = {
        "text": " ".join(written[place].text for place in places[first : first + SHOWN_WORDS]),
        "at": format_short_clock(found.words[places[first]].start_ms),
        "missing": sum(missing[first:end]),
        "said": missing.count(False),
        "words": len(missing),
    }
    line = written[places[first]].line or None
    return (Problem("captions.script-does-not-fit", file=file, line=line, facts=facts),)


def _kept(found: RecordedWords, script: Sequence[ScriptWord]) -> list[ScriptWord]:
    """The script one for one with its words: without headings that were not spoken."""
    kept: list[ScriptWord] = []
    for word in script:
        if len(kept) < len(found.words) and found.words[len(kept)].text == word.text:
            kept.append(word)
    return kept


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
