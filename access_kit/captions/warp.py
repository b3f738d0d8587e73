"""One speaker's sound laid on another's who says the same: dynamic time warping that may pause.

The frames of what is said stand in a row, with a place to pause before each unit and at the end.
Each frame that was heard stays where the one before was, goes one on, or leaves one out. A pause
takes quiet for little and other sound at a fixed price: coughs, and words that the script lacks.
Units may be left out, at a price for their length. The cheapest way wins.

Only places near the best are looked at, and only every five seconds what is known is kept; on the
way back, each stretch is worked out again. So an hour takes little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from access_kit.captions.mel import FrameRows

LEAST_LIKE = 3.5
"""No two frames are further apart than this; the mean of any two is about 2."""
STAYING, LEAVING_OUT, PAUSING = 0.15, 0.25, 1.0
UNIT_LEFT_OUT, FRAME_OF_UNIT_LEFT_OUT, MOST_FRAMES_COUNTED = 2.0, 0.8, 40
"""Prices, found on speech of other voices with sounds put in and words taken out."""

BLOCK = 250
"""Frames between two that are kept: five seconds."""
WIDTH, BEHIND = 4_000, 1_500
"""Places looked at, eighty seconds of speech, and how many of them lie behind the best one."""

ON, OVER, FROM_PAUSE = 1, 2, 3

Costs = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class WarpPath:
    """For each heard frame, the said frame that it is like, or -1, and the unit it belongs to.

    A frame in a pause has the unit that follows. ``cost`` is the price of the whole way.
    """

    said: Places
    unit: Places
    cost: float


@dataclass(frozen=True)
class _Way:
    """How each place was reached in a block, and for each pause the pause it was left out from."""

    came: npt.NDArray[np.uint8]
    origins: Places


class _Row:
    """The places, in order."""

    def __init__(self, said: FrameRows, firsts: Sequence[int]) -> None:
        count, units = len(said), len(firsts)
        self.pauses = np.array([*firsts, count], np.intp) + np.arange(units + 1)
        self.said = np.full(count + units + 1, -1, np.intp)
        is_frame = np.ones(len(self.said), bool)
        is_frame[self.pauses] = False
        self.said[is_frame] = np.arange(count)
        self.unit = np.searchsorted(self.pauses, np.arange(len(self.said)), "right") - 1
        self.shapes = np.zeros((len(self.said), said.shape[1]), np.float32)
        self.shapes[is_frame] = said
        self.squares = (self.shapes**2).sum(axis=1)
        lengths = np.minimum(np.diff(self.pauses) - 1, MOST_FRAMES_COUNTED)
        prices = FRAME_OF_UNIT_LEFT_OUT * lengths + UNIT_LEFT_OUT
        self.left_out = np.concatenate([[0.0], np.cumsum(prices)])
        self.stay = np.where(is_frame, STAYING, 0.0).astype(np.float32)
        self.on = np.where(is_frame, 0.0, PAUSING).astype(np.float32)
        self.over = self.on + np.float32(LEAVING_OUT)
        self.over[self.pauses[:-1] + 1] = 0.0  # past a pause: nothing is left out

    def __len__(self) -> int:
        return len(self.said)


@dataclass(frozen=True)
class _Window:
    """Places ``low`` to ``high`` and the pauses among them."""

    low: int
    high: int
    pauses: Places
    left_out: npt.NDArray[np.float64]


def find_path(
    heard: FrameRows,
    pausing: Costs,
    said: FrameRows,
    firsts: Sequence[int],
    step: Callable[[int], None] = lambda _: None,
) -> WarpPath:
    """The cheapest way through ``said`` for ``heard``.

    ``pausing`` is what each heard frame costs in a pause. ``firsts`` is the first frame of each
    unit, 0 for the first. ``step`` is called with how many frames are done.
    """
    row = _Row(said, firsts)
    window = _look(row, 0)
    scores = np.full(window.high - window.low, np.inf, np.float32)
    scores[window.pauses] = window.left_out
    kept: list[tuple[_Window, Costs]] = []
    cost = 0.0
    for first in range(0, len(heard), BLOCK):
        cost += float(scores.min())
        window, scores = _follow(row, window, scores)
        kept.append((window, scores.copy()))
        block = slice(first, first + BLOCK)
        scores, _ = _search(row, window, scores, heard[block], pausing[block], trace=False)
        step(min(BLOCK, len(heard) - first))
    places = np.zeros(len(heard), np.intp)
    place, rest = _find_end(row, window, scores)
    for number in reversed(range(len(kept))):
        window, scores = kept[number]
        block = slice(number * BLOCK, (number + 1) * BLOCK)
        _, way = _search(row, window, scores, heard[block], pausing[block], trace=True)
        for index, place_of, place_before in _walk(way, window, place - window.low):
            places[number * BLOCK + index], place = place_of, place_before
    return WarpPath(row.said[places], row.unit[places], cost + rest)


def _look(row: _Row, low: int) -> _Window:
    high = min(len(row), low + WIDTH)
    first, end = np.searchsorted(row.pauses, [low, high])
    return _Window(low, high, row.pauses[first:end] - low, row.left_out[first:end])


def _follow(row: _Row, window: _Window, scores: Costs) -> tuple[_Window, Costs]:
    """The window moved on with the best place, and the scores in it."""
    best = int(np.argmin(scores))
    moved = _look(row, window.low + max(0, best - BEHIND))
    scores = scores - scores[best]
    if moved.low == window.low:
        return moved, scores
    fresh = np.full(moved.high - moved.low, np.inf, np.float32)
    old = scores[moved.low - window.low :]
    fresh[: len(old)] = old
    return moved, fresh


def _search(
    row: _Row,
    window: _Window,
    scores: Costs,
    heard: FrameRows,
    pausing: Costs,
    *,
    trace: bool,
) -> tuple[Costs, _Way]:
    """The scores after a block of heard frames; with ``trace``, how each place was reached."""
    span = slice(window.low, window.high)
    apart = row.squares[span] - 2 * heard @ row.shapes[span].T + (heard**2).sum(axis=1)[:, None]
    np.minimum(apart, LEAST_LIKE, out=apart)
    apart[:, window.pauses] = pausing[:, None]
    stay, on, over = row.stay[span], row.on[span][1:], row.over[span][2:]
    numbers = np.arange(len(window.pauses))
    came = np.zeros(apart.shape if trace else (0, 0), np.uint8)
    origins = np.zeros((len(heard) if trace else 0, len(numbers)), np.intp)
    for index, costs in enumerate(apart):
        best = scores + stay
        one_on, one_over = scores[:-1] + on, scores[:-2] + over
        if trace:
            came[index, 1:][one_on < best[1:]] = ON
        np.minimum(best[1:], one_on, out=best[1:])
        if trace:
            came[index, 2:][one_over < best[2:]] = OVER
        np.minimum(best[2:], one_over, out=best[2:])
        best += costs
        paused = best[window.pauses] - window.left_out
        least = np.minimum.accumulate(paused)
        best[window.pauses] = least + window.left_out
        if trace:
            origins[index] = np.maximum.accumulate(np.where(paused <= least, numbers, 0))
            came[index, window.pauses[origins[index] != numbers]] = FROM_PAUSE
        scores = best
    return scores, _Way(came, origins)


def _find_end(row: _Row, window: _Window, scores: Costs) -> tuple[int, float]:
    """Where the cheapest way ends, and its score; units after it are left out."""
    at_pauses = scores[window.pauses] + row.left_out[-1] - window.left_out
    best = int(np.argmin(at_pauses))
    last_frame = len(row) - 2 - window.low
    if last_frame < len(scores) and scores[last_frame] < at_pauses[best]:
        return window.low + last_frame, float(scores[last_frame])
    return window.low + int(window.pauses[best]), float(at_pauses[best])


def _walk(way: _Way, window: _Window, place: int) -> Iterator[tuple[int, int, int]]:
    """Backwards through a block: (frame, its place, the place of the frame before)."""
    number_of = {int(pause): number for number, pause in enumerate(window.pauses)}
    for index in reversed(range(len(way.came))):
        if way.came[index, place] == FROM_PAUSE:
            place = int(window.pauses[way.origins[index, number_of[place]]])
        here = place
        place -= int(way.came[index, here])
        yield index, window.low + here, window.low + place
