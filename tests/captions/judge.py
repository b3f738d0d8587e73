"""An independent judge of laid-out captions: the limits again, from the table, and by search.

It shares no code with the layout. ``find_violations`` counts what a reader would see; the least
number of cues without room is found by trying every division and every start on a grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from access_kit.model.cue import Cue
from access_kit.model.word import RecordedWords


@dataclass(frozen=True)
class Limits:
    chars: int
    shortest_ms: int
    per_word_ms: int
    longest_ms: int
    gap_ms: int
    touching: bool


LIMITS = {
    "access": Limits(37, 1000, 0, 7000, 83, True),
    "large-print": Limits(26, 1000, 0, 7000, 83, True),
    "dcmp": Limits(32, 1330, 0, 6000, 0, True),
    "bbc": Limits(37, 0, 300, 0, 83, True),
    "netflix": Limits(42, 833, 0, 7000, 83, False),
}
LINES = 2


def least_ms(limits: Limits, words: int) -> int:
    return max(limits.shortest_ms, limits.per_word_ms * words)


def find_violations(cues: tuple[Cue, ...], layout: str) -> Iterator[tuple[str, str]]:
    """(cue id, limit) for each hard limit that is broken."""
    limits = LIMITS[layout]
    for cue in cues:
        lines, length = cue.text.split("\n"), cue.end_ms - cue.start_ms
        if len(lines) > LINES:
            yield cue.id, "lines"
        if any(len(line) > limits.chars for line in lines):
            yield cue.id, "characters"
        if length < least_ms(limits, len(cue.text.split())):
            yield cue.id, "shortest"
        if limits.longest_ms and length > limits.longest_ms:
            yield cue.id, "longest"
    for before, after in pairwise(cues):
        gap = after.start_ms - before.end_ms
        if gap < 0 or (gap < limits.gap_ms and not (gap == 0 and limits.touching)):
            yield after.id, "gap"


def least_misfits(words: RecordedWords, layout: str, grid_ms: int) -> int:
    """The least number of cues without room or with a word too long, over every division."""
    spoken = words.words
    limits = LIMITS[layout]
    best = len(spoken) * 3
    for cuts in product([False, True], repeat=max(0, len(spoken) - 1)):
        starts = [0, *(index + 1 for index, cut in enumerate(cuts) if cut)]
        parts = [(a, b) for a, b in pairwise([*starts, len(spoken)])]
        if all(_fits(words, a, b, limits) for a, b in parts):
            long = sum(len(spoken[a].text) > limits.chars for a, b in parts if b - a == 1)
            best = min(best, long + _least_crowded(words, parts, limits, grid_ms))
    return best


def _fits(words: RecordedWords, first: int, last: int, limits: Limits) -> bool:
    part = words.words[first:last]
    if len(part) == 1:
        return True
    if any(a.speaker != b.speaker or b.start_ms - a.end_ms > 1500 for a, b in pairwise(part)):
        return False
    longest = limits.longest_ms or 7000
    if max(word.end_ms for word in part) - part[0].start_ms > longest:
        return False
    texts = [word.text for word in part]
    label = _label_length(words, first, limits)
    whole = label + len(" ".join(texts)) <= limits.chars
    return whole or any(
        label + len(" ".join(texts[:at])) <= limits.chars
        and len(" ".join(texts[at:])) <= limits.chars
        for at in range(1, len(texts))
    )


def _label_length(words: RecordedWords, first: int, limits: Limits) -> int:
    """``A: `` stands where a turn begins, unless even its first word has no room beside it."""
    word = words.words[first]
    before = words.words[first - 1].speaker if first else None
    if word.speaker is None or word.speaker == before:
        return 0
    length = len(f"{word.speaker}: ")
    return length if length + len(word.text) <= limits.chars else 0


def _least_crowded(
    words: RecordedWords, parts: list[tuple[int, int]], limits: Limits, grid_ms: int
) -> int:
    gap = 0 if limits.touching else limits.gap_ms

    @cache
    def crowded(index: int, start: int) -> int:
        if index == len(parts) - 1:
            return 0
        need = least_ms(limits, parts[index][1] - parts[index][0]) + gap
        begin = words.words[parts[index + 1][0]].start_ms
        window = range(begin - 200, begin + 101, grid_ms)
        after = [s for s in window if s > start + gap]
        return min(((s - start < need) + crowded(index + 1, s) for s in after), default=99)

    begin = words.words[0].start_ms
    return min(crowded(0, s) for s in range(max(0, begin - 200), begin + 101, grid_ms))
