"""Script words whose place was not found: none is left out, each gets the time that is left.

A run of such words goes where there is sound that no other word explains, else into the pause
after the word before. Words that the sound has no room for are told as not said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from access_kit.captions.script import ScriptWord
from access_kit.captions.script_headings import Times, drop_headings
from access_kit.model.word import RecordedWords, Word

WordSpan = tuple[int, int]

COMMON_PACE_MS, FASTEST_PACE_MS = 75, 40
"""Of a letter, in read speech and at the fastest."""
SOUND_LETTERS = 10
"""A sound that the script names is given the time of so many letters."""
SHORTEST_SOUND_CUE_MS = 1_400
UNHEARD_MS = 300
"""Sound shorter than this is not told as unexplained, so a gap may hold that much of a word."""


def fill_words(
    script: Sequence[ScriptWord],
    times: Times,
    unexplained: Sequence[Word],
    length_ms: int,
    doubted: Collection[int] = (),
) -> RecordedWords:
    """Every word of ``script`` with a time; ``unexplained`` is sound that no found word explains.

    Where words are put into such sound and fit, it is no longer told as not in the script. Sounds
    that the script names are put there too. Only headings that nobody read out are left out, and
    told as not said. Words of ``doubted`` have a time that is hardly better than a guess, and are
    marked like those that have none.
    """
    dropped, times = drop_headings(script, times, doubted)
    not_said = [_text([script[index] for index in range(*span)]) for span in dropped]
    unspoken = {index for span in dropped for index in range(*span)}
    kept = [index for index in range(len(script)) if index not in unspoken]
    found = _in_order({at: times[index] for at, index in enumerate(kept) if index in times})
    words = [script[index] for index in kept]
    guessed = {at for at, index in enumerate(kept) if index in doubted}
    explained: list[WordSpan] = []
    for first, end in _runs_without(found, len(words)):
        before = found[first - 1][1] if first else 0
        after = found[end][0] if end < len(words) else max(length_ms, before)
        run = words[first:end]
        room = [span for word in unexplained if (span := _cut(word, before, after)) is not None]
        guessed |= {at for at in range(first, end) if not words[at].is_sound}
        if _has_room(sum(map(_letters, run)), room, after - before):
            explained += room
        else:
            not_said.append(_text(run))
        shares = [_letters(word) or SOUND_LETTERS for word in run]
        spans = room or [_beside(before, after, sum(shares) * COMMON_PACE_MS, first == 0)]
        found.update(zip(range(first, end), share_spans(spans, shares), strict=True))
    timed = tuple(
        Word(word.text, *found[index], None, _speaker(words, found, index), word.opens)
        for index, word in enumerate(words)
    )
    extra = tuple(word for word in unexplained if not any(_cut(word, *span) for span in explained))
    return RecordedWords(timed, tuple(not_said), extra, interpolated=_stretches(guessed))


def _speaker(words: Sequence[ScriptWord], found: Times, index: int) -> str | None:
    """Nobody for a sound on a line of its own, unless it is too short for a cue of its own."""
    word = words[index]
    if not word.is_sound or word.speaker is not None or index == 0:
        return word.speaker
    start, end = found[index]
    if end - start < SHORTEST_SOUND_CUE_MS:
        return _speaker(words, found, index - 1)
    return None


def _text(words: Sequence[ScriptWord]) -> str:
    return " ".join(word.text for word in words if not word.is_sound)


def _letters(word: ScriptWord) -> int:
    return sum(map(len, word.spoken))


def _stretches(places: Collection[int]) -> tuple[WordSpan, ...]:
    """Neighbouring places as (first, end)."""
    found: list[WordSpan] = []
    for place in sorted(places):
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return tuple(found)


def _in_order(times: Times) -> dict[int, WordSpan]:
    """The times, none of them before the word in front of it."""
    latest = 0
    ordered: dict[int, WordSpan] = {}
    for index in sorted(times):
        start = max(times[index][0], latest)
        ordered[index] = (start, max(times[index][1], start))
        latest = start
    return ordered


def _runs_without(found: Times, count: int) -> tuple[WordSpan, ...]:
    return _stretches([index for index in range(count) if index not in found])


def _cut(word: Word, first: int, end: int) -> WordSpan | None:
    """What of a word's time lies between ``first`` and ``end``."""
    start, stop = max(word.start_ms, first), min(word.end_ms, end)
    return (start, stop) if start < stop else None


def _has_room(letters: int, room: Sequence[WordSpan], gap_ms: int) -> bool:
    heard = sum(end - start for start, end in room)
    return heard + min(max(gap_ms - heard, 0), UNHEARD_MS) >= letters * FASTEST_PACE_MS


def _beside(before: int, after: int, wanted_ms: int, is_first: bool) -> WordSpan:
    """As much of the gap as the words need: after the word before, or up to the first word."""
    after = max(after, before)
    if is_first:
        return (max(before, after - wanted_ms), after)
    return (before, min(after, before + wanted_ms))


def share_spans(spans: Sequence[WordSpan], letters: Sequence[int]) -> list[WordSpan]:
    """A stretch of ``spans`` for each word, by its letters; no word reaches over a gap."""
    total_ms, total = sum(end - start for start, end in spans), max(sum(letters), 1)
    placed: list[WordSpan] = []
    done = 0
    for count in letters:
        start, limit = _find(spans, total_ms * done // total)
        done += count
        end, _ = _find(spans, total_ms * done // total, is_end=True)
        placed.append((start, max(start, min(end, limit))))
    return placed


def _find(spans: Sequence[WordSpan], at_ms: int, *, is_end: bool = False) -> WordSpan:
    """The moment ``at_ms`` into the spans laid end to end, and the end of its span."""
    for start, end in spans:
        length = end - start
        if at_ms < length or (is_end and at_ms == length):
            return start + at_ms, end
        at_ms -= length
    return spans[-1][1], spans[-1][1]
