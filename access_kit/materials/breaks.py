"""Break times by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil

ROUND_TO_MIN = 5
"""Breaks begin at clock times that are easy to remember, where that keeps the limit."""


@dataclass(frozen=True)
class Break:
    """``start`` and ``end`` in minutes from the start of the session."""

    start: int
    end: int


def place_breaks(minutes: int, every: int, length: int) -> tuple[Break, ...]:
    """As few breaks as let nobody sit longer than ``every`` minutes, spread evenly.

    Each begins on a multiple of five minutes where no stretch grows over ``every`` by it. A break
    is never longer than the stretches around it may be.
    """
    length = min(length, every)
    stretches = ceil((minutes + length) / (every + length))
    exact = _spread_evenly(minutes - (stretches - 1) * length, stretches, length)
    rounded = tuple(start - start % ROUND_TO_MIN for start in exact)
    starts = rounded if _keeps(rounded, minutes, every, length) else exact
    return tuple(Break(start, start + length) for start in starts)


def _spread_evenly(talk: int, stretches: int, length: int) -> tuple[int, ...]:
    """Starts of the breaks: ``talk`` minutes in stretches that differ by at most one minute."""
    short, longer = divmod(talk, stretches)
    sizes = [short + (number < longer) for number in range(stretches)]
    ends = tuple(accumulate(sizes[:-1]))
    return tuple(end + number * length for number, end in enumerate(ends))


def _keeps(starts: tuple[int, ...], minutes: int, every: int, length: int) -> bool:
    edges = [(0, 0), *((start, start + length) for start in starts), (minutes, minutes)]
    stretches = [after[0] - before[1] for before, after in pairwise(edges)]
    return all(0 < stretch <= every for stretch in stretches)
