"""Runs of equal words in two long texts, in the one order that keeps most words.

The texts may repeat themselves (a refrain, a list): the whole of both decides which is which.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

SAME, OTHER, GAP = 2.0, -1.0, -0.4
"""A word left out or put in costs less than a word for another: speech does both in runs."""
LARGEST_TABLE = 150_000_000
"""Cells, a byte each; two and a half hours of speech. Beyond, the longest runs are taken first."""

FROM_BOTH, FROM_ONE, FROM_OTHER = 0, 1, 2


def find_runs(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """(start in ``one``, start in ``other``, length) of each run, in order."""
    if len(one) * len(other) > LARGEST_TABLE:
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        return [(b.a, b.b, b.size) for b in matcher.get_matching_blocks() if b.size]
    runs: list[tuple[int, int, int]] = []
    for at, other_at in _trace(one, other):
        if runs and runs[-1][0] + runs[-1][2] == at and runs[-1][1] + runs[-1][2] == other_at:
            runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
        else:
            runs.append((at, other_at, 1))
    return runs


def _trace(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of equal words on the best path."""
    numbers = {word: index for index, word in enumerate({*one, *other})}
    rows = np.array([numbers[word] for word in one], np.int64)
    columns = np.array([numbers[word] for word in other], np.int64)
    came = _fill(rows, columns)
    pairs: list[tuple[int, int]] = []
    at, other_at = len(rows), len(columns)
    while at and other_at:
        step = came[at - 1, other_at - 1]
        if step == FROM_BOTH:
            at, other_at = at - 1, other_at - 1
            if rows[at] == columns[other_at]:
                pairs.append((at, other_at))
        elif step == FROM_ONE:
            at -= 1
        else:
            other_at -= 1
    return pairs[::-1]


def _fill(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Where the best path to each cell comes from, row by row."""
    count = len(columns)
    came = np.empty((len(rows), count), np.uint8)
    slope = GAP * np.arange(count + 1)
    above = slope.copy()
    for index, row in enumerate(rows):
        both = above[:-1] + np.where(columns == row, SAME, OTHER)
        one = above[1:] + GAP
        best = np.concatenate([[GAP * (index + 1)], np.maximum(both, one)])
        here = np.maximum.accumulate(best - slope) + slope
        came[index] = np.where(
            here[1:] > best[1:] + 1e-9, FROM_OTHER, np.where(both >= one, FROM_BOTH, FROM_ONE)
        )
        above = here
    return came
