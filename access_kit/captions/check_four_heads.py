"""The four heads of caption quality: accurate, synchronous, complete, placed (FCC 79.1(j)(2)).

The rule names no number, so none is made up here: what can be counted is told, one note a head.
"""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.captions.check_words import align_words, count_errors, split_words
from access_kit.captions.layout_rules import EARLIEST_START_MS, LATEST_START_MS
from access_kit.errors import FactValue, Problem, Severity
from access_kit.model.cue import Captions
from access_kit.model.word import RecordedWords
from access_kit.timed_text.clock import format_clock, name_cue

_SOURCE = "FCC 79.1(j)(2)"
_LONGEST_UNSHOWN_MS = 10_000


def check_four_heads(
    captions: Captions, reference: str | None, words: RecordedWords | None, first: int
) -> list[Problem]:
    """Findings by head, for as many as the given material lets be judged; none without any.

    ``first`` is the number of the first cue, for places.
    """
    found: list[Problem] = []
    if reference is not None:
        found += _check_text(captions, reference)
    if words is not None:
        found += _check_times(captions, words, first)
    if found:
        found += _check_places(captions)
    return found


def _note(code: str, severity: Severity = Severity.NOTE, **facts: FactValue) -> Problem:
    return Problem(code, severity, facts={**facts, "source": _SOURCE})


def _check_text(captions: Captions, reference: str) -> Iterator[Problem]:
    shown = " ".join(cue.text for cue in captions.cues)
    errors = count_errors(reference, shown)
    yield _note(
        "captions.accurate",
        percent=round(100 * errors.rate, 1),
        wrong=errors.wrong,
        missing=errors.missing,
        extra=errors.extra,
        words=errors.words,
    )
    said = split_words(reference)
    steps = align_words(said, split_words(shown))
    run = longest = 0
    for step in steps:
        run = run + 1 if step.other is None else 0
        longest = max(longest, run)
    yield _note("captions.complete", missing=errors.missing, words=errors.words, longest=longest)


def _check_times(captions: Captions, words: RecordedWords, first: int) -> Iterator[Problem]:
    spoken = [(token, word) for word in words.words for token in split_words(word.text)]
    shown: list[tuple[str, int]] = []
    for number, cue in enumerate(captions.cues):
        shown += [(token, number) for token in split_words(cue.text)]
    steps = align_words([token for token, _ in spoken], [token for token, _ in shown])
    starts: dict[int, int] = {}
    seen: set[int] = set()
    for step in steps:
        if step.other is None:
            continue
        number = shown[step.other][1]
        if number not in seen and step.equal and step.reference is not None:
            starts[number] = spoken[step.reference][1].start_ms
        seen.add(number)
    off = []
    for number, start in starts.items():
        shift = captions.cues[number].start_ms - start
        if not EARLIEST_START_MS <= shift <= LATEST_START_MS:
            off.append(number)
            where = name_cue(first + number, captions.cues[number].start_ms)
            yield Problem(
                "captions.out-of-sync",
                Severity.WARNING,
                where=where,
                facts={"ms": shift, "source": "BBC, Netflix"},
            )
    yield _note("captions.synchronous", near=len(starts) - len(off), measured=len(starts))
    yield from _find_unshown(captions, words)


def _find_unshown(captions: Captions, words: RecordedWords) -> Iterator[Problem]:
    """Speech of some length with no cue over it."""
    cues = sorted((cue.start_ms, cue.end_ms) for cue in captions.cues)
    start = None
    at = 0
    for word in words.words:
        while at < len(cues) and cues[at][1] <= word.start_ms:
            at += 1
        covered = at < len(cues) and cues[at][0] < word.end_ms
        start = None if covered else (word.start_ms if start is None else start)
        if start is not None and word.end_ms - start >= _LONGEST_UNSHOWN_MS:
            facts: dict[str, FactValue] = {"at": format_clock(start), "source": _SOURCE}
            yield Problem("captions.speech-unshown", Severity.WARNING, facts=facts)
            start = word.end_ms


def _check_places(captions: Captions) -> Iterator[Problem]:
    placed = sum(1 for cue in captions.cues if "line" in cue.settings or "region" in cue.settings)
    yield _note("captions.placed", placed=placed, cues=len(captions.cues))
