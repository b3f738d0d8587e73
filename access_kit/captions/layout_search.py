"""The search for the best cues: dynamic programming over all places where a cue may end.

What is decided here, in this order:
1. as few cues as possible that no time or line can hold (they are told as exceptions),
2. the lowest cost: breaks at clauses, phrases kept whole, lines even, time to read.

Starts are kept open while searching: a cue may start between ``EARLIEST_START_MS`` and
``LATEST_START_MS`` around its first word, so each state carries the earliest start still possible.
The exact starts are chosen backwards afterwards, as near to the words as the neighbours allow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from access_kit.captions.layout_breaks import Joint
from access_kit.captions.layout_rules import (
    COMFORTABLE_MAX_MS,
    EARLIEST_START_MS,
    LATEST_START_MS,
    LONGEST_SILENCE_MS,
    Layout,
    SpeedUnit,
)
from access_kit.captions.layout_units import Unit

_CUE_COST = 8.0
_ORPHAN_COST = 8.0
_INNER_SENTENCE_COST = 5.0
_INNER_PAUSE_COST = 10.0
_INNER_OPENING_COST = 60.0
_BALANCE_COST = 6.0
_SECOND_LINE_COST = 2.0
_HURRY_COST = 25.0
_TOO_FAST_COST = 25.0
_INNER_PAUSE_MS = 700
_TINY_MS = 1
"""The least time that keeps cues in order where no layout could be kept."""


@dataclass(frozen=True)
class FoundCue:
    """One cue found: units ``first`` to ``last`` (excluded), line starts, and its start time.

    ``no_room`` says that the next words come too soon for the shortest time.
    """

    first: int
    last: int
    line_starts: tuple[int, ...]
    start_ms: int
    no_room: bool


@dataclass(frozen=True)
class _State:
    """The best way to have ended a cue before some unit."""

    misfits: int
    earliest_ms: int
    cost: float
    first: int
    line_starts: tuple[int, ...]
    no_room: bool
    before: _State | None


@dataclass(frozen=True)
class _Place:
    """The states kept for one unit, with the least that any of them costs."""

    misfits: int
    cost: float
    states: tuple[_State, ...]


@dataclass(frozen=True)
class _Table:
    """Running sums over the units, so that the length of any stretch is one subtraction."""

    chars: list[int]
    joint: list[int]
    label: list[int]
    first_allowed: list[int]
    sentences: list[int]
    pauses: list[int]
    openings: list[int]
    latest_end: list[int]

    def length(self, first: int, end: int) -> int:
        """Characters of units ``first`` to ``end`` (excluded) on one line."""
        return self.chars[end] - self.chars[first] - self.joint[first]


def search_segments(
    units: Sequence[Unit], joints: Sequence[Joint], layout: Layout
) -> list[FoundCue]:
    """The best cues for ``units``: each unit in one, in order."""
    return _Search(units, joints, layout).run() if units else []


def _merit(state: _State) -> tuple[int, float]:
    return state.misfits, state.cost


def _tabulate(units: Sequence[Unit], joints: Sequence[Joint], layout: Layout) -> _Table:
    chars, joint, label, allowed = [0], [], [], []
    sentences, pauses, openings, latest = [0], [0], [0], []
    first, speaker, end = 0, None, 0
    for index, unit in enumerate(units):
        joint.append(1 if unit.space_before else 0)
        chars.append(chars[-1] + joint[-1] + unit.length)
        new_turn = unit.speaker != speaker
        if index and (new_turn or unit.start_ms - end > LONGEST_SILENCE_MS):
            first = index
        label.append(_label_length(unit, layout) if new_turn and unit.speaker else 0)
        speaker = unit.speaker
        allowed.append(first)
        pause = unit.start_ms - units[index - 1].end_ms if index else 0
        sentences.append(sentences[-1] + joints[index].sentence)
        pauses.append(pauses[-1] + (1 if pause > _INNER_PAUSE_MS else 0))
        openings.append(openings[-1] + unit.opens)
        end = unit.end_ms if first == index else max(end, unit.end_ms)
        latest.append(end)
    return _Table(chars, joint, label, allowed, sentences, pauses, openings, latest)


def _label_length(unit: Unit, layout: Layout) -> int:
    """Room for ``Name: `` where formats without voices write it; none where it cannot fit."""
    length = len(unit.speaker or "") + 2
    return length if length + unit.length <= layout.max_chars else 0


class _Kept:
    """The states worth keeping for one unit: the cheapest, and the one that starts soonest.

    The cheapest alone would not do: where speech is fast, a dearer state that leaves the next cue
    more time may be the only one from which every later cue still has its room.
    """

    def __init__(self, following: int | None) -> None:
        self._soon_enough = inf if following is None else following + EARLIEST_START_MS
        self._best: _State | None = None
        self._soonest: _State | None = None
        self._most, self._limit = -1, inf

    def is_hopeless(self, place: _Place, cost: float) -> bool:
        """Whether nothing from ``place`` can be kept any more, with ``cost`` for this cue or more.

        Only once a state is kept that starts as soon as any can: until then a dear one may be kept
        for its start. Costs are never below zero, so a beginning can be passed by as soon as what
        is known of its cost is too much.
        """
        return 0 <= self._most <= place.misfits and place.cost + cost >= self._limit

    def add(self, state: _State) -> None:
        best, soonest = self._best, self._soonest
        if best is None or (state.misfits, state.cost) < (best.misfits, best.cost):
            self._best = state
        if soonest is None or (state.misfits, state.earliest_ms) < (
            soonest.misfits,
            soonest.earliest_ms,
        ):
            self._soonest = state

    def settle(self) -> None:
        """Take what was added into account for ``is_hopeless``."""
        best, soonest = self._best, self._soonest
        if best and soonest:
            settled = soonest.earliest_ms <= self._soon_enough
            self._most = max(best.misfits, soonest.misfits) if settled else -1
            self._limit = best.cost

    def as_place(self) -> _Place:
        best, soonest = self._best, self._soonest
        assert best, "a single unit always makes a cue"
        assert soonest
        if soonest.earliest_ms >= best.earliest_ms:
            return _Place(best.misfits, best.cost, (best,))
        least = min(best.misfits, soonest.misfits), min(best.cost, soonest.cost)
        return _Place(*least, (best, soonest))


class _Search:
    """The search over the units of one recording in one layout."""

    def __init__(self, units: Sequence[Unit], joints: Sequence[Joint], layout: Layout) -> None:
        self._units, self._joints, self._layout = units, joints, layout
        self._table = _tabulate(units, joints, layout)
        self._places = [_Place(0, 0.0, (_State(0, 0, 0.0, 0, (), False, None),))]
        self._gap = 0 if layout.may_touch else layout.min_gap_ms

    def run(self) -> list[FoundCue]:
        for end in range(1, len(self._units) + 1):
            self._places.append(self._best_endings(end))
        return _choose_starts(self._units, self._layout, min(self._places[-1].states, key=_merit))

    def _best_endings(self, end: int) -> _Place:
        """The states worth keeping for a cue that ends before unit ``end``."""
        is_last = end == len(self._units)
        following = None if is_last else self._units[end].start_ms
        closing = _CUE_COST + (0.0 if is_last else self._joints[end].cost)
        kept = _Kept(following)
        for first in self._beginnings(end):
            place = self._places[first]
            if kept.is_hopeless(place, closing):
                continue
            cost = closing + self._time_cost(first, end, following)
            if kept.is_hopeless(place, cost):
                continue
            lines = self._best_lines(first, end)
            if lines is None:
                continue
            line_cost, line_starts, unfit = lines
            cost += line_cost
            for state in place.states:
                earliest, tight = self._next_earliest(state, first, end, following)
                late = following is not None and earliest > following + LATEST_START_MS
                misfits = state.misfits + unfit + tight + late
                total = state.cost + cost
                kept.add(_State(misfits, earliest, total, first, line_starts, tight, state))
            kept.settle()
        return kept.as_place()

    def _beginnings(self, end: int) -> Iterator[int]:
        """Where a cue that ends before ``end`` may begin; one unit alone always may."""
        layout, table = self._layout, self._table
        longest = layout.max_ms or COMFORTABLE_MAX_MS
        room = layout.max_chars * layout.max_lines + layout.max_lines - 1
        yield end - 1
        for first in range(end - 2, table.first_allowed[end - 1] - 1, -1):
            duration = table.latest_end[end - 1] - self._units[first].start_ms
            if table.length(first, end) > room or duration > longest:
                return
            yield first

    def _next_earliest(
        self, state: _State, first: int, end: int, following: int | None
    ) -> tuple[int, bool]:
        """The earliest start of the next cue, and whether this one lacks the room it needs."""
        if following is None:
            return 0, False
        start = max(state.earliest_ms, self._units[first].start_ms + EARLIEST_START_MS, 0)
        need = self._layout.min_duration_ms(end - first) + self._gap
        earliest = max(start + need, following + EARLIEST_START_MS)
        if earliest <= following + LATEST_START_MS:
            return earliest, False
        return max(start + _TINY_MS + self._gap, following + EARLIEST_START_MS), True

    def _best_lines(self, first: int, end: int) -> tuple[float, tuple[int, ...], bool] | None:
        """Cost, starts of the lines and whether a word is too long; ``None``: no way to fit."""
        layout, label = self._layout, self._table.label[first]
        length = self._table.length(first, end)
        if length + label <= layout.max_chars:
            return 0.0, (first,), False
        if end - first == 1:
            return 0.0, (first,), length > layout.max_chars
        found = self._divide(first, end, layout.max_lines, label)
        return None if found is None else (found[0], found[1], False)

    def _divide(
        self, first: int, end: int, lines: int, label: int
    ) -> tuple[float, tuple[int, ...]] | None:
        """The cheapest division into ``lines`` lines or fewer, and where each line starts."""
        chars, joint, limit = self._table.chars, self._table.joint, self._layout.max_chars
        base = chars[first] + joint[first] - label
        if chars[end] - base <= limit:
            return 0.0, (first,)
        if lines == 1:
            return None
        best = inf
        starts: tuple[int, ...] = ()
        longest = bisect_right(chars, base + limit, first, end) - 1
        for middle in range(longest, first, -1):
            upper = chars[middle] - base
            lower = chars[end] - chars[middle] - joint[middle]
            rest: tuple[float, tuple[int, ...]] | None = (0.0, (middle,))
            if lines == 2:
                if lower > limit:
                    break
            else:
                rest = self._divide(middle, end, lines - 1, 0)
            if rest is None:
                continue
            uneven = max(abs(upper - lower), abs(upper - label - lower)) if lines == 2 else 0
            at = self._joints[middle]
            cost = at.cost / 2 + _SECOND_LINE_COST + _BALANCE_COST * uneven / limit
            if at.forbidden:
                cost = at.cost + _SECOND_LINE_COST
            if cost + rest[0] < best:
                best, starts = cost + rest[0], (first, *rest[1])
        return None if best == inf else (best, starts)

    def _time_cost(self, first: int, end: int, following: int | None) -> float:
        """What haste, inner pauses, inner sentence ends and lonely words cost."""
        layout, table = self._layout, self._table
        over = table.latest_end[end - 1] + LONGEST_SILENCE_MS
        until = over if following is None else min(following, over)
        longest = layout.max_ms or COMFORTABLE_MAX_MS
        duration = max(_TINY_MS, min(until - self._units[first].start_ms, longest))
        words = end - first
        by_words = layout.speed_unit is SpeedUnit.WORDS_A_MINUTE
        pace = words * 60_000 if by_words else table.length(first, end) * 1000
        hurry = pace / duration / layout.speed_warn
        cost = _HURRY_COST * (hurry - 1) if hurry > 1 else 0.0
        if hurry * layout.speed_warn > layout.speed_fail:
            cost += _TOO_FAST_COST
        cost = min(cost, 100.0)
        cost += _INNER_SENTENCE_COST * (table.sentences[end] - table.sentences[first + 1])
        cost += _INNER_PAUSE_COST * (table.pauses[end] - table.pauses[first + 1])
        cost += _INNER_OPENING_COST * (table.openings[end] - table.openings[first + 1])
        return cost + (_ORPHAN_COST if words == 1 else 0.0)


def _wish_start(
    state: _State, before: _State, begin: int, earliest: int, next_start: int | None
) -> int:
    """At the first word; but cues without room get what time their neighbours can spare."""
    latest = begin + LATEST_START_MS
    if state.no_room and before.no_room and next_start is not None:
        return min(latest, (earliest + next_start) // 2)
    if state.no_room:
        return earliest
    return latest if before.no_room else begin


def _choose_starts(units: Sequence[Unit], layout: Layout, last: _State) -> list[FoundCue]:
    """Walk back through the states; each start as near to its first word as it may be."""
    chosen: list[FoundCue] = []
    state, end = last, len(units)
    next_start: int | None = None
    while state.before is not None:
        begin, before = units[state.first].start_ms, state.before
        earliest = max(before.earliest_ms, begin + EARLIEST_START_MS, 0)
        start = max(earliest, _wish_start(state, before, begin, earliest, next_start))
        if next_start is not None:
            need = _TINY_MS if state.no_room else layout.min_duration_ms(end - state.first)
            gap = 0 if layout.may_touch else layout.min_gap_ms
            start = max(earliest, min(start, next_start - need - gap))
        chosen.append(FoundCue(state.first, end, state.line_starts, start, state.no_room))
        next_start, end, state = start, state.first, before
    chosen.reverse()
    return chosen
